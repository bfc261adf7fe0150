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
)

// ask, grant and deny are what a person does about the half-year of a member.
func (h *house) ask(c *rules.Cluster, who, member, when, reason string) error {
	h.by, h.now = who, at(when)
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.AskExtension(tx, act, c, "6T", member, reason)
		return err
	})
}

func (h *house) grant(c *rules.Cluster, who, member, when, until string) error {
	h.by, h.now = who, at(when)
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.GrantExtension(tx, act, c, "6T", member, rules.DateOf(at(until)))
		return err
	})
}

func (h *house) deny(c *rules.Cluster, who, member, when, reason string) error {
	h.by, h.now = who, at(when)
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.RefuseExtension(tx, act, c, "6T", member, reason)
		return err
	})
}

// reportBy is until when a member's half-year is in time.
func (h *house) reportBy(c *rules.Cluster, member string) string {
	h.t.Helper()
	return see(h, func(r storage.Reader) (rules.Date, error) { return workflow.ReportBy(r, c, "6T", member) }).String()
}

// extended is a house in which the deadline is 2017-07-10, a Monday, and nobody
// reported.
func extended(t testing.TB, pairs ...string) (*house, *rules.Cluster) {
	t.Helper()
	h := newHouse(t)
	c := h.apply(reminderFile(t, append([]string{"conferences: {before: [7, 1, 0]}", "conferences: {before: []}"}, pairs...)...))
	h.seatAll()
	h.seat("official-a", "cum", workflow.Official, "a")
	return h, c
}

func TestWhoAsksForAnExtensionAndWhen(t *testing.T) {
	for _, test := range []struct{ who, member, when, problem string }{
		{"official-c", "c", "2017-02-01 08:00", ""},
		{"official-c", "c", "2017-07-13 23:59:59", ""},
		{"official-c", "c", "2017-07-14 00:00", "giahan.too_late"},
		{"official-c", "d", "2017-07-05 08:00", "giahan.not_official"},
		{"leader-c", "c", "2017-07-05 08:00", "giahan.not_official"},
		{"head-a", "c", "2017-07-05 08:00", "giahan.not_official"},
		{"stranger", "c", "2017-07-05 08:00", "giahan.not_official"},
	} {
		h, c := extended(t)
		err := h.ask(c, test.who, test.member, test.when, "")
		if test.problem == "" {
			must(t, err)
			wrong(t, h.ask(c, test.who, test.member, test.when, "gấp"), "giahan.open")
		} else {
			wrong(t, err, test.problem)
		}
		if got := h.reportBy(c, test.member); got != "2017-07-10" {
			t.Errorf("a request alone moves the day to %s", got)
		}
	}
	h, c := extended(t)
	h.send("c", "2017-07-09 08:00")
	wrong(t, h.ask(c, "official-c", "c", "2017-07-09 09:00", ""), "giahan.not_owed")
}

func TestWhoAnswersARequest(t *testing.T) {
	for _, test := range []struct{ asker, member, who, problem string }{
		{"official-c", "c", "head-a", ""},
		{"official-c", "c", "deputy-b", ""},
		{"official-c", "c", "official-c", "giahan.not_yours"},
		{"official-c", "c", "official-d", "giahan.not_yours"},
		{"official-c", "c", "watcher", "giahan.not_yours"},
		{"official-c", "c", workflow.Operator, "giahan.not_yours"},
		{"official-a", "a", "head-a", "giahan.not_yours"},
		{"official-a", "a", "deputy-b", ""},
	} {
		h, c := extended(t)
		h.seat("watcher", "cum", workflow.Observer, "")
		wrong(t, h.grant(c, "deputy-b", test.member, "2017-07-09 08:00", "2017-07-13"), "giahan.not_asked")
		must(t, h.ask(c, test.asker, test.member, "2017-07-10 08:00", ""))
		for name, answer := range map[string]func() error{
			"refuse": func() error { return h.deny(c, test.who, test.member, "2017-07-10 09:00", "") },
			"grant":  func() error { return h.grant(c, test.who, test.member, "2017-07-10 09:00", "2017-07-13") },
		} {
			err := answer()
			if test.problem != "" {
				wrong(t, err, test.problem)
				continue
			}
			must(t, err)
			wrong(t, h.grant(c, "deputy-b", test.member, "2017-07-10 10:00", "2017-07-17"), "giahan.answered_"+map[string]string{"refuse": "no", "grant": "yes"}[name])
			must(t, h.ask(c, test.asker, test.member, "2017-07-10 11:00", "nữa"))
		}
		want := "2017-07-13"
		if test.problem != "" {
			want = "2017-07-10"
		}
		if got := h.reportBy(c, test.member); got != want {
			t.Errorf("%s answers %s: the day is %s", test.who, test.asker, got)
		}
	}
}

