package figures

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// row understands one record. What depends on a criterion is checked only where
// the criterion is known: one mistake is one fault.
func (r *reader) row(rec record) {
	before := len(r.faults)
	get := func(column int) string {
		f := rec.fields[r.index[column]]
		if f.fault != "" {
			r.fault(f.where, "%s: %s", columns[column], f.fault)
		}
		return f.text
	}
	said := func(column int, err error) {
		if f := rec.fields[r.index[column]]; err != nil && f.fault == "" {
			r.fault(f.where, "%s: %v", columns[column], err)
		}
	}
	for _, f := range rec.fields[r.width:] {
		if !f.empty() {
			r.fault(f.where, "%s stands to the right of the columns: remove it", quote(f.text))
		}
	}
	row := Row{Where: rec.where}
	row.Period, row.Member, row.Criterion = get(0), get(1), get(2)
	period := r.cluster.Period(row.Period)
	if period == nil {
		said(0, r.noPeriod(row.Period))
	}
	if r.cluster.Member(row.Member) == nil {
		said(1, r.noMember(row.Member))
	}
	k, _ := r.cluster.Criterion(row.Criterion)
	switch {
	case k == nil:
		said(2, r.noCriterion(row.Criterion))
	case period != nil && !k.In(row.Period):
		said(2, fmt.Errorf("%s is not reported in the period %s but in %s: remove the row", quote(row.Criterion), row.Period, strings.Join(k.Periods, ", ")))
	}
	var err error
	row.Plan, err = base(k, rules.OfPlan, get(3))
	said(3, err)
	row.LastYear, err = base(k, rules.OfLastYear, get(4))
	said(4, err)
	row.Actual, row.Given, err = actual(k, get(5))
	said(5, err)
	row.Note = text.Clean(get(6))
	if r.meant != nil {
		row.Note = r.meant(row.Note)
	}
	if n := utf8.RuneCountInString(row.Note); n > maxNote {
		said(6, fmt.Errorf("the note has %d characters: at most %d are kept", n, maxNote))
	}

	key := row.Period + "/" + row.Member + "/" + row.Criterion
	if first, twice := r.seen[key]; twice {
		r.fault(rec.where, "period, member and criterion are those of %s: remove one of the two", first)
	} else {
		r.seen[key] = rec.where
	}
	if len(r.faults) == before {
		r.rows = append(r.rows, row)
	}
}

var errEmpty = errors.New("nothing stands here: write an id of the cluster file")

func (r *reader) noPeriod(said string) error {
	if said == "" {
		return errEmpty
	}
	var ids []string
	for _, p := range r.cluster.Periods {
		if same(said, p.ID, p.Name) {
			return meant("period", said, p.ID)
		}
		ids = append(ids, p.ID)
	}
	return fmt.Errorf("there is no period %s: the cluster file has %s", quote(said), strings.Join(ids, ", "))
}

func (r *reader) noMember(said string) error {
	if said == "" {
		return errEmpty
	}
	for _, m := range r.cluster.Members {
		if same(said, append(m.Aliases, m.ID, m.Name, m.Short)...) {
			return meant("member", said, m.ID)
		}
	}
	return fmt.Errorf("there is no member %s: write a member's id as it stands in the cluster file", quote(said))
}

func (r *reader) noCriterion(said string) error {
	if said == "" {
		return errEmpty
	}
	for i := range r.cluster.Contents {
		for _, k := range r.cluster.Contents[i].Criteria {
			if same(said, k.ID, k.Name) {
				return meant("criterion", said, k.ID)
			}
		}
	}
	return fmt.Errorf("there is no criterion %s: write a criterion's id as it stands in the cluster file", quote(said))
}

func meant(what, said, id string) error {
	return fmt.Errorf("there is no %s %s: did you mean %q?", what, quote(said), id)
}

// same says whether somebody may have meant one of the names.
func same(said string, names ...string) bool {
	plain := func(s string) string {
		return strings.NewReplacer(" ", "", "-", "", "_", "", ".", "").Replace(text.Fold(s))
	}
	for _, n := range names {
		if plain(n) == plain(said) {
			return true
		}
	}
	return false
}

// number reads a machine number.
func number(s string) (decimal.Decimal, error) {
	d, err := decimal.Parse(s)
	switch {
	case err == nil:
	case strings.Trim(s, "-.0123456789") == "" && len(s) > decimal.MaxDigits:
		err = fmt.Errorf("%s has more than %d digits: check it", quote(s), decimal.MaxDigits)
	default:
		err = fmt.Errorf("%s is not a number: write digits, with a dot before the decimals and nothing between thousands, as in 1234.5", quote(s))
	}
	return d, err
}

// base reads a plan or last year's result; nil where nothing stands.
func base(k *rules.Criterion, of rules.Base, s string) (*decimal.Decimal, error) {
	if s == "" {
		return nil, nil
	}
	d, err := number(s)
	switch {
	case err != nil:
	case k == nil:
	case k.Lower && d.Sign() < 0:
		err = fmt.Errorf("%s is below 0: where fewer is better, nothing is negative; correct it", d)
	case !k.Lower && k.Of == of && d.Sign() <= 0:
		err = fmt.Errorf("%s is not above 0, so nothing can be measured against it: correct it, or leave it empty", d)
	}
	return &d, err
}

// actual reads the figure itself; given is false where nothing stands.
func actual(k *rules.Criterion, s string) (v score.Value, given bool, err error) {
	switch s {
	case "":
		return v, false, nil
	case "yes":
		v.Kind = score.Yes
	case "no":
		v.Kind = score.No
	case "n/a":
		v.Kind = score.NotApplicable
	default:
		v.Kind = score.Number
		if v.Number, err = number(s); err != nil {
			err = fmt.Errorf("%w, or yes, no, n/a", err)
			if k != nil && k.Method.Kind == rules.Pass {
				err = fmt.Errorf("%s is not read: write yes, no or n/a", quote(s))
			}
			return v, true, err
		}
	}
	if k != nil && v.Kind != score.NotApplicable {
		err = fits(k, v)
	}
	return v, true, err
}

// fits refuses what the criterion cannot hold.
func fits(k *rules.Criterion, v score.Value) error {
	d, pass := v.Number, k.Method.Kind == rules.Pass
	switch {
	case pass && v.Kind == score.Number:
		return fmt.Errorf("%s is a number, but %s is met or not: write yes, no or n/a", d, k.ID)
	case pass:
		return nil
	case v.Kind != score.Number:
		return fmt.Errorf("%s is a criterion with a number: write it instead of %s, or n/a", k.ID, v.Kind)
	case k.Lower && d.Sign() < 0:
		return fmt.Errorf("%s is below 0: where fewer is better, nothing is negative; correct it", d)
	case k.Method.Kind == rules.Direct && (d.Sign() < 0 || k.Points.Less(d)):
		return fmt.Errorf("%s is not between 0 and the %s points of %s: correct it", d, k.Points, k.ID)
	case k.Method.Kind == rules.Places && (!d.IsInt() || d.Sign() <= 0):
		return fmt.Errorf("%s is not a place: write a whole number from 1", d)
	case k.Method.Kind == rules.OnTime && (!d.IsInt() || d.Sign() < 0):
		return fmt.Errorf("%s is not a number of days late: write a whole number from 0", d)
	}
	return nil
}

// quote is a text as a fault shows it, cut where it is too long.
func quote(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strconv.Quote(s)
}
