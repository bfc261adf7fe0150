package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"thidua/workflow"
)

// A button leads to the cluster that sent it, whichever is chosen by then.
func TestAButtonOfAnotherCluster(t *testing.T) {
	p := twice(t)
	p.seat("c1", "cum", workflow.Official, "c")
	p.seat("a2", "cum-hai", workflow.Head, "a")
	p.talk("/xephang", "1")
	head := p.person("a2", "", "")
	head.talk("/nhac", "6T")
	r := head.presses("Nhắc ngay")
	contains(t, r.to("z"), "cụm trưởng nhắc")
	p.says("/baocao").has(t, "không dùng được lệnh") // an observer in the first
	p.presses("Báo cáo 6 tháng đầu năm 2017").has(t, "1. Tổng thu ngân sách")
	p.says("/xephang").has(t, "Cụm thi đua số 2")
}

// A file of a year before may be asked about, by name.
func TestAYearThatIsOver(t *testing.T) {
	h := newHouse(t)
	p := h.person("o", workflow.Observer, "")
	h.apply(edit(t, yearFile, "year: 2017", "year: 2018", "2018-04-04", "2019-04-04", "2018-02-13", "2019-02-13", "2017-07-10", "2018-07-10", "năm 2017", "năm 2018"))
	h.now = at("2018-06-01 09:00")
	for said, want := range map[string]string{
		"/xephang": "Xếp hạng năm 2018", "/xephang CN 2017": "Xếp hạng năm 2017", "/xephang 2017": "Xếp hạng năm 2017", "xếp hạng năm 2017": "Xếp hạng năm 2017",
		"/xephang CN 2016": "Không có kỳ “CN 2016”", "/tiendo 6T 2017": "6 tháng đầu năm 2017",
	} {
		p.says(said).has(t, want)
	}
}

// A document carries the values that it is drawn from.
func TestTheDocumentsNameWhatTheyHold(t *testing.T) {
	h := newHouse(t)
	p := h.person("o", workflow.Observer, "")
	for said, kind := range map[string]string{"/xephang": "ranking", "/tongket": "report"} {
		docs := p.says(said).documents("o")
		if len(docs) != 1 || docs[0].Kind != kind || !json.Valid(docs[0].Values) || !strings.HasSuffix(docs[0].Name, ".pdf") {
			t.Errorf("%s: %+v", said, docs)
		}
	}
}
