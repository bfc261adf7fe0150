// Package figures reads a figures file, CSV or XLSX, against the cluster file
// that it belongs to (docs/formats.md, section 4). Either all its rows are good,
// or every fault in it is told at once.
package figures

import (
	"fmt"
	"slices"
	"strings"

	"thidua/workflow"
	"thidua/workflow/rules"
)

// Limits of what is read at all. A hundred members with a hundred criteria and
// four periods have 40 000 rows, about 2 MiB as CSV.
const (
	maxSize    = 20 << 20
	maxLine    = 64 << 10
	maxColumns = 12 // looked at: a few more than there are, to say what is wrong with them
	maxRows    = 50_000
	maxFaults  = 1000 // named one by one
	maxNote    = 1000 // characters
)

// A Row is a row of the file as it is loaded, with where it stands.
type Row struct {
	workflow.ImportRow
	Where string // "line 3" of a CSV, "row 3" of a sheet
}

// A Fault is one mistake and what to do about it. Where is "line 3", "row 3" or
// "cell D3"; it is "" when the file as a whole is meant.
type Fault struct{ Where, Message string }

func (f Fault) String() string {
	if f.Where == "" {
		return f.Message
	}
	return f.Where + ": " + f.Message
}

// Faults are all the mistakes of a file, from its beginning to its end.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].String()
	}
	return strings.Join(lines, "\n")
}

// columns are the columns of a figures file, in whatever order they stand.
var columns = []string{"period", "member", "criterion", "plan", "last_year", "actual", "note"}

// A record is a line or a sheet row before anything is understood in it.
type record struct {
	where  string
	fields []field
}

// A field has its own place where the file names one, and its own fault where
// it could not be read.
type field struct{ where, text, fault string }

func (f field) empty() bool { return f.text == "" && f.fault == "" }

// A reader takes the records of a file, the header first.
type reader struct {
	cluster *rules.Cluster
	index   []int             // of each column in a record; nil before the header
	width   int               // columns that the header names
	seen    map[string]string // where each row came first
	rows    []Row
	faults  Faults

	meant func(note string) string // as it was before it was written; nil: as it stands
}

func newReader(c *rules.Cluster) *reader { return &reader{cluster: c, seen: map[string]string{}} }

// whole is a reader's answer: the rows, or the faults.
func (r *reader) whole() ([]Row, Faults) {
	switch {
	case len(r.faults) > 0:
		return nil, r.faults
	case r.index == nil:
		return nil, Faults{{"", "the file is empty: it begins with " + strings.Join(columns, ",")}}
	case len(r.rows) == 0:
		return nil, Faults{{"", "the file has no rows under its header: add the figures"}}
	}
	return r.rows, nil
}

func (r *reader) fault(where, format string, args ...any) {
	r.faults = append(r.faults, Fault{where, fmt.Sprintf(format, args...)})
}

// take reads one record and says whether to go on.
func (r *reader) take(rec record) bool {
	for i := range rec.fields {
		rec.fields[i].text = strings.TrimSpace(rec.fields[i].text)
	}
	if r.index == nil {
		return r.header(rec)
	}
	if blank(rec) {
		return true // spreadsheet programs leave such rows at the end
	}
	if len(r.rows) == maxRows {
		r.faults = Faults{{rec.where, fmt.Sprintf("more than %d rows are not read at once: split the file", maxRows)}}
		return false
	}
	r.row(rec)
	if len(r.faults) > maxFaults {
		r.faults = append(r.faults[:maxFaults], Fault{rec.where, "the file has more faults from here on: correct those above first"})
		return false
	}
	return true
}

func blank(rec record) bool {
	return !slices.ContainsFunc(rec.fields, func(f field) bool { return !f.empty() })
}

// header finds the columns. Without all of them no row can be understood.
func (r *reader) header(rec record) bool {
	r.index = slices.Repeat([]int{-1}, len(columns))
	for i, f := range rec.fields {
		if !f.empty() {
			r.width = i + 1
		}
		if at := slices.Index(columns, strings.ToLower(f.text)); at >= 0 && r.index[at] < 0 {
			r.index[at] = i
		}
	}
	all := strings.Join(columns, ",")
	var missing []string
	for at, i := range r.index {
		if i < 0 {
			missing = append(missing, columns[at])
		}
	}
	switch {
	case r.width == 1 && strings.ContainsAny(rec.fields[0].text, ";\t"):
		r.fault(rec.where, "the columns are not separated by commas: save the file as CSV UTF-8 with commas, or as .xlsx")
		return false
	case len(missing) == len(columns):
		r.fault(rec.where, "this is not the header of a figures file: put %s first", all)
		return false
	}
	for i, f := range rec.fields[:r.width] {
		switch at := slices.Index(columns, strings.ToLower(f.text)); {
		case at < 0:
			r.fault(f.where, "there is no column %s: the columns are %s", quote(f.text), all)
		case r.index[at] != i:
			r.fault(f.where, "the column %s stands twice: remove one", columns[at])
		}
	}
	if len(missing) > 0 {
		r.fault(rec.where, "the header has no column %s: it is %s", strings.Join(missing, ", "), all)
	}
	return len(missing) == 0
}
