package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
)

func TestCharts(t *testing.T) {
	h := newHouse(t)
	c := h.person("c1", workflow.Official, "c")
	for _, p := range []string{"a", "b", "c", "d"} {
		h.target(p, "thu", "1000", "900")
	}

	// What nobody can compare yet is not offered, and refused.
	c.says("/bieudo CN")
	for _, b := range c.buttons() {
		if strings.Contains(b.Label, "năm trước") {
			t.Errorf("a chart of nothing: %s", b.Label)
		}
	}
	c.says("/bieudo CN năm trước").has(t, "chưa có số liệu của năm trước để so")

	// Without a name it asks; number, word and button are equals.
	c.says("/bieudo CN").has(t, "Biểu đồ năm 2017", "Anh/chị cần xem gì?")
	c.at("chart/kind")
	for _, said := range []string{"1", "tổng điểm", "1. Tổng điểm, xếp hạng"} {
		c.says("/bieudo CN")
		r := c.says(said).has(t, "Tổng điểm, xếp hạng, năm 2017")
		docs := r.documents("c1")
		if len(docs) != 1 || docs[0].Kind != "chart picture" || !docs[0].Photo || docs[0].Name != "bieu-do-CN-2017.png" {
			t.Fatalf("%s: %+v", said, docs)
		}
		if !strings.Contains(string(docs[0].Values), `"ranking":{`) || strings.Contains(string(docs[0].Values), `"attainment":{`) {
			t.Errorf("%s: %s", said, docs[0].Values)
		}
		c.at("")
	}
	c.says("/bieudo CN")
	c.says("một chỉ tiêu").has(t, "Chỉ tiêu nào?", "1. Tổng thu ngân sách").lacks(t, "Đạt chuẩn nông thôn mới")
	c.says("tất cả mọi thứ").has(t, "Không có chỉ tiêu “tất cả mọi thứ”")
	if docs := c.says("tổng thu").has(t, "Tổng thu ngân sách qua các năm").documents("c1"); len(docs) != 1 || !strings.Contains(string(docs[0].Values), `"strong":true`) {
		t.Errorf("%+v", docs)
	}

	// What follows the command is taken at once.
	for said, want := range map[string]string{
		"/bieudo CN nội dung": `"contents":{`, "/bieudo mức hoàn thành": `"attainment":{`, "/bieudo 2017 mức hoàn thành": `"attainment":{`,
		"/bieudo CN Đức": `"alone":true`, "/bieudo CN đơn vị mình": `"alone":true`, "/bieudo CN thu": `"years":{`, "biểu đồ CN": "",
	} {
		docs := c.says(said).documents("c1")
		if want == "" {
			c.at("chart/kind")
			continue
		}
		if len(docs) != 1 || !strings.Contains(string(docs[0].Values), want) {
			t.Errorf("%s: %+v", said, docs)
		}
	}
	c.says("/huy")
	if docs := c.says("/bieudo CN pdf").documents("c1"); len(docs) != 1 || docs[0].Kind != "chart" || docs[0].Photo || docs[0].Name != "bieu-do-CN-2017.pdf" {
		t.Errorf("%+v", docs)
	}
	c.says("/bieudo CN qua các năm").has(t, "chưa có kết quả xếp hạng của năm nào trước năm 2017")
	c.says("/bieudo CN bánh tròn").has(t, "Không có biểu đồ “bánh tròn”")
	c.says("/bieudo 6T xếp hạng").has(t, "không chấm điểm")
	c.says("/bieudo 6T")
	for _, b := range c.buttons() {
		if strings.Contains(b.Label, "xếp hạng") || strings.Contains(b.Label, "Đơn vị mình") {
			t.Errorf("a period without scores: %s", b.Label)
		}
	}

	// A ranking leads to its bars, and a chart to the others.
	c.says("/xephang")
	c.presses("Biểu đồ")
	c.presses("Tất cả (PDF)")
	c.says("/bieudo CN ranking")
	c.presses("Biểu đồ khác")
	c.at("chart/kind")
}

func TestChartsInAGroup(t *testing.T) {
	h, stranger := bound(t)
	r := stranger.says("/bieudo CN").has(t, "Tổng điểm, xếp hạng, năm 2017", "/bieudo nội dung")
	if docs := r.documents(group); len(docs) != 1 || !docs[0].Photo {
		t.Errorf("%+v", docs)
	}
	for _, m := range r.own {
		if len(m.Buttons) > 0 {
			t.Errorf("buttons in a group: %+v", m.Buttons)
		}
	}
	stranger.says("/bieudo mức hoàn thành").has(t, "Mức hoàn thành chỉ tiêu")
	stranger.says("/bieudo CN đơn vị mình").has(t, "Xin gõ tên đơn vị")
	if r := stranger.says("biểu đồ đẹp quá"); len(r.own) > 0 {
		t.Errorf("talk is answered: %s", r.text)
	}
	if step := h.step(group); step != "" {
		t.Errorf("a conversation in a group: %s", step)
	}
}
