package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// CovenantPaper is what the covenant says now: the file's contents and awards,
// the registered yearly targets, and an empty box for each leader.
func CovenantPaper(r storage.Reader, c *rules.Cluster) (paper.Covenant, error) {
	p := paper.Covenant{
		Letterhead: letterhead(c), Year: c.Year, ClusterName: c.Name, Theme: c.Theme,
		LegalBasis: c.LegalBasis, State: CovenantDraft,
	}
	for _, conf := range c.Conferences {
		if conf.Kind == rules.KyKet {
			p.Conference, p.Where = conf.Name, conf.Place
			p.At = conf.At.In(c.Location()).Format(time.DateOnly)
			p.Date = p.At
		}
	}
	for i := range c.Contents {
		p.Contents = append(p.Contents, covenantContent(&c.Contents[i]))
	}
	p.MaxPoints = maxPoints(c).String()
	for _, period := range c.Periods {
		p.Deadlines = append(p.Deadlines, paper.Deadline{Name: period.Name, By: period.ReportBy.String()})
	}
	for _, a := range c.Awards {
		p.Awards, p.Places = append(p.Awards, a.Name), append(p.Places, a.Places)
	}
	for _, m := range signingOrder(c) {
		p.Grid = append(p.Grid, signerOf(m))
	}
	for _, w := range c.Witnesses {
		p.Witnesses = append(p.Witnesses, paper.Signer{Agency: w.Agency, Title: w.Title, Name: w.Name})
	}
	for _, m := range c.Members {
		p.Members = append(p.Members, m.Short)
	}
	if err := annex(r, c, &p); err != nil {
		return p, err
	}
	clauses, err := CovenantClauses(r, c)
	if err != nil {
		return p, err
	}
	p.Clauses = filled(clauses, c, p)
	p.RulesSHA256 = c.SHA256
	list, err := TargetList(r, c)
	p.TargetsSHA256 = hashOf(list)
	return p, err
}

// annex fills in the registered targets; a criterion that nobody has a target
// for is left out.
func annex(r storage.Reader, c *rules.Cluster, p *paper.Covenant) error {
	yearly := c.Yearly()
	for i := range c.Contents {
		content := paper.AnnexContent{Name: c.Contents[i].Name}
		for _, k := range c.Contents[i].Criteria {
			row := paper.AnnexRow{ID: k.ID, Name: k.Name, Unit: k.Unit}
			some := false
			for _, m := range c.Members {
				t, err := FindTarget(r, c, Subject{c.ID, c.Year, yearly.ID, m.ID, k.ID})
				if err != nil {
					return err
				}
				cell := ""
				if t.Plan != nil {
					cell, some = t.Plan.String(), true
				}
				row.Cells = append(row.Cells, cell)
			}
			if some {
				content.Rows = append(content.Rows, row)
			}
		}
		if len(content.Rows) > 0 {
			p.Annex = append(p.Annex, content)
		}
	}
	return nil
}

func covenantContent(c *rules.Content) paper.CovenantContent {
	content := paper.CovenantContent{ID: c.ID, Name: c.Name, Points: c.Points.String()}
	for _, k := range c.Criteria {
		content.Criteria = append(content.Criteria, paper.CovenantCriteria{Name: k.Name, Unit: k.Unit, Points: k.Points.String()})
	}
	return content
}

// signingOrder is head, deputies, then members in the cluster's order.
func signingOrder(c *rules.Cluster) []*rules.Member {
	list := []*rules.Member{c.Member(c.Head)}
	for _, d := range c.Deputies {
		list = append(list, c.Member(d))
	}
	for i := range c.Members {
		if inForce(Seat{Role: Head, Member: c.Members[i].ID}, c) == "" {
			list = append(list, &c.Members[i])
		}
	}
	return list
}

// Paper is the frozen covenant with the confirmations given so far, and a note
// on what these are (Law on E-Transactions 20/2023/QH15; Decree 30/2020/NĐ-CP,
// Article 5).
func (cov Covenant) Paper(c *rules.Cluster) paper.Covenant {
	p := cov.Frozen
	p.State, p.SHA256 = cov.State, cov.SHA256
	p.Note = text.Plain(text.Vietnamese, text.Say("covenant.note"))
	p.Grid = append([]paper.Signer(nil), p.Grid...)
	for i := range p.Grid {
		if sig := cov.Signed(p.Grid[i].Member); sig != nil {
			p.Grid[i].SignedAt = sig.At.In(c.Location()).Format(time.RFC3339)
			p.Grid[i].SignedBy, p.Grid[i].Code = sig.Name, sig.Code
		}
	}
	return p
}

func letterhead(c *rules.Cluster) paper.Letterhead {
	return paper.Letterhead{Parent: c.Issuer.Parent, Issuer: c.Issuer.Name, Symbol: c.Issuer.Symbol, Place: c.Issuer.Place}
}
