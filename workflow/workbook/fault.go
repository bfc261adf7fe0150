package workbook

// A Fault is what makes one cell unreadable. Its value is a key for catalogs,
// String the sentence that the operator is told after the cell's address.
type Fault string

const (
	FaultBoolean Fault = "boolean"
	FaultError   Fault = "error"
	FaultFormula Fault = "formula"
	FaultDate    Fault = "date"
	FaultPercent Fault = "percent"
	FaultDigits  Fault = "digits"
)

// Faults are all that there are: whoever words them can check to have them all.
var Faults = []Fault{FaultBoolean, FaultError, FaultFormula, FaultDate, FaultPercent, FaultDigits}

func (f Fault) String() string {
	switch f {
	case FaultBoolean:
		return "TRUE and FALSE are not read: write yes or no as text"
	case FaultError:
		return "the formula has an error: correct it, or type the value"
	case FaultFormula:
		return "the formula has no value stored with it: open the file in a spreadsheet program and save it again, or type the value"
	case FaultDate:
		return "a date stands here: format the cell as text and type the value again"
	case FaultPercent:
		return "the cell shows a percent: format it as a number and type 82.66 for 82,66%"
	case FaultDigits:
		return "a cell keeps only 15 digits of a number: format it as text and type the number again"
	}
	return string(f)
}
