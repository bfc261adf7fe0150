package bot

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow/naming"
	"thidua/workflow/number"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// entryLine is "code: value": a number of the list, a code or a name, then a
// colon or an equals sign, then the value.
var entryLine = regexp.MustCompile(`^\s*[#]?([^:=]{1,200}?)\s*[:=]\s*(.+)$`)

// jump is "#5", "mục 5" or "chỉ tiêu 5": asks for a criterion, gives no figure.
var jump = regexp.MustCompile(`^(?:#|muc |chi tieu |so )\s*(\d{1,3})$`)

// find returns the criterion of a period that a text names: by its number in
// the list, its code, or its name as people write it; nil when none or more than
// one may be meant.
func find(c *rules.Cluster, period, name string) *rules.Criterion {
	k, _ := guess(c, period, name)
	return k
}

// guess is find, with the criteria that may have been meant where it is not sure.
func guess(c *rules.Cluster, period, name string) (k *rules.Criterion, close []*rules.Criterion) {
	all := c.Criteria(period)
	name = strings.TrimSpace(name)
	if m := jump.FindStringSubmatch(text.Fold(name)); m != nil { // "mục 4"
		name = m[1]
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(name, ".")); err == nil {
		if n >= 1 && n <= len(all) {
			return all[n-1], nil
		}
		return nil, nil
	}
	ways := make([][]string, len(all))
	for i, k := range all {
		ways[i] = []string{k.ID, k.Name}
	}
	i, near := naming.Find(name, ways)
	for _, j := range near {
		close = append(close, all[j])
	}
	if i < 0 {
		return nil, close
	}
	return all[i], nil
}

// criterion is one of a period's criteria; nil when the cluster's file no longer
// has it.
func criterion(c *rules.Cluster, period, id string) *rules.Criterion {
	if k, _ := c.Criterion(id); k != nil && k.In(period) {
		return k
	}
	return nil
}

// place is a criterion's place in the list of its period, from 1.
func place(c *rules.Cluster, period, id string) int {
	for i, k := range c.Criteria(period) {
		if k.ID == id {
			return i + 1
		}
	}
	return 0
}

// several says whether a text has more than one line with something in it.
func several(said string) bool { return len(strings.Split(strings.TrimSpace(said), "\n")) > 1 }

// takeText takes whatever an official typed where figures are asked: one figure
// for the criterion in question, one "code: figure" line, a block of such lines,
// or a jump. A block is shown before anything of it is stored.
func (f *reportForm) takeText(t *dialog.Turn, c *rules.Cluster, said string) error {
	if m := jump.FindStringSubmatch(text.Fold(said)); m != nil {
		return f.jumpTo(c, m[1])
	}
	if !several(said) && !entryLine.MatchString(said) {
		if k := find(c, f.Period, said); k != nil && !isNumber(said) {
			return f.jumpTo(c, said)
		}
		if k := f.elsewhere(t, c, said); k != nil || f.At == "" {
			if k == nil {
				return text.Wrong("baocao.how")
			}
			f.Pasted = true // it may be meant for the one in question: shown before it is stored
			return f.takeBlock(t, c, said)
		}
		if err := f.takeValue(t, c, criterion(c, f.Period, f.At), said); err != nil {
			return err
		}
		return f.work(t, c)
	}
	return f.takeBlock(t, c, said)
}

// elsewhere is the criterion that a line without a sign names, where it is not the
// one in question and the line is no answer to that.
func (f *reportForm) elsewhere(t *dialog.Turn, c *rules.Cluster, said string) *rules.Criterion {
	name, _, ok := splitRow(c, f.Period, said)
	if !ok {
		return nil
	}
	k := find(c, f.Period, name)
	if at := criterion(c, f.Period, f.At); at != nil && k != nil && k != at {
		if q, err := f.question(t, c, at); err == nil && number.Read(said, q).Verdict == number.Value {
			return nil
		}
	}
	return k
}

// takeBlock takes one line or several, each with the criterion it is about.
func (f *reportForm) takeBlock(t *dialog.Turn, c *rules.Cluster, said string) error {
	f.Pasted = f.Pasted || several(said) || len(f.Block) > 0
	err := takeRows(t, c, f.Period, strings.Split(said, "\n"), func(k *rules.Criterion) bool { return k.Method.Kind.Reported() },
		func(k *rules.Criterion, said string) error { return f.takeValue(t, c, k, said) })
	if err != nil {
		return err
	}
	if len(f.Open)+len(f.Block) == 0 {
		f.Pasted = false
	}
	return f.work(t, c)
}

// A row is one line of several: what it is about and what it says.
type row struct {
	line, said string
	k          *rules.Criterion
	fault      text.Notice // why it cannot be taken
}

