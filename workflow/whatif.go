package workflow

import (
	"slices"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A WhatIf is a period's figures by the stored cluster file and by another one
// of the same cluster and year. Nothing is kept of it.
type WhatIf struct {
	Before, After score.Ranking
	Moves         []WhatIfMove       // by place afterwards; members that the other file leaves out at the end
	Dropped       []*rules.Criterion // with figures in the store, unknown to the other file
	Added         []*rules.Criterion // of the other file, which the stored one does not have
}

// A WhatIfMove is one member; a row is nil where a file does not have it.
type WhatIfMove struct {
	Member        *rules.Member
	Before, After *score.Row
}

// TryRules scores the stored figures of a period by another file.
func TryRules(r storage.Reader, c, other *rules.Cluster, period string) (w WhatIf, err error) {
	if c.ID != other.ID || c.Year != other.Year {
		return w, text.Wrong("whatif.other", "cluster", other.ID, "year", itoa(other.Year))
	}
	if w.Before, err = Rank(r, c, period); err != nil {
		return w, err
	}
	if w.After, err = Rank(r, other, period); err != nil {
		return w, err
	}
	row := func(list []score.Row, m *rules.Member) *score.Row {
		if i := slices.IndexFunc(list, func(x score.Row) bool { return x.Member.ID == m.ID }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for i := range w.After.Rows {
		after := &w.After.Rows[i]
		w.Moves = append(w.Moves, WhatIfMove{after.Member, row(w.Before.Rows, after.Member), after})
	}
	for i := range w.Before.Rows {
		if before := &w.Before.Rows[i]; row(w.After.Rows, before.Member) == nil {
			w.Moves = append(w.Moves, WhatIfMove{Member: before.Member, Before: before})
		}
	}
	entered, err := figures.List(r, join(yearKey(c.ID, c.Year), period)+"/")
	if err != nil {
		return w, err
	}
	for _, k := range c.Criteria(period) {
		known := slices.ContainsFunc(other.Criteria(period), func(o *rules.Criterion) bool { return o.ID == k.ID })
		if !known && slices.ContainsFunc(entered, func(f Figure) bool { return f.Criterion == k.ID }) {
			w.Dropped = append(w.Dropped, k)
		}
	}
	for _, k := range other.Criteria(period) {
		if !slices.ContainsFunc(c.Criteria(period), func(o *rules.Criterion) bool { return o.ID == k.ID }) {
			w.Added = append(w.Added, k)
		}
	}
	return w, nil
}
