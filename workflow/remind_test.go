package workflow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// reminderFile has deadlines and a conference that meet free days and each
// other: 2017-07-10 is a Monday, 2017-07-25 a Tuesday.
func reminderFile(t testing.TB, pairs ...string) string {
	return edit(t, edit(t, yearFile, "contents:\n", `conferences:
  - {id: so-ket, kind: so_ket, name: Hội nghị sơ kết, at: 2017-07-25T08:00, period: 6T}
reminders:
  deadlines: {before: [7, 3, 1, 0], after: [1, 3]}
  conferences: {before: [7, 1, 0]}
  at: "08:00"
  quiet: ["21:00", "06:30"]
  working_days: true
  escalate_after: 1
contents:
`), pairs...)
}

func occurrences(list []workflow.Occurrence, loc *time.Location, about string) string {
	var lines []string
	for _, o := range list {
		if line := fmt.Sprintf("%s %s %+d", o.Kind, o.ID, o.Step); strings.HasPrefix(line, about) {
			lines = append(lines, o.At.In(loc).Format("Mon 2006-01-02 15:04 ")+line)
		}
	}
	return strings.Join(lines, "\n")
}

func TestStepsOfTheSampleYear(t *testing.T) {
	c := load(t, string(sample.Cluster))
	want := strings.TrimSpace(`
Mon 2017-03-13 08:00 conference ky-ket -14
Mon 2017-03-20 08:00 conference ky-ket -7
Fri 2017-03-24 08:00 conference ky-ket -1
Mon 2017-03-27 06:30 conference ky-ket +0
Mon 2017-06-26 08:00 deadline 6T -14
Mon 2017-07-03 08:00 deadline 6T -7
Fri 2017-07-07 08:00 deadline 6T -3
Fri 2017-07-07 08:00 deadline 6T -1
Mon 2017-07-10 08:00 deadline 6T +0
Tue 2017-07-11 08:00 deadline 6T +1
Tue 2017-07-11 08:00 overdue 6T +1
Tue 2017-07-11 08:00 conference so-ket -14
Thu 2017-07-13 08:00 deadline 6T +3
Tue 2017-07-18 08:00 conference so-ket -7
Mon 2017-07-24 08:00 conference so-ket -1
Tue 2017-07-25 06:30 conference so-ket +0
Tue 2018-01-30 08:00 deadline CN -14
Tue 2018-02-06 08:00 deadline CN -7
Fri 2018-02-09 08:00 deadline CN -3
Mon 2018-02-12 08:00 deadline CN -1
Tue 2018-02-13 08:00 deadline CN +0
Wed 2018-02-21 08:00 deadline CN +1
Wed 2018-02-21 08:00 deadline CN +3
Wed 2018-02-21 08:00 overdue CN +1
Wed 2018-03-21 08:00 conference tong-ket -14
Wed 2018-03-28 08:00 conference tong-ket -7
Tue 2018-04-03 08:00 conference tong-ket -1
Wed 2018-04-04 06:30 conference tong-ket +0
Wed 2018-04-04 06:30 handover  +0`)
	if diff := cmp.Diff(want, occurrences(workflow.Occurrences(c), saigon, "")); diff != "" {
		t.Error(diff)
	}
}

