package workflow

import (
	"fmt"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// An Unlock (mở khóa) opens figures that were already accepted: of one member,
// for some criteria, until a moment at which it ends by itself. What is entered
// under it is marked as late, and takes the approval away when it is submitted.
type Unlock struct {
	Cluster  string    `json:"cluster"`
	Year     int       `json:"year"`
	Period   string    `json:"period"`
	Member   string    `json:"member"`
	N        int       `json:"n"`
	Criteria []string  `json:"criteria,omitempty"` // none: all
	Until    time.Time `json:"until"`              // the last moment
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

var unlocks = storage.Table[Unlock]{Name: "unlocks", Key: func(u Unlock) string {
	return join(yearKey(u.Cluster, u.Year), u.Period, u.Member, fmt.Sprintf("%04d", u.N))
}}

// longestUnlock is how long an unlocking may last.
const longestUnlock = 60 * 24 * time.Hour

// UnlockFigures opens a member's figures until the end of a day. Nobody opens
// those of their own unit.
func UnlockFigures(tx storage.Tx, act Act, c *rules.Cluster, period, member string, criteria []string, until rules.Date, reason string) (Unlock, error) {
	u := Unlock{Cluster: c.ID, Year: c.Year, Period: period, Member: member, Criteria: criteria, Reason: reason, By: act.By, At: act.At.UTC()}
	if err := foreign(tx, act, c, member); err != nil {
		return u, err
	}
	if err := sealed(tx, c, figuresOf(period)); err != nil {
		return u, err
	}
	end := until.AddDays(1).In(c.Location()).Add(-time.Second)
	switch {
	case reason == "":
		return u, text.Wrong("review.reason_needed")
	case !end.After(act.At) || end.Sub(act.At) > longestUnlock:
		return u, text.Wrong("unlock.until", "until", until.String())
	}
	u.Until = end.UTC()
	earlier, err := unlocks.List(tx, join(yearKey(c.ID, c.Year), period, member)+"/")
	if err != nil {
		return u, err
	}
	u.N = len(earlier) + 1
	if err := unlocks.Put(tx, u); err != nil {
		return u, err
	}
	return u, Log(tx, act, c.ID, Change{What: "figure.unlock", Year: c.Year, Period: period, Member: member,
		To: fmt.Sprint(criteria, " until ", u.Until.Format(time.RFC3339)), Reason: reason})
}

// Unlocked says whether a figure is open at a moment although it was accepted.
func Unlocked(r storage.Reader, c *rules.Cluster, s Subject, at time.Time) (bool, error) {
	list, err := OpenUnlocks(r, c, s.Period, s.Member, at)
	return slices.ContainsFunc(list, func(u Unlock) bool { return len(u.Criteria) == 0 || slices.Contains(u.Criteria, s.Criterion) }), err
}

// OpenUnlocks are the unlockings of a member's period that have not ended.
func OpenUnlocks(r storage.Reader, c *rules.Cluster, period, member string, at time.Time) ([]Unlock, error) {
	list, err := unlocks.List(r, join(yearKey(c.ID, c.Year), period, member)+"/")
	return slices.DeleteFunc(list, func(u Unlock) bool { return at.After(u.Until) }), err
}
