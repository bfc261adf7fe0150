package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

const reviewYear = `conferences:
  - {id: tk, kind: tong_ket, name: Hội nghị tổng kết, at: 2018-04-04T08:00, place: huyện An, period: CN}
witnesses: [{agency: BAN THI ĐUA}]
awards: [{name: Cờ, places: 1}, {name: Bằng khen, places: 2}]
contents:
`

// reviewed is a cluster whose members have so many points for tham-muu and, after
// a plus, as many more for thuong: "9 8+1 7 6" is a to d.
func reviewed(t *testing.T, points string, pairs ...string) (*house, *rules.Cluster) {
	t.Helper()
	h, c := assembly(t, append([]string{"contents:\n", reviewYear}, pairs...)...)
	for i, p := range strings.Fields(points) {
		direct, adjust, more := strings.Cut(p, "+")
		member := c.Members[i].ID
		must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: member, Criterion: "tham-muu", Actual: val(direct), Given: true}, true))
		if more {
			must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: member, Criterion: "thuong", Actual: val(adjust), Given: true}, true))
		}
	}
	return h, c
}

func (h *house) nominations(c *rules.Cluster) paper.Nominations {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Nominations, error) {
		return workflow.NominationsPaper(r, c, "CN", at("2018-04-05 09:00"))
	})
}

func (h *house) minutes(c *rules.Cluster) paper.Minutes {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Minutes, error) {
		return workflow.MinutesPaper(r, c, "CN", at("2018-04-05 09:00"))
	})
}

// inShort is "Cờ: huyện An 1; Bằng khen: ? huyện Bình 2, huyện Châu 2".
func inShort(list []paper.Nomination) string {
	var said []string
	for _, n := range list {
		var units []string
		for _, u := range n.Units {
			units = append(units, fmt.Sprint(u.Name, " ", u.Rank))
		}
		for _, u := range n.Waiting {
			units = append(units, fmt.Sprint("? ", u.Name, " ", u.Rank))
		}
		said = append(said, n.Award+": "+strings.Join(units, ", "))
	}
	return strings.Join(said, "; ")
}

func TestWhoIsPutForward(t *testing.T) {
	for _, test := range []struct {
		name, points string
		pairs        []string
		want, passed string
		draft        bool
	}{
		{"in order", "9 8 7 6", nil, "Cờ: huyện An 1; Bằng khen: huyện Bình 2, huyện Châu 3", "", false},
		{"equal within an award", "9 8 8 6", nil, "Cờ: huyện An 1; Bằng khen: huyện Bình 2, huyện Châu 2", "", false},
		{"equal across two awards", "9 9 8 6", nil, "Cờ: ? huyện An 1, ? huyện Bình 1; Bằng khen: huyện Châu 3, ? huyện An 1, ? huyện Bình 1", "", true},
		{"equal across the last award", "9 8 7 7", nil, "Cờ: huyện An 1; Bằng khen: huyện Bình 2, ? huyện Châu 3, ? huyện Đức 3", "", true},
		{"equal below the awards", "9 8 7 6", []string{"{name: Bằng khen, places: 2}", "{name: Bằng khen, places: 1}"}, "Cờ: huyện An 1; Bằng khen: huyện Bình 2", "", false},
		{"passed over", "9 8 7 6", []string{"contents:\n", "award_rules: {exclude: [{member: a, reason: Có vi phạm}, {member: d, reason: Xa quá}]}\ncontents:\n"},
			"Cờ: huyện Bình 2; Bằng khen: huyện Châu 3", "huyện An 1: Có vi phạm; huyện Đức 4: Xa quá", false},
		{"passed over, but nothing was left", "9 8 7 6", []string{"contents:\n", "award_rules: {exclude: [{member: d}]}\ncontents:\n"},
			"Cờ: huyện An 1; Bằng khen: huyện Bình 2, huyện Châu 3", "", false},
		{"excluded without a reason", "9 8 7 6", []string{"contents:\n", "award_rules: {exclude: [{member: a}]}\ncontents:\n"},
			"Cờ: huyện Bình 2; Bằng khen: huyện Châu 3, huyện Đức 4", "huyện An 1: Thuộc trường hợp cụm thống nhất không xét khen thưởng", false},
		{"below the least percent", "9 8 7 0", []string{"contents:\n", "award_rules: {min_percent: 8}\ncontents:\n"},
			"Cờ: huyện An 1; Bằng khen: huyện Bình 2", "huyện Châu 3: Chưa đạt 8% điểm tối đa áp dụng cho đơn vị; huyện Đức 4: Chưa đạt 8% điểm tối đa áp dụng cho đơn vị", false},
		{"nobody signed", "9 8 7 6", []string{"contents:\n", "award_rules: {covenant_signed: true}\ncontents:\n"}, "Cờ: ; Bằng khen: ",
			"huyện An 1: Lãnh đạo đơn vị chưa ký kết giao ước thi đua năm 2017; huyện Bình 2: Lãnh đạo đơn vị chưa ký kết giao ước thi đua năm 2017; " +
				"huyện Châu 3: Lãnh đạo đơn vị chưa ký kết giao ước thi đua năm 2017; huyện Đức 4: Lãnh đạo đơn vị chưa ký kết giao ước thi đua năm 2017", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, c := reviewed(t, test.points, test.pairs...)
			p, m := h.nominations(c), h.minutes(c)
			if got := inShort(p.Nominations); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			var passed []string
			for _, u := range p.Passed {
				passed = append(passed, fmt.Sprintf("%s %d: %s", u.Name, u.Rank, u.Reason))
			}
			if got := strings.Join(passed, "; "); got != test.passed {
				t.Errorf("passed %s\nwant   %s", got, test.passed)
			}
			if p.Draft != test.draft || m.Draft != test.draft || inShort(m.Nominations) != test.want {
				t.Errorf("draft %v %v, minutes %s", p.Draft, m.Draft, inShort(m.Nominations))
			}
			for _, row := range h.rankingPaper(c, "2018-04-05 09:00").Rows { // the ranking says the same
				award, waits := "", false
				is := func(u paper.NominatedUnit) bool { return u.Name == c.Member(row.Member).Name }
				for _, n := range p.Nominations {
					if slices.ContainsFunc(n.Units, is) {
						award += n.Award
					}
					waits = waits || slices.ContainsFunc(n.Waiting, is)
					if n.Held > 0 != (len(n.Waiting) > 0) || len(n.Units)+n.Held > n.Places {
						t.Errorf("%+v", n)
					}
				}
				if award != row.Award || waits != row.Held {
					t.Errorf("%s: %q here, %q in the ranking; waits %v, %v", row.Name, award, row.Award, waits, row.Held)
				}
			}
		})
	}
}

