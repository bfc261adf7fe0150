package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

const (
	appraisalKind = "BB" // it belongs to the minutes of the verification
	evidenceSize  = 9.5
)

var appraisalSigners = []paper.Signer{{Title: "NGƯỜI THẨM ĐỊNH"}, {Title: "ĐẠI DIỆN ĐƠN VỊ"}}

// Appraisal prints the annex of the appraisal of one unit's figures.
func Appraisal(v paper.Appraisal) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return appraisal(v).finish(aboutFile("Phụ lục thẩm định "+appraisalSubject(v), v.ClusterName, v.Letterhead, v.Year), c)
}

// appraisalSubject is "Ủy ban nhân dân tỉnh Vĩnh Long - năm 2017".
func appraisalSubject(v paper.Appraisal) string {
	if v.Agency == "" {
		return sentence(v.PeriodName)
	}
	return sentence(v.Agency + " - " + v.PeriodName)
}

func appraisal(v paper.Appraisal) *press {
	stamp := ""
	if v.Provisional {
		stamp = provisional
	}
	p := newPress(stamp)
	p.page(landscape)
	p.letterhead(v.Letterhead, appraisalKind, stamp)
	p.title("PHỤ LỤC THẨM ĐỊNH", appraisalSubject(v))
	p.y--
	p.centred(fmt.Sprintf("(Kèm theo Biên bản thẩm định số liệu %s của %s)", sentence(v.PeriodName), sentence(v.ClusterName)), italic, 12)
	p.y += 3

	key := appraisalKey(v)
	p.table(appraisalTable(v).within(landscape, p.room(), notesHeight(landscape, key)))
	p.notes(key, 0)

	rule := appraisalRule(v)
	keep := rule.height(landscape) + signersHeight(appraisalSigners, landscape)
	if len(v.Evidence) == 0 {
		p.paragraph(paragraph{runs: []run{plain("Minh chứng: không có tệp nào được gửi kèm.")}, size: bodySize, align: left, before: between, keep: keep})
	} else {
		t := evidenceTable(v.Evidence)
		t.keep = keep
		p.paragraph(paragraph{runs: []run{{"MINH CHỨNG", bold}}, size: bodySize, align: left, before: between, keep: 2 + t.leastHeight(landscape)})
		p.y += 2
		p.table(t.within(landscape, p.room(), keep))
	}
	rule.keep = signersHeight(appraisalSigners, landscape)
	p.paragraph(rule)
	p.signers(appraisalSigners)
	return p
}

// The columns are those of the official form, with the last look after them.
var (
	appraisalHead = []string{"TT", "Nội dung tiêu chí", "Thang điểm", "Chỉ tiêu được giao", "Kết quả tự báo cáo", "Điểm tự chấm",
		"Kết quả thẩm định", "Điểm thẩm định", "Kết quả cuối cùng", "Điểm cuối", "Lý do / giải trình"}
	appraisalWidths = []float64{8, 52, 12, 19, 19, 15, 19, 15, 19, 13, 61}
)

func appraisalTable(v paper.Appraisal) table {
	f := criteriaForm{head: appraisalHead, widths: appraisalWidths}
	for i, content := range v.Contents {
		var rows [][]cell
		for _, r := range content.Rows {
			rows = append(rows, appraisalCells(r))
		}
		var sums []tableRow
		if content.Cuts != (paper.AppraisalTotals{}) {
			cut := appraisalSum("Giảm trừ", "", content.Cuts, &faint)
			cut.cells[len(cut.cells)-1] = reasonsCell([]string{content.CutReason})
			sums = append(sums, cut)
		}
		sums = append(sums, appraisalSum(fmt.Sprintf("Cộng nội dung %d", i+1), content.Points, content.Totals, &faint))
		f.content(i, content.Name, rows, sums...)
	}
	return f.closed(appraisalSum("TỔNG CỘNG", v.MaxPoints, v.Totals, &headShade))
}

func appraisalCells(r paper.AppraisalRow) []cell {
	places := decimals(r.Plan, r.Self, r.Verified, r.Final)
	verified := midCell(points(r.VerifiedPoints))
	if changed(r) {
		verified = boldCell(points(r.VerifiedPoints), centre)
	}
	plan := r.Plan
	if plan == "" {
		plan = "–"
	}
	return []cell{
		midCell(fmt.Sprint(r.N)), leftCell(paper.WithUnit(r.Name, r.Unit)), midCell(maximum(r.Points)), appraisedCell(plan, places),
		appraisedCell(r.Self, places), midCell(points(r.SelfPoints)), appraisedCell(r.Verified, places), verified,
		appraisedCell(r.Final, places), boldCell(points(r.FinalPoints), centre), reasonsCell(r.Reasons),
	}
}

// changed says whether the verifiers gave other points than the unit itself.
func changed(r paper.AppraisalRow) bool {
	return r.VerifiedPoints != "" && r.SelfPoints != "" && points(r.VerifiedPoints) != points(r.SelfPoints)
}

// appraisedCell is a value; what is no number is a word or two.
func appraisedCell(value string, places int) cell {
	words := map[string][]run{
		"yes": {{"đạt", regular}}, "no": {{"không", regular}, {"đạt", regular}},
		"n/a": {{"không", italic}, {"áp dụng", italic}}, "none": {{"chưa có", italic}},
	}
	if runs, is := words[value]; is {
		return cell{runs: runs, align: centre}
	}
	return midCell(aligned(value, places))
}