func TestWhichDaysCanBeGranted(t *testing.T) {
	for _, test := range []struct {
		when, until string
		ok          bool
	}{
		{"2017-07-08 08:00", "2017-07-10", false}, {"2017-07-08 08:00", "2017-07-11", true}, {"2017-07-08 08:00", "2017-07-09", false},
		{"2017-07-12 08:00", "2017-07-11", false}, {"2017-07-12 23:59:59", "2017-07-12", true},
		{"2017-07-12 08:00", "2017-09-08", true}, {"2017-07-12 08:00", "2017-09-09", false}, {"2017-07-12 08:00", "2018-07-12", false},
	} {
		h, c := extended(t)
		must(t, h.ask(c, "official-c", "c", "2017-07-08 07:00", ""))
		if err := h.grant(c, "head-a", "c", test.when, test.until); test.ok {
			must(t, err)
		} else {
			wrong(t, err, "giahan.day")
		}
		want := "2017-07-10"
		if test.ok {
			want = test.until
		}
		if got := h.reportBy(c, "c"); got != want {
			t.Errorf("at %s until %s: the day is %s", test.when, test.until, got)
		}
	}
}

// The second extension counts from the first, a refusal leaves what was granted,
// and each of them is in the log.
func TestASecondExtension(t *testing.T) {
	h, c := extended(t)
	must(t, h.ask(c, "official-c", "c", "2017-07-10 08:00", "chờ số thống kê"))
	must(t, h.grant(c, "head-a", "c", "2017-07-10 09:00", "2017-07-13"))
	wrong(t, h.ask(c, "official-c", "c", "2017-07-17 00:00", ""), "giahan.too_late")
	must(t, h.ask(c, "official-c", "c", "2017-07-16 08:00", "vẫn chờ"))
	must(t, h.deny(c, "deputy-b", "c", "2017-07-16 09:00", "hết giờ"))
	must(t, h.ask(c, "official-c", "c", "2017-07-16 10:00", "xin lần cuối"))
	wrong(t, h.grant(c, "head-a", "c", "2017-07-16 11:00", "2017-07-13"), "giahan.day")
	if got := h.reportBy(c, "c"); got != "2017-07-13" {
		t.Errorf("after a refusal: %s", got)
	}
	must(t, h.grant(c, "head-a", "c", "2017-07-16 11:00", "2017-07-18"))
	if c, d := h.reportBy(c, "c"), h.reportBy(c, "d"); c != "2017-07-18" || d != "2017-07-10" {
		t.Errorf("c until %s, d until %s", c, d)
	}
	list := see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") })
	var lines []string
	for _, l := range list {
		if strings.HasPrefix(l.What, "extension.") {
			lines = append(lines, strings.TrimSpace(fmt.Sprint(l.By, " ", l.What, " ", l.Period, " ", l.Member, " ", l.From, ">", l.To, " ", l.Reason)))
		}
	}
	want := `official-c extension.ask 6T c 2017-07-10> chờ số thống kê
head-a extension.grant 6T c 2017-07-10>2017-07-13
official-c extension.ask 6T c 2017-07-13> vẫn chờ
deputy-b extension.refuse 6T c > hết giờ
official-c extension.ask 6T c 2017-07-13> xin lần cuối
head-a extension.grant 6T c 2017-07-13>2017-07-18`
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
	h.sound("cum")
	// A file that names a later day gives everybody that day, an earlier one takes
	// nothing away.
	file := string(c.Source)
	if got := h.reportBy(h.apply(edit(t, file, "report_by: 2017-07-10", "report_by: 2017-07-25")), "c"); got != "2017-07-25" {
		t.Errorf("a later day of the file: %s", got)
	}
	if got := h.reportBy(h.apply(edit(t, file, "report_by: 2017-07-10", "report_by: 2017-07-01")), "c"); got != "2017-07-18" {
		t.Errorf("an earlier day of the file: %s", got)
	}
}

