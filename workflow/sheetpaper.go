package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// SheetsPaper are the score sheets of a scored period on the day of at: the
// given member's, or everybody's in the cluster's order where it is empty.
func SheetsPaper(r storage.Reader, c *rules.Cluster, period, member string, at time.Time) (paper.Sheets, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return paper.Sheets{}, err
	}
	p := paper.Sheets{
		Letterhead: letterhead(c), Cluster: c.ID, ClusterName: c.Name, Year: c.Year, Period: period, PeriodName: c.Period(period).Name,
		Provisional: ranking.Provisional, RulesSHA256: c.SHA256, RankBy: string(c.RankBy), Signer: headSigner(c),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	var members []string
	for _, m := range c.Members {
		if member == "" || member == m.ID {
			members = append(members, m.ID)
		}
	}
	if len(members) == 0 {
		return p, text.Wrong("sheets.no_member", "member", member, "cluster", c.ID)
	}
	standings, columns, err := allStandings(r, c, period, members...)
	if err != nil {
		return p, err
	}
	for _, id := range members {
		i := slices.IndexFunc(ranking.Rows, func(row score.Row) bool { return row.Member.ID == id })
		p.Sheets = append(p.Sheets, sheet(c, period, ranking.Rows[i], standings[id], columns[id], len(ranking.Rows)))
	}
	return p, nil
}

func sheet(c *rules.Cluster, period string, row score.Row, standings []Standing, columns [3]score.Row, of int) paper.Sheet {
	m := row.Member
	p := paper.Sheet{
		Member: m.ID, Name: m.Name, MaxPoints: c.PointsIn(period).String(), Words: inPoints(c, row.Total), Max: row.Max.String(),
		Percent: row.Percent.Round(3).String(), Rank: row.Rank, Of: of, Shared: row.Shared, Signer: signerOf(m),
	}
	columns[2] = row // what counts, accepted or not
	cuts := cutsByColumn(standings, columns, func(Standing) bool { return true })
	var adjust, whole sheetSum
	for i := range c.Contents {
		content := paper.SheetContent{Name: c.Contents[i].Name, Points: c.Contents[i].PointsIn(period).String()}
		var sum sheetSum
		for _, cell := range row.Cells {
			if cell.Content != i {
				continue
			}
			if cell.State == score.StateMissing && !cell.Max.IsZero() {
				p.Missing++
			}
			j := slices.IndexFunc(standings, func(s Standing) bool { return s.Criterion.ID == cell.Criterion.ID })
			content.Rows = append(content.Rows, sheetRow(c, period, cell, standings[j]))
			if cell.Criterion.Method.Kind == rules.Adjust {
				p.HasAdjust = true
				adjust.add(cell, standings[j])
			} else {
				sum.add(cell, standings[j])
			}
		}
		if len(content.Rows) > 0 {
			content.Cuts = sum.held(cuts, i)
			content.Totals = sum.paper()
			whole.join(sum)
			p.Contents = append(p.Contents, content)
		}
	}
	whole.join(adjust)
	p.Adjust, p.Totals = adjust.paper(), whole.paper()
	return p
}

// sheetSum adds up a sheet's columns; nil is a column without points.
type sheetSum struct {
	self, verified *decimal.Decimal
	points         decimal.Decimal
}

func (t *sheetSum) add(cell score.Cell, s Standing) {
	self, _ := s.Self()
	t.join(sheetSum{self, s.Verified, cell.Points})
}

// held takes the cuts of a content off, in each column by what stands in it.
func (t *sheetSum) held(cuts [3][]*score.Cut, content int) []paper.SheetCut {
	var off sheetSum
	reason := ""
	for column, to := range []func(score.Cut){
		func(c score.Cut) { off.self = &c.Points },
		func(c score.Cut) { off.verified = &c.Points },
		func(c score.Cut) { off.points = c.Points },
	} {
		if c := cuts[column][content]; c != nil {
			to(*c)
			reason = cutReason(*c, column)
		}
	}
	if reason == "" {
		return nil
	}
	t.join(off)
	return []paper.SheetCut{{Self: machine(off.self), Verified: machine(off.verified), Points: off.points.String(), Reason: reason}}
}

// cutReason says why a column is held. The points that count are spoken of as
// they are; of another column it is said which one it is.
func cutReason(c score.Cut, column int) string {
	why := text.Plain(text.Vietnamese, text.Notice{Key: c.Reason.Key, Args: c.Reason.Args})
	switch column {
	case 0:
		return printed("sheet.cut.self", "why", why)
	case 1:
		return printed("sheet.cut.verified", "why", why)
	}
	return why
}

func (t *sheetSum) join(o sheetSum) {
	plus := func(to **decimal.Decimal, more *decimal.Decimal) {
		switch {
		case more == nil:
		case *to == nil:
			*to = more
		default:
			sum := (*to).Add(*more)
			*to = &sum
		}
	}
	plus(&t.self, o.self)
	plus(&t.verified, o.verified)
	t.points = t.points.Add(o.points)
}

func (t sheetSum) paper() paper.SheetTotals {
	return paper.SheetTotals{Self: machine(t.self), Verified: machine(t.verified), Points: t.points.String()}
}

// machine is a number, or "" for none.
func machine(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func sheetRow(c *rules.Cluster, period string, cell score.Cell, s Standing) paper.SheetRow {
	k := cell.Criterion
	row := paper.SheetRow{N: number(c, period, k), Name: k.Name, Unit: k.Unit, Max: k.Points.String(), Adjust: k.Method.Kind == rules.Adjust,
		Plan: machine(s.Target.Plan), Result: ValueText(cell.Figure.Value), State: string(cell.State)}
	if missing := cell.State == score.StateMissing; missing && k.Method.Kind == rules.Adjust {
		row.State = ""
	} else if missing && k.Method.Kind.Marked() {
		row.State = "unmarked"
	}
	if days := cell.Figure.Value; k.Method.Kind == rules.OnTime && days.Kind == score.Number {
		row.Word = printed("sheets.on_time")
		if days.Number.Sign() > 0 {
			row.Word = printed("sheets.late", "days", days.Number.String())
		}
	}
	if k.Scored() {
		self, own := s.Self()
		row.SelfOwn = own
		row.SelfPoints, row.VerifiedPoints, row.Points = machine(self), machine(s.Verified), cell.Points.String()
	}
	if k.Method.Kind != rules.None {
		row.Reasons = append(row.Reasons, text.Plain(text.Vietnamese, text.Notice{Key: cell.Reason.Key, Args: cell.Reason.Args}))
	}
	for _, said := range remarks(s) {
		if said.unit {
			row.Said = append(row.Said, said.bare)
		} else {
			row.Reasons = append(row.Reasons, said.whole)
		}
	}
	return row
}

// number is a criterion's number among those of the period.
func number(c *rules.Cluster, period string, k *rules.Criterion) int {
	return slices.Index(c.Criteria(period), k) + 1
}

// inPoints says points in words as documents do: "Chín trăm mười hai điểm".
func inPoints(c *rules.Cluster, points decimal.Decimal) string {
	return printed("paper.points.words", "words", c.Words.Of(points))
}

// signerOf is who signs for a member.
func signerOf(m *rules.Member) paper.Signer {
	return paper.Signer{Member: m.ID, Agency: m.Agency, OnBehalf: m.Signer.OnBehalf, Title: m.Signer.Title, Name: m.Signer.Name}
}
