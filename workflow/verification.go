package workflow

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/authority"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A Checker finds the signatures in a file and says what they are worth:
// pdf/sign's Notary.Check.
type Checker func(file []byte, roots []*x509.Certificate) signature.Report

// A Verification is what checking a document comes to: what stands in the file,
// and what the registers say of it.
type Verification struct {
	Report signature.Report
	SHA256 string
	Known  bool   // a register has the document
	Facts  Facts  // what it says
	Newest bool   // the file is the document as it stands now, not an earlier copy
	Asked  string // the code it was found by; empty: a file was given
}

// VerifyFile checks a file against roots and the authorities of the store; r is
// nil where there is no store. An earlier copy of a document of the register is
// known too, by what its signatures cover.
func VerifyFile(r storage.Reader, file []byte, roots []*x509.Certificate, check Checker) (v Verification, err error) {
	v.SHA256 = hashOf(file)
	if r == nil {
		v.Report = check(file, roots)
		return v, nil
	}
	own, err := authority.Roots(r)
	if err != nil {
		return v, err
	}
	v.Report = check(file, slices.Concat(roots, own))
	sums := []string{v.SHA256}
	for _, s := range slices.Backward(v.Report.Signatures) {
		if s.Length > 0 && s.Length < len(file) {
			sums = append(sums, hashOf(file[:s.Length]))
		}
	}
	v.Facts, v.Known, err = findFacts(r, func(d Document) bool {
		return d.ID != "" && (slices.Contains(sums, d.ID) || slices.Contains(sums, d.SHA256))
	})
	v.Newest = v.Known && v.SHA256 == v.Facts.SHA256
	return v, err
}

// VerifyCode is what the registers say of a code, with its file checked as it
// stands; false where no register has it.
func VerifyCode(r storage.Reader, code string, roots []*x509.Certificate, check Checker) (v Verification, ok bool, err error) {
	v.Facts, v.Known, err = FindByCode(r, code)
	if err != nil || !v.Known {
		return v, false, err
	}
	v.Asked, v.Newest, v.SHA256 = v.Facts.Code, true, v.Facts.SHA256
	own, err := authority.Roots(r)
	if err != nil {
		return v, false, err
	}
	file, err := Paper(r, v.SHA256)
	if err != nil {
		return v, false, err
	}
	v.Report = check(file, slices.Concat(roots, own))
	return v, true, nil
}

// vietnam is the clock that is told: the whole country has one.
var vietnam = time.FixedZone("+07", 7*60*60)

// Lines says all of it in words.
func (v Verification) Lines() []text.Notice {
	list := v.DocumentLines()
	if key, why := v.VerdictLines(); key != "" {
		list = append(append(list, text.Say(key)), why...)
	}
	for i, s := range v.Report.Signatures {
		list = append(list, SignatureLines(i+1, s)...)
	}
	list = append(list, v.RestLines()...)
	return append(list, text.Say("xacminh.sum", "sum", v.SHA256))
}

// VerdictLines are the sentence of the verdict and why it is so. There is none
// for a paper of the register without signatures: the register answers for it.
func (v Verification) VerdictLines() (key string, why []text.Notice) {
	if len(v.Report.Signatures) == 0 && v.Known {
		return "", nil
	}
	for _, n := range v.Report.Why {
		if n.Args["field"] == "" { // else the signature says it itself
			why = append(why, n)
		}
	}
	return "xacminh.verdict." + string(v.Report.Verdict), why
}

// RestLines are what was added after the last signature; where the file carries
// none, who stands behind the document as the register has them.
func (v Verification) RestLines() []text.Notice {
	list := changeLines("xacminh.unsigned", v.Report.Unsigned)
	if len(v.Report.Signatures) == 0 {
		list = append(list, v.signers()...)
	}
	return list
}

// DocumentLines are what the register says: which document, its number, its
// state.
func (v Verification) DocumentLines() []text.Notice {
	if !v.Known {
		return nil
	}
	d := v.Facts.Document
	list := []text.Notice{d.Title(), text.Say("xacminh.cluster", "cluster", v.Facts.ClusterName)}
	if d.Code != "" {
		list = append(list, text.Say("xacminh.code", "code", d.Code))
	}
	if n := d.Number(); n != nil {
		list = append(list, text.Say("xacminh.number", "number", n.String(), "day", n.Day.String()))
	}
	state := text.Say("xacminh.state", "state", "vanthu.state."+d.State)
	if d.Next > 0 {
		state = text.Say("xacminh.replaced", "version", itoa(d.Next))
	}
	list = append(list, state)
	if len(d.Amended) > 0 {
		list = append(list, text.Say("phuluc.amended_by", "list", d.Amendments()))
	}
	if d.Owed {
		list = append(list, text.Say("dautg.note.owed"))
	}
	if d.Reason != "" {
		list = append(list, text.Say("xacminh.reason", "reason", d.Reason))
	}
	if !v.Newest {
		list = append(list, text.Say("xacminh.earlier"))
	}
	return list
}

// SignatureLines say what one signature is, and what was added after it.
func SignatureLines(n int, s signature.Found) []text.Notice {
	holds := "xacminh.holds"
	if !s.Valid {
		holds = "xacminh.broken"
	}
	list := []text.Notice{text.Say("xacminh.signature", "n", itoa(n), "name", s.Signer, "holds", holds)}
	kind := "kiemchung.kind." + s.Kind
	if !text.Has(kind) {
		kind = "kiemchung.kind.token"
	}
	if s.Agency != "" {
		list = append(list, text.Say("xacminh.agency", "agency", s.Agency))
	}
	list = append(list, text.Say("xacminh.kind", "kind", kind, "field", s.Field))
	moment := func(key string, at time.Time) {
		if !at.IsZero() {
			list = append(list, text.Say(key, "at", at.In(vietnam).Format(time.RFC3339)))
		}
	}
	moment("xacminh.at", s.Time)
	moment("xacminh.stamped", s.Stamped)
	if s.Chain != signature.ChainTrusted {
		list = append(list, text.Say("xacminh.chain"))
	}
	for _, why := range s.Why {
		list = append(list, text.Say("xacminh.why", "why", text.Plain(text.Vietnamese, why)))
	}
	return append(list, changeLines("xacminh.after", s.After)...)
}

