package naming

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"thidua/workflow/legacy/syllable"
	"thidua/workflow/text"
)

// confusable is a list as it may stand in one cluster file, worst case.
var confusable = [][]string{
	{"ho-ngheo", "Tỷ lệ hộ nghèo"}, {"ho-can-ngheo", "Tỷ lệ hộ cận nghèo"}, {"giam-ho-ngheo", "Giảm tỷ lệ hộ nghèo"},
	{"thoat-ngheo", "Số hộ thoát nghèo"}, {"tai-ngheo", "Số hộ tái nghèo"},
	{"xuat-khau", "Tổng kim ngạch xuất khẩu"}, {"nhap-khau", "Tổng kim ngạch nhập khẩu"},
	{"thu-ns", "Tổng thu ngân sách trên địa bàn"}, {"chi-ns", "Tổng chi ngân sách trên địa bàn"}, {"thu-noi-dia", "Tổng thu nội địa"},
	{"cong-nghiep", "Giá trị sản xuất công nghiệp"}, {"nong-nghiep", "Giá trị sản xuất nông nghiệp"}, {"lam-nghiep", "Giá trị sản xuất lâm nghiệp"},
	{"ntm", "Số xã đạt chuẩn nông thôn mới"}, {"ntm-nc", "Số xã đạt chuẩn nông thôn mới nâng cao"}, {"ntm-km", "Số xã đạt chuẩn nông thôn mới kiểu mẫu"},
	{"dung-han", "Hồ sơ giải quyết đúng hạn"}, {"qua-han", "Hồ sơ giải quyết quá hạn"},
	{"muc-3", "Dịch vụ công trực tuyến mức độ 3"}, {"muc-4", "Dịch vụ công trực tuyến mức độ 4"},
	{"so-vu", "Số vụ tai nạn giao thông"}, {"so-chet", "Số người chết do tai nạn giao thông"}, {"so-bi-thuong", "Số người bị thương do tai nạn giao thông"},
	{"bhyt", "Tỷ lệ dân số tham gia bảo hiểm y tế"}, {"bhxh", "Tỷ lệ lao động tham gia bảo hiểm xã hội"}, {"bhtn", "Tỷ lệ lao động tham gia bảo hiểm thất nghiệp"},
	{"viec-lam", "Lao động có việc làm"}, {"that-nghiep", "Lao động chưa có việc làm"},
}

var vniMarks = map[rune]string{'ă': "8", 'â': "6", 'ê': "6", 'ô': "6", 'ơ': "7", 'ư': "7", 'đ': "9"}
var telexMarks = map[rune]string{'ă': "w", 'â': "a", 'ê': "e", 'ô': "o", 'ơ': "w", 'ư': "w", 'đ': "d"}

// keyed writes text as it is typed, marks at once and tones at the end of the
// word, or everything at the end.
func keyed(s string, marks map[rune]string, tones string, late bool) string {
	var words []string
	for _, w := range strings.Fields(s) {
		var b, end strings.Builder
		tone := ""
		for _, r := range w {
			if !unicode.IsLetter(r) && b.Len() > 0 && tone+end.String() != "" {
				b.WriteString(end.String() + tone)
				end.Reset()
				tone = ""
			}
			upper := unicode.IsUpper(r)
			base, t := syllable.Split(unicode.ToLower(r))
			if t != syllable.Level {
				tone = string(tones[t-1])
			}
			plain := string(syllable.Bare(base))
			if upper {
				plain = strings.ToUpper(plain)
			}
			b.WriteString(plain)
			if mark := marks[base]; late {
				end.WriteString(mark)
			} else {
				b.WriteString(mark)
			}
		}
		words = append(words, b.String()+end.String()+tone)
	}
	return strings.Join(words, " ")
}

func TestKeystrokesFindEveryName(t *testing.T) {
	_, names := sample(t)
	for _, list := range [][][]string{names, confusable} {
		for i, ways := range list {
			name := ways[1]
			for _, said := range []string{
				keyed(name, telexMarks, "sfrxj", false), keyed(name, telexMarks, "sfrxj", true), strings.ToUpper(keyed(name, telexMarks, "sfrxj", false)),
				keyed(name, vniMarks, "12345", false), keyed(name, vniMarks, "12345", true),
			} {
				if got, close := Find(said, list); got != i {
					t.Errorf("%q for %q: %d, close %v", said, name, got, close)
				}
			}
		}
	}
}

