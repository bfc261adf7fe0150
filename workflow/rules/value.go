package rules

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // an office PC without zone files still knows Asia/Ho_Chi_Minh
	"unicode"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// The functions here read one value from its text (trimmed, NFC). Their errors
// are what the operator is told after the key.

// maxText is more than any name or legal basis, less than what breaks a page.
const maxText = 1000

// sentence is one line of text; spaces and invisible signs are cleaned as
// everywhere (text.Clean).
func sentence(s string) (string, error) {
	for _, c := range s {
		if c == '\n' {
			return "", fmt.Errorf("%s has a line break in it: write it on one line", quote(s))
		}
		if unicode.IsControl(c) && c != '\t' {
			return "", fmt.Errorf("%s has the control character %U in it: remove it", quote(s), c)
		}
	}
	s = strings.TrimSpace(text.Clean(s))
	if utf8.RuneCountInString(s) > maxText {
		return "", fmt.Errorf("%s is longer than %d characters: shorten it", quote(s), maxText)
	}
	return s, nil
}

// name is a sentence that may not be empty.
func name(s string) (string, error) {
	s, err := sentence(s)
	if err == nil && s == "" {
		err = errors.New("the text is empty: write it between the quotes")
	}
	return s, err
}

func flag(s string) (bool, error) {
	switch s {
	case "true", "True", "TRUE":
		return true, nil
	case "false", "False", "FALSE":
		return false, nil
	}
	return false, fmt.Errorf("%s: write true or false", quote(s))
}

func whole(least, most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return 0, fmt.Errorf("%s is not a whole number", quote(s))
		}
		if err != nil || n < least || n > most {
			return 0, fmt.Errorf("%s is not between %d and %d", show(s), least, most)
		}
		return n, nil
	}
}

func number(s string) (decimal.Decimal, error) {
	d, err := decimal.Parse(s)
	if err != nil {
		return d, fmt.Errorf("%s is not a number: write digits only, with a dot before the decimals, as in 45.5", quote(s))
	}
	return d, nil
}

func notNegative(s string) (decimal.Decimal, error) {
	d, err := number(s)
	if err == nil && d.Sign() < 0 {
		err = fmt.Errorf("%s is below 0", s)
	}
	return d, err
}

func positive(s string) (decimal.Decimal, error) {
	d, err := number(s)
	if err == nil && d.Sign() <= 0 {
		err = fmt.Errorf("%s is not above 0", s)
	}
	return d, err
}

// percent is a share of something there is.
func percent(s string) (decimal.Decimal, error) {
	d, err := number(s)
	if err == nil && (d.Sign() < 0 || decimal.Int(100).Less(d)) {
		err = fmt.Errorf("%s is not between 0 and 100", s)
	}
	return d, err
}

// choice is one of a few words.
func choice[T ~string](words ...T) func(string) (T, error) {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	return func(s string) (T, error) {
		if slices.Contains(names, s) {
			return T(s), nil
		}
		if near := nearest(s, names); near != "" {
			return "", fmt.Errorf("%s is unknown: did you mean %q?", quote(s), near)
		}
		return "", fmt.Errorf("%s is unknown: it is one of %s", quote(s), strings.Join(names, ", "))
	}
}

// distinct refuses a value that came before in the same list.
func distinct[T comparable](parse func(string) (T, error)) func(string) (T, error) {
	seen := map[T]bool{}
	return func(s string) (T, error) {
		v, err := parse(s)
		if err == nil && seen[v] {
			err = fmt.Errorf("%s stands twice in the list: remove one", quote(s))
		}
		seen[v] = true
		return v, err
	}
}

func day(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%s is not a day: write year-month-day, as in 2018-04-04", quote(s))
	}
	return DateOf(t), plausible(s, t)
}

// plausible catches the slip of a key in a year.
func plausible(s string, t time.Time) error {
	if t.Year() < minYear || t.Year() > maxYear+1 {
		return fmt.Errorf("%s: the year is not between %d and %d", quote(s), minYear, maxYear+1)
	}
	return nil
}

// days is one day or a range first/last.
func days(s string) (DateRange, error) {
	from, to, isRange := strings.Cut(s, "/")
	first, err := day(strings.TrimSpace(from))
	if err != nil || !isRange {
		return DateRange{first, first}, err
	}
	last, err := day(strings.TrimSpace(to))
	switch n := last.DaysSince(first); {
	case err != nil:
	case n < 0:
		err = fmt.Errorf("%s: the last day is before the first", quote(s))
	case n > 366:
		err = fmt.Errorf("%s: these are more than a year of holidays: check the years", quote(s))
	}
	return DateRange{first, last}, err
}

func clock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf(`%s is not a time of day: write "08:00"`, quote(s))
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

func moment(loc *time.Location) func(string) (time.Time, error) {
	return func(s string) (time.Time, error) {
		t, err := time.ParseInLocation("2006-01-02T15:04", s, loc)
		if err != nil {
			return t, fmt.Errorf("%s is not a day and time: write them as in 2018-04-04T08:00", quote(s))
		}
		return t, plausible(s, t)
	}
}

func zone(s string) (*time.Location, error) {
	loc, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		return nil, fmt.Errorf("%s is not a time zone: write a name such as %s", quote(s), defaultZone)
	}
	return loc, nil
}

// quote is a value as a fault shows it.
func quote(s string) string { return strconv.Quote(show(s)) }

// show cuts what is too long to be shown.
func show(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
