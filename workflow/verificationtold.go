package workflow

import (
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"thidua/workflow/ceremony"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A Told is a verification in the words of one language; each notice is a line.
type Told struct {
	Verdict    text.Notice       // two or three words
	Means      text.Notice       // a sentence
	Tone       signature.Verdict // how good that is for the reader
	Why        []text.Notice
	Document   []text.Notice // what the register says, the title first; empty: nothing
	Signatures []SignatureTold
	Signers    []text.Notice // who stands behind a file without signatures, as the register has them
	Sum        text.Notice
	lang       string
}

// A SignatureTold is one signature in words.
type SignatureTold struct {
	Tone         signature.Verdict
	Name, Office string
	State, Kind  text.Notice
	When         []text.Notice // signed, and stamped
	Why          []text.Notice
	Added        []text.Notice // after it, allowed
}

// vietnam is the clock that is told: the whole country has one.
var vietnam = time.FixedZone("+07", 7*60*60)

func vietnamese(at time.Time) string { return at.In(vietnam).Format(time.RFC3339) }

// Told is the verification in a language.
func (v Verification) Told(lang string) Told {
	key, tone := v.conclusion()
	t := Told{
		Verdict: text.Say("xacminh.verdict." + key), Means: text.Say("xacminh.means." + key), Tone: tone,
		Why: v.why(lang), Document: v.document(lang), Sum: text.Say("xacminh.sum", "sum", v.SHA256), lang: lang,
	}
	for _, s := range v.Report.Signatures {
		t.Signatures = append(t.Signatures, v.signature(lang, s))
	}
	if len(t.Signatures) == 0 {
		for _, s := range v.Facts.Signers {
			if kind := "xacminh.signer." + s.Way; text.Has(kind) {
				t.Signers = append(t.Signers, text.Say(kind, "name", s.Name, "agency", s.Agency, "at", vietnamese(s.At)))
			}
		}
	}
	return t
}

// Lines are all of it, one below the other. What came after is said once: what
// follows the first signature holds all that follows the others.
func (t Told) Lines() []text.Notice {
	mark := map[signature.Verdict]string{signature.Valid: "✔️", signature.Invalid: "✖️", signature.Unknown: "❔"}
	list := []text.Notice{text.Say("xacminh.band", "mark", mark[t.Tone], "verdict", t.Verdict.Key, "means", t.Means.Key)}
	list = append(append(list, t.Why...), t.Document...)
	for i, s := range t.Signatures {
		who, how := "xacminh.signature", []string{}
		if s.Office != "" {
			who = "xacminh.signature_office"
		}
		if s.Tone != signature.Valid {
			how = append(how, in(t.lang, s.State))
		}
		for _, n := range append([]text.Notice{s.Kind}, s.When...) {
			how = append(how, in(t.lang, n))
		}
		list = append(list, text.Say(who, "n", itoa(i+1), "mark", mark[s.Tone], "name", s.Name, "office", s.Office), text.Say("xacminh.how", "how", strings.Join(how, ", ")))
		list = append(list, s.Why...)
		if i == 0 {
			list = append(list, s.Added...)
		}
	}
	return append(append(list, t.Signers...), t.Sum)
}

// why is why the conclusion is what it is: what was added and may not be, whose
// signatures do not hold or cannot be judged, and what the register has against
// the file.
func (v Verification) why(lang string) (list []text.Notice) {
	names := map[string][]string{}
	for _, n := range v.Report.Why {
		field := n.Args["field"]
		if field == "" {
			list = append(list, n)
			continue
		}
		if n.Key == "verify.why.chain" || n.Key == "verify.why.signature" || n.Key == "verify.why.doubt" {
			key := strings.Replace(n.Key, "verify.why.", "xacminh.why.", 1)
			names[key] = append(names[key], v.signer(field))
		}
	}
	for _, key := range []string{"xacminh.why.signature", "xacminh.why.doubt", "xacminh.why.chain"} {
		const many = 3
		switch n := len(names[key]); {
		case n > many:
			list = append(list, text.Say(key, "names", in(lang, text.Say("xacminh.others", "names", strings.Join(names[key][:many], ", "), "n", itoa(n-many)))))
		case n > 0:
			list = append(list, text.Say(key, "names", strings.Join(names[key], ", ")))
		}
	}
	forbidden := map[string]bool{}
	for _, changes := range append(afters(v.Report.Signatures), v.Report.Unsigned) {
		for _, c := range changes {
			if what := in(lang, c.Notice); !c.Allowed && !forbidden[what] {
				forbidden[what] = true
				list = append(list, text.Say("xacminh.forbidden", "what", what))
			}
		}
	}
	switch {
	case v.Register && !v.Known && len(v.Report.Signatures) > 0:
		list = append(list, text.Say("xacminh.stranger"))
	case v.Earlier && v.Facts.Code != "":
		list = append(list, text.Say("xacminh.earlier", "code", v.Facts.Code))
	case v.Known && !v.Newest && !v.Earlier && v.Facts.Code != "":
		list = append(list, text.Say("xacminh.other", "code", v.Facts.Code))
	}
	return list
}

func afters(found []signature.Found) (list [][]signature.Change) {
	for _, s := range found {
		list = append(list, s.After)
	}
	return list
}

// document is what the register says: which document, its number, its state,
// and what changed or replaced it.
func (v Verification) document(lang string) []text.Notice {
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
	state := "xacminh.state." + d.State
	if d.Version > 0 && d.State == DocumentInForce {
		state = "xacminh.state.published"
	}
	list = append(list, text.Say(state, "at", vietnamese(d.Ended), "signed", itoa(d.Signed), "places", itoa(d.Places), "version", itoa(d.Next)))
	if d.Owed {
		list = append(list, text.Say("dautg.note.owed"))
	}
	switch {
	case d.Reason == "":
	case d.Version > 0:
		list = append(list, text.Say("xacminh.note", "reason", d.Reason))
	default:
		list = append(list, text.Say("xacminh.reason", "reason", d.Reason))
	}
	other := func(key string, d Document) {
		list = append(list, text.Say(key, "title", in(lang, d.Title()), "code", d.Code, "state", "vanthu.state."+d.State))
	}
	for _, a := range v.Facts.ChangedBy {
		other("xacminh.amended", a)
	}
	if v.Facts.Base != nil {
		other("xacminh.base", *v.Facts.Base)
	}
	if v.Facts.Instead != nil {
		other("xacminh.instead", *v.Facts.Instead)
	}
	return list
}

// signature is one signature in words. Who a box stands for is the register's
// word; who signed is the certificate's, but for a signature with a pen, which
// the cluster's certificate only attests.
func (v Verification) signature(lang string, s signature.Found) SignatureTold {
	t := SignatureTold{Tone: signature.Valid, Name: s.Signer, Office: office(s), State: text.Say("xacminh.holds"), Why: s.Why}
	kind := "kiemchung.kind." + s.Kind
	if by, ok := v.behind(s.Field); ok {
		t.Office = by.Office
		if by.Way == ceremony.Pen && s.Kind == signature.Cluster && s.Chain == signature.ChainTrusted {
			t.Name = by.Name
		}
	}
	if s.Kind == signature.Cluster && s.Field != ceremony.ClusterField {
		kind = "kiemchung.kind.paper"
	}
	if t.Name == "" { // a pen's, where the cluster file names nobody
		t.Name = t.Office
	}
	if t.Name == "" {
		t.Name = s.Field
	}
	if t.Office == t.Name {
		t.Office = ""
	}
	t.Kind = text.Say("xacminh.kind", "kind", kind)
	switch {
	case !s.Valid: // what it would be, nobody knows
		t.Tone, t.State, t.Kind = signature.Invalid, text.Say("xacminh.broken"), text.Say("xacminh.claimed")
	case s.Chain != signature.ChainTrusted:
		t.Tone, t.State = signature.Unknown, text.Say("xacminh.chain")
	}
	if !s.Time.IsZero() {
		t.When = append(t.When, text.Say("xacminh.at", "at", vietnamese(s.Time)))
	}
	if !s.Stamped.IsZero() {
		t.When = append(t.When, text.Say("xacminh.stamped", "at", vietnamese(s.Stamped)))
	}
	if added := v.added(lang, s.After); added != "" {
		t.Added = []text.Notice{text.Say("xacminh.after", "what", added)}
	}
	return t
}

// behind is who stands behind a field, as the register has it.
func (v Verification) behind(field string) (SignedBy, bool) {
	for _, s := range v.Facts.Signers {
		if s.Field == field && field != "" {
			return s, true
		}
	}
	return SignedBy{}, false
}

// signer is whom a field's signature names.
func (v Verification) signer(field string) string {
	i := slices.IndexFunc(v.Report.Signatures, func(s signature.Found) bool { return s.Field == field })
	if i < 0 || v.Report.Signatures[i].Signer == "" {
		return field
	}
	return v.signature(text.Vietnamese, v.Report.Signatures[i]).Name
}

// added names what was added and may be; signatures are counted when they are
// many.
func (v Verification) added(lang string, changes []signature.Change) string {
	var signed, rest []string
	for _, c := range changes {
		switch field := c.Args["field"]; {
		case !c.Allowed:
		case c.Key == "verify.change.signed":
			signed = append(signed, field)
		case c.Key == "verify.change.filled" && (field == "number" || field == "date"):
			rest = append(rest, in(lang, text.Say("xacminh.filled."+field, "value", c.Args["value"])))
		default:
			rest = append(rest, in(lang, c.Notice))
		}
	}
	const many = 3
	switch n := len(signed); {
	case n > many:
		rest = append([]string{in(lang, text.Say("xacminh.signatures", "n", itoa(n)))}, rest...)
	case n > 0:
		for i, field := range signed {
			signed[i] = v.signer(field)
		}
		rest = append([]string{in(lang, text.Say("xacminh.signed", "names", strings.Join(signed, ", ")))}, rest...)
	}
	return strings.Join(rest, "; ")
}

// office is in whose name somebody signed, as the certificate has it.
func office(s signature.Found) string {
	if s.Certificate == nil {
		return s.Agency
	}
	for _, n := range s.Certificate.Subject.Names {
		if title, ok := n.Value.(string); ok && n.Type.Equal(asn1.ObjectIdentifier{2, 5, 4, 12}) && s.Agency != "" {
			return title + ", " + s.Agency
		}
	}
	return s.Agency
}

// in is a notice inside another one.
func in(lang string, n text.Notice) string { return text.Plain(lang, n) }
