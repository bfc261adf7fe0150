package legacy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"thidua/workflow/rules"
)

func TestRepair(t *testing.T) {
	for s, want := range map[string][2]string{
		"Tæng s¶n phÈm":                       {"Tổng sản phẩm", "TCVN3"},
		"V\u00ad\u00eet k\u00d5 ho¹ch":        {"Vượt kế hoạch", "TCVN3"},
		"Tæng":                                {"Tổng", "TCVN3"},
		"tØ lÖ hé nghÌo":                      {"tỉ lệ hộ nghèo", "TCVN3"},
		"3.528,4 tØ ®ång":                     {"3.528,4 tỉ đồng", "TCVN3"},
		"Sè vô ph¹m ph¸p h×nh sù":             {"Số vụ phạm pháp hình sự", "TCVN3"},
		"Uû ban nh©n d©n tØnh §ång Th¸p":      {"Uỷ ban nhân dân tỉnh Đồng Tháp", "TCVN3"},
		"H§ND, UBND tØnh (triÖu USD)":         {"HĐND, UBND tỉnh (triệu USD)", "TCVN3"},
		"Thu nhËp b×nh qu©n ®Çu ng\u00adêi":   {"Thu nhập bình quân đầu người", "TCVN3"},
		"5.000 ® cho mçi hé nghÌo":            {"5.000 đ cho mỗi hộ nghèo", "TCVN3"},
		"Toång saûn phaåm":                    {"Tổng sản phẩm", "VNI"},
		"Vöôït keá hoaïch":                    {"Vượt kế hoạch", "VNI"},
		"Toång":                               {"Tổng", "VNI"},
		"TOÅNG THU NGAÂN SAÙCH":               {"TỔNG THU NGÂN SÁCH", "VNI"},
		"Tyû leä hoä ngheøo":                  {"Tỷ lệ hộ nghèo", "VNI"},
		"Uûy ban nhaân daân tænh Ñoàng Thaùp": {"Ủy ban nhân dân tỉnh Đồng Tháp", "VNI"},
		"HÑND, UBND tænh (trieäu USD)":        {"HĐND, UBND tỉnh (triệu USD)", "VNI"},
		"Löïc löôïng lao ñoäng":               {"Lực lượng lao động", "VNI"},
	} {
		fixed, font, ok := Repair(s)
		if !ok || fixed != want[0] || font != want[1] {
			t.Errorf("%q: got %q, %q, %v, want %q", s, fixed, font, ok, want)
		}
	}
}

func TestRepairLeavesAlone(t *testing.T) {
	for _, s := range []string{
		"", "4.489", "1.234,5 m² × 3", "25 °C ± 0,5", "50 µm", "© 2017", "Windows®", "« bon »", "§ 5", "· Total", "£5 §3 ¥1", "x¹", "so¹", "1½",
		"coût", "São Paulo", "Besançon", "un café à Genève", "Citroën", "naïve", "El Niño", "Müller & Söhne", "på", "Ærø", "smørrebrød", "être",
		"Le coût de la vie à Paris a été élevé", "Là où la fête bat son plein, la forêt brûle", "año señor niño", "Curaçao", "Malmö", "Røros", "déjà vu",
		"xã", "Hà Giang", "TRÀ VINH", "An Giang", "Sóc Trăng", "bò", "hoà", "soá", "Cà Mau", "làm nên", "Số xã đạt chuẩn", "Tổng s¶n phÈm", "năm 2017",
		norm.NFD.String("Cà Mau"), norm.NFD.String("Tổng thu"), "tong thu ngan sach", "Tæng \uFFFD", "\xff\xfe", "ÀÁÂ", "mÃ£", "Tá»\u0095ng thu ngÃ¢n sÃ¡ch",
	} {
		if fixed, font, ok := Repair(s); ok || fixed != s || font != "" {
			t.Errorf("%q: made %q of %s", s, fixed, font)
		}
	}
}

