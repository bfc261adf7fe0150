package workflow

import (
	"crypto/sha256"
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
	Receipt  string    `json:"receipt"`  // follows from the content alone
	Figures  int       `json:"figures"`  // how many stood behind the receipt
	Complete bool      `json:"complete"` // everything asked is given, n/a, or declared "chưa có"
}

var submissions = storage.Table[Submission]{Name: "submissions", Key: func(s Submission) string {
	return join(yearKey(s.Cluster, s.Year), s.Period, s.Member, fmt.Sprintf("%04d", s.N))
}}

// Submissions returns what a member has sent for a period, first one first.
func Submissions(r storage.Reader, c *rules.Cluster, period, member string) ([]Submission, error) {
	return submissions.List(r, join(yearKey(c.ID, c.Year), period, member)+"/")
}

// Submit sends a member's drafts for a period. With declare, what is still open
// is declared as having nothing to report. Nothing to send is a Problem.
func Submit(tx storage.Tx, act Act, c *rules.Cluster, period, member string, declare bool) (Submission, error) {
	s := Submission{Cluster: c.ID, Year: c.Year, Period: period, Member: member, At: act.At.UTC(), By: act.By, Complete: true}
	entered, err := Figures(tx, c, period, member)
	if err != nil {
		return s, err
	}
	sent := 0
	var content []string
	for _, k := range c.Asked(period) {
		f, ok := entered[k.ID]
		if !ok {
			f.Subject = Subject{c.ID, c.Year, period, member, k.ID}
		}
		if f.Latest() == nil && declare {
			f.Draft = &Entry{By: act.By, At: act.At.UTC()}
		}
		if f.Draft != nil {
			f.Sent, f.Draft, f.Returned = f.Draft, nil, nil
			sent++
			if err := figures.Put(tx, f); err != nil {
				return s, err
			}
			if err := logSubject(tx, act, f.Subject, Change{What: "figure.submit", To: valueLine(f.Sent)}); err != nil {
				return s, err
			}
		}
		if f.Latest() == nil {
			s.Complete = false
			continue
		}
		content = append(content, k.ID+"="+valueLine(f.Latest()))
	}
	if sent == 0 {
		return s, text.Wrong("submit.nothing")
	}
	earlier, err := Submissions(tx, c, period, member)
	if err != nil {
		return s, err
	}
	s.N, s.Figures, s.Receipt = len(earlier)+1, len(content), Receipt(c.ID, c.Year, period, member, content)
	if err := submissions.Put(tx, s); err != nil {
		return s, err
	}
	return s, Log(tx, act, c.ID, Change{What: "submit", Year: c.Year, Period: period, Member: member, To: s.Receipt})
}

// Receipt (mã biên nhận) is a short code of what was submitted: the same content
// gives the same code, whoever sends it and whenever.
func Receipt(cluster string, year int, period, member string, content []string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%d\n%s\n%s\n%s\n", cluster, year, period, member, strings.Join(content, "\n"))
	return shortCode(h.Sum(nil))
}

// shortCode is eight characters of a hash, as people read them to each other.
func shortCode(hash []byte) string {
	code := codes.EncodeToString(hash)
	return code[:4] + "-" + code[4:8]
}

// DaysLate says how many whole days after report_by a member's first complete
// submission for a period came, and whether there was one. A figure that was
// returned and sent again never makes it late.
func DaysLate(r storage.Reader, c *rules.Cluster, period, member string) (days int, sent bool, err error) {
	list, err := Submissions(r, c, period, member)
	if err != nil {
		return 0, false, err
	}
	for _, s := range list {
		if s.Complete {
			return daysAfter(c, c.Period(period), s.At), true, nil
		}
	}
	return 0, false, nil
}

// daysAfter counts whole calendar days after report_by in the cluster's zone.
func daysAfter(c *rules.Cluster, p *rules.Period, at time.Time) int {
	return max(0, rules.DateOf(at.In(c.Location())).DaysSince(p.ReportBy))
}
