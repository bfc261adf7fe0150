package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// NominationsPaper is who is put forward for which award of a scored period, on
// the day of at; a Problem where the cluster file has no awards.
func NominationsPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Nominations, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return paper.Nominations{}, err
	}
	if len(c.Awards) == 0 {
		return paper.Nominations{}, text.Wrong("nominations.no_awards", "cluster", c.Name, "year", itoa(c.Year))
	}
	p := paper.Nominations{
		Letterhead: letterhead(c), ClusterName: c.Name, Year: c.Year, PeriodName: c.Period(period).Name, Provisional: ranking.Provisional,
		RankBy: string(c.RankBy), LegalBasis: c.LegalBasis, RulesSHA256: c.SHA256, Signer: headSigner(c), Recipients: recipients(c),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	if k := closingConference(c, period); k != nil {
		p.Reviewed = k.At.In(c.Location()).Format(time.DateOnly)
	}
	for _, w := range c.Witnesses {
		p.To = append(p.To, officeName(c, w.Agency))
	}
	p.Nominations, p.Passed = nominations(c, ranking)
	p.Draft = waits(p.Nominations)
	p.Conditions = conditions(c)
	return p, nil
}

// conditions say who can be put forward for an award at all.
func conditions(c *rules.Cluster) []string {
	list := []string{printed("nominations.condition.order")}
	if c.AwardRules.CovenantSigned {
		list = append(list, printed("nominations.condition.signed", "year", itoa(c.Year)))
	}
	if c.AwardRules.MinPercent.Sign() > 0 {
		list = append(list, printed("nominations.condition.percent", "min", c.AwardRules.MinPercent.String()))
	}
	return append(list, printed("nominations.condition.excluded"), printed("nominations.condition.tie"))
}

// closingConference is the final review that a period is reported to, or the
// last one of the year where none names the period; nil without any.
func closingConference(c *rules.Cluster, period string) *rules.Conference {
	var found *rules.Conference
	for i := range c.Conferences {
		k := &c.Conferences[i]
		if k.Kind == rules.TongKet && (k.Period == period || k.Period == "" && found == nil) {
			found = k
		}
	}
	return found
}
