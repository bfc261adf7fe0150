package workflow

import (
	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// An ImportRow is one row of a figures file (docs/formats.md, section 4). A row
// whose Actual is not given brings only plan and last year.
type ImportRow struct {
	Period, Member, Criterion string
	Plan, LastYear            *decimal.Decimal
	Actual                    score.Value
	Given                     bool
	Note                      string
	Score                     string // the unit's own points (điểm tự chấm); a decimal, "" where it gave none
	Unlikely, Explained       string // see Entry
}

// ImportFigure loads one row: what the file says takes the place of what stood
// there. An import is no submission. A row that says nothing new of a figure that
// was imported as verified leaves it as it is, with its explanation and the time
// to explain it.
func ImportFigure(tx storage.Tx, act Act, c *rules.Cluster, row ImportRow, verified bool) error {
	s := Subject{c.ID, c.Year, row.Period, row.Member, row.Criterion}
	f, err := FindFigure(tx, s)
	if err != nil {
		return err
	}
	k, err := s.criterion(c)
	if err != nil {
		return err
	}
	if row.Given {
		if err := sealed(tx, c, figuresOf(row.Period)); err != nil {
			return err
		}
	}
	unlocked, err := Unlocked(tx, c, s, act.At)
	if err != nil {
		return err
	}
	if row.Given && !unlocked && (!verified || f.Final != nil) {
		if err := f.closed(k); err != nil {
			return err
		}
	}
	base, err := FindTarget(tx, c, s)
	if err != nil {
		return err
	}
	if err := setTarget(tx, act, c, s, row.Plan, row.LastYear, verified); err != nil || !row.Given {
		return err
	}
	if err := CheckValue(k, row.Actual); err != nil {
		return err
	}
	before := valueLine(f.Latest())
	e := &Entry{Value: row.Actual, Note: row.Note, Unlikely: row.Unlikely, Explained: row.Explained, Score: row.Score, By: act.By, At: act.At.UTC()}
	if verified {
		now, err := FindTarget(tx, c, s)
		if err != nil {
			return err
		}
		if f.repeats(e) && sameNumber(base.Plan, now.Plan) && sameNumber(base.LastYear, now.LastYear) {
			return nil
		}
		e.AcceptedBy, e.AcceptedAt = act.By, act.At.UTC()
		f = Figure{Subject: s, Accepted: e, Self: f.Reported(), Claim: f.Claim}
	} else {
		e.Late = unlocked && f.closed(k) != nil
		f.annul(valueLine(f.Accepted), valueLine(e), act)
		f.Draft, f.Returned, f.Sent = nil, nil, e
	}
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.import", From: before, To: valueLine(e), Reason: row.Note})
}

// repeats says whether an entry by the same hand, the same in everything, stands
// already, and nothing waits beside it.
func (f Figure) repeats(e *Entry) bool {
	a := f.Accepted
	return a != nil && f.Draft == nil && f.Sent == nil && a.AcceptedBy == e.By &&
		valueLine(a) == valueLine(e) && a.Note == e.Note && a.Unlikely == e.Unlikely && a.Explained == e.Explained && a.Score == e.Score
}

func sameNumber(a, b *decimal.Decimal) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}