func TestNothingIsProposedWithoutAwards(t *testing.T) {
	h, c := reviewed(t, "9 8 7 6", "awards: [{name: Cờ, places: 1}, {name: Bằng khen, places: 2}]\n", "")
	wrong(t, h.store.View(t.Context(), func(r storage.Reader) error {
		_, err := workflow.NominationsPaper(r, c, "CN", at("2018-04-05 09:00"))
		return err
	}), "nominations.no_awards")
	if m := h.minutes(c); m.Nominations != nil || m.Draft {
		t.Errorf("%+v", m.Nominations)
	}
}

// What is said of ties follows from what the file orders equal members by.
func TestHowTiesAreTold(t *testing.T) {
	const both = "contents:\n"
	for _, test := range []struct {
		name, points, ties string
		want               []string
	}{
		{"no order in the file", "9 8 7 7", "", []string{"Huyện Châu và huyện Đức bằng điểm nhau (7 điểm) nên cùng xếp hạng 3."}},
		{"two contents", "9 8 7 7", "ties: [content.2, content.1, vote]\n", []string{"Huyện Châu và huyện Đức bằng điểm nhau (7 điểm) và bằng nhau cả điểm nội dung 2, điểm nội dung 1 nên cùng xếp hạng 3."}},
		{"all of nothing", "0 0 0 0", "", []string{"Huyện An, huyện Bình, huyện Châu và huyện Đức bằng điểm nhau (0 điểm) nên cùng xếp hạng 1."}},
	} {
		h, c := reviewed(t, test.points, "awards: [{name: Cờ, places: 1}, {name: Bằng khen, places: 2}]\n", "", both, test.ties+both)
		if m := h.minutes(c); !slices.Equal(m.Ties, test.want) {
			t.Errorf("%s: %q", test.name, m.Ties)
		}
	}
}

func TestNominationsPaper(t *testing.T) {
	h, c := reviewed(t, "9 8.05 7 6", "contents:\n", "award_rules: {covenant_signed: false, min_percent: 2.5}\nwords: {zero: lẻ}\ncontents:\n")
	p := h.nominations(c)
	if p.Date != "2018-04-05" || p.Reviewed != "2018-04-04" || len(p.To) != 1 || p.Signer.Member != "a" || p.Provisional {
		t.Errorf("%+v", p)
	}
	if u := p.Nominations[1].Units[0]; u.Words != "Tám phẩy không năm điểm" || u.Total != "8.05" {
		t.Errorf("%+v", u)
	}
	if said := strings.Join(p.Conditions, "\n"); !strings.Contains(said, "từ 2,5% điểm tối đa") || strings.Contains(said, "ký kết giao ước") {
		t.Errorf("conditions\n%s", said)
	}
}

