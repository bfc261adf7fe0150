package figures

import (
	"slices"

	"thidua/workflow/naming"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// read places the rows.
func (g *guess) read() {
	rows := map[string][]FormCell{}
	var order []string
	for _, row := range g.rows {
		at := func(means string) (cell workbook.Cell, address string) {
			if i, ok := g.columns[means]; ok {
				return cellAt(row, i), workbook.Address(i+1, row.Number)
			}
			return
		}
		name, address := at(MeansName)
		code, _ := at(MeansCode)
		actual, actualAddress := at(MeansActual)
		says := fixed(name.Text)
		if numbersColumns(row) {
			continue
		}
		k, close := g.find(code.Text)
		if k == nil {
			k, close = g.find(says)
		}
		empty := actual.Text == "" && actual.Fault == ""
		switch {
		case k == nil && (empty || says == "" && code.Text == ""):
			continue // a heading, a sum
		case k == nil:
			g.repaired(address, name.Text)
			g.Unknown = append(g.Unknown, Unknown{Row: row.Number, Text: says, Close: close})
			continue
		}
		g.placed++
		g.repaired(address, name.Text)
		if !k.Method.Kind.Reported() {
			if !empty {
				g.Unknown = append(g.Unknown, Unknown{Row: row.Number, Text: says, Marked: k.ID})
			}
			continue
		}
		cell := FormCell{
			Criterion: k.ID, Row: row.Number, Address: actualAddress,
			Text: text.Clean(actual.Text), Fault: actual.Fault, Number: actual.Number, Formula: actual.Formula,
		}
		if unit, _ := at(MeansUnit); text.Fold(fixed(unit.Text)) != text.Fold(k.Unit) {
			cell.Unit = fixed(unit.Text)
		}
		var self, explanation workbook.Cell
		self, cell.SelfAddress = at(MeansSelf)
		explanation, cell.ExplanationAddress = at(MeansExplanation)
		cell.Self, cell.SelfFault, cell.Explanation = text.Clean(self.Text), self.Fault, explanation.Text
		g.Repaired = append(g.Repaired, repairs(cell.ExplanationAddress, cell.Explanation)...)
		if _, seen := rows[k.ID]; !seen {
			order = append(order, k.ID)
		}
		rows[k.ID] = append(rows[k.ID], cell)
	}
	if len(g.Results) > 0 {
		return
	}
	for _, id := range order {
		g.settle(id, rows[id])
	}
}

// numbersColumns says whether a row only numbers the columns: A, B, 1, 2.
func numbersColumns(row workbook.Row) bool {
	return !slices.ContainsFunc(row.Cells, func(c workbook.Cell) bool { return c.Text != "" && !onlyNumbered.MatchString(c.Text) })
}

// settle takes the one row of a criterion that says something.
func (g *guess) settle(id string, list []FormCell) {
	said := slices.DeleteFunc(slices.Clone(list), func(c FormCell) bool { return c.Text == "" && c.Fault == "" })
	switch {
	case len(said) == 1:
		g.Cells = append(g.Cells, said[0])
	case len(said) == 0:
		g.Cells = append(g.Cells, list[0])
	default:
		t := Twice{Criterion: id}
		for _, c := range said {
			t.Rows = append(t.Rows, c.Row)
		}
		g.Twice = append(g.Twice, t)
	}
}

// find is the criterion that a text means; else those that it may mean.
func (g *guess) find(said string) (k *rules.Criterion, close []string) {
	said = numbering.ReplaceAllString(said, "")
	if said == "" {
		return nil, nil
	}
	names := make([][]string, len(g.criteria))
	for i, k := range g.criteria {
		names[i] = []string{k.Name, k.ID}
	}
	i, near := naming.Find(said, names)
	for _, n := range near {
		close = append(close, g.criteria[n].ID)
	}
	if i < 0 {
		return nil, close
	}
	return g.criteria[i], nil
}
