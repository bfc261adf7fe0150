package workflow

import (
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// MinutesPaper are the minutes of a scored period's review, on the day of at: what
// the store knows, with dotted lines for what only those present can say.
func MinutesPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Minutes, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return paper.Minutes{}, err
	}
	places, err := RankingPaper(r, c, period, at)
	if err != nil {
		return paper.Minutes{}, err
	}
	places.Annex, places.Notes = nil, nil
	for _, n := range RankingNotes(ranking) {
		switch n.Key { // what the minutes have parts of their own for
		case "ranking.note.provisional", "ranking.note.shared", "ranking.note.held", "ranking.note.vote":
			continue
		}
		if !strings.HasPrefix(n.Key, "ranking.note.excluded.") {
			places.Notes = append(places.Notes, text.Plain(text.Vietnamese, n))
		}
	}
	for i := range places.Rows {
		places.Rows[i].Award = "" // the nominations say it, in words too
	}
	p := paper.Minutes{
		Letterhead: places.Letterhead, ClusterName: c.Name, Year: c.Year, PeriodName: places.PeriodName, Provisional: places.Provisional,
		Chair: headSigner(c), Head: c.Member(c.Head).Name, Ranking: places, Ties: tieSentences(c, ranking), Recipients: recipients(c),
	}
	p.Date = "" // without a conference nobody knows the day
	if k := closingConference(c, period); k != nil {
		held := k.At.In(c.Location())
		p.Conference, p.At, p.Where, p.Date = k.Name, held.Format(time.RFC3339), k.Place, held.Format(time.DateOnly)
	}
	for _, m := range c.Members {
		p.Members = append(p.Members, m.Name)
	}
	for _, w := range c.Witnesses {
		p.Witnesses = append(p.Witnesses, officeName(c, w.Agency))
	}
	p.Copies = len(p.Members) + len(p.Witnesses) + 1
	for _, row := range ranking.Rows {
		if row.Excluded != nil {
			p.Excluded = append(p.Excluded, passedUnit(c, row))
		}
	}
	p.Nominations, _ = nominations(c, ranking)
	p.Draft = waits(p.Nominations)
	if p.Votes, err = minutesVotes(r, c, period); err != nil {
		return p, err
	}
	p.Disputes, err = disputes(r, c, period)
	return p, err
}

func minutesVotes(r storage.Reader, c *rules.Cluster, period string) (list []paper.MinutesVote, err error) {
	results, err := VoteResults(r, c, period)
	for _, v := range results {
		m := paper.MinutesVote{Title: v.Title, Opened: v.Opened.Format(time.RFC3339), Closed: v.Closed.Format(time.RFC3339),
			Of: v.Members, Voters: v.Voted, Outcome: v.Outcome}
		for _, l := range v.Lines {
			m.Lines = append(m.Lines, paper.MinutesLine{Name: l.Name, Votes: l.N})
		}
		list = append(list, m)
	}
	return list, err
}

// disputes are the verified figures that their units explained, in the order of
// members and criteria.
func disputes(r storage.Reader, c *rules.Cluster, period string) (list []paper.MinutesDebate, err error) {
	for _, m := range c.Members {
		entered, err := Figures(r, c, period, m.ID)
		if err != nil {
			return nil, err
		}
		for _, k := range c.Criteria(period) {
			f := entered[k.ID]
			if f.Plea == nil {
				continue
			}
			list = append(list, paper.MinutesDebate{Unit: m.Name, Criterion: k.Name, Reported: valueSaid(k, f.Reported()),
				Verified: valueSaid(k, f.Accepted), Said: f.Plea.Text, Answer: f.Plea.Answer})
		}
	}
	return list, nil
}

// valueSaid is a value as a sentence has it: "6,42%", "đạt".
func valueSaid(k *rules.Criterion, e *Entry) string {
	if e == nil {
		return ""
	}
	switch e.Value.Kind {
	case score.Yes, score.No, score.NotApplicable, score.Missing:
		key := map[score.Kind]string{score.Yes: "yes", score.No: "no", score.NotApplicable: "na", score.Missing: "none"}[e.Value.Kind]
		return printed("minutes.value." + key)
	}
	said := text.Number(text.Vietnamese, e.Value.Number)
	switch k.Unit {
	case "":
	case "%":
		said += "%"
	default:
		said += " " + k.Unit
	}
	return said
}