// reasonsCell is the reasons under each other, with dashes where there are
// several.
func reasonsCell(reasons []string) cell {
	c := cell{runs: []run{plain("")}}
	for i, s := range reasons {
		if len(reasons) > 1 {
			s = "- " + s
		}
		if i == 0 {
			c.runs = nil
		}
		c.runs = append(c.runs, plain(s))
	}
	return c
}

func appraisalSum(label, most string, sum paper.AppraisalTotals, shade *rgb) tableRow {
	return formSum(shade, label, decimalText(most), "", "", points(sum.Self), "", points(sum.Verified), "", points(sum.Final), "")
}

// appraisalKey explains what the table has.
func appraisalKey(v paper.Appraisal) []string {
	has := func(is func(r paper.AppraisalRow) bool) bool {
		return some(v.Contents, func(c paper.AppraisalContent) bool { return some(c.Rows, is) })
	}
	var list []string
	if has(func(r paper.AppraisalRow) bool { return maximum(r.Points) == "–" }) {
		list = append(list, "Thang điểm “–”: tiêu chí để theo dõi hoặc để cộng, trừ điểm.")
	}
	if has(func(r paper.AppraisalRow) bool { return r.Plan == "" }) {
		list = append(list, "Chỉ tiêu “–”: không giao chỉ tiêu.")
	}
	list = append(list, selfKey(has(func(r paper.AppraisalRow) bool { return r.SelfOwn }), has(func(r paper.AppraisalRow) bool { return r.SelfPoints != "" && !r.SelfOwn }))...)
	own, none := 0, 0
	for _, c := range v.Contents {
		for _, r := range c.Rows {
			switch {
			case r.SelfPoints != "":
				own++
			case maximum(r.Points) != "–" && r.Final != "n/a" && r.Verified != "n/a":
				none++
			}
		}
	}
	list = append(list, selfGaps(own, none)...)
	if has(changed) {
		list = append(list, "Điểm thẩm định in đậm: khác điểm đơn vị tự chấm.")
	}
	if some(v.Contents, func(c paper.AppraisalContent) bool { return c.Cuts != (paper.AppraisalTotals{}) }) {
		list = append(list, cutKey)
	}
	if len(list) == 0 {
		return nil
	}
	return []string{strings.Join(list, " ")}
}

// selfKey says whose points stand in the unit's own column.
func selfKey(own, computed bool) []string {
	switch {
	case own && computed:
		return []string{"Điểm tự chấm: do đơn vị cho; chỗ đơn vị không cho thì tính theo số liệu đơn vị báo cáo."}
	case own:
		return []string{"Điểm tự chấm: do đơn vị cho."}
	}
	return nil
}

// selfGaps says how many criteria the sum of the unit's own column lacks, so that
// nobody takes it for one to compare with the others.
func selfGaps(some, none int) []string {
	if some == 0 || none == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Cộng cột điểm tự chấm: chưa gồm %02d tiêu chí đơn vị chưa có điểm tự chấm.", none)}
}

// evidenceTable lists the files; their hashes say which bytes are meant. The
// first 16 digits are what people compare.
func evidenceTable(list []paper.AppraisalEvidence) table {
	t := table{size: evidenceSize, pad: 0.6, head: []string{"TT", "Tiêu chí", "Tên tệp", "Loại,\ndung lượng", "Gửi lúc", "SHA-256 (16 ký tự đầu; đủ 64 ký tự)"},
		widths: []float64{9, 62, 68, 25, 27, 61}}
	for _, e := range list {
		at := cell{align: centre}
		clock, day, _ := strings.Cut(text.TimeText(e.At), " ")
		at.runs = []run{plain(clock), plain(day)}
		t.rows = append(t.rows, tableRow{cells: []cell{
			midCell(fmt.Sprint(e.N)), leftCell(e.Criterion), leftCell(e.Name),
			{runs: []run{plain(fileKind(e.Kind)), plain(fileSize(e.Size))}, align: centre}, at, hashCell(e.SHA256),
		}})
	}
	return t
}

func hashCell(hash string) cell {
	const line = 32
	if len(hash) != 2*line || strings.Trim(hash, "0123456789abcdef") != "" {
		return midCell(hash)
	}
	return cell{runs: []run{{hash[:16], bold}, plain(hash[:line]), plain(hash[line:])}, align: centre}
}

func fileKind(kind string) string {
	switch kind {
	case "pdf":
		return "PDF"
	case "jpeg", "png":
		return "ảnh " + upper(kind)
	case "other":
		return "tệp khác"
	}
	return kind
}

// fileSize is bytes as people say them, rounded up: 1,3 MB.
func fileSize(bytes string) string {
	n, err := strconv.ParseInt(bytes, 10, 64)
	const kilo = 1024
	switch {
	case err != nil || n < 0 || n > kilo*kilo*kilo*kilo:
		return bytes
	case n < kilo:
		return decimalText(bytes) + " byte"
	case n <= 999*kilo:
		return fmt.Sprint((n+kilo-1)/kilo) + " KB"
	}
	tenths := (10*n + kilo*kilo - 1) / (kilo * kilo)
	return fmt.Sprintf("%s,%d MB", decimalText(fmt.Sprint(tenths/10)), tenths%10)
}

// appraisalRule says by which rules the points were found.
func appraisalRule(v paper.Appraisal) paragraph {
	s := "Điểm được tính theo bộ quy tắc của cụm."
	if v.RulesSHA256 != "" {
		s = "Điểm được tính theo bộ quy tắc của cụm có mã SHA-256 " + v.RulesSHA256 + "."
	}
	return paragraph{runs: []run{{s, italic}}, size: noteSize, align: left, before: between}
}
