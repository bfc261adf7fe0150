package number

import (
	"slices"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// Answers without a number, folded. They are whole answers: "đạt không?" asks
// something, and a word list that looked inside it would take it for a no.
var answers = map[string]Verdict{}

func init() {
	for verdict, phrases := range map[Verdict]string{
		Yes: "co|dat|dung|roi|yes|y|x|✓|✔|☑|✅|da dat|dat roi|da dat roi|da co|co roi|co dat|co a|dat chuan|da dat chuan|" +
			"hoan thanh|da hoan thanh|hoan thanh roi|dat yeu cau|dat ke hoach|dat chi tieu|true",
		No: "khong|ko|chua|no|✗|✘|☐|❌|chua dat|khong dat|chua dat chuan|khong dat chuan|chua hoan thanh|khong hoan thanh|" +
			"khong co|chua a|khong a|chua dat yeu cau|khong dat yeu cau|chua dat ke hoach|khong dat ke hoach|false",
		Missing: "chua co|chua co so lieu|chua co so|khong co so lieu|chua co du lieu|khong co du lieu|chua thong ke|chua bao cao|" +
			"chua tong hop|chua co ket qua|chua co bao cao|missing|no data|none yet|not yet",
		NotAvailable: "n/a|na|n.a|n.a.|#n/a|khong ap dung|khong giao|khong duoc giao|khong duoc giao chi tieu|khong giao chi tieu|" +
			"khong co chi tieu|khong co chi tieu giao|khong thuoc doi tuong|not applicable|not available",
	} {
		for p := range strings.SplitSeq(phrases, "|") {
			answers[p] = verdict
		}
	}
}

// declared reads an answer that is no number at all.
func declared(s string, q Question) (Reading, bool) {
	fold := polite(text.Fold(s))
	verdict, ok := answers[fold]
	switch {
	case !q.YesNo && noneAtAll(fold):
		return Reading{Verdict: Ask, Choices: []decimal.Decimal{{}}, Why: text.Say("number.zero_or_missing", "text", excerpt(s))}, true
	case !ok:
		return notApplicable(s)
	case verdict == NotAvailable:
		return Reading{Verdict: NotAvailable, Why: text.Say("number.na_reason")}, true
	case verdict == Missing || q.YesNo:
		return Reading{Verdict: verdict}, true
	case fold == "chua": // nothing yet, where a number is asked for
		return Reading{Verdict: Missing}, true
	}
	return refuse("number.not_a_number", "text", excerpt(s)), true
}

// noneAtAll says whether an answer to a question for a number may be a zero as
// well as "nothing to report": "không", "không có vụ nào".
func noneAtAll(fold string) bool {
	switch fold {
	case "khong", "ko", "ko co", "khong co", "khong a", "no", "none", "zero":
		return true
	}
	return strings.HasPrefix(fold, "khong ") && strings.HasSuffix(fold, " nao") && strings.Trim(fold, "abcdefghijklmnopqrstuvwxyz ") == ""
}

// notApplicable reads "n/a: tỉnh không được giao chỉ tiêu" with its reason.
func notApplicable(s string) (Reading, bool) {
	for _, w := range []string{"n/a", "na", "không áp dụng", "khong ap dung"} {
		if len(s) <= len(w) || !strings.EqualFold(s[:len(w)], w) || !strings.ContainsAny(s[len(w):len(w)+1], " :;,-(\n") {
			continue
		}
		note := strings.Trim(s[len(w):], " :;,-–—()\n")
		return Reading{Verdict: NotAvailable, Note: note, Why: text.Say("number.na_reason")}, true
	}
	return Reading{}, false
}

// polite takes off what people put around an answer to a person.
func polite(fold string) string {
	fold = strings.Trim(fold, " .!,;:\"'()")
	for _, w := range []string{"da ", "vang ", "thua "} {
		if rest, ok := strings.CutPrefix(fold, w); ok && answers[fold] == "" {
			fold = strings.TrimLeft(rest, " ,")
		}
	}
	for _, w := range []string{" a", " nhe", " nha"} {
		fold = strings.TrimSuffix(fold, w)
	}
	return fold
}

// A role is what a word does beside a number.
type role int

const (
	unknown role = iota // nobody knows: the number is confirmed before it counts
	filler              // does nothing: "đạt", "là", "dạ … ạ"
	link                // ties other words together: "trong cụm"; never a word and a figure: "số 3", "so với 5"
	ratio               // "tỷ lệ": does nothing where the unit is %
	about               // makes it a guess or a bound: "khoảng", "hơn"
	against             // turns it round: "không", "thiếu"
	exceed              // "vượt": by so much above the plan
	rise                // "tăng"
	fall                // "giảm"
	growth              // "tăng trưởng": a figure itself where the unit is %, else like rise
	upTo                // "còn", "lên": the number after it is where it arrived
	plan                // "kế hoạch"
	before              // "năm trước", "cùng kỳ"
	place               // "hạng"
	minus               // "âm"
	deduct              // "trừ": below zero where points are taken off
)

var roles = spelled(map[role]string{
	filler: "đạt|đạt được|được|là|có|bằng|đúng|đã|kết quả|thực hiện|số liệu|tổng|tổng số|tổng cộng|toàn cụm|toàn tỉnh|" +
		"toàn huyện|toàn xã|cả|giá trị|dạ|vâng|ạ|nhé|nha|rồi|em|xin|gửi|báo cáo|trong năm|cả năm|năm nay|trong kỳ|kỳ này|" +
		"thu",
	link:  "của|trong|so|so với|với|số",
	ratio: "tỷ lệ|tỉ lệ",
	about: "khoảng|khoảng chừng|gần|hơn|trên|dưới|ước|ước đạt|ước tính|xấp xỉ|chừng|ít nhất|tối đa|tối thiểu|từ|trở lên|trở xuống|" +
		"about|over|nearly",
	against: "không|chưa|thiếu|hụt|mất|không phải|chưa đạt|không đạt|not",
	exceed:  "vượt|vượt quá|vượt mức|đạt và vượt",
	rise:    "tăng|tăng thêm",
	fall:    "giảm|giảm được",
	growth:  "tăng trưởng|tốc độ tăng|tốc độ tăng trưởng|tăng trưởng kinh tế|tốc độ tăng trưởng kinh tế",
	upTo:    "còn|lên|xuống|đến|lên đến|xuống còn|giảm còn|giảm xuống|giảm xuống còn|tăng lên|tăng lên đến",
	plan:    "kế hoạch|kh|chỉ tiêu|kế hoạch năm|kế hoạch giao|chỉ tiêu giao|chỉ tiêu kế hoạch|kế hoạch đề ra|được giao|kế hoạch được giao",
	before:  "năm trước|năm ngoái|cùng kỳ|cùng kỳ năm trước|cùng kỳ năm ngoái",
	place:   "hạng|xếp hạng|xếp thứ|đứng thứ|thứ hạng|xếp|đứng|đứng hạng|thứ",
	minus:   "âm",
	deduct:  "trừ|bị trừ|phạt",
})

// spelled lists phrases with their accents, and without wherever that leaves no
// doubt: "đứng" and "đúng" do different things, so "dung" is neither.
func spelled[T comparable](lists map[T]string) map[string]T {
	all, bare, clash := map[string]T{}, map[string]T{}, map[string]bool{}
	for means, list := range lists {
		for p := range strings.SplitSeq(list, "|") {
			all[p] = means
			f := text.Fold(p)
			if other, ok := bare[f]; ok && other != means {
				clash[f] = true
			}
			bare[f] = means
		}
	}
	for f, means := range bare {
		if _, ok := all[f]; !ok && !clash[f] {
			all[f] = means
		}
	}
	return all
}

// roleAt finds the longest phrase that the tokens begin with. A phrase never
// takes the word that names a year: "trong năm 2017", "kế hoạch năm 2017".
func roleAt(tokens []token, own unit) (role, int) {
	for n := min(wordsAhead(tokens), 6); n > 0; n-- {
		if n > 1 && timeAt(tokens[n-1:], own) > 0 {
			continue
		}
		if r, ok := roles[lowered(tokens[:n])]; ok {
			return r, n
		}
	}
	return unknown, 1
}

// timeWord begins a phrase that names a time: its number is never the figure.
// The accents tell "quý" (quarter) from "quỹ" (fund).
var timeWord = map[string]bool{
	"năm": true, "quý": true, "tháng": true, "ngày": true,
	"nam": true, "quy": true, "thang": true, "ngay": true,
}

// timeAt says how many tokens from the first on name a time: "năm 2017",
// "6 tháng đầu năm", "quý IV", "tháng 12", "ngày 24/01/2018".
func timeAt(tokens []token, own unit) int {
	if len(tokens) < 2 {
		return 0
	}
	first, second := tokens[0], tokens[1]
	if first.kind == word && (!timeWord[first.lower] || slices.Contains(strings.Fields(own.base), first.fold)) {
		return 0
	}
	switch {
	case first.kind == digits && second.fold == "thang" && own.base != "thang" && len(first.text) <= 2:
		n := 2
		if n < len(tokens) && (tokens[n].fold == "dau" || tokens[n].fold == "cuoi") {
			n++
		}
		if n < len(tokens) && tokens[n].fold == "nam" {
			n += max(1, timeAt(tokens[n:], own))
		}
		return n
	case first.kind == word && first.fold == "nam" && isYear(second):
		return 2
	case first.fold == "quy" && (second.kind == digits && len(second.text) == 1 || romanQuarter[second.fold]):
		return 2 + yearAfter(tokens[2:])
	case first.fold == "thang" && second.kind == digits && len(second.text) <= 2:
		return 2 + yearAfter(tokens[2:])
	case first.fold == "ngay" && second.kind == digits && len(second.text) <= 2:
		return 2 + yearAfter(tokens[2:])
	case first.fold == "ngay" && second.kind == digits && strings.Count(second.text, ".") == 2: // ngày 24.01.2018
		return 2
	}
	return 0
}

var romanQuarter = map[string]bool{"i": true, "ii": true, "iii": true, "iv": true}

func isYear(t token) bool { return t.kind == digits && yearLike(t.text) }

func yearLike(number string) bool {
	return len(number) == 4 && !strings.ContainsAny(number, ".,") && (strings.HasPrefix(number, "19") || strings.HasPrefix(number, "20"))
}

// yearAfter reads the rest of a date: "/01/2018", "-4-2018", " năm 2018".
func yearAfter(tokens []token) int {
	n := 0
	for n+1 < len(tokens) && (tokens[n].text == "/" || tokens[n].text == "-") && tokens[n].glued && tokens[n+1].kind == digits && len(tokens[n+1].text) <= 4 {
		n += 2
	}
	if n+1 < len(tokens) && tokens[n].fold == "nam" && isYear(tokens[n+1]) {
		n += 2
	}
	return n
}
