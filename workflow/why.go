package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// WhyCriterion explains one criterion of one member: the points with their
// arithmetic, the rule, who reported what and who verified it. lang is for what
// is put into words inside of a sentence.
func WhyCriterion(r storage.Reader, c *rules.Cluster, period, member string, k *rules.Criterion, lang string) ([]text.Notice, error) {
	row, _, err := rowOf(r, c, period, member)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(row.Cells, func(cell score.Cell) bool { return cell.Criterion.ID == k.ID })
	if i < 0 {
		return nil, text.Wrong("giaithich.unknown", "text", k.Name)
	}
	cell := row.Cells[i]
	title := "why.criterion"
	switch {
	case !k.Scored():
		title = "why.criterion_none"
	case k.Method.Kind == rules.Adjust:
		title = "why.criterion_adjust"
	}
	said := []text.Notice{
		text.Say(title, "n", itoa(i+1), "name", k.Name, "unit", row.Member.Name, "period", c.Period(period).Name,
			"points", cell.Points.String(), "max", k.Points.String()),
		{Key: cell.Reason.Key, Args: cell.Reason.Args},
	}
	var rule []string
	for _, part := range score.Rule(c, k) {
		rule = append(rule, text.Plain(lang, text.Notice{Key: part.Key, Args: part.Args}))
	}
	if len(rule) > 0 {
		said = append(said, text.Say("why.rule", "rule", strings.Join(rule, " ")))
	}
	said = append(said, whyCuts(c, row, cell, lang)...)
	f, err := FindFigure(r, Subject{c.ID, c.Year, period, member, k.ID})
	if err != nil {
		return nil, err
	}
	if k.Method.Kind == rules.OnTime && f.Accepted == nil {
		dates, err := whyDates(r, c, k, member)
		return append(said, dates...), err
	}
	return append(said, whyFigure(r, c, k, f, lang)...), nil
}

// whyCut says what a content loses as a whole, if it does.
func whyCut(row score.Row, content int, lang string) (said []text.Notice) {
	for _, c := range row.Cuts {
		if c.Content == content {
			said = append(said, text.Say("phieu.cut", "points", c.Points.String(), "why", text.Plain(lang, text.Notice{Key: c.Reason.Key, Args: c.Reason.Args})))
		}
	}
	return said
}

// whyCuts says that a criterion lies in a content that is cut, and what it cost
// other criteria not to meet it.
func whyCuts(c *rules.Cluster, row score.Row, cell score.Cell, lang string) (said []text.Notice) {
	k := cell.Criterion
	carries := k.Method.Kind != rules.Adjust && k.Method.Kind != rules.None // what they give is never cut
	for _, cut := range row.Cuts {
		about := []string{"n", itoa(cut.Content + 1), "name", c.Contents[cut.Content].Name, "off", cut.Reason.Args["off"]}
		if cut.Content == cell.Content && carries {
			why := text.Plain(lang, text.Notice{Key: cut.Reason.Key, Args: cut.Reason.Args})
			said = append(said, text.Say("why.in_cut", append(about, "why", why)...))
		}
		if cut.Prerequisite != nil && cut.Prerequisite.ID == k.ID {
			said = append(said, text.Say("why.cost", about...))
		}
	}
	return said
}

// rowOf is a member's row of the ranking of a period.
func rowOf(r storage.Reader, c *rules.Cluster, period, member string) (row score.Row, ranking score.Ranking, err error) {
	if ranking, err = Rank(r, c, period); err != nil {
		return row, ranking, err
	}
	for _, row := range ranking.Rows {
		if row.Member.ID == member {
			return row, ranking, nil
		}
	}
	return row, ranking, text.Wrong("duyet.choose_member", "text", member)
}

// whyFigure says where a figure came from: what the unit reported, what was
// verified and why it differs. A draft is the unit's own and does not count.
func whyFigure(r storage.Reader, c *rules.Cluster, k *rules.Criterion, f Figure, lang string) (said []text.Notice) {
	note := func(key string, pairs ...string) { said = append(said, text.Say(key, pairs...)) }
	words := func(key, words string) {
		if words != "" {
			note(key, "text", words)
		}
	}
	act := func(key, by string, at time.Time, pairs ...string) {
		note(key, append(pairs, "who", nameOf(r, by, lang), "at", at.In(c.Location()).Format("2006-01-02T15:04:05"))...)
	}
	if e := f.Reported(); e != nil {
		act("why.reported", e.By, e.At, "value", ValueWords(lang, k, e.Value))
		for _, s := range []string{e.Note, e.Unlikely, e.Explained} {
			words("why.said", s)
		}
		if e.Late {
			note("why.late")
		}
	}
	if f.Returned != nil {
		act("why.returned", f.Returned.By, f.Returned.At, "reason", f.Returned.Reason)
	}
	first := f.Verified()
	switch {
	case first != nil && f.Sent == nil:
		act("why.verified", first.AcceptedBy, first.AcceptedAt, "value", ValueWords(lang, k, first.Value))
		if first.By == first.AcceptedBy { // the reviewer's own value, with the reason for it
			words("why.reason", first.Note)
		}
	case f.Sent != nil:
		note("why.waits")
		if f.Void != nil {
			note("why.void")
		}
	}
	if f.Plea != nil {
		words("why.said", f.Plea.Text)
	}
	if f.First != nil && f.Accepted != nil {
		act("why.second", f.Accepted.AcceptedBy, f.Accepted.AcceptedAt, "value", ValueWords(lang, k, f.Accepted.Value))
		words("why.reason", f.Accepted.Note)
	} else if f.Plea != nil {
		words("why.reason", f.Plea.Answer)
	}
	if f.Final != nil {
		act("why.final", f.Final.By, f.Final.At)
	}
	return said
}

