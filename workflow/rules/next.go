package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Next drafts the file of the next year from this one's: the year, who leads, the
// days of periods and conferences, the hand-over, fixed holidays, and the years in
// names. Every other byte stays as it is, and the draft loads without faults.
// Which days were not moved and want a look is left: those of Tết move with the
// moon.
func (c *Cluster) Next(head string, deputies []string) (draft []byte, left []string, err error) {
	mark := []byte("\ufeff")
	source := bytes.TrimPrefix(c.Source, mark)
	docs, err := documents(source)
	if err != nil {
		return nil, nil, err
	}
	n := &nextYear{editor: newEditor(source), year: c.Year}
	n.edit(docs[0].Content[0], head, deputies)
	draft = n.edited()
	if bytes.HasPrefix(c.Source, mark) {
		draft = slices.Concat(mark, draft)
	}
	next, faults := Load(draft)
	if len(faults) > 0 {
		return nil, nil, fmt.Errorf("the draft of %d: %w", c.Year+1, faults)
	}
	if next.Year != c.Year+1 || next.Head != head || !slices.Equal(next.Deputies, deputies) || len(n.missed) > 0 {
		return nil, nil, fmt.Errorf("the draft of %d: %s", c.Year+1, strings.Join(append(n.missed, "the file is written in a way that cannot be edited"), "; "))
	}
	return draft, n.left, nil
}

// nextYear moves a file on by a year.
type nextYear struct {
	*editor
	year   int
	left   []string
	missed []string // days that are written in a way that cannot be edited
}

func (n *nextYear) edit(root *yaml.Node, head string, deputies []string) {
	value := func(of *yaml.Node, key string, visit func(*yaml.Node)) {
		if _, v := member(of, key); v != nil && !isNull(v) {
			visit(v)
		}
	}
	value(root, "year", func(v *yaml.Node) { n.word(v, strconv.Itoa(n.year+1)) })
	value(root, "head", func(v *yaml.Node) { n.word(v, head) })
	n.words(root, "deputies", "head", deputies)
	value(root, "handover", n.day)
	value(root, "name", n.named)
	value(root, "theme", n.named)

	each(root, "periods", "report_by", n.day)
	each(root, "periods", "name", n.titled)
	each(root, "conferences", "at", n.day)
	each(root, "conferences", "name", n.titled)
	each(root, "awards", "name", n.named)
	each(root, "contents", "name", n.named)
	value(root, "contents", func(all *yaml.Node) {
		for _, content := range all.Content {
			each(content, "criteria", "name", n.named)
		}
	})
	_, covenant := member(root, "covenant")
	value(covenant, "sign_by", n.day)
	_, quorum := member(covenant, "quorum")
	_, all := member(root, "members")
	value(quorum, "deputies", func(v *yaml.Node) { n.atMost(v, len(deputies)) })
	value(quorum, "members", func(v *yaml.Node) { n.atMost(v, len(all.Content)-len(deputies)-1) })
	each(covenant, "clauses", "heading", n.named)
	each(covenant, "clauses", "text", n.named)
	_, reminders := member(root, "reminders")
	value(reminders, "holidays", n.holidays)
	_, rules := member(root, "award_rules")
	value(rules, "exclude", func(v *yaml.Node) {
		if len(v.Content) > 0 {
			n.left = append(n.left, "award_rules.exclude")
		}
	})
}

// fixedHolidays are the days off that have the same date every year (Labour Code
// 2019, article 112).
var fixedHolidays = []string{"01-01", "04-30", "05-01", "09-02"}

// moved is the same day of the next year or, where that is a free day, the next
// working day.
func moved(d Date) Date {
	if d.Year++; d.Month == time.February && d.Day == 29 {
		d.Day = 28
	}
	for {
		weekday := d.In(time.UTC).Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && !fixed(d) {
			return d
		}
		d = d.AddDays(1)
	}
}

func fixed(d Date) bool { return slices.Contains(fixedHolidays, d.String()[5:]) }

// day moves a day, or a day and time.
func (n *nextYear) day(v *yaml.Node) {
	text := strings.TrimSpace(v.Value)
	if d, err := day(text[:min(len(text), len(time.DateOnly))]); err == nil {
		n.within(v, d.String(), moved(d).String())
	}
}

// within writes something else in a part of a value.
func (n *nextYear) within(v *yaml.Node, old, with string) {
	from, to := n.span(v)
	i := bytes.Index(n.source[from:to], []byte(old))
	if i < 0 {
		n.missed = append(n.missed, old)
		return
	}
	n.replace(from+i, from+i+len(old), with)
}

// atMost lowers a number to what there still is of what it counts.
func (n *nextYear) atMost(v *yaml.Node, most int) {
	if count, err := strconv.Atoi(v.Value); err == nil && count > most {
		n.word(v, strconv.Itoa(most))
	}
}

// holidays moves those that have the same date every year; the others stay, and
// are named.
func (n *nextYear) holidays(list *yaml.Node) {
	for _, v := range list.Content {
		r, err := days(strings.TrimSpace(v.Value))
		switch {
		case err != nil:
		case !fixed(r.First) || !fixed(r.Last):
			n.left = append(n.left, strings.TrimSpace(v.Value))
		default:
			from, to := n.span(v)
			for _, at := range yearsIn.FindAllIndex(n.source[from:to], -1) {
				n.year4(from+at[0], from+at[1])
			}
		}
	}
}

var yearsIn = regexp.MustCompile(`[0-9]{4}`)

// year4 writes the next year over a year's four digits.
func (n *nextYear) year4(from, to int) {
	if y, err := strconv.Atoi(string(n.source[from:to])); err == nil {
		n.replace(from, to, strconv.Itoa(y+1))
	}
}

// yearWord is what stands before a year in a name, its accent apart or not.
var yearWord = regexp.MustCompile(`(?i)n(?:\x{103}|a\x{306})m\s+$`)

// named moves this year on in a name: "năm 2017". What only looks like it, as in
// "91/2017/NĐ-CP" or "2016-2020", stays.
func (n *nextYear) named(v *yaml.Node) {
	n.years(v, func(year int, before string) bool { return year == n.year && yearWord.MatchString(before) })
}

// titled moves this year and its neighbours on in what happens every year:
// "tổng kết năm 2017 và ký kết giao ước năm 2018".
func (n *nextYear) titled(v *yaml.Node) {
	n.years(v, func(year int, _ string) bool { return n.year-1 <= year && year <= n.year+1 })
}

func (n *nextYear) years(v *yaml.Node, moves func(year int, before string) bool) {
	from, to := n.span(v)
	raw := n.source[from:to]
	for _, at := range yearsIn.FindAllIndex(raw, -1) {
		y, err := strconv.Atoi(string(raw[at[0]:at[1]]))
		before, after := raw[:at[0]], raw[at[1]:]
		if err == nil && !joined(before, true) && !joined(after, false) && moves(y, string(before)) {
			n.year4(from+at[0], from+at[1])
		}
	}
}

// joined says whether a number goes on where a year ends or begins: in "1/2017",
// "20171", "2017.5".
func joined(b []byte, ends bool) bool {
	if len(b) == 0 {
		return false
	}
	c := b[0]
	if ends {
		c = b[len(b)-1]
	}
	digit := '0' <= c && c <= '9'
	if c == '.' && !ends { // the end of a sentence is none
		return len(b) > 1 && '0' <= b[1] && b[1] <= '9'
	}
	return digit || c == '/' || c == '.' || c == '_'
}
