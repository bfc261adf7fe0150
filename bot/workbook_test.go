package bot_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/paper"
	"thidua/workflow/workbook"
)

// formOf is the workbook that a reply brought.
func formOf(t testing.TB, r reply, chat string) []byte {
	t.Helper()
	for _, d := range r.documents(chat) {
		if d.Kind != "form" {
			continue
		}
		var p paper.Form
		if err := json.Unmarshal(d.Values, &p); err != nil {
			t.Fatal(err)
		}
		b, err := workbook.Form(p)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	t.Fatalf("no form in %+v", r.own)
	return nil
}

// fill types into a form: "2 result", "4 explanation" and so on, by the number of
// the criterion.
func fill(t testing.TB, form []byte, sheet string, cells map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, row := range rows {
		for j, c := range row {
			switch strings.TrimSpace(c) {
			case "Kết quả thực hiện":
				at["result"] = j + 1
			case "Giải trình":
				at["explanation"] = j + 1
			case "Điểm tự chấm":
				at["self"] = j + 1
			}
		}
		for what, column := range at {
			if v, ok := cells[row0(row)+" "+what]; ok {
				name, err := excelize.CoordinatesToCellName(column, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if s, is := v.(string); is && strings.HasPrefix(s, "=") {
					if err := f.SetCellFormula(sheet, name, s[1:]); err != nil {
						t.Fatal(err)
					}
					v = 3 // what it came to
					if err := f.SetCellValue(sheet, name, v); err != nil {
						t.Fatal(err)
					}
					if err := f.SetCellFormula(sheet, name, s[1:]); err != nil {
						t.Fatal(err)
					}
					continue
				}
				if err := f.SetCellValue(sheet, name, v); err != nil {
					t.Fatal(err)
				}
				delete(cells, row0(row)+" "+what)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func row0(row []string) string {
	if len(row) == 0 {
		return ""
	}
	return row[0]
}

func TestAFormGoesOutAndComesBack(t *testing.T) {
	p := official(t)
	form := formOf(t, p.says("/bieumau 6T").has(t, "Biểu mẫu Excel 6 tháng đầu năm 2017"), "c1")
	r := p.sendsFile("bm.xlsx", fill(t, form, "Châu", map[string]any{"1 result": 5531.25, "2 result": 4.31343, "2 self": 9.5, "3 result": "Đạt", "4 result": "Không áp dụng", "4 explanation": "không có đường bộ"}), "")
	r.has(t, "Xem trước 4 số", "1. Tổng thu ngân sách: 5.531,25 tỷ đồng", "2. Sản lượng lúa: 4,31343 nghìn tấn", "4. Số vụ tai nạn: không áp dụng (không có đường bộ)")
	if got := p.draft("6T", "c", "thu"); got != "-" {
		t.Fatalf("stored before a yes: %s", got)
	}
	p.says("đúng").has(t, "Đã ghi 4 số")
	for id, want := range map[string]string{"thu": "5531.25", "san-luong": "4.31343", "chuan": "yes", "vu": "n/a"} {
		if got := p.draft("6T", "c", id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	if e := p.figure("6T", "c", "san-luong").Draft; e.Score != "9.5" {
		t.Errorf("the unit's own points: %q", e.Score)
	}
	// Sent again as it is, it brings nothing new.
	form = formOf(t, p.says("/bieumau 6T"), "c1")
	p.sendsFile("bm.xlsx", form, "").has(t, "Trong tệp không có số nào khác")
}

func TestDoubtfulCellsAreAskedAbout(t *testing.T) {
	p := official(t)
	form := formOf(t, p.says("/bieumau 6T"), "c1")
	r := p.sendsFile("bm.xlsx", fill(t, form, "Châu", map[string]any{"1 result": "5.531", "2 result": 250.125, "4 result": "nhiều"}), "")
	r.has(t, "⚠️ Ô", "Số vụ tai nạn", "nhiều", "Có 1 ô chưa nhận được", "“5.531” cho chỉ tiêu Tổng thu ngân sách", "Có 2 số viết kiểu này")
	p.presses("“.” là dấu phân cách hàng nghìn ở cả 2 số").has(t, "Sản lượng lúa")
	for n := 0; n < 3 && p.step("c1") == "report/reason"; n++ {
		p.says("đúng là như vậy")
	}
	p.at("report/preview")
	p.says("bỏ 2")
	p.says("đúng").has(t, "Đã ghi 1 số")
	if got := p.draft("6T", "c", "thu"); got != "5531" {
		t.Errorf("thu is %s", got)
	}
	form = formOf(t, p.says("/bieumau 6T"), "c1")
	p.sendsFile("bm.xlsx", fill(t, form, "Châu", map[string]any{"1 result": 55315, "1 explanation": "thu hồi nợ đọng", "4 result": "=1+2"}), "").
		has(t, "55.315 tỷ đồng", "(thu hồi nợ đọng)", "là công thức; lấy giá trị đã tính 3")
}

func TestWorkbooksThatAreNotMine(t *testing.T) {
	p := official(t)
	d := p.person("d1", workflow.Official, "d")
	form := formOf(t, p.says("/bieumau 6T"), "c1")
	d.sendsFile("bm.xlsx", form, "").has(t, "Biểu mẫu này của đơn vị khác")
	p.sendsFile("bm.xlsx", []byte("PK\x03\x04 nothing"), "").has(t, "Không đọc được tệp này")
	p.sendsFile("cu.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), "").has(t, "dạng cũ (.xls)")
	e := p.event(p)
	e.Kind, e.File = intake.KindFile, &intake.File{Kind: intake.Document, Failure: intake.TooLarge}
	p.offer(e).has(t, "Tệp lớn hơn 20 MB")
	e = p.event(p)
	e.Kind, e.File = intake.KindFile, &intake.File{Kind: intake.Document, Failure: intake.Gone}
	p.offer(e).has(t, "Chưa tải được tệp")
	long := [][]any{{"TT", "Chỉ tiêu", "Kết quả"}}
	for i := range 700 {
		long = append(long, []any{i, "một dòng không của ai", i})
	}
	p.sendsFile("dai.xlsx", table(t, long...), "").has(t, "quá nhiều trang hoặc dòng")
	p.sendsFile("thu.xlsx", table(t, []any{"Kính gửi", "Ban Thi đua"}), "").has(t, "Chưa nhận ra bảng số liệu")
}

// A table of somebody's own is read only as they agree to.
func TestATableOfOnesOwn(t *testing.T) {
	p := official(t)
	own := table(t, []any{"TT", "Tªn chØ tiªu", "KÕt qu¶ thùc hiÖn", "Ghi chó"},
		[]any{1, "Tæng thu ng©n s¸ch", 5531.5, "v\u00adît kÕ ho¹ch"}, []any{2, "San luong lua", 250, ""}, []any{3, "Số con bò", 7, ""})
	p.says("/baocao 6T")
	p.sendsFile("so lieu.xlsx", own, "").has(t, "Đây không phải biểu mẫu của cụm", "kết quả thực hiện", "phông cũ (TCVN3)", "Nhận ra 2 dòng", "Không rõ chỉ tiêu “Số con bò”")
	p.says("không").has(t, "Xin gõ “đúng”")
	p.says("đúng").has(t, "Xem trước 2 số", "5.531,5 tỷ đồng", "“v\u00adît kÕ ho¹ch”, đọc là “vượt kế hoạch”")
	p.presses("Đúng, ghi 2 số").has(t, "Đã ghi 2 số")
	if e := p.figure("6T", "c", "thu").Draft; e.Explained != "vượt kế hoạch" {
		t.Errorf("explained %q", e.Explained)
	}
}

// The head enters what came on paper; somebody else accepts it.
func TestTheHeadCollects(t *testing.T) {
	h := newHouse(t)
	head, deputy, c := h.person("a1", workflow.Head, "a"), h.person("b1", workflow.Deputy, "b"), h.person("c1", workflow.Official, "c")
	form := formOf(t, head.says("/bieumau 6T").has(t, "4 đơn vị, mỗi đơn vị một trang"), "a1")
	form = fill(t, form, "Châu", map[string]any{"1 result": 5531.5, "3 result": "Đạt"})
	bad := fill(t, form, "Đức", map[string]any{"1 result": "5.531"})
	head.sendsFile("all.xlsx", bad, "").has(t, "chưa rõ nên chưa ghi gì")
	head.at("")
	head.sendsFile("all.xlsx", fill(t, form, "Đức", map[string]any{"2 result": 250}), "").has(t, "Nhập thay 3 số", "Châu", "5.531,5 tỷ đồng", "Đức", "250 nghìn tấn")
	r := head.says("đúng").has(t, "Đã ghi 3 số, chờ người khác duyệt")
	contains(t, r.to("c1"), "Cụm trưởng đã nhập thay 2 số liệu")
	head.talk("/duyet", "6T", "Châu")
	head.presses("Duyệt hết 2 số").has(t, "do chính anh/chị nhập, nên phải người khác duyệt")
	deputy.talk("/duyet", "6T", "Châu")
	deputy.presses("Duyệt hết 2 số").has(t, "Đã duyệt 2 số liệu")
	c.sendsFile("all.xlsx", form, "").has(t, "Trong tệp không có số nào khác")

	// A draft is the unit's own: the form of all does not show it, and nothing takes
	// its place.
	c.says("/sua 6T 2 = 251")
	empty := formOf(t, head.says("/bieumau 6T"), "a1")
	if bytes.Contains(unzipped(t, empty), []byte("<v>251</v>")) {
		t.Error("a draft is shown")
	}
	head.sendsFile("all.xlsx", fill(t, empty, "Châu", map[string]any{"2 result": 260}), "").has(t, "đơn vị đang nhập một số khác")
	lead := h.person("c7", workflow.Leader, "c")
	if d := lead.says("/bieumau 6T").documents("c7"); len(d) != 1 || strings.Contains(string(d[0].Values), "Đức") {
		t.Errorf("a leader sees other units: %+v", d)
	}
}

// A message with a file queues a job; nothing is decided before its bytes are
// there.
func TestAFileIsFetchedFirst(t *testing.T) {
	p := official(t)
	e := p.event(p)
	e.Text, e.File = "2", &intake.File{Kind: intake.Photo, ID: "photo-1"}
	if r := p.offer(e); r.text != "" {
		t.Errorf("said %q", r.text)
	}
	p.view(func(r storage.Reader) error {
		list, err := r.Scan("jobs", "", "", 0)
		if len(list) != 1 {
			t.Errorf("%d jobs", len(list))
		}
		return err
	})
	stranger := p.person("x", "", "")
	s := p.event(stranger)
	s.File = &intake.File{Kind: intake.Photo, ID: "photo-2"}
	stranger.offer(s).has(t, "Tôi chỉ nhận ảnh")
}

// unzipped are all parts of a workbook.
func unzipped(t testing.TB, b []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, part...)
	}
	return all
}

// Of a sheet or a row that was copied nobody chooses one here.
func TestCopiesInAForm(t *testing.T) {
	h := newHouse(t)
	c, head := h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a")
	form := formOf(t, c.says("/bieumau 6T"), "c1")
	sheets := fill(t, form, "Châu", map[string]any{"2 result": 250})
	copied := change(t, sheets, func(f *excelize.File) error {
		to, err := f.NewSheet("Châu (2)")
		if err == nil {
			err = f.CopySheet(0, to)
		}
		return err
	})
	rows := change(t, sheets, func(f *excelize.File) error { return f.DuplicateRow("Châu", 7) })
	for _, p := range []*person{c, head} {
		p.sendsFile("bm.xlsx", copied, "").has(t, "Tệp có hai trang của Châu")
		p.sendsFile("bm.xlsx", rows, "").has(t, "Trong tệp có hai dòng cho Sản lượng lúa")
		p.at("")
	}
}

// change opens a workbook, changes it and saves it.
func change(t testing.TB, b []byte, how func(*excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := how(f); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
