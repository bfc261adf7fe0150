package workflow

import (
	"fmt"
	"strconv"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Subject is what figures and targets are about: one criterion of one member
// in one period.
type Subject struct {
	Cluster   string `json:"cluster"`
	Year      int    `json:"year"`
	Period    string `json:"period"`
	Member    string `json:"member"`
	Criterion string `json:"criterion"`
}

func (s Subject) key() string {
	return join(yearKey(s.Cluster, s.Year), s.Period, s.Member, s.Criterion)
}

// criterion is what the subject is about; a Problem when its period has no such
// criterion.
func (s Subject) criterion(c *rules.Cluster) (*rules.Criterion, error) {
	k, _ := c.Criterion(s.Criterion)
	if k == nil || !k.In(s.Period) {
		return nil, text.Wrong("baocao.no_such", "text", s.Criterion)
	}
	return k, nil
}

func yearText(year int) string { return itoa(year) }

func itoa(n int) string { return strconv.Itoa(n) }

// A Target (chỉ tiêu được giao) is what a figure is measured against.
type Target struct {
	Subject
	Plan     *decimal.Decimal `json:"plan,omitempty"`
	LastYear *decimal.Decimal `json:"last_year,omitempty"`
}

var targets = storage.Table[Target]{Name: "targets", Key: func(t Target) string { return t.key() }}

// FindTarget returns what a figure is measured against: the period's own plan or
// else the yearly target, and the period's own last year, which never falls back.
func FindTarget(r storage.Reader, c *rules.Cluster, s Subject) (Target, error) {
	t, _, err := targets.Find(r, s.key())
	if err != nil {
		return t, err
	}
	t.Subject = s
	if yearly := c.Yearly(); t.Plan == nil && yearly != nil {
		s.Period = yearly.ID
		y, _, err := targets.Find(r, s.key())
		if err != nil {
			return t, err
		}
		t.Plan = y.Plan
	}
	return t, nil
}

// SetTarget registers plan and last year of a subject; nil leaves what is there.
// Once the covenant is frozen, a plan that differs from it is refused.
// What was accepted measured against another base waits for a reviewer again.
func SetTarget(tx storage.Tx, act Act, c *rules.Cluster, s Subject, plan, last *decimal.Decimal) error {
	return setTarget(tx, act, c, s, plan, last, false)
}

// setTarget is SetTarget; approved says that the one who sets it answers for
// the figures as well.
func setTarget(tx storage.Tx, act Act, c *rules.Cluster, s Subject, plan, last *decimal.Decimal, approved bool) error {
	k, err := s.criterion(c)
	if err != nil {
		return err
	}
	if err := checkBase(k, rules.OfPlan, plan); err != nil {
		return err
	}
	if err := checkBase(k, rules.OfLastYear, last); err != nil {
		return err
	}
	t, _, err := targets.Find(tx, s.key())
	if err != nil {
		return err
	}
	t.Subject = s
	before, planned := t.line(), false
	if plan != nil && (t.Plan == nil || !t.Plan.Equal(*plan)) {
		frozen, err := frozenPlan(tx, c, s, *plan)
		if err != nil {
			return err
		}
		if frozen {
			return text.Wrong("target.frozen", "name", k.Name, "plan", plan.String(), "year", yearText(c.Year))
		}
		t.Plan, planned = plan, true
	}
	if last != nil {
		t.LastYear = last
	}
	if t.line() == before {
		return nil
	}
	touched := figuresOf(s.Period)
	if planned {
		touched = plansOf(c, s.Period)
	}
	if err := sealed(tx, c, touched); err != nil {
		return err
	}
	if err := targets.Put(tx, t); err != nil {
		return err
	}
	if err := logSubject(tx, act, s, Change{What: "target.set", From: before, To: t.line()}); err != nil || approved {
		return err
	}
	switch {
	case k.Of == rules.OfPlan && planned:
		return reopenPlanned(tx, act, c, s, before, t.line())
	case k.Of == rules.OfLastYear && last != nil:
		return reopen(tx, act, c, s, before, t.line())
	}
	return nil
}

// reopenPlanned takes away the approvals that a changed plan touches: of its own
// period, and of those without a plan of their own where it is the yearly one.
func reopenPlanned(tx storage.Tx, act Act, c *rules.Cluster, s Subject, from, to string) error {
	for _, p := range c.Periods {
		other := s
		other.Period = p.ID
		own, _, err := targets.Find(tx, other.key())
		if err != nil {
			return err
		}
		falls := own.Plan == nil && c.Yearly() != nil && c.Yearly().ID == s.Period
		if k, _ := c.Criterion(s.Criterion); !k.In(p.ID) || p.ID != s.Period && !falls {
			continue
		}
		if err := reopen(tx, act, c, other, from, to); err != nil {
			return err
		}
	}
	return nil
}

// frozenPlan says whether the covenant forbids the plan: it is frozen, and its
// plan for the subject (the yearly one where the period has none) is another.
func frozenPlan(r storage.Reader, c *rules.Cluster, s Subject, plan decimal.Decimal) (bool, error) {
	cov, err := FindCovenant(r, c)
	if err != nil || cov.State == CovenantDraft {
		return false, err
	}
	signed, err := FindTarget(r, c, s)
	return err == nil && (signed.Plan == nil || !signed.Plan.Equal(plan)), err
}

// checkBase refuses a base that nothing can be measured against: docs/formats.md,
// section 4.
func checkBase(k *rules.Criterion, base rules.Base, d *decimal.Decimal) error {
	if d == nil {
		return nil
	}
	if k.Lower && d.Sign() < 0 || !k.Lower && k.Of == base && d.Sign() <= 0 {
		return text.Wrong("target.base", "name", k.Name, "value", d.String())
	}
	return nil
}

// line is the target as the log writes it.
func (t Target) line() string {
	if t.Plan == nil && t.LastYear == nil {
		return ""
	}
	return fmt.Sprintf("plan %s, last year %s", orNone(t.Plan), orNone(t.LastYear))
}

func orNone(d *decimal.Decimal) string {
	if d == nil {
		return "none"
	}
	return d.String()
}

func logSubject(tx storage.Tx, act Act, s Subject, c Change) error {
	c.Year, c.Period, c.Member, c.Criterion = s.Year, s.Period, s.Member, s.Criterion
	return Log(tx, act, s.Cluster, c)
}
