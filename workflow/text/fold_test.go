package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"vinh long", "Vĩnh Long", "Vĩnh long", "VĨNH LONG", "  Vĩnh   Long ", norm.NFD.String("Vĩnh Long"), "Vĩnh\u00a0Long", "Vĩnh\tLong", "Vĩnh\nLong"},
		{"dong thap", "Đồng Tháp", "ĐỒNG THÁP", "đồng tháp", "dong thap"},
		{"hoa binh", "Hòa Bình", "Hoà Bình", "HOÀ BÌNH"},
		{"thuy nguyen", "Thủy Nguyên", "Thuỷ Nguyên"},
		{"uong bi", "Uông Bí", "UÔNG BÍ"},
		{"ba ria - vung tau", "Bà Rịa - Vũng Tàu"},
		{"quy 1", "Quý 1", "quý\u200b 1"},
		{"", "", "  ", "\n\t", "\u0301"},
	} {
		for _, s := range same[1:] {
			if got := Fold(s); got != same[0] {
				t.Errorf("%q: got %q, want %q", s, got, same[0])
			}
		}
	}
	if Fold("tỉnh Vĩnh Long") == Fold("Vĩnh Long") {
		t.Error("folding takes no words away; that a province is called with or without tỉnh is the aliases' affair")
	}
}

func TestClean(t *testing.T) {
	for s, want := range map[string]string{
		norm.NFD.String("Đồng Tháp"): "Đồng Tháp",
		"a\r\nb\rc\nd":               "a\nb\nc\nd",
		"1\u00a0000\u2009000\t5":     "1 000 000 5",
		"a\u200bb\ufeff\x00\x1b":     "ab",
		"\xffa":                      "\uFFFDa",
		"👨\u200d👩":                   "👨\u200d👩",
	} {
		if got := Clean(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Vĩnh long", "ĐỒNG THÁP", "a\u0301\u0323", "İ", "\xff\u200d ", "ﬁ ß Ǆ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		switch {
		case !utf8.ValidString(got):
			t.Errorf("%q: not UTF-8: %q", s, got)
		case got != Fold(got):
			t.Errorf("%q: folds to %q, and that to %q", s, got, Fold(got))
		case got != Fold(norm.NFD.String(s)) && utf8.ValidString(s):
			t.Errorf("%q: NFD folds to something else", s)
		case strings.TrimSpace(got) != got || strings.Contains(got, "  "):
			t.Errorf("%q: spaces are left in %q", s, got)
		case strings.ContainsFunc(got, unicode.IsControl):
			t.Errorf("%q: control characters are left in %q", s, got)
		}
	})
}
