package pdf

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

const (
	minutesKind = "BB"
	dot         = "…"
	dots        = "……………………………………" // to be filled in by hand
)

// Minutes prints the minutes of a review (Decree 30/2020/NĐ-CP, Appendix III,
// form 1.9).
func Minutes(v paper.Minutes) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return minutes(v).finish(aboutFile("Biên bản "+minutesSubject(v), v.ClusterName, v.Letterhead, v.Year), c)
}

func minutesSubject(v paper.Minutes) string { return "bình xét thi đua " + sentence(v.PeriodName) }

// stampOf is what stands behind a paper that does not stand yet.
func stampOf(isProvisional, isDraft bool) string {
	switch {
	case isProvisional:
		return provisional
	case isDraft:
		return draft
	}
	return ""
}

func minutes(v paper.Minutes) *press {
	stamp := stampOf(v.Provisional, v.Draft)
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, minutesKind, stamp)
	p.title("BIÊN BẢN", capital(minutesSubject(v)), "của "+sentence(v.ClusterName))
	start, date := minutesTime(v.At)
	p.field("Thời gian bắt đầu", start+", "+date)
	p.field("Địa điểm", orDots(sentence(v.Where)))
	p.field("Nội dung", "bình xét thi đua, xếp hạng và đề nghị khen thưởng "+sentence(v.PeriodName)+conference(v))

	part := 0
	heading := func(title string, keep float64) {
		part++
		p.heading(roman(part)+". "+title, keep)
	}
	text := func(s string) { p.paragraph(body(plain(s))) }

	heading("THÀNH PHẦN THAM DỰ", between+twoLines())
	p.present(v)

	heading("KẾT QUẢ CHẤM ĐIỂM, XẾP HẠNG", between+twoLines())
	text(minutesResult(v))
	p.y += 3
	note := []string{strings.Join(rankingNotes(v.Ranking), " ")}
	p.table(rankingTable(v.Ranking).within(portrait, p.room(), notesHeight(portrait, note)))
	p.notes(note, 0)
	if len(v.Ties) == 0 {
		text("Trường hợp bằng nhau: không có.")
	} else {
		g := body(plain("Trường hợp bằng nhau:"))
		g.keep = between + twoLines()
		p.paragraph(g)
		p.dashes(v.Ties)
	}

	if len(v.Votes) > 0 {
		heading("KẾT QUẢ BIỂU QUYẾT", between+twoLines())
		for _, vote := range v.Votes {
			p.vote(vote)
		}
	}
	if len(v.Excluded) > 0 {
		heading("ĐƠN VỊ KHÔNG XÉT KHEN THƯỞNG", between+twoLines())
		var list []string
		for _, u := range v.Excluded {
			list = append(list, fmt.Sprintf("%s (xếp hạng %d, %s điểm): %s.", capital(u.Name), u.Rank, points(u.Total), sentence(u.Reason)))
		}
		p.dashes(list)
	}
	if len(v.Nominations) > 0 {
		heading("ĐỀ NGHỊ KHEN THƯỞNG", between+twoLines())
		for i, n := range v.Nominations {
			p.minutesAward(i+1, n, v.Ranking.RankBy)
		}
	}
	heading("SỐ LIỆU CÓ Ý KIẾN KHÁC NHAU", between+twoLines())
	p.debates(v.Disputes)
	p.dotted(1, plain("Ý kiến khác của các đơn vị:"))

	signers := []paper.Signer{{Title: "Thư ký"}, {Title: "Chủ tọa", Name: v.Chair.Name}}
	recipients := recipientLines(v.Recipients)
	last := body(plain(minutesClosing(v)))
	last.keep = signersHeight(signers, portrait) + leading(12) + float64(len(recipients))*leading(recipientSize)
	p.paragraph(last)
	p.signers(signers)
	p.recipients(recipients)
	return p
}

// dotted sets a paragraph with dots to the end of its line, and more lines of
// them, for what is written by hand.
func (p *press) dotted(more int, runs ...run) {
	g := body(runs...)
	g.align = left
	lines := wrap(g.runs, g.size, p.sheet.body(), g.indent)
	fill := func(width float64) string {
		return strings.Repeat(dot, max(0, int(width/font{regular, g.size}.width(dot))))
	}
	room := p.sheet.body() - lines[len(lines)-1].width - spaceWidth(g.size)
	if len(lines) == 1 {
		room -= g.indent
	}
	g.runs = append(g.runs, plain(" "+fill(room)))
	for range more {
		g.runs = append(g.runs, plain(" "+fill(p.sheet.body())))
	}
	p.paragraph(g)
}

