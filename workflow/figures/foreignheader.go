package figures

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"thidua/workflow/text"
)

// numbering is what stands before a criterion in a list: "1.2)", "IV.", "-", "a)".
var numbering = regexp.MustCompile(`^\s*(?:(?:[0-9]+(?:\.[0-9]+)*|[IVXLC]+|[a-zđ])\s*[.)/:]\s*|[-–+*•]\s*)+`)

var (
	inBrackets = regexp.MustCompile(`\([^)]*\)?|\[[^\]]*\]?`)
	aSpan      = regexp.MustCompile(`\b(?:[0-9]{1,2} thang(?: dau| cuoi)?|quy (?:[iv]+|[1-4]))\b`)
	aYear      = regexp.MustCompile(`\b20[0-9]{2}\b`)
	notLetters = regexp.MustCompile(`[^a-z0-9%]+`)
)

// onlyNumbered is a cell of the row that numbers a table's columns: "A", "(1)".
var onlyNumbered = regexp.MustCompile(`^\(?[0-9A-Za-z]{1,2}\)?$`)

// headers are how columns are headed, folded, without years and the words around
// them.
var headers = map[string][]string{
	MeansName: {"chi tieu", "cac chi tieu", "tieu chi", "cac tieu chi", "noi dung", "noi dung tieu chi", "noi dung chi tieu", "ten chi tieu", "ten tieu chi", "chi tieu thi dua",
		"tieu chi thi dua", "danh muc chi tieu", "he thong chi tieu", "noi dung thi dua", "noi dung cong viec", "criterion", "criteria"},
	MeansCode:     {"ma", "ma so", "ma tieu chi", "ma chi tieu", "code", "id"},
	MeansUnit:     {"don vi tinh", "dvt", "don vi do", "unit"},
	MeansPlan:     {"ke hoach", "kh", "ke hoach giao", "kh giao", "chi tieu giao", "chi tieu duoc giao", "chi tieu ke hoach", "muc tieu", "plan"},
	MeansLastYear: {"truoc", "cung ky", "cung ky truoc", "thuc hien truoc", "thuc hien cung ky", "ket qua truoc", "so lieu truoc", "last"},
	MeansActual: {"ket qua", "thuc hien", "ket qua thuc hien", "th", "kq", "kqth", "kq th", "so lieu", "so thuc hien", "so lieu thuc hien", "ket qua dat", "so lieu bao cao",
		"bao cao", "result", "actual"},
	MeansSelf:        {"diem tu cham", "tu cham", "tu cham diem", "don vi tu cham", "diem tu danh gia"},
	MeansExplanation: {"ghi chu", "ghi cho" /* what TCVN3 makes of it is Vietnamese, too */, "giai trinh", "thuyet minh", "dien giai", "note", "notes"},
}

// around are the words that may stand around a header and change nothing.
var around = []string{"nam", "ky", "trong", "ca", "duoc", "den", "het", "cuoi", "ngay"}

// meaning is what a column holds, by its header. A year tells the results of this
// year from those of the last, and a plan from a list of names.
func meaning(header string, year int) string {
	folded := inBrackets.ReplaceAllString(text.Fold(header), " ")
	years := aYear.FindAllString(folded, -1)
	plain := strings.TrimSpace(notLetters.ReplaceAllString(aSpan.ReplaceAllString(aYear.ReplaceAllString(folded, " "), " "), " "))
	for _, form := range []string{plain, without(plain, around)} {
		for means, list := range headers {
			if !slices.Contains(list, form) {
				continue
			}
			return dated(means, form, years, year)
		}
	}
	return ""
}

func without(s string, words []string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return slices.Contains(words, w) }), " ")
}

// dated is what a header with years in it means.
func dated(means, form string, years []string, year int) string {
	if len(years) == 0 {
		return means
	}
	this, before := slices.Contains(years, strconv.Itoa(year)), slices.Contains(years, strconv.Itoa(year-1))
	switch {
	case this == before: // of another year, or of both
		return ""
	case means == MeansActual && before:
		return MeansLastYear
	case means == MeansName && form == "chi tieu" && this:
		return MeansPlan
	case before && means != MeansLastYear:
		return ""
	}
	return means
}