// readRows parts lines. Two lines that say different things of one criterion are
// both left: which one is meant is not for us to say.
func readRows(c *rules.Cluster, period string, lines []string, fits func(*rules.Criterion) bool) []row {
	var list []row
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		r := row{line: line}
		name, said, ok := splitRow(c, period, line)
		if !ok {
			r.fault = text.Say("baocao.row_unread", "text", quote(line))
			list = append(list, r)
			continue
		}
		k, close := guess(c, period, name)
		if k == nil || !fits(k) {
			r.fault = unknownRow(c, period, name, close)
		} else {
			r.k, r.said = k, said
		}
		i := slices.IndexFunc(list, func(o row) bool { return r.k != nil && o.k == r.k })
		if i >= 0 && list[i].said == r.said {
			continue
		}
		if i >= 0 {
			list[i].fault = text.Say("baocao.row_twice", "name", k.Name, "text", quote(list[i].line), "other", quote(line))
			continue
		}
		list = append(list, r)
	}
	return list
}

// begins is how the value of a row begins.
var begins = regexp.MustCompile(`^(?:[-+(]?\d|dat|khong|ko|chua|co|n/a|vuot|tang|giam|hang)`)

// aroundNumbers are words that stand before a number in any answer, and may well
// stand in the name of a criterion.
var aroundNumbers = []string{"tang", "giam", "vuot", "khoang", "bang", "duoc", "tong", "tong so", "con lai", "xuong", "thuc hien", "tren", "duoi"}

// splitRow parts "3: 5", "thu ngân sách = 5", and as a table is pasted "3 Thu
// ngân sách 5": the longest beginning that names a criterion, then the rest.
func splitRow(c *rules.Cluster, period, line string) (name, said string, ok bool) {
	if m := entryLine.FindStringSubmatch(line); m != nil {
		return m[1], strings.TrimSpace(m[2]), true
	}
	words := strings.Fields(line)
	first := 0
	if len(words) > 2 && isNumber(strings.TrimSuffix(words[0], ".")) {
		first = 1 // the number of the row
	}
	for n := min(len(words), 16) - 1; n > first; n-- {
		if !begins.MatchString(text.Fold(words[n])) {
			continue
		}
		name = strings.Join(words[first:n], " ")
		if n == first+1 && (len(text.Fold(name)) < 4 || slices.Contains(aroundNumbers, text.Fold(name))) {
			continue
		}
		if k := find(c, period, name); k != nil && !isNumber(name) {
			return name, strings.Join(words[n:], " "), true
		}
	}
	return "", "", false
}

// takeRows takes lines, each by itself: the good ones are kept, and of every other
// it says what was wrong with it. fits says which criteria may stand there.
func takeRows(t *dialog.Turn, c *rules.Cluster, period string, lines []string, fits func(*rules.Criterion) bool, take func(k *rules.Criterion, said string) error) error {
	right, wrong := 0, 0
	for _, r := range readRows(c, period, lines, fits) {
		if r.fault.Key != "" {
			t.Say(r.fault)
			wrong++
			continue
		}
		err := take(r.k, r.said)
		if p, ok := errors.AsType[*text.Problem](err); ok {
			wrong++
			if p.Args["name"] == r.k.Name { // it says itself which one it means
				t.Say(text.Say("baocao.row_refused", "why", text.Plain(t.Person.Language, p.Notice)))
			} else {
				t.Say(text.Say("baocao.row_wrong", "name", r.k.Name, "why", text.Plain(t.Person.Language, p.Notice)))
			}
			continue
		}
		if err != nil {
			return err
		}
		right++
	}
	if wrong > 0 && right > 0 {
		t.Say(text.Say("baocao.rows_wrong", "n", strconv.Itoa(wrong)))
	}
	return nil
}

// unknownRow names a line whose criterion is not known, and what it may be.
func unknownRow(c *rules.Cluster, period, name string, close []*rules.Criterion) text.Notice {
	if len(close) == 0 {
		return text.Say("baocao.row_unknown", "text", quote(name))
	}
	var list []string
	for _, k := range close {
		list = append(list, itoa(place(c, period, k.ID))+". "+k.Name)
	}
	return text.Say("baocao.row_unsure", "text", quote(name), "names", strings.Join(list, "; "))
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(strings.TrimSpace(s))
	return err == nil
}

func (f *reportForm) jumpTo(c *rules.Cluster, name string) error {
	k := find(c, f.Period, name)
	if k == nil || !k.Method.Kind.Reported() {
		return text.Wrong("baocao.no_such", "text", quote(name))
	}
	f.At = k.ID
	return nil
}

// takeValue reads one figure as it was typed. What is not clear is never decided
// here: it waits to be asked about.
func (f *reportForm) takeValue(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said string) error {
	q, err := f.question(t, c, k)
	if err != nil {
		return err
	}
	it, err := reads(k, q, said)
	if err != nil {
		return err
	}
	return f.take(t, c, it)
}