// field is a line of the head of the minutes.
func (p *press) field(name, value string) {
	p.paragraph(body(run{name + ": ", bold}, plain(sentence(value)+".")))
}

// dashes sets a list, a paragraph each.
func (p *press) dashes(list []string) {
	for _, s := range list {
		p.paragraph(body(plain("- " + s)))
	}
}

// minutesTime is "08 giờ 00 phút" and the day, or room for them.
func minutesTime(at string) (clock, date string) {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return "… giờ … phút", dated("")
	}
	return fmt.Sprintf("%02d giờ %02d phút", t.Hour(), t.Minute()), dated(t.Format(time.DateOnly))
}

func orDots(s string) string {
	if s == "" {
		return dots
	}
	return s
}

func conference(v paper.Minutes) string {
	if v.Conference == "" {
		return ""
	}
	return ", tại " + sentence(v.Conference)
}

// present says who takes part. Who is missing, and who takes the minutes, is
// known in the hall only.
func (p *press) present(v paper.Minutes) {
	n := 0
	item := func(title string) run {
		n++
		return run{fmt.Sprintf("%d. %s: ", n, title), bold}
	}
	chair := body(item("Chủ tọa"), plain("Ông (bà) "+orDots(v.Chair.Name)+", lãnh đạo "+sentence(v.Head)+", Cụm trưởng."))
	chair.align = left
	p.paragraph(chair)
	p.dotted(0, item("Thư ký"), plain("Ông (bà) "+dots+", chức vụ:"))
	p.paragraph(body(item(fmt.Sprintf("Đại diện lãnh đạo %02d đơn vị thành viên", len(v.Members))), plain(sentence(strings.Join(v.Members, ", "))+".")))
	p.dotted(1, plain(fmt.Sprintf("Có mặt: …/%02d đơn vị. Vắng mặt (đơn vị, lý do):", len(v.Members))))
	if len(v.Witnesses) > 0 {
		p.paragraph(body(item("Đại diện cơ quan dự và chứng kiến"), plain(sentence(strings.Join(v.Witnesses, ", "))+".")))
	}
}

func minutesResult(v paper.Minutes) string {
	how := "đã được thẩm định, Hội nghị thống nhất kết quả chấm điểm, xếp hạng"
	if v.Provisional {
		how = "đến nay, trong đó có số liệu chưa thẩm định, kết quả chấm điểm, xếp hạng tạm tính"
	}
	return fmt.Sprintf("Căn cứ nội dung giao ước thi đua năm %d và số liệu do các đơn vị thành viên báo cáo %s %s như sau:", v.Year, how, sentence(v.PeriodName))
}

// vote sets what was voted on, by its own number, and what came of it.
func (p *press) vote(v paper.MinutesVote) {
	p.paragraph(body(run{sentence(v.Title) + ". ", bold}, plain(fmt.Sprintf("Mở lúc %s, đóng lúc %s. %s", text.TimeText(v.Opened), text.TimeText(v.Closed), turnout(v)))))
	if s := ballots(v.Lines); s != "" {
		p.paragraph(body(plain("Kết quả kiểm phiếu: " + s + ".")))
	}
	p.paragraph(body(run{sentence(v.Outcome) + ".", bold}))
}

func turnout(v paper.MinutesVote) string {
	s := fmt.Sprintf("Số đơn vị bỏ phiếu: %d/%d", len(v.Voters), v.Of)
	if len(v.Voters) > 0 && len(v.Voters) < v.Of {
		s += " (" + sentence(strings.Join(v.Voters, ", ")) + ")"
	}
	return s + "."
}

// ballots are the lines of a count; who has no vote is not named.
func ballots(lines []paper.MinutesLine) string {
	var list []string
	none := 0
	for _, l := range lines {
		if l.Votes == 0 {
			none++
			continue
		}
		list = append(list, fmt.Sprintf("%s: %d phiếu", sentence(l.Name), l.Votes))
	}
	if none > 0 && len(list) > 0 {
		list = append(list, "còn lại: 0 phiếu")
	}
	return strings.Join(list, "; ")
}

