package text

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DateText writes 2018-04-04 as 04/04/2018, day first in both languages.
func DateText(machine string) string {
	d, err := time.Parse(time.DateOnly, cutDay(machine))
	if err != nil {
		return machine
	}
	return d.Format("02/01/2006")
}

// TimeText writes 2018-04-04T08:00 as 08:00 04/04/2018.
func TimeText(machine string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, machine); err == nil {
			return t.Format("15:04 02/01/2006")
		}
	}
	return machine
}

// LongDateText writes 2018-04-04 as documents do.
func LongDateText(lang, machine string) string {
	d, err := time.Parse(time.DateOnly, cutDay(machine))
	if err != nil {
		return machine
	}
	return LongDate(lang, d)
}

// LongDate writes "ngày 04 tháng 4 năm 2018": the day is padded below 10, the
// month only for 1 and 2, so that nobody can put a 1 before it (Decree
// 30/2020/NĐ-CP, Appendix I).
func LongDate(lang string, d time.Time) string {
	if lang == English {
		return d.Format("2 January 2006")
	}
	month := fmt.Sprint(int(d.Month()))
	if d.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Day(), month, d.Year())
}

func cutDay(machine string) string {
	day, _, _ := strings.Cut(machine, "T")
	return day
}

// typedDate is a date as people type it: the day first, with a slash, a dot or a
// dash, the year perhaps left out.
var typedDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?$`)

// ParseDate reads a typed date, "05/04/2018", "24.1.2018", "04-4", or the ISO form.
// A date without a year is the first such day that is not before after.
func ParseDate(s string, after time.Time) (day time.Time, ok bool) {
	s = strings.TrimSpace(s)
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return d, true
	}
	m := typedDate.FindStringSubmatch(s)
	if m == nil {
		return day, false
	}
	if m[3] != "" {
		d, err := time.Parse("2/1/2006", m[1]+"/"+m[2]+"/"+m[3])
		return d, err == nil
	}
	first := time.Date(after.Year(), after.Month(), after.Day(), 0, 0, 0, 0, time.UTC)
	for year := first.Year(); year <= first.Year()+4; year++ { // four: the 29th of February
		if d, err := time.Parse("2/1/2006", m[1]+"/"+m[2]+"/"+strconv.Itoa(year)); err == nil && !d.Before(first) {
			return d, true
		}
	}
	return day, false
}
