package bot_test

import "testing"

// drafts are those of huyện Châu for the half-year, by criterion.
func (p *person) drafts(t testing.TB, want map[string]string) {
	t.Helper()
	for _, k := range []string{"thu", "san-luong", "chuan", "vu"} {
		w, ok := want[k]
		if !ok {
			w = "-"
		}
		if got := p.draft("6T", "c", k); got != w {
			t.Errorf("%s is %s, want %s", k, got, w)
		}
	}
}

// People name criteria by number, code or name, in any order, with the signs that
// lists and tables have.
func TestLinesAsPeopleWriteThem(t *testing.T) {
	for _, said := range []string{
		"1: 5531,5\n2: 250\n3: đạt\n4: 7",
		"4 = 7\n3 = Đạt\n2 = 250\n1 = 5.531,5",
		"1. Tổng thu ngân sách: 5.531,5 tỷ đồng\n- Sản lượng lúa: 250 nghìn tấn\n+ Đạt chuẩn NTM: có\nmục 4: 7 vụ",
		"TONG THU NGAN SACH: 5531,5\nsan luong lua: 250\ndat chuan nong thon moi: dat\nso vu tai nan: 7",
		"thu: 5531,5\nsan-luong: 250\nchuan: đạt\nvu: 7",
		"Tổng thu ngân sách\t5.531,5\n2\tSản lượng lúa\t250 nghìn tấn\nSố vụ tai nạn 7\n3: đạt",
	} {
		p := official(t)
		p.says("/baocao 6T")
		p.says(said).has(t, "Xem trước 4 số", "(chưa ghi số nào)", "5.531,5 tỷ đồng · 109,7% kế hoạch")
		p.drafts(t, nil)
		p.says("đúng").has(t, "Đã ghi 4 số")
		p.drafts(t, map[string]string{"thu": "5531.5", "san-luong": "250", "chuan": "yes", "vu": "7"})
	}
}

// A preview is changed line by line before it is agreed to.
func TestAPreviewIsCorrected(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("1: 5531,5\n2: 250\n3: đạt").has(t, "Xem trước 3 số")
	p.says("4: 7").has(t, "Xem trước 4 số", "4. Số vụ tai nạn: 7 vụ")
	p.says("2: 260").has(t, "Xem trước 4 số", "2. Sản lượng lúa: 260 nghìn tấn").lacks(t, "250")
	p.says("/sua 2 = 265").has(t, "2. Sản lượng lúa: 265 nghìn tấn").lacks(t, "260")
	p.says("bỏ 1, 3").has(t, "Xem trước 2 số").lacks(t, "Tổng thu ngân sách")
	p.says("bỏ 1").has(t, "Không có dòng “1” trong bảng xem trước")
	p.says("12").has(t, "Chưa hiểu “12”")
	p.says("2: 5.531").has(t, "chưa rõ là số nào")
	p.says("3: không\n2: 270").has(t, "Xem trước 3 số", "2. Sản lượng lúa: 270 nghìn tấn", "3. Đạt chuẩn nông thôn mới: không đạt")
	p.drafts(t, nil)
	for _, c := range []string{"/baocao", "/baocao CN"} {
		p.says(c).has(t, "Anh/chị còn số đang chờ xác nhận", "Xem trước 3 số")
	}
	p.says("đúng hết").has(t, "Đã ghi 3 số")
	p.drafts(t, map[string]string{"san-luong": "270", "chuan": "no", "vu": "7"})
	p.says("1: 6000\n4: 7").has(t, "1. Tổng thu ngân sách: 6.000 tỷ đồng", "4. Số vụ tai nạn: 7 vụ (không đổi)")
	p.says("/huy").has(t, "Đã bỏ 2 số đang chờ xác nhận; số đã ghi trước đó vẫn được giữ")
	p.drafts(t, map[string]string{"san-luong": "270", "chuan": "no", "vu": "7"})
}