// minutesAward sets who is put forward for an award, with the points in figures
// and in words.
func (p *press) minutesAward(n int, v paper.Nomination, by string) {
	title := run{fmt.Sprintf("%d. %s (%02d đơn vị): ", n, sentence(v.Award), v.Places), bold}
	if len(v.Units) == 0 {
		p.paragraph(body(title, plain(nobody(v))))
		return
	}
	title.text = strings.TrimSuffix(title.text, " ")
	g := body(title)
	g.keep = between + twoLines()
	p.paragraph(g)
	for _, u := range v.Units {
		p.paragraph(body(plain("- "+capital(sentence(u.Name))+": hạng "+fmt.Sprint(u.Rank)+", "), run{nominatedPoints(u, by), bold}, plain(" ("), run{u.Words, italic}, plain(").")))
	}
	for _, s := range unfilled(v) {
		p.paragraph(body(plain(s)))
	}
}

// nominatedPoints is "997,57 điểm", with the percent where that makes the rank.
func nominatedPoints(u paper.NominatedUnit, by string) string {
	s := points(u.Total) + " điểm"
	if by == byPercent {
		s += ", bằng " + decimalText(u.Percent) + "% điểm tối đa"
	}
	return s
}

// nobody says why an award has nobody yet.
func nobody(v paper.Nomination) string {
	if len(v.Waiting) == 0 {
		return "không có đơn vị đủ điều kiện."
	}
	return "chưa đề nghị đơn vị nào; " + awaited(v)
}

// awaited says between whom a vote decides.
func awaited(v paper.Nomination) string {
	first := v.Waiting[0]
	same := points(first.Total) + " điểm"
	if slices.ContainsFunc(v.Waiting, func(u paper.NominatedUnit) bool { return u.Total != first.Total }) { // ranked by percent
		same = "đạt " + decimalText(first.Percent) + "% điểm tối đa"
	}
	return fmt.Sprintf("%02d suất chờ cụm biểu quyết giữa %s (cùng xếp hạng %d, %s).", v.Held, unitNames(v.Waiting), first.Rank, same)
}

// unfilled says which places of an award wait for a vote, and which stay empty,
// where others are given.
func unfilled(v paper.Nomination) (said []string) {
	if v.Held > 0 {
		said = append(said, capital(awaited(v)))
	}
	if n := v.Places - len(v.Units) - v.Held; n > 0 {
		said = append(said, fmt.Sprintf("Còn %02d suất không có đơn vị đủ điều kiện.", n))
	}
	return said
}

// debates sets the figures that a unit saw otherwise.
func (p *press) debates(list []paper.MinutesDebate) {
	if len(list) == 0 {
		p.paragraph(body(plain("Không có số liệu nào được đơn vị đề nghị xem xét lại sau khi thẩm định.")))
	}
	for _, d := range list {
		end := "Chưa trả lời."
		if d.Answer != "" {
			end = "Trả lời: " + sentence(d.Answer) + "."
		}
		value := ""
		if d.Reported != "" {
			value = "đơn vị báo cáo " + d.Reported + ", "
		}
		p.paragraph(body(plain(fmt.Sprintf("- %s, %s: %skết quả thẩm định %s. Đơn vị giải trình: %s. %s", capital(sentence(d.Unit)), sentence(d.Criterion), value, orDots(d.Verified), sentence(d.Said), end))))
	}
}

func minutesClosing(v paper.Minutes) string {
	year := open
	if t, err := time.Parse(time.DateOnly, v.Date); err == nil {
		year = fmt.Sprint(t.Year())
	}
	s := fmt.Sprintf("Hội nghị kết thúc vào … giờ … phút, ngày … tháng … năm %s. Biên bản đã được đọc lại, các đơn vị tham dự thống nhất thông qua; được lập thành %02d bản có giá trị như nhau: mỗi đơn vị thành viên giữ 01 bản", year, v.Copies)
	if n := v.Copies - len(v.Members) - 1; n > 0 {
		s += fmt.Sprintf(", gửi cơ quan chứng kiến %02d bản", n)
	}
	return s + ", lưu tại đơn vị Cụm trưởng 01 bản./."
}
