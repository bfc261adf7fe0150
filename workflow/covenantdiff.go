package workflow

import (
	"slices"

	"thidua/workflow/paper"
)

// A Difference is one thing in which two covenants differ.
type Difference struct {
	Kind     string // clause_new clause_gone clause_text clause_place target target_new target_gone theme basis contents
	On       string // what a comment on it would be on: docs/formats.md, section 2
	N        int    // the clause's number
	Name     string // of the clause or the criterion
	Member   string // target: short name
	From, To string // "" is none
}

// Differences say what changed from one covenant to another: clauses by their
// id or, over the years, heading; targets by criterion and member.
func Differences(before, after paper.Covenant) []Difference {
	var list []Difference
	if before.Theme != after.Theme {
		list = append(list, Difference{Kind: "theme", From: before.Theme, To: after.Theme})
	}
	if !slices.Equal(before.LegalBasis, after.LegalBasis) {
		list = append(list, Difference{Kind: "basis"})
	}
	if !slices.EqualFunc(before.Contents, after.Contents, func(a, b paper.CovenantContent) bool {
		return a.Name == b.Name && a.Points == b.Points && slices.Equal(a.Criteria, b.Criteria)
	}) {
		list = append(list, Difference{Kind: "contents"})
	}
	list = append(list, clauseDifferences(before.Clauses, after.Clauses)...)
	return append(list, targetDifferences(before, after)...)
}

func clauseDifferences(before, after []paper.Clause) []Difference {
	var list []Difference
	find := func(all []paper.Clause, k paper.Clause) *paper.Clause {
		for _, same := range []func(paper.Clause) bool{
			func(o paper.Clause) bool { return o.ID == k.ID },
			func(o paper.Clause) bool { return o.Heading == k.Heading },
		} {
			if i := slices.IndexFunc(all, same); i >= 0 {
				return &all[i]
			}
		}
		return nil
	}
	kept := 0 // clauses before this one that stay: only these give it its place
	for _, k := range after {
		old := find(before, k)
		d := Difference{On: "clause/" + k.ID, N: k.N, Name: k.Heading, To: k.Text}
		if old == nil {
			d.Kind = "clause_new"
			list = append(list, d)
			continue
		}
		d.From = old.Text
		if old.Text != k.Text || old.Heading != k.Heading {
			d.Kind = "clause_text"
			list = append(list, d)
		} else if old.N < kept {
			d.Kind = "clause_place"
			d.From, d.To = itoa(old.N), itoa(k.N)
			list = append(list, d)
		}
		kept = max(kept, old.N)
	}
	for _, k := range before {
		if find(after, k) == nil {
			list = append(list, Difference{Kind: "clause_gone", N: k.N, Name: k.Heading, From: k.Text})
		}
	}
	return list
}

// targetDifferences compare the annexes cell by cell.
func targetDifferences(before, after paper.Covenant) []Difference {
	var list []Difference
	old, was := annexCells(before)
	now, is := annexCells(after)
	for _, k := range slices.Concat(is, was) {
		from, to := old[k], now[k]
		on := "target/" + k.criterion
		if from.plan == to.plan || slices.ContainsFunc(list, func(d Difference) bool { return d.Member == k.member && d.On == on }) {
			continue
		}
		name := to.name
		if name == "" {
			name = from.name
		}
		kind := "target"
		if from.plan == "" {
			kind = "target_new"
		} else if to.plan == "" {
			kind = "target_gone"
		}
		list = append(list, Difference{Kind: kind, On: on, Name: name, Member: k.member, From: from.plan, To: to.plan})
	}
	return list
}

type annexKey struct{ criterion, member string }
type annexCell struct{ name, plan string }

// annexCells are the targets, and the order in which they stand.
func annexCells(p paper.Covenant) (map[annexKey]annexCell, []annexKey) {
	values, order := map[annexKey]annexCell{}, []annexKey{}
	for _, content := range p.Annex {
		for _, row := range content.Rows {
			id := row.ID
			if id == "" {
				id = row.Name
			}
			for i, cell := range row.Cells {
				if cell != "" {
					k := annexKey{id, p.Members[i]}
					values[k], order = annexCell{row.Name, cell}, append(order, k)
				}
			}
		}
	}
	return values, order
}