// The points for being on time follow the member's own day, whichever comes
// first, the report or the answer; nobody else's do.
func TestPointsOnTimeFollowTheExtension(t *testing.T) {
	noon := func(day int) string { return at("2017-07-01 12:00").AddDate(0, 0, day-1).Format("2006-01-02 15:04") }
	for _, until := range []int{0, 11, 13, 17} { // of July; 0: none
		for sent := 9; sent <= 21; sent += 2 {
			h, c := extended(t)
			grant := func() {
				if until > 0 {
					must(t, h.grant(c, "head-a", "c", noon(11), noon(until)[:10]))
				}
			}
			must(t, h.ask(c, "official-c", "c", noon(9)[:10]+" 08:00", ""))
			if sent > 11 {
				grant()
			}
			h.by = "official-c"
			h.send("c", noon(sent))
			h.send("d", noon(sent))
			if sent <= 11 {
				grant()
			}
			for _, m := range []string{"c", "d"} {
				h.now = at("2017-12-01 08:00")
				_, err := h.submit(c, "CN", m, true)
				must(t, err)
			}
			for member, day := range map[string]int{"c": max(10, until), "d": 10} {
				want := fmt.Sprint(max(0, 10-max(0, sent-day)))
				if got := fmt.Sprint(h.cell(c, member, "dung-han").Points); got != want {
					t.Errorf("until %d, sent %d: %s gets %s, want %s", until, sent, member, got, want)
				}
				if got := h.progress(c, "6T", member).Late; got != max(0, sent-day) {
					t.Errorf("until %d, sent %d: %s is %d days late", until, sent, member, got)
				}
			}
		}
	}
}

// Each step of the member's own day is said once, none of the old day; the head
// hears of each late one after its own day.
func TestRemindersFollowTheExtension(t *testing.T) {
	h, c := extended(t)
	h.send("a", "2017-07-01 09:00")
	h.send("b", "2017-07-01 09:00")
	got := []string{h.rings("2017-07-01 10:00", "2017-07-07 12:00", time.Hour)}
	must(t, h.ask(c, "official-c", "c", "2017-07-07 14:00", ""))
	must(t, h.grant(c, "head-a", "c", "2017-07-10 07:30", "2017-07-17"))
	got = append(got, h.rings("2017-07-10 07:45", "2017-07-17 18:00", 15*time.Minute))
	must(t, h.ask(c, "official-c", "c", "2017-07-17 19:00", "nữa"))
	must(t, h.grant(c, "head-a", "c", "2017-07-18 07:00", "2017-07-20"))
	got = append(got, h.rings("2017-07-18 07:15", "2017-08-10 07:00", 15*time.Minute))
	want := strings.TrimSpace(`
07-03 08:00 official-c: deadline.6T-7 for c
07-03 08:00 official-d: deadline.6T-7 for d
07-07 08:00 official-c: deadline.6T-1 for c
07-07 08:00 official-d: deadline.6T-1 for d
07-10 08:00 official-d: deadline.6T+0 for d
07-10 08:00 official-c: deadline.6T-7 for c
07-11 08:00 official-d: deadline.6T+1 for d
07-11 08:00 head-a: overdue.6T+1 [d]
07-13 08:00 official-d: deadline.6T+3 for d
07-14 08:00 official-c: deadline.6T-1 for c
07-17 08:00 official-c: deadline.6T+0 for c
07-19 08:00 official-c: deadline.6T-1 for c
07-20 08:00 official-c: deadline.6T+0 for c
07-21 08:00 official-c: deadline.6T+1 for c
07-21 08:00 head-a: overdue.6T+1 [c]
07-24 08:00 official-c: deadline.6T+3 for c`)
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

// Members that got the same day are late together, and somebody who sits for two
// with different days hears of each.
func TestRemindersOfSeveralExtensions(t *testing.T) {
	h, c := extended(t, "[7, 3, 1, 0]", "[0]", "after: [1, 3]", "after: []")
	h.seat("both", "cum", workflow.Official, "b")
	h.seat("both", "cum", workflow.Official, "d")
	for _, m := range []string{"c", "d"} {
		must(t, h.ask(c, "official-"+m, m, "2017-07-06 08:00", ""))
		must(t, h.grant(c, "deputy-b", m, "2017-07-06 09:00", "2017-07-12"))
	}
	want := strings.TrimSpace(`
07-10 08:00 both: deadline.6T+0 for b
07-10 08:00 official-a: deadline.6T+0 for a
07-11 08:00 head-a: overdue.6T+1 [a b]
07-12 08:00 both: deadline.6T+0 for d
07-12 08:00 official-c: deadline.6T+0 for c
07-12 08:00 official-d: deadline.6T+0 for d
07-13 08:00 head-a: overdue.6T+1 [c d]`)
	if diff := cmp.Diff(want, h.rings("2017-07-07 00:00", "2017-07-31 00:00", 30*time.Minute)); diff != "" {
		t.Error(diff)
	}
}
