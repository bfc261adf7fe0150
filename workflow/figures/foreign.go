package figures

import (
	"slices"
	"strconv"

	"thidua/workflow/legacy"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// A Mapping is how a foreign workbook was understood. Whoever sent it confirms it
// before a figure counts: what is not clear is not in Cells.
type Mapping struct {
	Sheet     string
	HeaderRow int
	Columns   []Column
	Cells     []FormCell

	Unknown  []Unknown // rows with a result that belong to no criterion for certain
	Twice    []Twice
	Results  []Column // columns that may hold the results, where more than one may: then Cells is empty
	Legacy   string   // font of old Office files that names or headers were written in: "TCVN3", "VNI"
	Repaired []Repair // each text in such a font; the cells hold explanations as they came
}

// What a column holds; "" is not needed, or not understood.
const (
	MeansName        = "name"
	MeansCode        = "code"
	MeansUnit        = "unit"
	MeansPlan        = "plan"
	MeansLastYear    = "last_year"
	MeansActual      = "actual"
	MeansSelf        = "self"
	MeansExplanation = "explanation"
)

// A Column is one of a foreign sheet, by its letters.
type Column struct{ Address, Header, Means string }

// An Unknown is a row that nobody can place. Close are criteria that may be
// meant; Marked is one that is, but that officials do not report.
type Unknown struct {
	Row    int
	Text   string
	Close  []string
	Marked string
}

// A Twice is a criterion that several rows speak of.
type Twice struct {
	Criterion string
	Rows      []int
}

// A Repair is a text in a legacy font with what it says.
type Repair struct{ Address, From, To string }

func repairs(address, s string) []Repair {
	if fixed, _, ok := legacy.Repair(s); ok {
		return []Repair{{address, s, fixed}}
	}
	return nil
}

// deepest is how far down a sheet a header is looked for.
const deepest = 40

// Guess understands a workbook that is none of ours: the sheet that names most of
// the period's criteria, its header, and which row is which criterion. False
// where no sheet has criteria and results.
func Guess(sheets []workbook.Sheet, c *rules.Cluster, period string) (Mapping, bool) {
	var best Mapping
	most := 0
	for _, s := range sheets {
		if s.Hidden {
			continue
		}
		for i, row := range s.Rows[:min(len(s.Rows), deepest)] {
			g := guess{sheet: s, rows: s.Rows[i+1:], cluster: c, criteria: c.Criteria(period)}
			if !g.header(row) {
				continue
			}
			if g.read(); g.placed > most {
				best, most = g.Mapping, g.placed
			}
			break
		}
	}
	return best, most > 0
}

// A guess is one sheet on its way into a mapping.
type guess struct {
	Mapping
	sheet    workbook.Sheet
	rows     []workbook.Row // under the header
	cluster  *rules.Cluster
	criteria []*rules.Criterion
	columns  map[string]int // where each meaning stands, from 0
	placed   int            // rows whose criterion is known
}

// header understands a row as the header, with the row under it where that goes
// on; false where it is none.
func (g *guess) header(row workbook.Row) bool {
	g.Sheet, g.HeaderRow, g.columns = g.sheet.Name, row.Number, map[string]int{}
	second := g.second(row)
	var names, results []int
	over := "" // the header that stands over the columns to its right as well
	for at, cell := range row.Cells {
		address := workbook.Address(at+1, row.Number)
		header, under := g.repaired(address, cell.Text), fixed(cellAt(second, at).Text)
		if header != "" {
			over = header
		} else if under != "" {
			header = over
		}
		if under != "" {
			header += " " + under
		}
		if header == "" {
			continue
		}
		means := meaning(header, g.cluster.Year)
		switch means {
		case MeansName:
			names = append(names, at)
		case MeansActual:
			results = append(results, at)
		default:
			if g.has(means) {
				means = ""
			} else if means != "" {
				g.columns[means] = at
			}
		}
		g.Columns = append(g.Columns, Column{columnLetters(at), header, means})
	}
	if len(names) == 0 && !g.has(MeansCode) || len(results) == 0 {
		return false
	}
	if len(names) > 0 {
		g.columns[MeansName] = g.mostKnown(names)
	}
	for _, at := range names {
		if at != g.columns[MeansName] {
			g.means(at, "")
		}
	}
	if len(results) == 1 {
		g.columns[MeansActual] = results[0]
		return true
	}
	for _, at := range results {
		g.means(at, "")
		i := g.column(at)
		g.Results = append(g.Results, g.Columns[i])
	}
	return true
}

// second is the header's second line: words under some of its columns and none
// under its names.
func (g *guess) second(row workbook.Row) workbook.Row {
	if len(g.rows) == 0 || g.rows[0].Number != row.Number+1 {
		return workbook.Row{}
	}
	words := false
	for at, cell := range g.rows[0].Cells {
		switch means := meaning(fixed(cellAt(row, at).Text), g.cluster.Year); {
		case cell.Text == "":
		case cell.Number && !aYear.MatchString(cell.Text), means == MeansName, means == MeansCode:
			return workbook.Row{}
		default:
			words = true
		}
	}
	if !words {
		return workbook.Row{}
	}
	second := g.rows[0]
	g.rows = g.rows[1:]
	return second
}

func (g *guess) has(means string) bool { _, ok := g.columns[means]; return ok }

func (g *guess) column(at int) int {
	return slices.IndexFunc(g.Columns, func(c Column) bool { return c.Address == columnLetters(at) })
}

func (g *guess) means(at int, means string) { g.Columns[g.column(at)].Means = means }

// mostKnown is the column that names most criteria: "Chỉ tiêu" may head the names
// as well as the targets.
func (g *guess) mostKnown(columns []int) int {
	best, most := columns[0], -1
	for _, at := range columns {
		known := 0
		for _, row := range g.rows[:min(len(g.rows), 2*deepest)] {
			if k, _ := g.find(fixed(cellAt(row, at).Text)); k != nil {
				known++
			}
		}
		if known > most {
			best, most = at, known
		}
	}
	return best
}

// repaired is a text as it was meant, with what was repaired kept.
func (g *guess) repaired(address, s string) string {
	to, font, ok := legacy.Repair(s)
	if ok {
		g.Legacy = font
		g.Repaired = append(g.Repaired, Repair{address, s, to})
	}
	return text.Clean(to)
}

func fixed(s string) string {
	to, _, _ := legacy.Repair(s)
	return text.Clean(to)
}

func columnLetters(at int) string {
	address := workbook.Address(at+1, 1)
	return address[:len(address)-len(strconv.Itoa(1))]
}
