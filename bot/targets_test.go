package bot_test

import (
	"testing"

	"thidua/workflow"
)

func TestRegisteringTargets(t *testing.T) {
	p := newHouse(t).person("c1", workflow.Official, "c")
	p.talk("/giaouoc", "chỉ tiêu").has(t, "1. năm 2017 (chỉ tiêu năm)")
	p.says("1").has(t, "1. Tổng thu ngân sách")
	p.says("5042,4 | -").has(t, "kế hoạch 5.042,4 tỷ đồng, năm trước –")
	p.says("san-luong: 5.531 | 4\nkhong-co: 3").has(t, "Không rõ chỉ tiêu “khong-co”", "A. 5.531 nghìn tấn")
	p.says("B").has(t, "kế hoạch 5,531 nghìn tấn")
	p.says("danh sách").has(t, "Chỉ tiêu năm 2017 của huyện Châu", "kế hoạch 5.042,4 tỷ đồng")
	p.says("xong").has(t, "Đã ghi chỉ tiêu")
	p.at("")
	p.says("/baocao 6T").has(t, "Kế hoạch: 5.042,4 tỷ đồng")
}
