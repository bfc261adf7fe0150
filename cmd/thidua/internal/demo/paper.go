package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/figures"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A sheet is one unit's paper for one period: the rows of the figures file, by
// criterion. It is what the unit's people type from.
type sheet map[string]workflow.ImportRow

// papers are all sheets, by period and unit.
type papers map[string]map[string]sheet

func sort(rows []figures.Row) papers {
	all := papers{}
	for _, r := range rows {
		if all[r.Period] == nil {
			all[r.Period] = map[string]sheet{}
		}
		if all[r.Period][r.Member] == nil {
			all[r.Period][r.Member] = sheet{}
		}
		all[r.Period][r.Member][r.Criterion] = r.ImportRow
	}
	return all
}

// toReport says whether the sheet holds a figure that an official reports.
func (sh sheet) toReport(c *rules.Cluster) bool {
	for id, row := range sh {
		if k, _ := c.Criterion(id); row.Given && k.Method.Kind.Reported() {
			return true
		}
	}
	return false
}

// given says whether the sheet holds any figure at all.
func (sh sheet) given() bool {
	for _, row := range sh {
		if row.Given {
			return true
		}
	}
	return false
}

// targets are the rows with a plan or last year's figure, in the order of the
// period's list.
func (sh sheet) targets(c *rules.Cluster, period string) []*rules.Criterion {
	var list []*rules.Criterion
	for _, k := range c.Criteria(period) {
		if row := sh[k.ID]; row.Plan != nil || row.LastYear != nil {
			list = append(list, k)
		}
	}
	return list
}

// about is the criterion that a question names.
func about(c *rules.Cluster, period, question string) *rules.Criterion {
	var found *rules.Criterion
	for _, k := range c.Criteria(period) {
		if strings.Contains(question, text.Clean(k.Name)) && (found == nil || len(k.Name) > len(found.Name)) {
			found = k
		}
	}
	return found
}

// number is a criterion's number in the list of its period.
func number(c *rules.Cluster, period, id string) string {
	for i, k := range c.Criteria(period) {
		if k.ID == id {
			return strconv.Itoa(i + 1)
		}
	}
	return id
}

// reason is why something does not apply to a unit, or is marked as it is.
func reason(row workflow.ImportRow) string {
	if row.Note != "" {
		return row.Note
	}
	if row.Actual.Kind == score.NotApplicable {
		return "Đơn vị không được giao chỉ tiêu này."
	}
	return "Theo sổ theo dõi của văn phòng cụm."
}

// comma is a number with a decimal comma and nothing else.
func comma(d decimal.Decimal) string { return strings.Replace(d.String(), ".", ",", 1) }

// typed is a number as this person types it; n varies it from line to line.
func (p *person) typed(k *rules.Criterion, d decimal.Decimal, n int) string {
	grouped := text.Number(text.Vietnamese, d)
	switch (p.habit + n/5) % 6 {
	case 0:
		return grouped
	case 1:
		return d.String() // a dot for the decimals
	case 2:
		return p.words(k, d)
	case 3:
		return strings.ReplaceAll(grouped, ".", " ")
	case 4:
		if k.Unit == "%" {
			return comma(d) + " %"
		}
	}
	return comma(d)
}

// csvOf is some rows as a figures file (docs/formats.md, section 4).
func csvOf(rows []workflow.ImportRow) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"period", "member", "criterion", "plan", "last_year", "actual", "note"})
	for _, r := range rows {
		actual := ""
		if r.Given {
			actual = workflow.ValueText(r.Actual)
		}
		_ = w.Write([]string{r.Period, r.Member, r.Criterion, machine(r.Plan), machine(r.LastYear), actual, r.Note})
	}
	w.Flush() // a buffer takes everything
	return b.Bytes()
}

func machine(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return fmt.Sprint(*d)
}