// changeLines name what was added: what may be, in one line and its signatures
// counted when they are many; what may not be, each.
func changeLines(key string, changes []signature.Change) (list []text.Notice) {
	var allowed []string
	signed := 0
	for _, c := range changes {
		switch {
		case !c.Allowed:
			list = append(list, text.Say("xacminh.forbidden", "what", text.Plain(text.Vietnamese, c.Notice)))
		case c.Key == "verify.change.signed":
			signed++
			fallthrough
		default:
			allowed = append(allowed, text.Plain(text.Vietnamese, c.Notice))
		}
	}
	const many = 3
	if signed > many {
		allowed = []string{text.Plain(text.Vietnamese, text.Say("xacminh.signatures", "n", itoa(signed)))}
		for _, c := range changes {
			if c.Allowed && c.Key != "verify.change.signed" {
				allowed = append(allowed, text.Plain(text.Vietnamese, c.Notice))
			}
		}
	}
	if len(allowed) > 0 {
		list = append(list, text.Say(key, "what", strings.Join(allowed, "; ")))
	}
	return list
}

// signers are those who stand behind a document whose file carries no signature,
// as the register has them.
func (v Verification) signers() (list []text.Notice) {
	for _, s := range v.Facts.Signers {
		if kind := "kiemchung.kind." + s.Way; text.Has(kind) {
			list = append(list, text.Say("xacminh.signer", "name", s.Name, "agency", s.Agency, "kind", kind, "at", s.At.In(vietnam).Format(time.RFC3339)))
		}
	}
	return list
}

// Said is the verification for other programs; docs/formats.md, section 1.
func (v Verification) Said() VerificationSaid {
	said := VerificationSaid{Verdict: v.Report.Verdict, SHA256: v.SHA256, Signatures: []SignatureSaid{}, Changes: changesSaid(v.Report.Unsigned), Why: whySaid(v.Report.Why)}
	for _, s := range v.Report.Signatures {
		one := SignatureSaid{Field: s.Field, Signer: s.Signer, Agency: s.Agency, Kind: s.Kind, Chain: s.Chain, Valid: s.Valid, Covers: s.Covers,
			Reason: s.Reason, After: changesSaid(s.After), Why: whySaid(s.Why)}
		if !s.Time.IsZero() {
			one.Time = s.Time.Format(time.RFC3339)
		}
		if !s.Stamped.IsZero() {
			one.Stamped = s.Stamped.UTC().Format(time.RFC3339)
		}
		said.Signatures = append(said.Signatures, one)
	}
	if v.Known {
		d := v.Facts.Document
		said.Document = &DocumentSaid{Title: text.Plain(text.Vietnamese, d.Title()), Cluster: v.Facts.ClusterName, Code: d.Code, State: d.State, Next: d.Next, Amended: d.Amended, Newest: v.Newest}
		if n := d.Number(); n != nil {
			said.Document.Number, said.Document.Date = n.String(), n.Day.String()
		}
	}
	return said
}

// Parts of what verification says to other programs.
type (
	VerificationSaid struct {
		Verdict    signature.Verdict `json:"verdict"`
		Signatures []SignatureSaid   `json:"signatures"`
		Changes    []ChangeSaid      `json:"changes_unsigned,omitempty"`
		Why        []string          `json:"why,omitempty"`
		SHA256     string            `json:"sha256"`
		Document   *DocumentSaid     `json:"document,omitempty"`
	}
	SignatureSaid struct {
		Field   string       `json:"field"`
		Signer  string       `json:"signer"`
		Agency  string       `json:"agency,omitempty"`
		Time    string       `json:"time"`
		Stamped string       `json:"stamped,omitempty"`
		Kind    string       `json:"kind"`
		Chain   string       `json:"chain"`
		Valid   bool         `json:"valid"`
		Covers  string       `json:"covers"`
		Reason  string       `json:"reason,omitempty"`
		After   []ChangeSaid `json:"changes_after"`
		Why     []string     `json:"why,omitempty"`
	}
	ChangeSaid struct {
		Key     string    `json:"key"`
		Args    text.Args `json:"args,omitempty"`
		What    string    `json:"what"`
		Allowed bool      `json:"allowed"`
	}
	DocumentSaid struct {
		Title   string `json:"title"`
		Cluster string `json:"cluster"`
		Code    string `json:"code,omitempty"`
		Number  string `json:"number,omitempty"`
		Date    string `json:"date,omitempty"`
		State   string `json:"state"`
		Next    int    `json:"replaced_by,omitempty"`
		Amended []int  `json:"amended_by,omitempty"`
		Newest  bool   `json:"newest"`
	}
)

func changesSaid(changes []signature.Change) []ChangeSaid {
	list := []ChangeSaid{}
	for _, c := range changes {
		list = append(list, ChangeSaid{c.Key, c.Args, text.Plain(text.Vietnamese, c.Notice), c.Allowed})
	}
	return list
}

func whySaid(why []text.Notice) (list []string) {
	for _, n := range why {
		list = append(list, text.Plain(text.Vietnamese, n))
	}
	return list
}