func TestMinutesPaper(t *testing.T) {
	h, c := reviewed(t, "9 9 7 6")
	m := h.minutes(c)
	if m.Conference != "Hội nghị tổng kết" || m.At != "2018-04-04T08:00:00+07:00" || m.Date != "2018-04-04" || m.Copies != 6 || m.Head != "huyện An" || len(m.Members) != 4 {
		t.Errorf("%+v", m)
	}
	if notes := strings.Join(m.Ranking.Notes, " "); len(m.Ranking.Notes) != 4 || !strings.Contains(notes, "huyện An") { // what is missing, no tie
		t.Errorf("notes %q", notes)
	}
	if len(m.Ties) != 1 || !strings.Contains(m.Ties[0], "Huyện An và huyện Bình bằng điểm nhau (9 điểm)") || !strings.HasSuffix(m.Ties[0], "chờ cụm biểu quyết.") || strings.Contains(m.Ties[0], "bằng nhau cả") {
		t.Errorf("%q", m.Ties)
	}
	h.hold(c, workflow.VoteTie, "a b", "a:b b:b c:b d:a")
	m = h.minutes(c)
	if m.Draft || inShort(m.Nominations) != "Cờ: huyện Bình 1; Bằng khen: huyện An 2, huyện Châu 3" {
		t.Errorf("after the vote: %s", inShort(m.Nominations))
	}
	if len(m.Ties) != 1 || !strings.Contains(m.Ties[0], "Huyện Bình bằng điểm với đơn vị xếp sau (9 điểm) và được xếp hạng 1 theo kết quả bỏ phiếu ngày") || !strings.Contains(m.Ties[0], "3/4 phiếu") {
		t.Errorf("%q", m.Ties)
	}
	if len(m.Votes) != 1 || m.Votes[0].Of != 4 || len(m.Votes[0].Voters) != 4 || m.Votes[0].Lines[0].Votes != 3 || !strings.Contains(m.Votes[0].Opened, "+07:00") {
		t.Errorf("%+v", m.Votes)
	}
	if got := m.Votes[0].Outcome; got != "Hội nghị thống nhất xếp huyện Bình hạng 1 (3/4 phiếu)" {
		t.Errorf("%q", got)
	}
	for _, row := range m.Ranking.Rows {
		if row.Award != "" {
			t.Errorf("the award stands twice: %+v", row)
		}
	}
}

// Points of a content decide before places are shared, and the minutes say which.
func TestMinutesSayWhatDecidedATie(t *testing.T) {
	h, c := reviewed(t, "8 7+1 6 5", "contents:\n", "ties: [content.2, vote]\ncontents:\n")
	want := "Huyện An và huyện Bình cùng đạt 8 điểm; huyện An xếp trên vì điểm nội dung 2 cao hơn (8 so với 7 điểm)."
	if m := h.minutes(c); len(m.Ties) != 1 || m.Ties[0] != want {
		t.Errorf("%q", m.Ties)
	}
	if m := h.minutes(c); m.Draft || m.Nominations[0].Units[0].Name != "huyện An" {
		t.Errorf("%s", inShort(m.Nominations))
	}
}

func TestMinutesSayWhatIsDisputed(t *testing.T) {
	h, c := reviewed(t, "9 8 7 6")
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Plan: dec("100"), Actual: val("4489"), Given: true}, false))
	h.by = "reviewer"
	must(t, h.correct(c, "thu", "4400", "Trừ nguồn chuyển sang"))
	h.by = "official"
	must(t, h.explain(c, "thu", "Số 4.489 là đúng"))
	m := h.minutes(c)
	if len(m.Disputes) != 1 || fmt.Sprint(m.Disputes[0]) != "{huyện Châu Thu ngân sách 4.489 tỷ đồng 4.400 tỷ đồng Số 4.489 là đúng }" {
		t.Errorf("%+v", m.Disputes)
	}
}

// Without a conference, day and place are for the hall to fill in.
func TestMinutesWithoutAConference(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	m := h.minutes(c)
	if m.At != "" || m.Date != "" || m.Where != "" || m.Nominations != nil || len(m.Ranking.Rows) != 4 {
		t.Errorf("%+v", m)
	}
	for _, paper := range []func(r storage.Reader) error{
		func(r storage.Reader) error {
			_, err := workflow.MinutesPaper(r, c, "6T", at("2018-04-05 09:00"))
			return err
		},
		func(r storage.Reader) error {
			_, err := workflow.NominationsPaper(r, c, "6T", at("2018-04-05 09:00"))
			return err
		},
		func(r storage.Reader) error {
			_, err := workflow.SheetsPaper(r, c, "6T", "", at("2018-04-05 09:00"))
			return err
		},
	} {
		wrong(t, h.store.View(t.Context(), paper), "period.not_scored")
	}
}

// By percent units can be equal with points that are not.
func TestTiesByPercentDoNotSpeakOfEqualPoints(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "contents:\n", "rank_by: percent\ncontents:\n"))
	for member, value := range map[string]string{"a": "yes", "c": "no"} {
		for criterion, v := range map[string]string{"thu": "n/a", "chuan": value, "vu": "n/a", "tham-muu": "n/a", "dung-han": "n/a", "hang": "n/a"} {
			if err := h.bring(c, workflow.ImportRow{Period: "CN", Member: member, Criterion: criterion, Actual: val(v), Given: true, Note: "không giao"}, true); err != nil {
				t.Logf("%s, %s: %v", member, criterion, err)
			}
		}
	}
	m := see(h, func(r storage.Reader) (paper.Minutes, error) {
		return workflow.MinutesPaper(r, c, "CN", at("2018-04-04 09:00"))
	})
	ties := strings.Join(m.Ties, "\n")
	if !strings.Contains(ties, "bằng tỷ lệ điểm nhau (0% điểm tối đa)") || strings.Contains(ties, "bằng điểm") {
		t.Errorf("ties by percent: %q", ties)
	}
}
