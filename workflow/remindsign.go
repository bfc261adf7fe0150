package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
)

// openCovenants are the covenants of a year that are being signed.
func openCovenants(r storage.Reader, c *rules.Cluster) ([]Covenant, error) {
	list, err := Covenants(r, c)
	return slices.DeleteFunc(list, func(cov Covenant) bool { return cov.State != CovenantOpen }), err
}

// signingSteps are the day that reminders to sign count back from, and their
// steps: the last day to sign or, where there is none, the signing conference.
// The zero day has none.
func (cov Covenant) signingSteps(c *rules.Cluster) (rules.Date, []int) {
	if !cov.Ceremony.Until.IsZero() {
		return cov.LastDay(c), c.Reminders.DeadlineBefore
	}
	for _, conf := range c.Conferences {
		if conf.Kind == rules.KyKet {
			return rules.DateOf(conf.At.In(c.Location())), c.Reminders.ConferenceBefore
		}
	}
	return rules.Date{}, nil
}

// LastDay is the last day on which a covenant can be signed; zero: without end.
func (cov Covenant) LastDay(c *rules.Cluster) rules.Date {
	if cov.Ceremony.Until.IsZero() {
		return rules.Date{}
	}
	return rules.DateOf(cov.Ceremony.Until.Add(-1).In(c.Location()))
}

// SigningRoles are who may sign a place: the leader, the witness, or for an
// agency's seal its leader or an official.
func SigningRoles(p *ceremony.Place) []Role {
	switch {
	case p.Seal:
		return []Role{Leader, Official}
	case p.Stage == ceremony.Witnesses:
		return []Role{Witness}
	}
	return []Role{Leader}
}

// signsNext is the place that somebody with a role for a member is to sign now in
// one of the covenants, and since when. Who declined is not urged.
func signsNext(open []Covenant, no string, role Role, member string) (*ceremony.Place, time.Time) {
	for _, cov := range open {
		if itoa(cov.No) != no {
			continue
		}
		for _, p := range cov.Ceremony.Next() {
			if p.State != ceremony.Waiting || p.Member != member || !slices.Contains(SigningRoles(&p), role) {
				continue
			}
			since := cov.OpenedAt
			for _, q := range cov.Ceremony.Places { // the last of those before it
				before := q.Stage < p.Stage && !cov.Ceremony.Together || p.Seal && q.Member == p.Member
				if before && q.State == ceremony.Signed && q.At.After(since) {
					since = q.At
				}
			}
			return &p, since
		}
	}
	return nil, time.Time{}
}

// StillSigns says whether a place of a covenant still waits for its signature:
// what a queued reminder is checked by when it is sent.
func StillSigns(r storage.Reader, cluster string, year, no int, field string) (bool, error) {
	c, err := FindCluster(r, cluster, year)
	if err != nil || c == nil {
		return false, err
	}
	cov, err := CovenantNo(r, c, no)
	return slices.ContainsFunc(cov.Ceremony.Next(), func(p ceremony.Place) bool { return p.Field == field && p.State == ceremony.Waiting }), err
}
