package pdf

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"thidua/pdf/chart/charttest"
	"thidua/workflow/paper"
)

// nasty are texts that people and files bring along.
var nasty = map[string]string{
	"empty":        "",
	"spaces":       "  \t \u00a0 ",
	"emoji":        "Thi đua 🏆👨‍👩‍👧🇻🇳 tốt",
	"only emoji":   "🏆",
	"decomposed":   norm.NFD.String("Ủy ban nhân dân tỉnh Vĩnh Long, nghị quyết"),
	"broken":       "Vĩnh \xff\xfe Long \xc3",
	"one word":     strings.Repeat("ngoằn", 60),
	"wide word":    strings.Repeat("Ẫ", 300),
	"many words":   strings.Repeat("nghiêng nghiêng ", 200),
	"lines":        "dòng một\ndòng hai\r\n\u2028dòng ba",
	"escapes":      `\(a) %PDF (\ )) /Type /Catalog <</Length 345>> endobj`,
	"bare marks":   "\u0301\u0323\u0300",
	"bidi":         "\u202eabc\u202c \u200b\ufeff",
	"other script": "中文 العربية",
	"glue":         "Chủ tịch\u00a0" + strings.Repeat("Chủ tịch ", 40),
	"numbers":      strings.Repeat("9", 120),
	"minus":        "-0.00",
	"huge":         "999999999999999999999.999999",
	"exponent":     "1e999",
	"markup":       "<b>đậm</b> & **x**",
}

// spoilt is a covenant, a ranking and a report in which every text is s.
func spoilt(s string, members, contents int) (paper.Covenant, paper.Ranking, paper.Report) {
	every := func(string) string { return s }
	return eachText(sampleCovenant(members, contents, members/2), every), eachText(sampleRanking(members, contents, 3), every), eachText(sampleReport(2), every)
}

func TestNastyTexts(t *testing.T) {
	for name, s := range nasty {
		t.Run(name, func(t *testing.T) {
			c, r, b := spoilt(s, 5, 3)
			stays(t, c, r, b)
		})
	}
}

// A text that only stands in one place must not disturb its neighbours either.
func TestSizes(t *testing.T) {
	for _, test := range []struct{ members, contents, criteria int }{
		{0, 0, 0}, {1, 1, 1}, {1, 0, 0}, {0, 3, 3}, {2, 1, 60}, {4, 2, 2}, {13, 3, 5}, {14, 8, 3}, {40, 8, 2}, {40, 3, 20},
	} {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			stays(t, sampleCovenant(test.members, test.contents, 1), sampleRanking(test.members, test.contents, test.criteria), sampleReport(test.criteria))
		})
	}
	t.Run("table ends anywhere", func(t *testing.T) { // so that the signature comes at every height
		for members := range 32 {
			r := sampleRanking(members, 0, 0)
			r.Notes, r.Ties = nil, nil
			keeps(t, "ranking", r, ranking)
		}
	})
	t.Run("nothing", func(t *testing.T) { stays(t, paper.Covenant{}, paper.Ranking{}, paper.Report{}) })
	t.Run("uneven", func(t *testing.T) {
		r := sampleRanking(6, 3, 4)
		r.Rows[2].Contents, r.Annex[0].Rows[1].Cells, r.Annex[1].Totals = nil, nil, nil
		c := sampleCovenant(6, 3, 2)
		c.Annex[0].Rows[0].Cells, c.Places = nil, nil
		stays(t, c, r, paper.Report{Sections: []paper.ReportSection{{}}})
	})
}

func TestHardCharts(t *testing.T) {
	for name, v := range charttest.Tortures() {
		keeps(t, name, v, charts)
	}
	for name, s := range nasty {
		keeps(t, name, eachText(charttest.Sample(5, 3, 4), func(string) string { return s }), charts)
	}
}

func TestAnyTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringN(0, 400, -1), rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,9})?`),
			rapid.SampledFrom(slices.Sorted(maps.Values(nasty))), rapid.StringMatching(`([a-zđêôơư]{1,9} ){0,40}`))
		any := func(string) string { return text.Draw(t, "text") }
		members, contents := rapid.IntRange(0, 16).Draw(t, "members"), rapid.IntRange(0, 5).Draw(t, "contents")
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			keeps(t, "covenant", eachText(sampleCovenant(members, contents, members/2), any), covenant)
		case 1:
			keeps(t, "ranking", eachText(sampleRanking(members, contents, 2), any), ranking)
		default:
			keeps(t, "report", eachText(sampleReport(2), any), report)
		}
	})
}

// failing is a test of either kind.
type failing interface {
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func stays(t failing, c paper.Covenant, r paper.Ranking, b paper.Report) {
	keeps(t, "covenant", c, covenant)
	keeps(t, "ranking", r, ranking)
	keeps(t, "report", b, report)
}

// keeps checks that nothing left the page: no box and no row is torn, because
// whatever does not fit would be drawn over the edge.
func keeps[T any](t failing, name string, v T, draw func(T) *press) {
	var cl cleaner
	p := draw(cleaned(&cl, v))
	for i, e := range p.reach {
		s := e.sheet
		const rounding = 0.3 // half a line's width
		if p.stamp != "" {
			s = sheet{right: s.width, bottom: s.height} // the stamp stands across the page
		}
		if e.left < s.left-rounding || e.right > s.right+rounding || e.bottom > s.bottom+rounding || e.top < 5 && p.stamp == "" {
			t.Errorf("%s, page %d: drawn from (%.1f, %.1f) to (%.1f, %.1f)", name, i+1, e.left, e.top, e.right, e.bottom)
		}
	}
	d, err := p.finish(about{day: day(2018)}, &cl)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if d.Pages != len(p.reach) || d.Pages < 1 || d.Pages > 200 {
		t.Errorf("%s: says %d pages, has %d", name, d.Pages, len(p.reach))
	}
}

// Words must not lie on each other, as another program sees them.
func TestNothingOverlaps(t *testing.T) {
	long, _, _ := spoilt(nasty["many words"], 3, 3)
	for i := range long.Grid {
		long.Grid[i].Member = fmt.Sprint(i) // an id, which names a field
	}
	_, wide, _ := spoilt(strings.Repeat("Nghiêng ", 12), 14, 8)
	for name, d := range map[string]Document{
		"covenant":      printed(t, Covenant, sampleCovenant(40, 8, 40)),
		"ranking":       printed(t, Ranking, sampleRanking(40, 8, 20)),
		"report":        printed(t, Report, sampleReport(8)),
		"appraisal":     printed(t, Appraisal, sampleAppraisal(26, 12)),
		"sheets":        printed(t, Sheets, sampleSheets(2, 26)),
		"charts":        printed(t, Charts, charttest.Sample(12, 3, 26)),
		"many charts":   printed(t, Charts, charttest.Sample(40, 8, 40)),
		"minutes":       printed(t, Minutes, sampleMinutes(40, 3)),
		"nominations":   printed(t, Nominations, sampleNominations(20)),
		"long covenant": printed(t, Covenant, long),
		"wide ranking":  printed(t, Ranking, wide),
	} {
		t.Run(name, func(t *testing.T) {
			for page, list := range boxes(t, d) {
				for i, a := range list {
					for _, b := range list[i+1:] {
						if w, h := min(a.x1, b.x1)-max(a.x0, b.x0), min(a.y1, b.y1)-max(a.y0, b.y0); w > 0.6 && h > 2 {
							t.Errorf("page %d: %q and %q overlap by %.1f × %.1f pt", page+1, a.text, b.text, w, h)
						}
					}
				}
			}
		})
	}
}

// A leader's box is torn when its name stands on another page than its code.
func TestSignatureBoxIsNeverTorn(t *testing.T) {
	for _, members := range []int{1, 2, 4, 12, 13, 40} {
		d := printed(t, Covenant, sampleCovenant(members, 3, members))
		pages := strings.Split(read(t, d), "\f")
		if len(pages)-1 != d.Pages {
			t.Errorf("%d members: %d pages read, %d said", members, len(pages)-1, d.Pages)
		}
		for i := range members {
			name, code := regexp.MustCompile(fmt.Sprintf(`Nguyễn Văn A%d\b`, i+1)), fmt.Sprintf("CODE-%04d", i+1)
			found := 0
			for _, text := range pages {
				if strings.Contains(text, code) {
					found++
					if !name.MatchString(text) {
						t.Errorf("%d members: %s stands without its name", members, code)
					}
				}
			}
			if found != 1 {
				t.Errorf("%d members: %s stands on %d pages", members, code, found)
			}
		}
	}
}

// Heads are repeated, and every row is there once.
func TestLongTable(t *testing.T) {
	d := printed(t, Ranking, sampleRanking(12, 1, 60))
	text := squeezed(read(t, d, "-raw"))
	heads := strings.Count(text, "TT Tiêu chí")
	if heads < 3 {
		t.Errorf("the head stands %d times on %d pages", heads, d.Pages)
	}
	for i := 1; i <= 60; i++ {
		if n := strings.Count(text, fmt.Sprintf("Tiêu chí số %d về", i)); n != 1 {
			t.Errorf("criterion %d stands %d times", i, n)
		}
	}
}

func TestReplaced(t *testing.T) {
	v := sampleReport(1)
	v.Opening = []string{"Cúp 🏆 và lại 🏆, 中, " + norm.NFD.String("Ủy ban"), "hỏng \xff"}
	d := printed(t, Report, v)
	if got, want := string(d.Replaced), "🏆中\ufffd"; got != want {
		t.Errorf("replaced %q, want %q", got, want)
	}
	says(t, d, []string{"Cúp □ và lại □, □, Ủy ban"}, nil)
}

type wordBox struct {
	x0, y0, x1, y1 float64
	text           string
}

var bboxWord = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>`)

// boxes are the words of each page and where they stand, in points.
func boxes(t *testing.T, d Document) (pages [][]wordBox) {
	t.Helper()
	for _, page := range strings.Split(read(t, d, "-bbox"), "</page>") {
		var list []wordBox
		for _, m := range bboxWord.FindAllStringSubmatch(page, -1) {
			n := func(i int) float64 { f, _ := strconv.ParseFloat(m[i], 64); return f }
			list = append(list, wordBox{n(1), n(2), n(3), n(4), m[5]})
		}
		pages = append(pages, list)
	}
	if len(pages)-1 != d.Pages || len(pages[0]) == 0 {
		t.Fatalf("read %d pages of %d", len(pages)-1, d.Pages)
	}
	return pages
}

// eachText is v with every text in it changed.
func eachText[T any](v T, change func(string) string) T {
	var walk func(reflect.Value)
	walk = func(x reflect.Value) {
		switch x.Kind() {
		case reflect.String:
			x.SetString(change(x.String()))
		case reflect.Struct:
			for i := range x.NumField() {
				walk(x.Field(i))
			}
		case reflect.Slice:
			for i := range x.Len() {
				walk(x.Index(i))
			}
		case reflect.Pointer:
			if !x.IsNil() {
				walk(x.Elem())
			}
		}
	}
	walk(reflect.ValueOf(&v).Elem())
	return v
}
