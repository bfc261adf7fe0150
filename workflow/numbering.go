package workflow

import (
	"fmt"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Numbering is a number and a day that the clerk (văn thư) gave a document.
// Numbers run from 1 in each calendar year for each kind of document. What was
// given is never given again, also when it was corrected: a paper with it may be
// in somebody's hands.
type Numbering struct {
	Cluster  string     `json:"cluster"`
	Document string     `json:"document"` // its ID
	N        int        `json:"n"`        // 1, and more for each correction
	Kind     string     `json:"kind"`
	Number   int        `json:"number"`
	Symbol   string     `json:"symbol,omitempty"` // of the cluster, as the paper has it
	Day      rules.Date `json:"day"`
	Reason   string     `json:"reason,omitempty"` // of a correction
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
}

var numberings = storage.Table[Numbering]{Name: "numbers", Key: func(n Numbering) string {
	return join(n.Cluster, n.Document, fmt.Sprintf("%03d", n.N))
}}

// lastNumber is the largest number that may be given.
const lastNumber = 9999

// Digits is the number as it is written: below ten with a leading zero (Decree
// 30/2020/NĐ-CP, Appendix I).
func (n Numbering) Digits() string { return fmt.Sprintf("%02d", n.Number) }

// String is the number with its abbreviations: "05/GƯTĐ-CTĐTNB".
func (n Numbering) String() string {
	s := n.Digits() + "/" + series[n.Kind]
	if n.Symbol != "" {
		s += "-" + n.Symbol
	}
	return s
}

// fields are the values of the text fields that a covenant keeps for number and
// day: "05", "ngày 27 tháng 3 năm 2017".
func (n Numbering) fields() map[string]string {
	return map[string]string{paper.FieldNumber: n.Digits(), paper.FieldDate: text.LongDateText(text.Vietnamese, n.Day.String())}
}

// NextNumber is the next number of a kind in a calendar year: one more than the
// largest that was given.
func NextNumber(r storage.Reader, cluster, kind string, year int) (int, error) {
	last := 0
	err := numbered(r, cluster, kind, year, func(n Numbering) { last = max(last, n.Number) })
	return last + 1, err
}

// numbered calls fn for every number of a kind in a calendar year.
func numbered(r storage.Reader, cluster, kind string, year int, fn func(Numbering)) error {
	list, err := numberings.List(r, cluster+"/")
	for _, n := range list {
		if n.Kind == kind && n.Day.Year == year {
			fn(n)
		}
	}
	return err
}

// CheckNumber says whether a document could be given a number and a day; what it
// refuses is a *text.Problem. Reason is asked for where the document has a number
// already.
func CheckNumber(r storage.Reader, c *rules.Cluster, d Document, number int, day rules.Date, reason string, at time.Time) error {
	today := rules.DateOf(at.In(c.Location()))
	opened := rules.DateOf(d.Since.In(c.Location()))
	switch {
	case !d.Numbered():
		return text.Wrong("vanthu.no_number_kind")
	case d.State == DocumentDraft:
		return text.Wrong("vanthu.draft")
	case d.State == DocumentWithdrawn, d.State == DocumentExpired, d.State == DocumentReplaced:
		return text.Wrong("vanthu.over", "state", "vanthu.state."+d.State)
	case d.Number() != nil && d.State != DocumentOpen:
		return text.Wrong("vanthu.given", "number", d.Number().String(), "day", d.Number().Day.String())
	case number < 1 || number > lastNumber:
		return text.Wrong("vanthu.number_range", "last", itoa(lastNumber))
	case day.DaysSince(today) > 0:
		return text.Wrong("vanthu.future", "day", day.String(), "today", today.String())
	case day.DaysSince(opened) < 0:
		return text.Wrong("vanthu.early", "day", day.String(), "opened", opened.String())
	}
	if d.Number() != nil && reason == "" {
		return text.Wrong("review.reason_needed")
	}
	var taken *Numbering
	err := numbered(r, c.ID, d.Kind, day.Year, func(n Numbering) {
		if n.Number == number && n.Document != d.ID {
			taken = &n
		}
	})
	if err != nil || taken == nil {
		return err
	}
	next, err := NextNumber(r, c.ID, d.Kind, day.Year)
	if err != nil {
		return err
	}
	return text.Wrong("vanthu.taken", "number", taken.String(), "day", taken.Day.String(), "next", fmt.Sprintf("%02d", next))
}

// NumberDocument gives a document of the register a number and a day, and places
// both into the fields that its file keeps for them. Of a document that is still
// being signed they may be corrected, with a reason.
func NumberDocument(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, id string, number int, day rules.Date, reason string) (Document, error) {
	if err := permit(tx, act, c, MayNumber, "", "vanthu.not_clerk"); err != nil {
		return Document{}, err
	}
	d, err := FindDocument(tx, c, id)
	if err != nil {
		return d, err
	}
	if err := CheckNumber(tx, c, d, number, day, reason, act.At); err != nil {
		return d, err
	}
	n := Numbering{Cluster: c.ID, Document: d.ID, N: len(d.Numbers) + 1, Kind: d.Kind, Number: number, Symbol: c.Issuer.Symbol, Day: day, By: act.By, At: act.At.UTC()}
	from := ""
	if before := d.Number(); before != nil {
		n.Reason, from = reason, before.String()+" "+before.Day.String()
	}
	if d.Version == 0 {
		if d.SHA256, err = placeNumber(tx, act, c, ch, id, n); err != nil {
			return d, err
		}
	}
	if err := numberings.Put(tx, n); err != nil {
		return d, err
	}
	d.Numbers = append(d.Numbers, n)
	return d, Log(tx, act, c.ID, Change{What: "register.number", Year: c.Year, From: from, To: n.String() + " " + day.String(), Reason: n.Reason})
}

// placeNumber fills the fields for number and day, and returns the hash of the
// file as it stands then. A paper without fields stays as it is.
func placeNumber(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, id string, n Numbering) (string, error) {
	cov, err := coveredBy(tx, c, id)
	if err != nil || cov.Current == "" {
		return cov.Newest(), err
	}
	if err := untouched(c, cov, act.At); err != nil {
		return cov.Current, err
	}
	before, err := Paper(tx, cov.Current)
	if err != nil {
		return cov.Current, err
	}
	after, err := ch.Notary.Fill(before, n.fields())
	if err != nil {
		return cov.Current, err
	}
	if len(after) == len(before) { // it says so already
		return cov.Current, nil
	}
	if err := cov.grow(tx, c, before, after); err != nil {
		return cov.Current, err
	}
	return cov.Current, cov.save(tx, act)
}

// untouched refuses to add to a file that somebody signs outside, or that a time
// stamp was asked for: both are over exactly the bytes that stand now.
func untouched(c *rules.Cluster, cov Covenant, at time.Time) error {
	if t := cov.Ceremony.Holds(at); t != nil {
		return text.Wrong("vanthu.turn", "name", t.Name, "until", onClock(c, t.Until))
	}
	if cov.Ceremony.Pending() != nil || len(cov.Imprint) > 0 {
		return text.Wrong("vanthu.stamping")
	}
	return nil
}
