package rules

import "slices"

// reminders reads when people are reminded. A key that is absent has the value
// it has in a file without any reminders key: [7, 3, 1, 0] days before and [1]
// after a deadline, at 08:00, nothing else. An empty list turns a kind off.
func (r *reader) reminders(o *object) Reminders {
	m := Reminders{DeadlineBefore: []int{7, 3, 1, 0}, DeadlineAfter: []int{1}, At: 8 * 60}
	if o == nil {
		return m
	}
	if d := o.child("deadlines"); d != nil {
		m.DeadlineBefore = steps(d, "before", 0, m.DeadlineBefore)
		m.DeadlineAfter = steps(d, "after", 1, m.DeadlineAfter)
		slices.Reverse(m.DeadlineAfter)
		d.done()
	}
	if k := o.child("conferences"); k != nil {
		m.ConferenceBefore = steps(k, "before", 0, nil)
		k.done()
	}
	m.At = optional(o, "at", clock, m.At)
	if from, to, ok := pair(o, "quiet", clock); ok {
		m.Quiet = &Quiet{from, to}
		if from == to {
			o.fault("quiet", "the hours end when they begin: write two different times, or remove the key")
		}
	}
	m.WorkingDays = optional(o, "working_days", flag, false)
	m.Holidays = several(o, "holidays", distinct(days))
	m.EscalateAfter = optional(o, "escalate_after", whole(0, 365), 0)
	o.done()
	return m
}

// steps are days from a date, the farthest before it first.
func steps(o *object, key string, least int, otherwise []int) []int {
	if !o.has(key) {
		o.ignore(key)
		return otherwise
	}
	list := several(o, key, distinct(whole(least, 365)))
	slices.SortFunc(list, func(a, b int) int { return b - a })
	return list
}
