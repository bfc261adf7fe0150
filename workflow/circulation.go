package workflow

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Circulation (lấy ý kiến) is a draft of a covenant that was sent to everybody
// who is to sign it: values and bytes are kept, so that what was seen is known.
type Circulation struct {
	Cluster string         `json:"cluster"`
	Year    int            `json:"year"`
	N       int            `json:"n"` // from 1
	Values  paper.Covenant `json:"values"`
	SHA256  string         `json:"sha256"` // of the bytes, which Paper returns
	By      string         `json:"by"`
	At      time.Time      `json:"at"`
	LastDay rules.Date     `json:"last_day,omitzero"` // for answers; zero: none was set
	Silence bool           `json:"silence,omitempty"` // who is silent until the end of LastDay agrees, as was announced
	Answers []Agreement    `json:"answers,omitempty"` // "we agree", one of a unit
}

// An Agreement is a unit's or a witness's yes to a draft.
type Agreement struct {
	Unit   string    `json:"unit"` // member id, or "witness-1"
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
}

var circulations = storage.Table[Circulation]{Name: "circulations", Key: func(d Circulation) string { return join(yearKey(d.Cluster, d.Year), draftKey(d.N)) }}

func draftKey(n int) string { return fmt.Sprintf("%04d", n) }

// Circulations are the drafts of a year that were sent round, oldest first.
func Circulations(r storage.Reader, c *rules.Cluster) ([]Circulation, error) {
	return circulations.List(r, yearKey(c.ID, c.Year)+"/")
}

// LatestDraft is the last draft that was sent round, and the one before it; nil
// where there is none.
func LatestDraft(r storage.Reader, c *rules.Cluster) (last, before *Circulation, err error) {
	list, err := Circulations(r, c)
	if n := len(list); n > 0 {
		last = &list[n-1]
		if n > 1 {
			before = &list[n-2]
		}
	}
	return last, before, err
}

// Circulate sends the draft round as it stands: it gets a number, and its values
// and bytes are kept. Nobody has agreed to it yet. Silence counts as a yes only
// where a last day was set.
func Circulate(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, lastDay rules.Date, silence bool) (Circulation, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return Circulation{}, err
	}
	if cov.State != CovenantDraft {
		return Circulation{}, text.Wrong("soan.not_draft", "year", yearText(c.Year))
	}
	last, _, err := LatestDraft(tx, c)
	if err != nil {
		return Circulation{}, err
	}
	today := rules.DateOf(act.At.In(c.Location()))
	switch {
	case silence && lastDay.IsZero():
		return Circulation{}, text.Wrong("soan.silence_needs_day")
	case !lastDay.IsZero() && (lastDay.DaysSince(today) < 0 || lastDay.DaysSince(today) > 90):
		return Circulation{}, text.Wrong("soan.bad_day")
	}
	d := Circulation{Cluster: c.ID, Year: c.Year, N: 1, By: act.By, At: act.At.UTC(), LastDay: lastDay, Silence: silence}
	if last != nil {
		d.N = last.N + 1
	}
	if d.Values, err = CovenantPaper(tx, c); err != nil {
		return d, err
	}
	if last != nil {
		same, err := sameText(d.Values, last.Values)
		if err != nil {
			return d, err
		}
		if same {
			return d, text.Wrong("soan.nothing_new", "n", itoa(last.N))
		}
	}
	d.Values.Draft = d.N
	values, err := json.Marshal(d.Values)
	if err != nil {
		return d, err
	}
	b, err := ch.Press("covenant", values)
	if err != nil {
		return d, err
	}
	if d.SHA256, err = keepPaper(tx, covenantName(c, 0), b); err != nil {
		return d, err
	}
	if err := circulations.Put(tx, d); err != nil {
		return d, err
	}
	return d, Log(tx, act, c.ID, Change{What: "covenant.circulate", Year: c.Year, From: itoa(d.N), To: d.SHA256})
}

// sameText says whether two drafts say the same, whatever their number.
func sameText(a, b paper.Covenant) (bool, error) {
	a.Draft, b.Draft = 0, 0
	a.State, b.State = "", ""
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return string(x) == string(y), err
}

