package workflow

import (
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// nominations are a ranking's awards with who is put forward for each, and whom
// awards passed over on the way down. They are given as the ranking gives them:
// places that a vote must decide are held.
func nominations(c *rules.Cluster, ranking score.Ranking) (list []paper.Nomination, passed []paper.PassedUnit) {
	var place []int // of each award, the first one
	places := 0
	for _, a := range c.Awards {
		place = append(place, places)
		list = append(list, paper.Nomination{Award: a.Name, Places: a.Places})
		places += a.Places
	}
	taken := 0
	for i := 0; i < len(ranking.Rows); {
		first, group := ranking.Rows[i], []score.Row(nil)
		for ; i < len(ranking.Rows) && ranking.Rows[i].Rank == first.Rank; i++ {
			switch row := ranking.Rows[i]; {
			case row.Excluded == nil:
				group = append(group, row)
			case taken < places:
				passed = append(passed, passedUnit(c, row))
			}
		}
		for a := range list {
			reach := min(taken+len(group), place[a]+list[a].Places) - max(taken, place[a])
			if reach <= 0 {
				continue
			}
			to := &list[a].Units
			if group[0].AwardHeld {
				to = &list[a].Waiting
				list[a].Held = reach
			}
			for _, row := range group {
				*to = append(*to, nominatedUnit(c, row))
			}
		}
		taken += len(group)
	}
	return list, passed
}

// waits says whether any award waits for a vote.
func waits(list []paper.Nomination) bool {
	for _, n := range list {
		if len(n.Waiting) > 0 {
			return true
		}
	}
	return false
}

func nominatedUnit(c *rules.Cluster, row score.Row) paper.NominatedUnit {
	return paper.NominatedUnit{Name: row.Member.Name, Agency: row.Member.Agency, Rank: row.Rank, Total: row.Total.String(),
		Words: inPoints(c, row.Total), Percent: row.Percent.Round(3).String()}
}

func passedUnit(c *rules.Cluster, row score.Row) paper.PassedUnit {
	reason := printed("nominations.passed."+row.Excluded.Why, "reason", row.Excluded.Reason, "year", itoa(c.Year), "min", c.AwardRules.MinPercent.String())
	if row.Excluded.Reason == "" && (row.Excluded.Why == "listed" || row.Excluded.Why == "head") {
		reason = printed("nominations.passed.no_reason")
	}
	return paper.PassedUnit{Name: row.Member.Name, Rank: row.Rank, Total: row.Total.String(), Reason: reason}
}
