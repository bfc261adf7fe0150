package workbook

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// growing lets rows grow with what is typed into them: their heights stand in the
// file as measured, not as wanted, which excelize cannot say.
func growing(b []byte) ([]byte, error) { return patched(b, ` customHeight="true"`, "") }

// memberSheet is a member's name as a sheet may have it: at most 31 units of
// UTF-16, without some signs, and no two the same.
func memberSheet(name string, i int, taken map[string]bool) string {
	cut := func(s string, most int) string {
		if units := utf16.Encode([]rune(s)); len(units) > most {
			s = strings.TrimSuffix(string(utf16.Decode(units[:most])), "\uFFFD")
		}
		return strings.TrimSpace(s)
	}
	name = strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c < ' ' || strings.ContainsRune(`:\/?*[]'`, c) }), "-")
	name = cut(name, 31)
	if name == "" {
		name = fmt.Sprintf("Đơn vị %d", i+1)
	}
	try := name
	for n := 2; taken[strings.ToLower(try)]; n++ {
		more := fmt.Sprintf(" (%d)", n)
		try = cut(name, 31-len(more)) + more
	}
	taken[strings.ToLower(try)] = true
	return try
}

// room makes a row as high as its longest text needs.
func (s *sheet) room(row int, texts map[int]string) {
	lines := 1
	for c, t := range texts {
		lines = max(lines, linesOf(t, s.widths[c-1]))
	}
	s.keep(s.file.SetRowHeight(s.name, row, min(8+16*float64(lines), excelize.MaxRowHeight)))
}

// linesOf is how many lines a text takes in a column that many characters wide:
// words are kept whole, as far as they fit.
func linesOf(s string, width float64) (lines int) {
	most := max(1, int(width*1.2)) // digits, which widths are counted in, are wider than letters
	for line := range strings.SplitSeq(s, "\n") {
		lines++
		used := 0
		for word := range strings.FieldsSeq(line) {
			n := utf8.RuneCountInString(word)
			if used > 0 && used+1+n > most {
				lines++
				used = 0
			} else if used > 0 {
				used++
			}
			used += n
			for ; used > most; used -= most {
				lines++
			}
		}
	}
	return lines
}

// withoutSign shows the numbers of the form that have no decimals without their
// lone decimal sign.
func (s *sheet) withoutSign(below int) {
	form := wholeNumbers
	id, err := s.file.NewConditionalStyle(&excelize.Style{CustomNumFmt: &form})
	s.keep(err)
	from := Address(formActual, head+1)
	s.keep(s.file.SetConditionalFormat(s.name, from+":"+Address(formSelf, below), []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: fmt.Sprintf("AND(ISNUMBER(%s),%s=INT(%s))", from, from, from), Format: &id},
	}))
}

// across is a text over the columns 1 to last.
func (s *sheet) across(first, row, last int, text string, l look) {
	s.text(first, row, text, l)
	s.merge(first, row, last, row, l)
}

// exactly shows a number with the decimals that it has.
func exactly(machine string) look {
	l := look{grid: true, form: wholeNumbers}
	if _, decimals, some := strings.Cut(machine, "."); some {
		l.form += "." + strings.Repeat("0", min(len(decimals), digits))
	}
	return l
}

func points(machine string) look {
	l := exactly(machine)
	l.centre = true
	return l
}

func columnName(n int) string { return strings.TrimSuffix(Address(n, 1), "1") }

func roman(n int) string {
	s := ""
	for _, d := range []struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.n; n -= d.n {
			s += d.s
		}
	}
	return s
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