// AgreeToDraft records that a unit, or a witness, agrees to the draft with the hash.
func AgreeToDraft(tx storage.Tx, act Act, c *rules.Cluster, unit string, p Person, sum string) (Circulation, error) {
	last, err := underDiscussion(tx, c)
	if err != nil {
		return Circulation{}, err
	}
	if last.SHA256 != sum {
		return *last, text.Wrong("gopy.newer", "n", itoa(last.N))
	}
	list, err := Comments(tx, c)
	if err != nil {
		return *last, err
	}
	if slices.ContainsFunc(list, func(k Comment) bool { return k.Unit == unit && k.Open() }) {
		return *last, text.Wrong("gopy.own_open")
	}
	last.Answers = slices.DeleteFunc(last.Answers, func(a Agreement) bool { return a.Unit == unit })
	last.Answers = append(last.Answers, Agreement{unit, p.ID, p.Name, act.At.UTC()})
	if err := circulations.Put(tx, *last); err != nil {
		return *last, err
	}
	return *last, Log(tx, act, c.ID, Change{What: "covenant.agree", Year: c.Year, Member: unit, To: sum})
}

// underDiscussion is the draft that is out, while the covenant is a draft.
func underDiscussion(r storage.Reader, c *rules.Cluster) (*Circulation, error) {
	cov, err := FindCovenant(r, c)
	if err != nil {
		return nil, err
	}
	last, _, err := LatestDraft(r, c)
	if err == nil && (last == nil || cov.State != CovenantDraft) {
		err = text.Wrong("gopy.nothing", "year", yearText(c.Year))
	}
	return last, err
}

// Agreed is a unit's yes to the draft, or nil.
func (d Circulation) Agreed(unit string) *Agreement {
	if i := slices.IndexFunc(d.Answers, func(a Agreement) bool { return a.Unit == unit }); i >= 0 {
		return &d.Answers[i]
	}
	return nil
}

// Over says whether the day for answers has passed; never without one.
func (d Circulation) Over(c *rules.Cluster, at time.Time) bool {
	return !d.LastDay.IsZero() && rules.DateOf(at.In(c.Location())).DaysSince(d.LastDay) > 0
}

// Silent lists who has neither agreed nor has a comment on the draft that is
// out: members, then witnesses. Of members only those that have somebody who
// could answer.
func Silent(r storage.Reader, c *rules.Cluster, d *Circulation, at time.Time) ([]string, error) {
	said, err := Comments(r, c)
	if err != nil {
		return nil, err
	}
	var list []string
	quiet := func(unit string, roles ...Role) error {
		if d.Agreed(unit) != nil || slices.ContainsFunc(said, func(k Comment) bool { return k.Unit == unit && k.Draft == d.N }) {
			return nil
		}
		for _, role := range roles {
			people, err := Holders(r, c.ID, role, unit, at)
			if err != nil {
				return err
			}
			if len(people) > 0 {
				list = append(list, unit)
				return nil
			}
		}
		return nil
	}
	for _, m := range c.Members {
		if err := quiet(m.ID, Leader, Official); err != nil {
			return nil, err
		}
	}
	for i := range c.Witnesses {
		if err := quiet(rules.WitnessID(i+1), Witness); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// agreed refuses to open a covenant that was sent round and is not agreed: it
// changed since, a comment is open, or somebody is silent whose silence is no
// yes. One that was never sent round is the head's alone to open.
func agreed(r storage.Reader, c *rules.Cluster, at time.Time, now paper.Covenant) error {
	last, _, err := LatestDraft(r, c)
	if err != nil || last == nil {
		return err
	}
	same, err := sameText(now, last.Values)
	if err != nil {
		return err
	}
	if !same {
		return text.Wrong("soan.changed_since", "n", itoa(last.N))
	}
	list, err := Comments(r, c)
	if err != nil {
		return err
	}
	n, units := 0, []string{}
	for _, k := range list {
		if k.Open() {
			n++
			if name := UnitName(c, k.Unit); !slices.Contains(units, name) {
				units = append(units, name)
			}
		}
	}
	if n > 0 {
		return text.Wrong("soan.open_comments", "n", itoa(n), "units", strings.Join(units, ", "))
	}
	silent, err := Silent(r, c, last, at)
	if err != nil || len(silent) == 0 || last.Silence && last.Over(c, at) {
		return err
	}
	units = nil
	for _, unit := range silent {
		units = append(units, UnitName(c, unit))
	}
	return text.Wrong("soan.silent", "units", strings.Join(units, ", "))
}

// UnitName is what a member, or a witness, is called in a sentence's list.
func UnitName(c *rules.Cluster, unit string) string {
	if m := c.Member(unit); m != nil {
		return m.Short
	}
	if w := c.Witness(unit); w != nil {
		return w.Agency
	}
	return unit
}