func TestEveryNameFindsItself(t *testing.T) {
	_, names := sample(t)
	for _, list := range [][][]string{names, confusable} {
		rapid.Check(t, func(t *rapid.T) {
			i := rapid.IntRange(0, len(list)-1).Draw(t, "which")
			said := rapid.SampledFrom(list[i]).Draw(t, "way")
			for _, change := range rapid.SliceOfN(rapid.SampledFrom([]string{"upper", "lower", "bare", "nfd", "spaces", "bullet"}), 0, 4).Draw(t, "changes") {
				switch change {
				case "upper":
					said = strings.ToUpper(said)
				case "lower":
					said = strings.ToLower(said)
				case "bare":
					said = text.Fold(said)
				case "nfd":
					said = norm.NFD.String(said)
				case "spaces":
					said = "  " + strings.ReplaceAll(said, " ", "\u00a0  ") + "\n"
				case "bullet":
					said = rapid.SampledFrom([]string{"3. ", "- ", "1.2. ", "III. ", "a) ", "• "}).Draw(t, "bullet") + said
				}
			}
			if got, close := Find(said, list); got != i {
				t.Fatalf("%q: %d, close %v, want %d", said, got, close, i)
			}
			slip := []rune(norm.NFC.String(said))
			for range rapid.IntRange(1, max(1, min(mostSlips, len(slip)/(2*lettersASlip)))).Draw(t, "slips") {
				at := rapid.IntRange(0, len(slip)-2).Draw(t, "at")
				letter := rapid.SampledFrom([]rune("abcdefghijklmnopqrstuvwxyzđăâêôơư ")).Draw(t, "letter")
				switch rapid.IntRange(0, 3).Draw(t, "kind") {
				case 0:
					slip = append(slip[:at:at], slip[at+1:]...)
				case 1:
					slip = append(append(slip[:at:at], letter), slip[at:]...)
				case 2:
					slip[at] = letter
				case 3:
					slip[at], slip[at+1] = slip[at+1], slip[at]
				}
			}
			if got, _ := Find(string(slip), list); got != i && got != -1 {
				t.Fatalf("%q for %q is taken for %q", string(slip), said, list[got])
			}
		})
	}
}

// Most single slips are understood, or the level would be for nothing.
func TestSlipsAreUnderstood(t *testing.T) {
	_, names := sample(t)
	found, all := 0, 0
	for i, ways := range names {
		name := []rune(strings.ToLower(ways[1]))
		if len(name) < 20 {
			continue
		}
		for at := 1; at < len(name)-1; at += 3 {
			name := append([]rune(nil), name...)
			if name[at] == ' ' || name[at+1] == ' ' {
				continue
			}
			name[at], name[at+1] = name[at+1], name[at]
			all++
			if got, close := Find(string(name), names); got == i {
				found++
			} else if got >= 0 || len(close) == 0 || close[0] != i {
				t.Errorf("%q: %d, close %v, want at least a suggestion of %d", string(name), got, close, i)
			}
		}
	}
	if found*10 < all*6 {
		t.Errorf("%d of %d slips were understood", found, all)
	}
	t.Logf("%d of %d", found, all)
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"thu ngân sách", "tong63 thu", "3. (tỷ đồng)", "(", "XK", "\u0301", "\xff", "d9", "ww", "%"} {
		f.Add(s, "Tổng thu ngân sách|thu", "xuất khẩu")
	}
	f.Fuzz(func(t *testing.T, said, one, two string) {
		names := [][]string{strings.Split(one, "|"), {two}}
		got, close := Find(said, names)
		switch {
		case got < -1 || got >= len(names) || got >= 0 && close != nil || len(close) > suggestions:
			t.Errorf("%q of %q: %d, %v", said, names, got, close)
		case got >= 0:
			other, _ := Find(said, [][]string{names[1-got], names[got]})
			if other != 1 {
				t.Errorf("%q of %q: %d, and %d the other way round", said, names, got, other)
			}
			if again, _ := Find(said, append(names, names[got])); again != -1 {
				t.Errorf("%q is taken for one of two that are the same", said)
			}
		}
	})
}
