package paper

import "strings"

// WithUnit is a criterion's name with what it is counted in, unless the name ends
// in parentheses that say so. A place needs no unit.
func WithUnit(name, unit string) string {
	last := ""
	if strings.HasSuffix(name, ")") {
		last = name[strings.LastIndex(name, "(")+1:]
	}
	if unit == "" || unit == "hạng" || strings.Contains(last, unit) {
		return name
	}
	return name + " (" + unit + ")"
}
