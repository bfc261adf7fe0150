package bot_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"thidua/bot"
	"thidua/workflow"
	"thidua/workflow/intake"
)

// sendsFile sends a file with a caption: first the message, then, as the door
// brings it, the file itself.
func (p *person) sendsFile(name string, b []byte, caption string) reply {
	p.t.Helper()
	e := p.event(p)
	e.Text, e.File = caption, &intake.File{Kind: intake.Document, ID: fmt.Sprint("f", p.n), Name: name, Size: int64(len(b))}
	p.offer(e)
	sum := sha256.Sum256(b)
	e.ID, e.Kind = "job/"+e.ID, intake.KindFile
	e.File = &intake.File{Kind: intake.Document, ID: e.File.ID, Name: name, Bytes: b, SHA256: hex.EncodeToString(sum[:])}
	e.File.Opened = bot.OpenFile(*e.File)
	return p.offer(e)
}

// pdfFile is the beginning of a PDF with something of its own in it.
func pdfFile(own string) []byte { return []byte("%PDF-1.7\n" + own) }

// table is a workbook of somebody's own.
func table(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// waysTo lead an official of huyện Châu to every step of a report.
var waysTo = map[string]func(p *person){
	"report/period": func(p *person) { p.says("/baocao") },
	"report/figure": func(p *person) { p.talk("/baocao 6T", "5531,5") },
	"report/settle": func(p *person) { p.talk("/baocao 6T", "2: 5.531") },
	"report/reason": func(p *person) { p.talk("/baocao 6T", "4: không áp dụng") },
	"report/preview": func(p *person) {
		p.talk("/baocao 6T", "1: 5531,5\n2: 250\n3: đạt")
	},
	"report/check": func(p *person) { p.talk("/baocao 6T", "danh sách") },
	"report/file": func(p *person) {
		p.says("/baocao 6T")
		p.sendsFile("bb.pdf", pdfFile("1"), "")
	},
	"report/mapping": func(p *person) {
		p.says("/baocao 6T")
		p.sendsFile("so lieu.xlsx", table(p.t, []any{"TT", "Chỉ tiêu", "Kết quả"}, []any{1, "Tổng thu ngân sách", 5531.5}, []any{2, "Sản lượng lúa", 250}), "")
	},
	"report/explain": func(p *person) {
		head := p.person("a9", workflow.Head, "a")
		p.talk("/baocao 6T", "1: 5531,5\n2: 250\n3: đạt\n4: 7", "đúng", "nộp")
		head.talk("/duyet", "6T", "Châu", "trả 2: cao bất thường")
		p.presses("Sửa ngay")
		p.presses("Giải trình")
	},
}

// form is where a report stands: its step and all that it holds.
func (h *house) form(chat string) string {
	h.t.Helper()
	v := h.talkOf(chat)
	if v == nil {
		return ""
	}
	b, err := json.Marshal(v["draft"])
	if err != nil {
		h.t.Fatal(err)
	}
	return fmt.Sprint(v["flow"], "/", v["step"], " ", string(b))
}

// Whatever command comes in the middle of a report, the form is where it was: at
// once, or when the conversation that the command began has ended.
func TestEveryCommandAtEveryStepOfAReport(t *testing.T) {
	commands := []string{
		"/bieudo", "/bieudo CN", "/bieudo CN ranking",
		"/tiendo", "/tiendo CN", "/xephang", "/tongket", "/phieu", "/trogiup", "/start", "/bieumau", "/bienlai", "/bienlai 0000-0000",
		"/minhchung", "/giaitrinh", "/giahan", "/giaouoc", "/ngonngu", "/cum", "/mapin", "/duyet", "/nhac", "/mokhoa", "/bophieu", "/bophieu 1", "/bangiao", "/tucham", "/tucham CN", "/khong_co", "/tiendo@thidua_bot", "/"}
	for step, lead := range waysTo {
		t.Run(strings.TrimPrefix(step, "report/"), func(t *testing.T) {
			p := official(t)
			lead(p)
			p.at(step)
			was := p.form(p.id)
			for _, c := range commands {
				r := p.says(c)
				if r.text == "" && len(r.own) == 0 {
					t.Errorf("%s is not answered", c)
				}
				for n := 0; !strings.HasPrefix(p.step(p.id), "report/") && n < 3; n++ {
					p.says("/huy")
				}
				if got := p.form(p.id); got != was {
					t.Fatalf("%s left\n%s\nit was\n%s", c, got, was)
				}
			}
			p.now = at("2017-07-10 08:00") // a reminder, too
			p.offer(p.change(func(e *intake.Event) { e.Kind, e.Chat, e.From = intake.KindTick, "", "" }))
			if got := p.form(p.id); got != was {
				t.Errorf("a reminder left\n%s\nit was\n%s", got, was)
			}
			p.says("/huy").has(t, "Đã dừng")
			p.at("")
		})
	}
}
