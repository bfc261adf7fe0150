package workflow

import (
	"strings"
	"testing"
)

// two are two criteria for the tiny cluster: k and what is given.
func two(t *testing.T, k, other string) string {
	t.Helper()
	file := strings.ReplaceAll(tiny, "%}", k+"}")
	return strings.Replace(file, "name: Việc khác, of: value, total: sum", other, 1)
}

func says(t *testing.T, said string, wanted bool, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if strings.Contains(said, s) != wanted {
			t.Errorf("said %v, %q:\n%s", !wanted, s, said)
		}
	}
}

// Whoever has not reached the yearly plan at half-time has not fallen short, also
// where another has reached it.
func TestHalfAYearAgainstTheYearlyPlan(t *testing.T) {
	db, c := openStore(t), loadCluster(t, two(t, sum, "name: Số vụ, better: lower, of: last_year, total: sum"))
	importRows(t, db, c, "CN,a,k,100,,,\nCN,b,k,100,,,\nCN,c,k,100,,,\nCN,d,k,100,,,\n"+
		"6T,a,k,,,110,\n6T,b,k,,,40,\n6T,c,k,,,50,\n6T,d,k,,,60,\n")
	said := reportText(t, db, c, "6T")
	says(t, said, true, "có 1/4 đơn vị đạt và vượt kế hoạch năm, dẫn đầu là An (110%)")
	says(t, said, false, "chưa đạt", "đều đạt")
	importRows(t, db, c, "6T,a,other,,10,9,\n6T,b,other,,10,9,\n6T,c,other,,10,9,\n6T,d,other,,10,12,\n")
	said = reportText(t, db, c, "6T")
	says(t, said, true, "Một số chỉ tiêu còn đơn vị chưa đạt: số vụ (còn Dân).", "chỉ tiêu còn đơn vị chưa đạt: số vụ.\n")
	says(t, said, false, "thu ngân sách (còn")

	importRows(t, db, c, "6T,a,k,50,,110,\n6T,b,k,50,,40,\n6T,c,k,50,,50,\n6T,d,k,50,,60,\n")
	says(t, reportText(t, db, c, "6T"), true, "thu ngân sách (còn Bình)")
}

func TestEvaluation(t *testing.T) {
	db, c := openStore(t), loadCluster(t, two(t, sum, "name: Số vụ, better: lower, of: last_year, total: sum"))
	rows := func(last, vu string) {
		importRows(t, db, c, "CN,a,k,10,10,"+last+",\nCN,b,k,10,10,10,\nCN,c,k,10,10,10,\nCN,d,k,10,10,10,\n"+
			"CN,a,other,,3,"+vu+",\nCN,b,other,,3,3,\nCN,c,other,,3,3,\nCN,d,other,,3,3,\n")
	}
	rows("10", "2")
	says(t, reportText(t, db, c, "CN"), true,
		"Toàn Cụm đạt và vượt kế hoạch ở 1/1 chỉ tiêu tổng hợp toàn Cụm có kế hoạch; so với năm 2016, có 1/2 chỉ tiêu tổng hợp toàn Cụm chuyển biến tốt hơn, 1 chỉ tiêu không thay đổi.",
		"Các đơn vị trong Cụm đều đạt những chỉ tiêu được đánh giá.")
	rows("12", "4")
	says(t, reportText(t, db, c, "CN"), true, "so với năm 2016, có 1/2 chỉ tiêu tổng hợp toàn Cụm chuyển biến tốt hơn.", "số vụ (còn An)")
	traced(t, db, c, "CN")
}

// Who sent nothing is named once, before all figures; who lacks one, with it.
func TestWhoSentNothing(t *testing.T) {
	db, c := openStore(t), loadCluster(t, two(t, sum, "name: Số vụ, better: lower, of: last_year, total: sum"))
	importRows(t, db, c, "CN,a,k,10,,10,\nCN,b,k,10,,10,\nCN,a,other,,3,3,\n")
	d := draft(t, db, c, "CN")
	said := ReportText(d.Paper())
	says(t, said, true, "Đến nay huyện Chí và thành phố Dân chưa gửi số liệu báo cáo; kết quả chung của Cụm nêu dưới đây không tính các đơn vị này.",
		"Thu ngân sách đạt 20 tỷ đồng, đạt 100% kế hoạch năm, 2/2 đơn vị đều đạt và vượt kế hoạch.\n", "chưa có số liệu của Bình.\n")
	if n := strings.Count(said, "Dân"); n != 2 {
		t.Errorf("named %d times:\n%s", n, said)
	}
	importRows(t, db, c, "CN,c,k,10,,10,\nCN,d,k,10,,10,\n")
	says(t, reportText(t, db, c, "CN"), false, "Đến nay")
}

// A count of members in a written paragraph goes stale though each of its two
// numbers stands somewhere else, as a rank or as a count.
func TestACountGoesStale(t *testing.T) {
	db, c := openStore(t), loadCluster(t, two(t, sum, "name: Số vụ, better: lower, of: last_year, total: sum"))
	importRows(t, db, c, "CN,a,k,10,,10,\nCN,b,k,10,,10,\nCN,c,k,10,,1,\nCN,d,k,10,,2,\n")
	doubts := func(text string) (list []Doubt) {
		d := draft(t, db, c, "CN")
		for _, p := range d.Paragraphs {
			if p.Key == "1/k" {
				p.Edit = &ReportEdit{Text: text, Explained: []string{"2/4", "23"}}
				list = d.Doubts(p)
			}
		}
		return list
	}
	const text = "Có 2/4 đơn vị đạt, thu 23 tỷ đồng."
	if list := doubts(text); len(list) != 0 {
		t.Errorf("got %v", list)
	}
	importRows(t, db, c, "CN,a,k,,,8,\nCN,d,k,,,4,\n")
	if list := doubts(text); len(list) != 1 || list[0] != (Doubt{"2/4", true}) {
		t.Errorf("got %v", list)
	}
}

// Nothing to commend is no sentence, and nothing to evaluate no section; people
// can write it all the same.
func TestNothingIsNotToldOf(t *testing.T) {
	db, c := openStore(t), loadCluster(t, two(t, sum, "name: Cờ thi đua, of: value, total: sum")+"report: {commendations: [{text: đã khen thưởng, unit: trường hợp, criteria: [other]}]}\n")
	importRows(t, db, c, "CN,a,k,,,10,\nCN,a,other,,,0,\nCN,b,other,,,0,\nCN,c,other,,,0,\nCN,d,other,,,0,\n")
	d := draft(t, db, c, "CN")
	says(t, ReportText(d.Paper()), false, "khen thưởng:", "đã khen thưởng", "Đánh giá chung", "Chưa đủ")
	empty := 0
	for _, p := range d.Paragraphs {
		if p.Key == "evaluation" && p.Text() == "" {
			empty++
		}
	}
	if empty != 1 {
		t.Error("there is no paragraph to write an evaluation in")
	}
}
