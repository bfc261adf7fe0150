package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
	"thidua/workflow/figures"
	"thidua/workflow/rules"
)

// The head says who takes over, what is open, and gets the drafts; loaded, they
// move the power on the day, and everybody concerned is told once.
func TestHandOver(t *testing.T) {
	c, head := reviewed(t)
	c.says("/bangiao").has(t, "không dùng được lệnh")
	b1 := c.person("b1", workflow.Deputy, "b")
	head.presses("Duyệt hết 4 số")
	head.says("/huy")

	r := head.says("bàn giao").has(t, "năm 2017 sang năm 2018", "ngày ấn định 04/04/2018", "Tệp cụm năm 2018 chưa nạp",
		"Dự kiến cụm trưởng: huyện An; cụm phó: huyện Bình", "Chưa có kết quả bầu", "Số liệu 6 tháng đầu năm 2017: 3/4 đơn vị chưa duyệt xong: An, Bình, Đức",
		"Kết quả năm 2017 chưa công bố", "3 số đã duyệt của năm 2017")
	files := r.documents("a1")
	if len(files) != 2 || files[0].Name != "cum-2018.yaml" || files[1].Name != "cum-2018-figures.csv" {
		t.Fatalf("%+v", files)
	}
	next, faults := rules.Load(files[0].Bytes)
	if len(faults) > 0 || next.Year != 2018 || next.Head != "a" || next.Handover.String() != "2019-04-04" || next.Period("CN").Name != "năm 2018" {
		t.Fatalf("%v\n%s", faults, files[0].Bytes)
	}
	rows, wrong := figures.ReadCSV(next, files[1].Bytes)
	if len(wrong) > 0 || len(rows) != 3 || rows[0].LastYear.String() != "5531.5" || rows[0].Given || rows[0].Plan != nil {
		t.Fatalf("%v\n%s", wrong, files[1].Bytes)
	}

	// Nothing is loaded yet on the day: those who hold the power hear that it stays.
	r = c.rings("2018-04-03 09:00")
	if len(r.others) > 0 {
		t.Errorf("a day early: %+v", r.others)
	}
	r = c.rings("2018-04-04 09:00")
	contains(t, r.to("a1"), "Bàn giao: ngày ấn định 04/04/2018", "quyền chưa chuyển")
	if r.to("b1")+r.to("c1") != "" {
		t.Errorf("told without a concern: %s %s", r.to("b1"), r.to("c1"))
	}

	// b is named in the next year's file: its people are told, whoever they are,
	// and nobody a second time.
	c.person("b2", workflow.Leader, "b")
	c.apply(strings.NewReplacer("head: a", "head: b", "deputies: [b]", "deputies: [c]").Replace(string(files[0].Bytes)))
	head.says("/bangiao").has(t, "hết ngày 04/04/2018, huyện Bình làm cụm trưởng; cụm phó: huyện Châu", "Tệp cụm năm 2018 đã nạp")
	r = c.rings("2018-04-04 10:00")
	contains(t, r.to("b1"), "huyện Bình làm cụm trưởng; cụm phó: huyện Châu (theo tệp cụm năm 2018 đã nạp)")
	if r.to("a1") != "" {
		t.Errorf("told twice: %s", r.to("a1"))
	}
	if r = c.rings("2018-04-05 10:00"); len(r.others) > 0 {
		t.Errorf("told twice: %+v", r.others)
	}
	head.says("/bangiao").has(t, "không dùng được lệnh")
	b1.says("/bangiao").has(t, "năm 2018 sang năm 2019")
}

// Who takes over without people in office is said while something can be done.
func TestHandOverToAnEmptyOffice(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	if r := head.says("/bangiao"); strings.Contains(r.text, "Chưa có ai") || len(r.documents("a1")) != 1 {
		t.Errorf("%s %+v", r.text, r.documents("a1"))
	}
	h.apply(strings.NewReplacer("year: 2017", "year: 2018", "head: a", "head: d", "2018-04-04", "2019-04-04").Replace(yearFile))
	head.says("/bangiao").has(t, "Chưa có ai của huyện Đức")
}
