package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"

	"thidua/bot/emulator"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/workbook"
)

// What a unit may do otherwise than most in a report.
type way string

const (
	inExcel  way = "excel"    // fills in the form and sends it back
	tenfold  way = "tenfold"  // types a comma too far to the right, and is asked
	withScan way = "scan"     // sends a photo of a record as evidence
	disputed way = "disputed" // is asked why, and explains instead of changing
)

// ways are who does what in the period that is scored.
func (s *stage) ways(p *rules.Period) map[string]way {
	list := map[string]way{}
	if !p.Scored {
		return list
	}
	n := len(s.cluster.Members)
	for i, w := range []way{inExcel, tenfold, withScan, disputed} {
		list[s.cluster.Members[(i+4)%n].ID] = w
	}
	return list
}

// byForm reports with the Excel form: asks for it, fills it in, sends it back.
func (p *person) byForm(r report) {
	p.says("/bieumau " + r.period.ID)
	p.stage.note("%s điền biểu mẫu trên máy tính rồi gửi lại", p.name)
	name, form := p.filledIn(r)
	p.act(func() error {
		p.SendFile(name, form, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "")
		return nil
	})
	p.stage.folder.keep(result(p.stage.cluster, "bieu-mau", "xlsx"), form)
	p.clears(p.right(r))
	if p.offered("baocao.button.list") {
		p.chooses("baocao.button.list")
	}
	p.proofreads(r)
	p.submits()
}

// filledIn is the form that the bot sent, as the official fills it in.
func (p *person) filledIn(r report) (name string, form []byte) {
	var made paper.Form
	p.stage.view(func(store storage.Reader) (err error) {
		made, err = workflow.FormPaper(store, p.stage.cluster, r.period.ID, []string{p.member}, true, p.stage.clock.Now())
		return err
	})
	if p.stage.err != nil {
		return "", nil
	}
	for i := range made.Members[0].Rows {
		row := &made.Members[0].Rows[i]
		if on := r.paper[row.ID]; on.Given && row.Open {
			row.Actual = workflow.ValueText(on.Actual)
			if on.Actual.Kind == score.NotApplicable {
				row.Explanation = reason(on)
			}
		}
	}
	form, err := workbook.Form(made)
	if err != nil {
		p.stage.fail("%w", err)
	}
	return result(p.stage.cluster, "bieu-mau", "xlsx"), form
}

// shifted is a figure typed with the comma one place too far to the right.
func shifted(d decimal.Decimal) decimal.Decimal { return d.Mul(decimal.Int(10)) }

// shiftable is a criterion whose figure is asked about when it is ten times too
// large.
func (p *person) shiftable(r report) string {
	for _, k := range p.stage.cluster.Asked(r.period.ID) {
		row := r.paper[k.ID]
		if row.Actual.Kind != score.Number || row.Plan == nil || row.Plan.Sign() <= 0 || row.Actual.Number.Sign() <= 0 || k.Unit == "hạng" {
			continue
		}
		if times := row.Actual.Number.Quo(*row.Plan); decimal.Must("0.7").Less(times) && times.Less(decimal.Must("1.5")) {
			return k.ID
		}
	}
	return ""
}

// proves sends a photo of the record that a figure rests on.
func (p *person) proves(r report) {
	for _, k := range p.stage.cluster.Asked(r.period.ID) {
		if r.paper[k.ID].Given && k.Evidence != "none" {
			p.act(func() error {
				_, err := p.SendPhoto(scan(), number(p.stage.cluster, r.period.ID, k.ID)+": biên bản nghiệm thu")
				return err
			})
			return
		}
	}
}

// scan is a page with lines on it, as a phone would photograph it.
func scan() []byte {
	page := image.NewGray(image.Rect(0, 0, 420, 594))
	for y := range 594 {
		for x := range 420 {
			ink := y > 60 && y < 520 && y%22 < 6 && x > 40 && x < 380-(y*7)%90
			page.SetGray(x, y, color.Gray{Y: map[bool]uint8{true: 90, false: 246}[ink]})
		}
	}
	var b bytes.Buffer
	png.Encode(&b, page) // into memory: cannot fail
	return b.Bytes()
}

// questioned is the criterion that a reviewer asks a disputed unit about: the one
// that changed most.
func (s *stage) questioned(p *rules.Period, member string) string {
	if s.ways(p)[member] != disputed {
		return ""
	}
	most, id := decimal.Int(0), ""
	for _, k := range s.cluster.Asked(p.ID) {
		row := s.papers[p.ID][member][k.ID]
		if row.Actual.Kind != score.Number || row.LastYear == nil || row.LastYear.Sign() <= 0 {
			continue
		}
		change := row.Actual.Number.Sub(*row.LastYear)
		if change.Sign() < 0 {
			change = decimal.Int(0).Sub(change)
		}
		if change = change.Quo(*row.LastYear); most.Less(change) {
			most, id = change, k.ID
		}
	}
	return id
}

// explains answers a figure that was sent back although it is right.
func (p *person) explains() {
	p.presses("duyet.button.correct")
	p.presses("baocao.button.explain")
	p.says("Số liệu đã đối chiếu với ngành chủ quản và Cục Thống kê tỉnh, đơn vị giữ nguyên.")
	if p.offered("baocao.button.list") {
		p.presses("baocao.button.list")
	}
	p.submits()
}

// shown is the place of the unit whose appraisal is shown from end to end.
func shown(c *rules.Cluster) int { return 6 % len(c.Members) }

// scoresItself: a unit gives its own points, as its figures give them.
func (p *person) scoresItself(period *rules.Period) {
	p.says("/tucham " + period.ID)
	p.says("đúng")
	p.says("xong")
}

// takesAnnex: the observer opens a unit's files and takes the annex of its
// appraisal.
func (s *stage) takesAnnex(p *rules.Period) {
	member := s.cluster.Members[shown(s.cluster)].ID
	o := s.cast.observer
	o.opens("duyet", "duyệt")
	o.named(p.Name)
	o.named(s.cluster.Member(member).Short)
	if o.find(func(label string) bool {
		return strings.HasPrefix(label, cutNumber(o.label("duyet.button.files", "n", "#")))
	}) != "" {
		o.says("xem minh chứng")
	}
	o.presses("duyet.button.annex")
	s.keepSent(o, result(s.cluster, "phu-luc-tham-dinh", "pdf"))
	o.chooses("duyet.button.done")
}

// keepSent keeps the newest file that the bot sent somebody.
func (s *stage) keepSent(p *person, name string) {
	if d := s.newestFile(p); s.err == nil {
		s.folder.keep(name, d.Data)
	}
}

// newestFile is the newest file that the bot sent somebody.
func (s *stage) newestFile(p *person) *emulator.Document {
	for _, m := range slices.Backward(p.Chat()) {
		if m.Bot && m.Document != nil {
			return m.Document
		}
	}
	s.fail("%s was sent no file", p.name)
	return nil
}
