package workflow

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Proposal (dự thảo phụ lục) is the amendment that the head writes: yearly
// targets of a complete covenant that are to be others.
type Proposal struct {
	Cluster string         `json:"cluster"`
	Year    int            `json:"year"`
	No      int            `json:"no"` // from 1
	Changes []TargetChange `json:"changes,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	By      string         `json:"by"`
	At      time.Time      `json:"at"`
}

// A TargetChange is a yearly target as it is in force and as it is to be; Old is
// nil where there is none.
type TargetChange struct {
	Member    string           `json:"member"`
	Criterion string           `json:"criterion"`
	Old       *decimal.Decimal `json:"old,omitempty"`
	New       decimal.Decimal  `json:"new"`
}

var proposals = storage.Table[Proposal]{Name: "amendments", Key: func(p Proposal) string { return join(yearKey(p.Cluster, p.Year), draftKey(p.No)) }}

// FindProposal is the amendment that follows those which are complete: being
// written, or open for signing. One that was withdrawn is written on.
func FindProposal(r storage.Reader, c *rules.Cluster) (Proposal, error) {
	next := Proposal{Cluster: c.ID, Year: c.Year, No: 1}
	list, err := Covenants(r, c)
	if err != nil {
		return next, err
	}
	for _, cov := range list {
		if cov.No > 0 && cov.State == CovenantComplete {
			next.No = cov.No + 1
		}
	}
	kept, ok, err := proposals.Find(r, proposals.Key(next))
	if ok {
		next = kept
	}
	return next, err
}

// Amended are the numbers of the amendments that are in force.
func Amended(r storage.Reader, c *rules.Cluster) ([]int, error) {
	list, err := Covenants(r, c)
	var complete []int
	for _, cov := range list {
		if cov.No > 0 && cov.State == CovenantComplete {
			complete = append(complete, cov.No)
		}
	}
	return complete, err
}

// ProposeChange puts a target into the amendment that is being written, in place
// of an earlier proposal for it.
func ProposeChange(tx storage.Tx, act Act, c *rules.Cluster, member, criterion string, plan decimal.Decimal) (Proposal, error) {
	s := Subject{c.ID, c.Year, c.Yearly().ID, member, criterion}
	k, err := s.criterion(c)
	if err != nil {
		return Proposal{}, err
	}
	if c.Member(member) == nil {
		return Proposal{}, text.Wrong("phuluc.no_member")
	}
	if err := checkBase(k, rules.OfPlan, &plan); err != nil {
		return Proposal{}, err
	}
	now, err := FindTarget(tx, c, s)
	if err != nil {
		return Proposal{}, err
	}
	if now.Plan != nil && now.Plan.Equal(plan) {
		return Proposal{}, text.Wrong("phuluc.same", "name", k.Name)
	}
	line := Change{What: "amendment.propose", Member: member, Criterion: criterion, From: orNone(now.Plan), To: plan.String()}
	return propose(tx, act, c, line, func(p *Proposal) error {
		p.drop(member, criterion)
		p.Changes = append(p.Changes, TargetChange{member, criterion, now.Plan, plan})
		return nil
	})
}

// DropChange takes a target out of the amendment that is being written.
func DropChange(tx storage.Tx, act Act, c *rules.Cluster, member, criterion string) (Proposal, error) {
	return propose(tx, act, c, Change{What: "amendment.drop", Member: member, Criterion: criterion}, func(p *Proposal) error {
		if !p.drop(member, criterion) {
			return text.Wrong("phuluc.gone")
		}
		return nil
	})
}

// ProposeReason says why the covenant is amended; it is printed.
func ProposeReason(tx storage.Tx, act Act, c *rules.Cluster, reason string) (Proposal, error) {
	reason = strings.Join(strings.Fields(text.Clean(reason)), " ")
	return propose(tx, act, c, Change{What: "amendment.reason", Reason: reason}, func(p *Proposal) error {
		if n := utf8.RuneCountInString(reason); n == 0 || n > 500 {
			return text.Wrong("dialog.reason")
		}
		p.Reason = reason
		return nil
	})
}

func (p *Proposal) drop(member, criterion string) bool {
	n := len(p.Changes)
	p.Changes = slices.DeleteFunc(p.Changes, func(t TargetChange) bool { return t.Member == member && t.Criterion == criterion })
	return len(p.Changes) < n
}

func propose(tx storage.Tx, act Act, c *rules.Cluster, line Change, change func(*Proposal) error) (Proposal, error) {
	p, _, err := amendable(tx, c)
	if err != nil {
		return p, err
	}
	if err := change(&p); err != nil {
		return p, err
	}
	p.By, p.At = act.By, act.At.UTC()
	if err := proposals.Put(tx, p); err != nil {
		return p, err
	}
	line.Year = c.Year
	return p, Log(tx, act, c.ID, line)
}

// MayAmend says whether an amendment can be written and opened now; what it
// refuses is a *text.Problem.
func MayAmend(r storage.Reader, c *rules.Cluster) error {
	_, _, err := amendable(r, c)
	return err
}

// amendable is the amendment that can be written now, and the covenant that it
// amends: that is complete, no other amendment is open, and nothing is frozen
// that follows from the targets.
func amendable(r storage.Reader, c *rules.Cluster) (Proposal, Covenant, error) {
	base, err := FindCovenant(r, c)
	if err != nil {
		return Proposal{}, base, err
	}
	if base.State != CovenantComplete {
		return Proposal{}, base, text.Wrong("phuluc.not_complete", "year", yearText(c.Year))
	}
	p, err := FindProposal(r, c)
	if err != nil {
		return p, base, err
	}
	cov, err := CovenantNo(r, c, p.No)
	if err != nil {
		return p, base, err
	}
	if cov.State != CovenantDraft {
		return p, base, text.Wrong("phuluc.open", "no", itoa(p.No))
	}
	return p, base, sealed(r, c, everything)
}

// OpenAmendment freezes the amendment that was written as a document of its own,
// which names the hash of the covenant that it amends, and opens it for signing
// as that one was. Nothing changes before it is complete.
func OpenAmendment(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery) (Covenant, error) {
	p, base, err := amendable(tx, c)
	if err != nil {
		return Covenant{}, err
	}
	cov := Covenant{Cluster: c.ID, Year: c.Year, No: p.No, Changes: p.Changes}
	switch {
	case len(p.Changes) == 0:
		return cov, text.Wrong("phuluc.empty")
	case p.Reason == "":
		return cov, text.Wrong("review.reason_needed")
	}
	if cov.Frozen, err = amendmentPaper(tx, act, c, p, base); err != nil {
		return cov, err
	}
	return cov, cov.open(tx, act, c, ch, "covenant", nil)
}

// amendmentPaper is what an amendment says. Its hash of the targets is of those
// that hold once it is in force.
func amendmentPaper(r storage.Reader, act Act, c *rules.Cluster, p Proposal, base Covenant) (paper.Covenant, error) {
	v, err := CovenantPaper(r, c)
	if err != nil {
		return v, err
	}
	v.Contents, v.Deadlines, v.Awards, v.Places, v.Clauses, v.Members, v.Annex = nil, nil, nil, nil, nil, nil, nil
	v.Theme, v.MaxPoints, v.Conference, v.Where = "", "", "", ""
	v.At = rules.DateOf(act.At.In(c.Location())).String()
	v.Date = v.At
	list, err := targetList(r, c, p.Changes)
	if err != nil {
		return v, err
	}
	v.TargetsSHA256 = hashOf(list)

	v.Amends = &paper.Amendment{No: p.No, Reason: p.Reason, Base: base.Newest(), Code: base.Code}
	if base.SHA256 != base.Newest() {
		v.Amends.Frozen = base.SHA256
	}
	d, err := FindDocument(r, c, base.SHA256)
	if err != nil {
		return v, err
	}
	v.Amends.Code = d.Code
	if n := d.Number(); n != nil {
		v.Amends.Number, v.Amends.Date = n.String(), n.Day.String()
	}
	for _, t := range p.Changes {
		k, _ := c.Criterion(t.Criterion)
		m := c.Member(t.Member)
		if k == nil || m == nil {
			return v, text.Wrong("phuluc.left", "member", t.Member, "criterion", t.Criterion)
		}
		change := paper.AmendmentChange{Member: m.Name, What: k.Name, New: text.NumberText(text.Vietnamese, t.New.String())}
		if k.Unit != "" {
			change.What += " (" + k.Unit + ")"
		}
		if t.Old != nil {
			change.Old = text.NumberText(text.Vietnamese, t.Old.String())
		}
		v.Amends.Changes = append(v.Amends.Changes, change)
	}
	return v, nil
}

// comeIntoForce sets the targets that a complete amendment changes. A period's
// own plan that only repeats the yearly one goes with it. What was accepted
// measured against another plan waits for a reviewer again.
func (cov *Covenant) comeIntoForce(tx storage.Tx, act Act, c *rules.Cluster) error {
	for _, change := range cov.Changes {
		for _, period := range c.Periods {
			s := Subject{c.ID, c.Year, period.ID, change.Member, change.Criterion}
			t, _, err := targets.Find(tx, s.key())
			if err != nil {
				return err
			}
			repeats := t.Plan != nil && change.Old != nil && t.Plan.Equal(*change.Old)
			if s.Period != c.Yearly().ID && !repeats {
				continue
			}
			t.Subject = s
			before := t.line()
			t.Plan = &change.New
			if err := targets.Put(tx, t); err != nil {
				return err
			}
			if err := logSubject(tx, act, s, Change{What: "amendment.target", From: before, To: t.line(), Reason: cov.Code}); err != nil {
				return err
			}
			if k, _ := c.Criterion(s.Criterion); k != nil && k.Of == rules.OfPlan {
				if err := reopenPlanned(tx, act, c, s, before, t.line()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