// What is asked about one figure does not stand in the way of the others.
func TestOtherFiguresDuringAQuestion(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "2: 5.531")
	p.says("1: 5531,5").has(t, "“5.531” cho chỉ tiêu Sản lượng lúa")
	p.says("A").has(t, "2. Sản lượng lúa: 5.531 nghìn tấn", "1. Tổng thu ngân sách: 5.531,5 tỷ đồng")
	p.drafts(t, map[string]string{"thu": "5531.5", "san-luong": "5531"})
	p.says("2: 6.532")
	p.says("2: 250").has(t, "(số cũ: 5.531 nghìn tấn → 250 nghìn tấn)") // said again, clearly
	p.at("report/figure")
}

// An unlikely figure is asked about, with the slips that would explain it; who
// insists gives a reason.
func TestAnUnlikelyFigureInAPaste(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("1: 50424\n2: 250").has(t, "cao hơn mức tối đa thường gặp", "A. 5.042,4 tỷ đồng (100% kế hoạch)", "B. 50.424 tỷ đồng")
	p.says("B").has(t, "Tổng thu ngân sách: 50.424 tỷ đồng", "xin viết một câu lý do")
	p.at("report/reason")
	p.says("nhập lại").has(t, "Xem trước 1 số")
	p.says("1: 50424")
	p.says("B")
	p.says("duyệt chi").has(t, "Xem trước 2 số", "50.424 tỷ đồng · 1.000% kế hoạch (duyệt chi)") // any sentence is a reason
	p.drafts(t, nil)
	p.says("đúng")
	p.drafts(t, map[string]string{"thu": "50424", "san-luong": "250"})
	if e := p.figure("6T", "c", "thu").Draft; e.Unlikely != "duyệt chi" {
		t.Errorf("%+v", e)
	}
}

// Nought, nothing yet and "does not apply" are three things, and each says how it
// counts.
func TestNoughtNothingAndNotApplicable(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("4: 0").has(t, "4. Số vụ tai nạn: 0 vụ", "Số 0 là một số liệu")
	p.says("2: chưa có").has(t, "2. Sản lượng lúa: chưa có số", "tính 0 điểm cho đến khi có số")
	p.says("3: không áp dụng").has(t, "Vì sao chỉ tiêu Đạt chuẩn nông thôn mới không áp dụng")
	p.says("Thị trấn không có xã").has(t, "không áp dụng (Thị trấn không có xã)", "không tính vào điểm tối đa")
	p.drafts(t, map[string]string{"vu": "0", "san-luong": "none", "chuan": "n/a"})
	p.says("4: -").lacks(t, "✔️ 4. Số vụ tai nạn: 0 vụ")
	if got := p.draft("6T", "c", "vu"); got != "0" && got != "none" {
		t.Errorf("a dash became %s", got)
	}
}

// Whoever goes back from a question, or from a preview, loses nothing of what
// they had sent.
func TestBackLosesNothingOfAPaste(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("1: 5.531\n2: 250").has(t, "chưa rõ là số nào")
	p.says("quay lại").has(t, "1. Tổng thu ngân sách")
	p.says("danh sách").has(t, "Xem trước 1 số", "2. Sản lượng lúa: 250 nghìn tấn")
	p.says("đúng")
	p.talk("1: 5531\n3: đạt", "đúng", "danh sách", "2: 260\n4: 7")
	p.at("report/preview")
	p.says("quay lại")
	p.at("report/check")
	p.presses("Nộp phần đã có").has(t, "còn số đang chờ xác nhận", "Xem trước 2 số", "2. Sản lượng lúa: 250 nghìn tấn → 260 nghìn tấn")
	p.says("đúng")
	p.says("nộp").has(t, "Đã nhận báo cáo")
	if v := valueOf(p.figure("6T", "c", "san-luong").Sent); v != "260" {
		t.Errorf("submitted %s", v)
	}
}
