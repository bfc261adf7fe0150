package workflow

import (
	"time"

	"thidua/workflow/signature"
	"thidua/workflow/text"
)

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
