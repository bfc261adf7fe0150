package workflow

import (
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A HeadExclusion is the head's decision that awards of a period pass over a
// member. It counts at once, but what it leads to is only published by another
// person, who is shown it; the reason is printed.
type HeadExclusion struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	Period  string    `json:"period"`
	Member  string    `json:"member"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

var exclusions = storage.Table[HeadExclusion]{Name: "exclusions", Key: func(e HeadExclusion) string {
	return join(yearKey(e.Cluster, e.Year), e.Period, e.Member)
}}

// Exclusions returns a period's, by member id.
func Exclusions(r storage.Reader, c *rules.Cluster, period string) ([]HeadExclusion, error) {
	return exclusions.List(r, join(yearKey(c.ID, c.Year), period)+"/")
}

// Exclude keeps a member out of a period's awards; again, with another reason.
func Exclude(tx storage.Tx, act Act, c *rules.Cluster, period, member, reason string) error {
	e := HeadExclusion{c.ID, c.Year, period, member, strings.TrimSpace(reason), act.By, act.At.UTC()}
	was, err := excludable(tx, act, c, e)
	switch {
	case err != nil:
		return err
	case e.Reason == "":
		return text.Wrong("review.reason_needed")
	}
	if err := exclusions.Put(tx, e); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "exclusion.set", Year: c.Year, Period: period, Member: member, From: was.Reason, Reason: e.Reason})
}

// Readmit takes an exclusion back.
func Readmit(tx storage.Tx, act Act, c *rules.Cluster, period, member string) error {
	e := HeadExclusion{Cluster: c.ID, Year: c.Year, Period: period, Member: member}
	was, err := excludable(tx, act, c, e)
	switch {
	case err != nil:
		return err
	case was.Reason == "":
		return text.Wrong("congbo.not_excluded", "unit", c.Member(member).Short)
	}
	if err := exclusions.Delete(tx, e); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "exclusion.lift", Year: c.Year, Period: period, Member: member, From: was.Reason})
}

// excludable is the exclusion as it stands, where the actor may change it now.
func excludable(r storage.Reader, act Act, c *rules.Cluster, e HeadExclusion) (was HeadExclusion, err error) {
	if err := permit(r, act, c, MayExclude, "", "congbo.not_head"); err != nil {
		return was, err
	}
	if p := c.Period(e.Period); p == nil || !p.Scored || c.Member(e.Member) == nil {
		return was, text.Wrong("period.unknown", "period", e.Period)
	}
	if err := sealed(r, c, figuresOf(e.Period)); err != nil {
		return was, err
	}
	was, _, err = exclusions.Find(r, exclusions.Key(e))
	return was, err
}