// whyDates say when the reports of an on_time criterion came.
func whyDates(r storage.Reader, c *rules.Cluster, k *rules.Criterion, member string) (said []text.Notice, err error) {
	for _, id := range k.Method.Reports {
		p := c.Period(id)
		if p == nil {
			continue
		}
		days, sent, err := DaysLate(r, c, id, member)
		switch {
		case err != nil:
			return nil, err
		case !sent:
			said = append(said, text.Say("why.not_sent", "period", p.Name))
		case days == 0:
			said = append(said, text.Say("why.sent_on_time", "period", p.Name))
		default:
			said = append(said, text.Say("why.sent_late", "period", p.Name, "days", itoa(days)))
		}
	}
	return said, nil
}

// nameOf is how people see who did something.
func nameOf(r storage.Reader, id, lang string) string {
	if p, known, err := FindPerson(r, id); err == nil && known && p.Name != "" {
		return p.Name
	}
	return text.Plain(lang, text.Say("role.operator"))
}

// lossesNamed is how many criteria are named where points were lost.
const lossesNamed = 5

// WhyMember explains a member's total in short: contents, where most was lost,
// and the sum.
func WhyMember(r storage.Reader, c *rules.Cluster, period, member, lang string) ([]text.Notice, error) {
	row, ranking, err := rowOf(r, c, period, member)
	if err != nil {
		return nil, err
	}
	var said []text.Notice
	note := func(key string, pairs ...string) { said = append(said, text.Say(key, pairs...)) }
	note("why.member", "unit", row.Member.Name, "period", c.Period(period).Name, "total", row.Total.String(), "max", row.Max.String(),
		"rank", itoa(row.Rank), "of", itoa(len(ranking.Rows)))
	if ranking.Provisional {
		note("phieu.provisional")
	}
	if c.RankBy == rules.RankByPercent {
		note("why.percent", "total", row.Total.String(), "max", row.Max.String(), "percent", row.Percent.Round(3).String())
	}
	most := make([]decimal.Decimal, len(c.Contents)) // of the contents, as far as they apply
	for _, cell := range row.Cells {
		most[cell.Content] = most[cell.Content].Add(cell.Max)
	}
	var terms []string
	for i, points := range row.Contents {
		note("why.content", "n", itoa(i+1), "name", c.Contents[i].Name, "points", points.String(), "max", most[i].String())
		said = append(said, whyCut(row, i, lang)...)
		terms = append(terms, text.Number(lang, points))
	}
	sum := strings.Join(terms, " + ")
	if !row.Adjust.IsZero() {
		note("why.adjust", "points", row.Adjust.String())
		if row.Adjust.Sign() < 0 {
			sum += " − " + text.Number(lang, decimal.Int(0).Sub(row.Adjust))
		} else {
			sum += " + " + text.Number(lang, row.Adjust)
		}
	}
	said = append(said, whyLost(row)...)
	note("why.sum", "sum", sum, "total", row.Total.String())
	return said, nil
}

// whyLost says where most points were lost.
func whyLost(row score.Row) (said []text.Notice) {
	type loss struct {
		lost decimal.Decimal
		text.Notice
	}
	var losses []loss
	for _, cut := range row.Cuts {
		about := []string{"n", itoa(cut.Content + 1), "lost", cut.Reason.Args["off"]}
		if cut.Prerequisite == nil {
			losses = append(losses, loss{cut.Points.Neg(), text.Say("why.loss_ceiling", about...)})
		} else {
			losses = append(losses, loss{cut.Points.Neg(), text.Say("why.loss_prerequisite", append(about, "name", cut.Prerequisite.Name)...)})
		}
	}
	for i, cell := range row.Cells {
		lost := cell.Max.Sub(cell.Points)
		if lost.Sign() <= 0 {
			continue
		}
		key := "why.loss"
		if cell.Criterion.Method.Kind == rules.Adjust {
			key = "why.loss_adjust"
		}
		losses = append(losses, loss{lost, text.Say(key, "n", itoa(i+1), "name", cell.Criterion.Name, "lost", lost.String(),
			"points", cell.Points.String(), "max", cell.Max.String())})
	}
	slices.SortStableFunc(losses, func(a, b loss) int { return b.lost.Cmp(a.lost) })
	if len(losses) == 0 {
		return []text.Notice{text.Say("why.no_loss")}
	}
	said = append(said, text.Say("why.losses"))
	var rest decimal.Decimal
	for i, l := range losses {
		if i >= lossesNamed {
			rest = rest.Add(l.lost)
			continue
		}
		said = append(said, l.Notice)
	}
	if n := len(losses) - lossesNamed; n > 0 {
		said = append(said, text.Say("why.other_losses", "n", fmt.Sprint(n), "lost", rest.String()))
	}
	return said
}
