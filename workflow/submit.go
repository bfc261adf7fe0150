package workflow

import (
	"fmt"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Submission is one time that a member sent its figures for a period.
type Submission struct {
	Cluster  string    `json:"cluster"`
	Year     int       `json:"year"`
	Period   string    `json:"period"`
	Member   string    `json:"member"`
	N        int       `json:"n"` // 1, 2, … for this member and period
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Receipt  string    `json:"receipt"`           // follows from the content alone
	Figures  int       `json:"figures"`           // how many stood behind the receipt
	Fresh    int       `json:"fresh,omitempty"`   // how many of them came with it
	Complete bool      `json:"complete"`          // everything asked is given, n/a, or declared "chưa có"
	Content  []string  `json:"content,omitempty"` // "criterion=value" lines, in machine form
}

var submissions = storage.Table[Submission]{Name: "submissions", Key: func(s Submission) string {
	return join(yearKey(s.Cluster, s.Year), s.Period, s.Member, fmt.Sprintf("%04d", s.N))
}}

// Submissions returns what a member has sent for a period, first one first.
func Submissions(r storage.Reader, c *rules.Cluster, period, member string) ([]Submission, error) {
	return submissions.List(r, join(yearKey(c.ID, c.Year), period, member)+"/")
}

// Submit sends a member's drafts for a period. With declare, what is still open
// is declared as having nothing to report. Nothing to send is a Problem, and so
// is a figure without the evidence that it must have.
func Submit(tx storage.Tx, act Act, c *rules.Cluster, period, member string, declare bool) (Submission, error) {
	s := Submission{Cluster: c.ID, Year: c.Year, Period: period, Member: member, At: act.At.UTC(), By: act.By, Complete: true}
	if err := sealed(tx, c, daysOf(c, period)); err != nil {
		return s, err
	}
	entered, err := Figures(tx, c, period, member)
	if err != nil {
		return s, err
	}
	if err := evidenced(tx, c, period, member, entered); err != nil {
		return s, err
	}
	sent := 0
	for _, k := range c.Asked(period) {
		f, ok := entered[k.ID]
		if !ok {
			f.Subject = Subject{c.ID, c.Year, period, member, k.ID}
		}
		if f.Latest() == nil && declare {
			f.Draft = &Entry{By: act.By, At: act.At.UTC()}
		}
		if f.Draft != nil && f.closed(k) != nil { // typed under an unlocking
			open, err := Unlocked(tx, c, f.Subject, act.At)
			if err != nil {
				return s, err
			}
			if !open { // over; what stands was approved
				if err := logSubject(tx, act, f.Subject, Change{What: "figure.drop", From: valueLine(f.Draft)}); err != nil {
					return s, err
				}
				f.Draft = nil
				if err := figures.Put(tx, f); err != nil {
					return s, err
				}
			}
		}
		if f.Draft != nil {
			approved := valueLine(f.Accepted)
			f.send(act)
			sent++
			if err := figures.Put(tx, f); err != nil {
				return s, err
			}
			if err := logSubject(tx, act, f.Subject, Change{What: "figure.submit", From: approved, To: valueLine(f.Sent)}); err != nil {
				return s, err
			}
		}
		if f.Latest() == nil {
			s.Complete = false
			continue
		}
		s.Content = append(s.Content, k.ID+"="+valueLine(f.Latest()))
	}
	if sent == 0 {
		return s, text.Wrong("submit.nothing")
	}
	earlier, err := Submissions(tx, c, period, member)
	if err != nil {
		return s, err
	}
	s.Fresh = sent
	s.N, s.Figures, s.Receipt = len(earlier)+1, len(s.Content), Receipt(c.ID, c.Year, period, member, s.Content)
	if err := submissions.Put(tx, s); err != nil {
		return s, err
	}
	return s, Log(tx, act, c.ID, Change{What: "submit", Year: c.Year, Period: period, Member: member, To: s.Receipt})
}

// send makes the draft what is submitted. An approval that stood is void then.
func (f *Figure) send(act Act) {
	f.annul(valueLine(f.Accepted), valueLine(f.Draft), act)
	f.Sent, f.Draft, f.Returned = f.Draft, nil, nil
}

// evidenced refuses a submission with figures that lack the evidence they must
// have.
func evidenced(r storage.Reader, c *rules.Cluster, period, member string, entered map[string]Figure) error {
	files, err := AllEvidence(r, c, period, member)
	if err != nil {
		return err
	}
	var lacking []string
	for i, k := range c.Criteria(period) {
		if lacksEvidence(k, entered[k.ID], files[k.ID]) {
			lacking = append(lacking, itoa(i+1)+". "+k.Name)
		}
	}
	if len(lacking) > 0 {
		return text.Wrong("submit.evidence", "names", strings.Join(lacking, "; "))
	}
	return nil
}

// DaysLate says how many whole days after the member's report_by its first
// complete submission for a period came, and whether there was one. A figure that
// was returned and sent again never makes it late.
func DaysLate(r storage.Reader, c *rules.Cluster, period, member string) (days int, sent bool, err error) {
	list, err := Submissions(r, c, period, member)
	if err != nil {
		return 0, false, err
	}
	for _, s := range list {
		if !s.Complete {
			continue
		}
		days = daysAfter(c, c.Period(period).ReportBy, s.At)
		if days == 0 { // an extension only moves the day on
			return 0, true, nil
		}
		by, err := ReportBy(r, c, period, member)
		return daysAfter(c, by, s.At), true, err
	}
	return 0, false, nil
}

// daysAfter counts whole calendar days after one in the cluster's zone.
func daysAfter(c *rules.Cluster, by rules.Date, at time.Time) int {
	return max(0, rules.DateOf(at.In(c.Location())).DaysSince(by))
}
