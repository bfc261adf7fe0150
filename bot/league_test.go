package bot_test

import (
	"testing"

	"thidua/workflow"
)

func TestWithinARanking(t *testing.T) {
	h := newHouse(t)
	head, c := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c")
	for _, m := range []string{"b", "c"} {
		h.target(m, "thu", "4460.6", "4203.3")
	}
	h.person("b1", workflow.Official, "b").sends("CN", "1: 4460,6\n2: không áp dụng: không trồng lúa\n3: đạt\n4: 0")
	c.sends("CN", "1: 4385,5\n2: không áp dụng: không trồng lúa\n3: đạt\n4: 0")
	if docs := c.says("/xephang CN thu").has(t, "Tổng thu ngân sách – năm 2017, thang điểm 30", "1. Bình: 30 (4.460,6 tỷ đồng · 100%)", "2. Châu: 29,49 (4.385,5 tỷ đồng · 98,32%)",
		"–. An: chưa có số liệu", "2 đơn vị chưa có số liệu", "tạm tính").documents("c1"); len(docs) != 1 || docs[0].Kind != "league" {
		t.Errorf("%+v", docs)
	}
	c.says("/xephang nội dung 1").has(t, "Kinh tế – năm 2017", "1. Bình: 50", "2. Châu: 49,49")
	c.says("/xephang nd 9").has(t, "Không có nội dung")
	c.says("/xephang CN 99").has(t, "Không rõ “99”")
	c.says("/xephang 2017").has(t, "Xếp hạng năm 2017")
	c.says("/xephang 6T").has(t, "không chấm điểm")
	c.says("/xephang sát nhau").has(t, "Chỉ người của cụm trưởng")
	c.says("/xephang").lacks(t, "sát nhau", "▲")

	head.says("/xephang").has(t, "/xephang sát nhau")
	head.says("/xephang CN sít sao").has(t, "Sát nhau nhất – năm 2017", "Hạng 1 Bình và hạng 2 Châu cách nhau 0,51",
		"Chỉ cần Tổng thu ngân sách của Châu là 4.459,86 tỷ đồng thay vì 4.385,5 tỷ đồng (thêm 0,51 điểm) thì Châu bằng Bình.")
	head.says("/cum")
	group := h.person("a1", workflow.Head, "a").in("-7")
	group.says("/cum")
	group.says("/xephang CN sát nhau").has(t, "trong cuộc trò chuyện riêng")
	group.says("/xephang CN thu").has(t, "1. Bình: 30")
}