// corpus is the sample's names and sentences of newspapers.
func corpus(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "sentences.txt"))
	if err != nil {
		t.Fatal(err)
	}
	phrases := strings.Split(strings.TrimSpace(string(b)), "\n")
	b, err = os.ReadFile(filepath.Join("..", "rules", "sample", "tay-nam-bo-2017.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	cluster, faults := rules.Load(b)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, content := range cluster.Contents {
		phrases = append(phrases, content.Name)
		for _, k := range content.Criteria {
			phrases = append(phrases, k.Name)
		}
	}
	if len(phrases) < 120 {
		t.Fatalf("only %d phrases", len(phrases))
	}
	return phrases
}

// The signs of each letter, as the two standards list them: without tone, then
// sắc, huyền, hỏi, ngã, nặng.
var letters = map[string][2][]string{
	"aáàảãạ": {{"a", "\xb8", "\xb5", "\xb6", "\xb7", "\xb9"}, {"a", "a\xf9", "a\xf8", "a\xfb", "a\xf5", "a\xef"}},
	"ăắằẳẵặ": {{"\xa8", "\xbe", "\xbb", "\xbc", "\xbd", "\xc6"}, {"a\xea", "a\xe9", "a\xe8", "a\xfa", "a\xfc", "a\xeb"}},
	"âấầẩẫậ": {{"\xa9", "\xca", "\xc7", "\xc8", "\xc9", "\xcb"}, {"a\xe2", "a\xe1", "a\xe0", "a\xe5", "a\xe3", "a\xe4"}},
	"eéèẻẽẹ": {{"e", "\xd0", "\xcc", "\xce", "\xcf", "\xd1"}, {"e", "e\xf9", "e\xf8", "e\xfb", "e\xf5", "e\xef"}},
	"êếềểễệ": {{"\xaa", "\xd5", "\xd2", "\xd3", "\xd4", "\xd6"}, {"e\xe2", "e\xe1", "e\xe0", "e\xe5", "e\xe3", "e\xe4"}},
	"iíìỉĩị": {{"i", "\xdd", "\xd7", "\xd8", "\xdc", "\xde"}, {"i", "\xed", "\xec", "\xe6", "\xf3", "\xf2"}},
	"oóòỏõọ": {{"o", "\xe3", "\xdf", "\xe1", "\xe2", "\xe4"}, {"o", "o\xf9", "o\xf8", "o\xfb", "o\xf5", "o\xef"}},
	"ôốồổỗộ": {{"\xab", "\xe8", "\xe5", "\xe6", "\xe7", "\xe9"}, {"o\xe2", "o\xe1", "o\xe0", "o\xe5", "o\xe3", "o\xe4"}},
	"ơớờởỡợ": {{"\xac", "\xed", "\xea", "\xeb", "\xec", "\xee"}, {"\xf4", "\xf4\xf9", "\xf4\xf8", "\xf4\xfb", "\xf4\xf5", "\xf4\xef"}},
	"uúùủũụ": {{"u", "\xf3", "\xef", "\xf1", "\xf2", "\xf4"}, {"u", "u\xf9", "u\xf8", "u\xfb", "u\xf5", "u\xef"}},
	"ưứừửữự": {{"\xad", "\xf8", "\xf5", "\xf6", "\xf7", "\xf9"}, {"\xf6", "\xf6\xf9", "\xf6\xf8", "\xf6\xfb", "\xf6\xf5", "\xf6\xef"}},
	"yýỳỷỹỵ": {{"y", "\xfd", "\xfa", "\xfb", "\xfc", "\xfe"}, {"y", "y\xf9", "y\xf8", "y\xfb", "y\xf5", "\xee"}},
	"đ":      {{"\xae"}, {"\xf1"}},
}