func TestWhenAStepFalls(t *testing.T) {
	for _, test := range []struct {
		name, about, want string
		pairs             []string
	}{
		{"a conference on a Sunday is announced on Friday with the step before", "conference",
			"Fri 2017-07-14 08:00 conference so-ket -7\nFri 2017-07-21 08:00 conference so-ket -1\nFri 2017-07-21 08:00 conference so-ket +0",
			[]string{"2017-07-25T08:00", "2017-07-23T08:00"}},
		{"what meets a conference's own day is said with it", "deadline 6T +0",
			"Tue 2017-07-25 06:30 deadline 6T +0", []string{"report_by: 2017-07-10", "report_by: 2017-07-25"}},
		{"no quiet hours", "conference so-ket +0", "Tue 2017-07-25 08:00 conference so-ket +0", []string{"  quiet: [\"21:00\", \"06:30\"]\n", ""}},
		{"a time in the quiet hours waits for their end", "deadline 6T -7", "Mon 2017-07-03 09:00 deadline 6T -7", []string{"06:30", "09:00"}},
		{"a rest at noon delays no announcement", "conference so-ket +0", "Tue 2017-07-25 08:00 conference so-ket +0", []string{`["21:00", "06:30"]`, `["12:00", "13:30"]`}},
		{"free days do not matter", "deadline 6T -1", "Sun 2017-07-09 08:00 deadline 6T -1", []string{"working_days: true", "working_days: false"}},
		{"a holiday before the deadline", "deadline 6T +0", "Fri 2017-07-07 08:00 deadline 6T +0", []string{"working_days: true", "working_days: true\n  holidays: [2017-07-10]"}},
		{"a holiday after it", "deadline 6T +1", "Mon 2017-07-17 08:00 deadline 6T +1", []string{"working_days: true", "working_days: true\n  holidays: [2017-07-11/2017-07-14]"}},
		{"over the year's end", "deadline CN -3", "Fri 2017-12-29 08:00 deadline CN -3", []string{"2018-02-13", "2018-01-02"}},
		{"back over the year's end", "deadline CN +1", "Tue 2018-01-02 08:00 deadline CN +1", []string{"2018-02-13", "2017-12-31", "working_days: true", "working_days: true\n  holidays: [2018-01-01]"}},
		{"a leap day", "deadline CN -1", "Thu 2024-02-29 08:00 deadline CN -1", []string{"2018-02-13", "2024-03-01"}},
		{"the head is not told", "overdue", "", []string{"escalate_after: 1", "escalate_after: 0"}},
	} {
		c := load(t, reminderFile(t, test.pairs...))
		if got := occurrences(workflow.Occurrences(c), saigon, test.about); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// The clock on the wall counts, also on the day that it jumps.
func TestStepsWhereTheClockJumps(t *testing.T) {
	for zone, day := range map[string]string{
		"America/New_York": "2018-03-11", "Europe/Berlin": "2018-10-28", "America/Sao_Paulo": "2017-10-15", // midnight does not come there
	} {
		c := load(t, reminderFile(t, "year: 2017", "year: 2017\ntimezone: "+zone, "2018-02-13", day, "working_days: true", "working_days: false"))
		want := in(c.Location(), day+" 08:00").Format("Mon 2006-01-02 15:04") + " deadline CN +0"
		if got := occurrences(workflow.Occurrences(c), c.Location(), "deadline CN +0"); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

// ring rings the bell now and returns what is said, one line a person.
func (h *house) ring(year int) []string {
	h.t.Helper()
	var said []string
	h.do(func(tx storage.Tx, act workflow.Act) error {
		c, err := workflow.FindCluster(tx, "cum", year)
		if err != nil {
			return err
		}
		due, err := workflow.DueReminders(tx, c, act.At)
		if err != nil {
			return err
		}
		for _, rem := range due {
			line := rem.Person.ID + ":"
			for _, i := range rem.Items {
				line += fmt.Sprintf(" %s.%s%+d", i.Kind, i.ID, i.Step)
				if i.Member != "" {
					line += " for " + i.Member
				}
				if len(i.Late) > 0 {
					line += fmt.Sprint(" ", i.Late)
				}
			}
			said = append(said, line)
			if err := workflow.MarkReminded(tx, rem, act.At); err != nil {
				return err
			}
		}
		return nil
	})
	return said
}

// rings rings from one moment to another and returns everything said, with the
// moment before it.
func (h *house) rings(from, to string, every time.Duration) string {
	h.t.Helper()
	var lines []string
	for h.now = at(from); !h.now.After(at(to)); h.now = h.now.Add(every) {
		for _, line := range h.ring(2017) {
			lines = append(lines, h.now.In(saigon).Format("01-02 15:04 ")+line)
		}
	}
	return strings.Join(lines, "\n")
}

func (h *house) seatAll() {
	h.seat("official-c", "cum", workflow.Official, "c")
	h.seat("official-d", "cum", workflow.Official, "d")
	h.seat("leader-c", "cum", workflow.Leader, "c")
	h.seat("head-a", "cum", workflow.Head, "a")
	h.seat("deputy-b", "cum", workflow.Deputy, "b")
}

// send submits a member's whole report of the half-year.
func (h *house) send(member string, when string) {
	h.t.Helper()
	c := see(h, func(r storage.Reader) (*rules.Cluster, error) { return workflow.FindCluster(r, "cum", 2017) })
	h.now = at(when)
	_, err := h.submit(c, "6T", member, true)
	must(h.t, err)
}

func TestRemindersOfADeadline(t *testing.T) {
	h := newHouse(t)
	h.apply(reminderFile(t, "conferences: {before: [7, 1, 0]}", "conferences: {before: []}"))
	h.seatAll()
	for _, m := range []string{"a", "b"} {
		h.send(m, "2017-07-01 09:00")
	}
	got := h.rings("2017-07-01 10:00", "2017-07-07 12:00", 30*time.Minute)
	h.send("d", "2017-07-09 20:00")
	got += "\n" + h.rings("2017-07-09 20:30", "2017-07-31 20:30", 30*time.Minute)
	want := strings.TrimSpace(`
07-03 08:00 official-c: deadline.6T-7 for c
07-03 08:00 official-d: deadline.6T-7 for d
07-07 08:00 official-c: deadline.6T-1 for c
07-07 08:00 official-d: deadline.6T-1 for d
07-10 08:00 official-c: deadline.6T+0 for c
07-11 08:00 official-c: deadline.6T+1 for c
07-11 08:00 head-a: overdue.6T+1 [c]
07-13 08:00 official-c: deadline.6T+3 for c`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRemindersOfAConference(t *testing.T) {
	h := newHouse(t)
	h.apply(reminderFile(t, "deadlines: {before: [7, 3, 1, 0], after: [1, 3]}", "deadlines: {before: [], after: []}", "escalate_after: 1", "escalate_after: 0"))
	h.seat("root", "cum", workflow.Admin, "")
	h.seat("mai", "cum", workflow.Official, "c")
	h.seat("mai", "cum", workflow.Leader, "d")
	want := strings.TrimSpace(`
07-18 08:00 mai: conference.so-ket-7
07-18 08:00 root: conference.so-ket-7
07-24 08:00 mai: conference.so-ket-1
07-24 08:00 root: conference.so-ket-1
07-25 06:30 mai: conference.so-ket+0
07-25 06:30 root: conference.so-ket+0`)
	if diff := cmp.Diff(want, h.rings("2017-07-10 00:00", "2017-08-05 00:00", 30*time.Minute)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatMeetsOnOneDayIsOneMessage(t *testing.T) {
	h := newHouse(t)
	h.apply(reminderFile(t, "report_by: 2017-07-10", "report_by: 2017-07-25"))
	h.seat("mai", "cum", workflow.Official, "c")
	h.seat("mai", "cum", workflow.Official, "d")
	want := "07-25 06:30 mai: deadline.6T+0 for c deadline.6T+0 for d conference.so-ket+0"
	if got := h.rings("2017-07-25 00:00", "2017-07-25 23:00", 10*time.Minute); !strings.HasSuffix(got, want) || strings.Contains(got, "08:00") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// After a downtime everything missed is said once, with the latest step; what is
// over or older than a week is not.
func TestRemindersAfterADowntime(t *testing.T) {
	h := newHouse(t)
	h.apply(reminderFile(t))
	h.seatAll()
	for _, test := range []struct{ from, to, want string }{
		{"2017-07-08 05:00", "2017-07-08 06:29", ""}, // nobody is woken for it
		{"2017-07-08 06:30", "2017-07-08 23:00", "07-08 06:30 official-c: deadline.6T-1 for c\n07-08 06:30 official-d: deadline.6T-1 for d"},
		{"2017-07-13 21:30", "2017-07-14 06:29", ""},
		{"2017-07-14 06:30", "2017-07-14 12:00", "07-14 06:30 official-c: deadline.6T+3 for c\n07-14 06:30 official-d: deadline.6T+3 for d\n07-14 06:30 head-a: overdue.6T+1 [a b c d]"},
		{"2017-07-25 09:00", "2017-07-25 20:00", "07-25 09:00 deputy-b: conference.so-ket+0\n07-25 09:00 head-a: conference.so-ket+0\n07-25 09:00 leader-c: conference.so-ket+0\n07-25 09:00 official-c: conference.so-ket+0\n07-25 09:00 official-d: conference.so-ket+0"},
		{"2017-07-26 07:00", "2017-08-10 20:00", ""},
	} {
		if diff := cmp.Diff(test.want, h.rings(test.from, test.to, time.Minute*30)); diff != "" {
			t.Errorf("%s: %s", test.from, diff)
		}
	}
}

func TestLookBackOfSevenDays(t *testing.T) {
	for when, want := range map[string]int{"2018-02-23 08:00": 1, "2018-02-23 08:01": 0} {
		h := newHouse(t)
		h.apply(reminderFile(t, "after: [1, 3]", "after: [3]", "escalate_after: 1", "escalate_after: 0"))
		h.seat("mai", "cum", workflow.Official, "c")
		h.now = at(when) // the step fell due on the 16th, a Friday, at 08:00
		if got := h.ring(2017); len(got) != want {
			t.Errorf("at %s: %v, want %d", when, got, want)
		}
	}
	// A conference that was yesterday is coming no more.
	h := newHouse(t)
	h.apply(reminderFile(t))
	h.seat("root", "cum", workflow.Admin, "")
	if got := h.rings("2017-07-26 00:00", "2017-07-28 00:00", time.Hour); got != "" {
		t.Errorf("after the conference:\n%s", got)
	}
}

func TestWhoComesLaterIsNotRemindedOfBefore(t *testing.T) {
	h := newHouse(t)
	h.apply(reminderFile(t))
	h.now = at("2017-07-03 08:00")
	h.seat("on-time", "cum", workflow.Official, "c")
	h.now = at("2017-07-03 08:01")
	h.seat("later", "cum", workflow.Official, "c")
	if got := strings.Join(h.ring(2017), "\n"); got != "on-time: deadline.6T-7 for c" {
		t.Errorf("on the day:\n%s", got)
	}
	h.now = at("2017-07-07 08:00")
	if got := strings.Join(h.ring(2017), "\n"); got != "later: deadline.6T-1 for c\non-time: deadline.6T-1 for c" {
		t.Errorf("at the next step:\n%s", got)
	}
}

// A figure that is sent back is owed from then on: steps from before are not
// made up for, and the head is not told that the unit is late.
func TestRemindersAfterAReturn(t *testing.T) {
	h := newHouse(t)
	c := h.apply(reminderFile(t, "conferences: {before: [7, 1, 0]}", "conferences: {before: []}"))
	h.seat("official-c", "cum", workflow.Official, "c")
	h.seat("head-a", "cum", workflow.Head, "a")
	for _, m := range []string{"a", "b", "c", "d"} {
		h.now = at("2017-07-01 09:00")
		must(t, h.enter(c, "6T", m, "thu", "1", ""))
		h.send(m, "2017-07-01 09:00")
	}
	if got := h.rings("2017-07-03 00:00", "2017-07-08 10:00", time.Hour); got != "" {
		t.Errorf("nothing is owed:\n%s", got)
	}
	must(t, h.giveBack(c, "6T", "c", "thu", "sai"))
	if got := h.rings("2017-07-08 11:00", "2017-07-09 23:00", time.Hour); got != "" {
		t.Errorf("right after the return:\n%s", got)
	}
	want := "07-10 08:00 official-c: deadline.6T+0 for c\n07-11 08:00 official-c: deadline.6T+1 for c\n07-13 08:00 official-c: deadline.6T+3 for c"
	if got := h.rings("2017-07-10 00:00", "2017-07-20 00:00", time.Hour); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A deadline that the file moves has steps of its own.
func TestRemindersOfAMovedDeadline(t *testing.T) {
	h := newHouse(t)
	file := reminderFile(t, "conferences: {before: [7, 1, 0]}", "conferences: {before: []}", "[7, 3, 1, 0]", "[3, 0]", "[1, 3]", "[]", "escalate_after: 1", "escalate_after: 0")
	h.apply(file)
	h.seat("mai", "cum", workflow.Official, "c")
	got := h.rings("2017-07-07 00:00", "2017-07-10 12:00", time.Hour)
	h.apply(edit(t, file, "report_by: 2017-07-10", "report_by: 2017-07-20"))
	got += "\n" + h.rings("2017-07-10 13:00", "2017-07-31 00:00", time.Hour)
	want := "07-07 08:00 mai: deadline.6T-3 for c\n07-10 08:00 mai: deadline.6T+0 for c\n07-17 08:00 mai: deadline.6T-3 for c\n07-20 08:00 mai: deadline.6T+0 for c"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStillOwesWhenSent(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	owes := func(year int, period, member string) bool {
		t.Helper()
		return see(h, func(r storage.Reader) (bool, error) { return workflow.StillOwes(r, "cum", year, period, member) })
	}
	if !owes(2017, "6T", "c") {
		t.Error("before anything is sent")
	}
	must(t, h.enter(c, "6T", "c", "thu", "1", ""))
	if !owes(2017, "6T", "c") {
		t.Error("a draft is nothing sent")
	}
	h.send("c", "2017-07-01 09:00")
	if owes(2017, "6T", "c") {
		t.Error("after everything is sent")
	}
	must(t, h.giveBack(c, "6T", "c", "thu", "sai"))
	if !owes(2017, "6T", "c") {
		t.Error("after a return")
	}
	h.apply(edit(t, yearFile, "6T", "HK"))
	if owes(2017, "6T", "c") || owes(2016, "CN", "c") || owes(2017, "CN", "x") {
		t.Error("what the file does not know is not owed")
	}
}

// The head of the moment is told, whoever it was when the report was due.
func TestOverdueIsToldToTheHeadOfTheMoment(t *testing.T) {
	h := newHouse(t)
	file := reminderFile(t, "2018-04-04", "2018-02-13", "working_days: true", "working_days: false")
	h.apply(file)
	h.apply(edit(t, file, "year: 2017", "year: 2018", "head: a", "head: b", "deputies: [b]", "deputies: [a]", "2018-02-13", "2019-02-13", "2017-07-10", "2018-07-10", "2017-07-25", "2018-07-25"))
	h.seat("head-a", "cum", workflow.Head, "a")
	h.seat("head-b", "cum", workflow.Head, "b")
	h.now = at("2018-02-14 08:00")
	if got := strings.Join(h.ring(2017), "\n"); got != "head-a: handover.+0\nhead-b: handover.+0 overdue.CN+1 [a b c d]" {
		t.Errorf("told: %s", got)
	}
}
