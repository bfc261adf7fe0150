package bot_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// The head changes a target of a covenant that everybody has signed: unit, target,
// figure, reason, a look back; with the last signature it is another.
func TestAmendingTheCovenant(t *testing.T) {
	h := newHouse(t)
	h.target("c", "thu", "4100", "")
	h.target("d", "thu", "900", "")
	head := h.person("a1", workflow.Head, "a")
	secret := map[string]string{"a": "591736", "b": "260847", "c": "730915", "d": "482059"}
	leader := map[string]*person{}
	for m := range secret {
		leader[m] = h.person("l"+m, workflow.Leader, m)
	}
	head.says("/giaouoc").lacks(t, "Phụ lục sửa đổi")
	head.presses("Chốt và mở ký")
	for _, m := range []string{"a", "b", "c", "d"} {
		leader[m].signs(secret[m])
	}
	plan := func() (said string) {
		c := h.cluster()
		h.view(func(r storage.Reader) error {
			found, err := workflow.FindTarget(r, c, workflow.Subject{Cluster: c.ID, Year: c.Year, Period: "CN", Member: "c", Criterion: "thu"})
			said = found.Plan.String()
			return err
		})
		return said
	}

	leader["c"].says("/giaouoc").lacks(t, "Phụ lục sửa đổi")
	head.says("/giaouoc")
	head.presses("Phụ lục sửa đổi").has(t, "Sửa chỉ tiêu của đơn vị nào?")
	head.says("Châu").has(t, "Sửa chỉ tiêu nào của Châu?", "1. Tổng thu ngân sách: 4.100", "2. Sản lượng lúa: –").lacks(t, "Đạt chuẩn")
	head.says("1").has(t, "Châu, Tổng thu ngân sách: đang là 4.100", "Gõ chỉ tiêu mới")
	head.says("4100").has(t, "đang là số đó rồi")
	head.says("3.800 tỷ").has(t, "A. 3.800 tỷ đồng")
	head.says("A").has(t, "Vì sao sửa đổi?")
	head.says("Trung ương giao lại dự toán").has(t, "Dự thảo phụ lục số 1", "1. Châu, Tổng thu ngân sách: 4.100", "→ 3.800", "Lý do: Trung ương giao lại dự toán")
	head.presses("Thêm chỉ tiêu")
	head.presses("4. Đức")
	head.presses("1. Tổng thu ngân sách")
	head.says("3500").has(t, "2. Đức, Tổng thu ngân sách: 900", "→ 3.500")
	head.presses("Bỏ 2").lacks(t, "Đức")
	r := head.presses("Chốt và mở ký").has(t, "Đã chốt phụ lục số 1 của giao ước năm 2017", "Cụm trưởng: đã ký 0/1")
	contains(t, r.to("lc"), "2017, phụ lục 1")
	if docs := r.documents("lc"); len(docs) != 1 || docs[0].Name != "giao-uoc-2017-phu-luc-1.pdf" {
		t.Errorf("lc got %+v", docs)
	}
	head.says("/giaouoc 2017")
	head.presses("Phụ lục sửa đổi").has(t, "Phụ lục số 1 đang mở ký")

	for _, m := range []string{"a", "b", "c", "d"} {
		if got := plan(); got != "4100" {
			t.Errorf("plan %s before %s signs", got, m)
		}
		leader[m].says("/giaouoc 2017/1")
		leader[m].presses("Ký").has(t, "Nhập mã PIN để ký")
		leader[m].says(secret[m])
	}
	if got := plan(); got != "3800" {
		t.Errorf("plan %s after the last signature", got)
	}
	head.says("/vanthu").has(t, "Phụ lục số 01 của giao ước thi đua năm 2017", "Được sửa đổi, bổ sung bởi phụ lục số 01")
}