func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// encoders write a text in each font; what TCVN3 cannot write large it writes small.
func encoders() map[string]*strings.Replacer {
	var abc, vni []string
	upperABC := map[rune]string{'Ă': "\xa1", 'Â': "\xa2", 'Đ': "\xa7", 'Ê': "\xa3", 'Ô': "\xa4", 'Ơ': "\xa5", 'Ư': "\xa6"}
	for row, signs := range letters {
		for i, r := range []rune(row) {
			upper := unicode.ToUpper(r)
			abc = append(abc, string(r), latin1(signs[0][i]))
			vni = append(vni, string(r), latin1(signs[1][i]), string(upper), strings.ToUpper(latin1(signs[1][i])))
			switch s, ok := upperABC[upper]; {
			case ok:
				abc = append(abc, string(upper), latin1(s))
			case upper > 0x80:
				abc = append(abc, string(upper), latin1(signs[0][i]))
			}
		}
	}
	return map[string]*strings.Replacer{"TCVN3": strings.NewReplacer(abc...), "VNI": strings.NewReplacer(vni...)}
}

// small is a text as TCVN3 gives it back: capitals with a tone are small.
func small(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x80 && !strings.ContainsRune("ĂÂĐÊÔƠƯ", r) {
			return unicode.ToLower(r)
		}
		return r
	}, s)
}

func TestCorpusComesBack(t *testing.T) {
	for font, encoder := range encoders() {
		for _, want := range corpus(t) {
			encoded := encoder.Replace(want)
			if font == "TCVN3" {
				want = small(want)
			}
			fixed, got, ok := Repair(encoded)
			if fixed != want || got != font || !ok {
				t.Errorf("%s %q: got %q, %q, %v, want %q", font, encoded, fixed, got, ok, want)
			}
			if again, _, ok := Repair(fixed); ok || again != fixed {
				t.Errorf("%q is repaired again, to %q", fixed, again)
			}
		}
	}
}

// Every letter of both fonts comes back, small and large.
func TestTables(t *testing.T) {
	for font, encoder := range encoders() {
		decode := map[string]func([]rune) (string, bool){"TCVN3": decodeTCVN3, "VNI": decodeVNI}[font]
		for row := range letters {
			for _, r := range row + strings.ToUpper(row) {
				want := string(r)
				if font == "TCVN3" {
					want = small(want)
				}
				if got, ok := decode([]rune(encoder.Replace(string(r)))); !ok || got != want {
					t.Errorf("%s: %q gives %q, want %q", font, encoder.Replace(string(r)), got, want)
				}
			}
		}
	}
}

// What is in Unicode stays: the corpus, and every sentence that the bot says.
func TestUnicodeStays(t *testing.T) {
	sentences := corpus(t)
	files, err := filepath.Glob(filepath.Join("..", "text", "catalog", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var catalog map[string]map[string]string
		if err := yaml.Unmarshal(b, &catalog); err != nil {
			t.Fatal(err)
		}
		for _, languages := range catalog {
			for _, s := range languages {
				sentences = append(sentences, s)
			}
		}
	}
	words := map[string]bool{}
	for _, s := range sentences {
		for _, w := range strings.Fields(s) {
			words[w] = true
		}
	}
	for w := range words {
		sentences = append(sentences, w)
	}
	if len(sentences) < 1000 {
		t.Fatalf("only %d sentences", len(sentences))
	}
	for _, s := range sentences {
		if fixed, font, ok := Repair(s); ok || fixed != s {
			t.Errorf("%q: made %q of %s", s, fixed, font)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"Tæng s¶n phÈm", "Toång saûn phaåm", "São Paulo", "\xad\u00ad", "µ", "oå", "\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fixed, font, ok := Repair(s)
		switch {
		case !ok && (fixed != s || font != ""):
			t.Errorf("%q: not repaired, and %q of %q", s, fixed, font)
		case !ok:
		case !utf8.ValidString(fixed) || !norm.NFC.IsNormalString(fixed) || fixed == s:
			t.Errorf("%q: repaired to %q", s, fixed)
		case font != "TCVN3" && font != "VNI":
			t.Errorf("%q: of %q", s, font)
		default:
			if again, _, ok := Repair(fixed); ok {
				t.Errorf("%q: repaired to %q, and that to %q", s, fixed, again)
			}
		}
	})
}
