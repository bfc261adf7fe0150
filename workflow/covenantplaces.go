package workflow

import (
	"slices"

	"thidua/workflow/ceremony"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

// ceremonyOf is how a frozen document is signed. One whose paper has no fields
// is signed by the leaders, in any order.
func ceremonyOf(c *rules.Cluster, p paper.Covenant, fields bool) ceremony.Ceremony {
	cer := ceremony.Ceremony{State: ceremony.Open, Together: !fields || c.Covenant.Order == rules.Together}
	if fields {
		cer.Until, cer.Quorum = endOf(c, c.Covenant.SignBy), map[string]int{}
		q := c.Covenant.Quorum
		for stage, n := range map[ceremony.Stage]int{ceremony.Deputies: q.Deputies, ceremony.Members: q.Members, ceremony.Witnesses: q.Witnesses} {
			if n > 0 {
				cer.Quorum[stage.String()] = n
			}
		}
	}
	add := func(field string, s paper.Signer, stage ceremony.Stage) {
		cer.Places = append(cer.Places, ceremony.Place{Field: field, Member: s.Member, Stage: stage, State: ceremony.Waiting,
			Signer: ceremony.Signer{OnBehalf: s.OnBehalf, Title: s.Title, Name: s.Name}})
	}
	for _, box := range p.Grid {
		stage := ceremony.Members
		switch {
		case box.Member == c.Head:
			stage = ceremony.Head
		case slices.Contains(c.Deputies, box.Member):
			stage = ceremony.Deputies
		}
		add(ceremony.LeaderField(box.Member), box, stage)
	}
	if !fields {
		return cer
	}
	for i, w := range p.Witnesses {
		w.Member = rules.WitnessID(i + 1)
		add(w.Member, w, ceremony.Witnesses)
	}
	for _, box := range p.Grid {
		if p.Seals {
			add(ceremony.SealField(box.Member), box, cer.Place(ceremony.LeaderField(box.Member)).Stage)
			cer.Places[len(cer.Places)-1].Seal = true
		}
	}
	return cer
}

// old gives a covenant from before there were ceremonies the one that it had:
// everybody at once, in the chat.
func (cov *Covenant) old(c *rules.Cluster) {
	if cov.State == CovenantDraft || cov.Ceremony.State != "" {
		return
	}
	cov.Ceremony = ceremonyOf(c, cov.Frozen, false)
	cov.Ceremony.State = cov.State
	for i := range cov.Ceremony.Places {
		p := &cov.Ceremony.Places[i]
		for _, r := range cov.Refusals {
			if r.Member == p.Member {
				p.State, p.Reason, p.Hand = ceremony.Declined, r.Reason, ceremony.Hand{Person: r.Person, At: r.At}
			}
		}
		if s := cov.Signed(p.Member); s != nil {
			p.State, p.Hand = ceremony.Signed, ceremony.Hand{Person: s.Person, Name: s.Name, At: s.At, Code: s.Code, Way: ceremony.Chat}
		}
	}
}
