package rules

import "slices"

// prerequisites reads what a content asks for beside its own criteria, once all
// criteria are known.
func (r *reader) prerequisites(objects []*object, n *Content, all []Content, c *Cluster) {
	known := distinct(r.criteria.known)
	for _, o := range objects {
		p := Prerequisite{
			Criterion: required(o, "criterion", known),
			Cap:       required(o, "cap", percent),
		}
		o.done()
		n.Prerequisites = append(n.Prerequisites, p)
		k, _ := (&Cluster{Contents: all}).Criterion(p.Criterion)
		if k == nil || r.doubtful[k.ID] || !o.sound("criterion") {
			continue
		}
		scored := func(period string) bool { q := c.Period(period); return q != nil && q.Scored }
		switch {
		case r.scoring && !slices.ContainsFunc(k.Periods, scored):
			o.fault("criterion", "%q is reported in no scored period, so that it never counts: name another criterion", k.ID)
		case !k.CanBeMet():
			o.fault("criterion", `%q can never be met: give it "of: value" and met_at, or name a criterion that is measured or passed`, k.ID)
		case k.turned():
			o.fault("criterion", "%q gives points for one side and is met on the other: change its key \"better\"", k.ID)
		}
	}
}

// turned says whether a criterion gives more points for a figure that is further
// from meeting it: a prerequisite like that would punish who does better.
func (k *Criterion) turned() bool {
	switch k.Method.Kind {
	case Places, OnTime:
		return !k.Lower
	case Direct, Adjust:
		return k.Lower
	}
	return false
}
