package pdf

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/paper"
)

func sampleUnit(i int) paper.NominatedUnit {
	return paper.NominatedUnit{Name: "tỉnh " + unitName(i), Agency: "ỦY BAN NHÂN DÂN TỈNH " + upper(unitName(i)), Rank: i + 1, Total: fmt.Sprintf("%d.11", 957-i),
		Words: "Chín trăm năm mươi bảy phẩy mười một điểm", Percent: "95.711"}
}

// sampleAwards are two awards with so many units each.
func sampleAwards(units int) []paper.Nomination {
	list := []paper.Nomination{{Award: "Cờ thi đua của Chính phủ", Places: units}, {Award: "Bằng khen của Thủ tướng Chính phủ", Places: units}}
	for i := range 2 * units {
		list[i/units].Units = append(list[i/units].Units, sampleUnit(i))
	}
	return list
}

// sampleMinutes are of so many members; each of the other things happened so many
// times.
func sampleMinutes(members, times int) paper.Minutes {
	v := paper.Minutes{
		Letterhead: head, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2017, PeriodName: "năm 2017", Conference: "Hội nghị tổng kết năm 2017",
		At: "2018-04-04T08:00:00+07:00", Where: "thành phố Vĩnh Long", Chair: sampleRanking(1, 1, 1).Signer, Head: "tỉnh Vĩnh Long",
		Witnesses: []string{"Ban Thi đua - Khen thưởng Trung ương"}, Ranking: sampleRanking(members, 3, 0), Nominations: sampleAwards(times),
		Copies: members + 2, Recipients: []string{"Ban Thi đua - Khen thưởng Trung ương (báo cáo)", "Lưu: VT"},
	}
	v.Ranking.Annex, v.Ranking.Notes = nil, nil
	for i := range v.Ranking.Rows {
		v.Ranking.Rows[i].Award = ""
	}
	for i := range members {
		v.Members = append(v.Members, "tỉnh "+unitName(i))
	}
	for i := range times {
		v.Ties = append(v.Ties, "Tỉnh An Giang và tỉnh Bến Tre cùng đạt 950,5 điểm; tỉnh An Giang xếp trên vì điểm nội dung 1 cao hơn (590 so với 580 điểm).")
		v.Votes = append(v.Votes, paper.MinutesVote{Title: fmt.Sprintf("Bỏ phiếu số %d: bầu Cụm trưởng năm 2018", i+1), Opened: "2018-04-04T09:00:00+07:00", Closed: "2018-04-04T09:20:00+07:00",
			Of: 12, Voters: []string{"An Giang", "Bến Tre", "Cà Mau"}, Lines: []paper.MinutesLine{{Name: "Long An", Votes: 2}, {Name: "Vĩnh Long", Votes: 0}, {Name: "Phiếu trắng", Votes: 1}},
			Outcome: "Hội nghị bầu tỉnh Long An làm Cụm trưởng năm 2018 (2/3 phiếu)"})
		v.Excluded = append(v.Excluded, paper.PassedUnit{Name: "tỉnh Sóc Trăng", Rank: 12, Total: "795.92", Reason: "Chưa đạt 80% điểm tối đa áp dụng cho đơn vị"})
		v.Disputes = append(v.Disputes, paper.MinutesDebate{Unit: "tỉnh Cà Mau", Criterion: "Tổng thu ngân sách trên địa bàn", Reported: "4.489 tỷ đồng", Verified: "4.400 tỷ đồng",
			Said: "Số 4.489 gồm cả nguồn chuyển sang", Answer: "Giữ nguyên, vì nguồn chuyển sang không tính."})
	}
	return v
}

func TestMinutesSay(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*paper.Minutes)
		want   []string
		not    []string
	}{
		{"full", func(*paper.Minutes) {}, []string{
			"Số: 03/BB-CTĐTNB", "BIÊN BẢN Bình xét thi đua năm 2017 của Cụm thi đua các tỉnh Tây Nam bộ", "Thời gian bắt đầu: 08 giờ 00 phút, ngày 04 tháng 4 năm 2018.",
			"Địa điểm: thành phố Vĩnh Long.", "tại Hội nghị tổng kết năm 2017.", "1. Chủ tọa: Ông (bà) Nguyễn Văn Quang, lãnh đạo tỉnh Vĩnh Long, Cụm trưởng.", "2. Thư ký: Ông (bà) ……",
			"3. Đại diện lãnh đạo 03 đơn vị thành viên: tỉnh An Giang, tỉnh Bạc Liêu, tỉnh Bến Tre.", "Có mặt: …/03 đơn vị. Vắng mặt (đơn vị, lý do): ……",
			"Hội nghị thống nhất kết quả chấm điểm, xếp hạng năm 2017 như sau:", "1 An Giang 311,43 311,43 311,43 +5,00 990,50 1", "Trường hợp bằng nhau: - Tỉnh An Giang và tỉnh Bến Tre",
			"III. KẾT QUẢ BIỂU QUYẾT Bỏ phiếu số 1: bầu Cụm trưởng năm 2018. Mở lúc 09:00 04/04/2018, đóng lúc 09:20 04/04/2018. Số đơn vị bỏ phiếu: 3/12 (An Giang, Bến Tre, Cà Mau).",
			"Kết quả kiểm phiếu: Long An: 2 phiếu; Phiếu trắng: 1 phiếu; còn lại: 0 phiếu. Hội nghị bầu tỉnh Long An làm Cụm trưởng năm 2018 (2/3 phiếu).",
			"IV. ĐƠN VỊ KHÔNG XÉT KHEN THƯỞNG - Tỉnh Sóc Trăng (xếp hạng 12, 795,92 điểm): Chưa đạt 80%", "V. ĐỀ NGHỊ KHEN THƯỞNG 1. Cờ thi đua của Chính phủ (01 đơn vị): - Tỉnh An Giang: hạng 1, 957,11 điểm (Chín trăm năm mươi bảy phẩy mười một điểm).",
			"VI. SỐ LIỆU CÓ Ý KIẾN KHÁC NHAU - Tỉnh Cà Mau, Tổng thu ngân sách trên địa bàn: đơn vị báo cáo 4.489 tỷ đồng, kết quả thẩm định 4.400 tỷ đồng. Đơn vị giải trình: Số 4.489 gồm cả nguồn chuyển sang. Trả lời: Giữ nguyên",
			"được lập thành 05 bản có giá trị như nhau: mỗi đơn vị thành viên giữ 01 bản, gửi cơ quan chứng kiến 01 bản, lưu tại đơn vị Cụm trưởng 01 bản./.", "THƯ KÝ", "CHỦ TỌA", "Nơi nhận: - Ban Thi đua",
		}, []string{"TẠM TÍNH", "DỰ THẢO", "Đề nghị khen thưởng", "bằng điểm: không có"}},
		{"quiet", func(v *paper.Minutes) { *v = sampleMinutes(3, 0); v.Nominations = nil }, []string{"Trường hợp bằng nhau: không có.", "III. SỐ LIỆU CÓ Ý KIẾN KHÁC NHAU Không có số liệu nào"},
			[]string{"BIỂU QUYẾT", "KHÔNG XÉT", "ĐỀ NGHỊ KHEN THƯỞNG", "đơn vị giải trình"}},
		{"provisional", func(v *paper.Minutes) { v.Provisional = true }, []string{"TẠM TÍNH", "xếp hạng tạm tính năm 2017"}, []string{"Hội nghị thống nhất kết quả"}},
		{"held", func(v *paper.Minutes) {
			v.Draft = true
			v.Nominations[0] = paper.Nomination{Award: "Cờ thi đua của Chính phủ", Places: 1, Held: 1, Waiting: []paper.NominatedUnit{sampleUnit(0), sampleUnit(0)}}
		}, []string{"DỰ THẢO", "chưa đề nghị đơn vị nào; 01 suất chờ cụm biểu quyết giữa tỉnh An Giang, tỉnh An Giang (cùng xếp hạng 1, 957,11 điểm)."}, nil},
		{"fewer than places", func(v *paper.Minutes) { v.Nominations[0].Places = 3; v.Nominations[1].Units = nil },
			[]string{"Còn 02 suất không có đơn vị đủ điều kiện.", "(01 đơn vị): không có đơn vị đủ điều kiện."}, nil},
		{"no conference", func(v *paper.Minutes) { v.At, v.Where, v.Conference, v.Date, v.Chair.Name = "", "", "", "", "" },
			[]string{"… giờ … phút, ngày … tháng … năm …", "Địa điểm: ………", "Chủ tọa: Ông (bà) ………", "đề nghị khen thưởng năm 2017."}, nil},
		{"open dispute", func(v *paper.Minutes) { v.Disputes[0].Answer = "" }, []string{"Chưa trả lời."}, []string{"Trả lời:"}},
		{"by percent", func(v *paper.Minutes) { v.Ranking.RankBy = "percent" }, []string{"957,11 điểm, bằng 95,711% điểm tối đa (Chín trăm"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := sampleMinutes(3, 1)
			test.change(&v)
			says(t, printed(t, Minutes, v), test.want, test.not)
		})
	}
}

// sampleNominations have so many units for each of two awards.
func sampleNominations(units int) paper.Nominations {
	return paper.Nominations{
		Letterhead: head, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2017, PeriodName: "năm 2017", RankBy: "points", Reviewed: "2018-04-04",
		To: []string{"Ban Thi đua - Khen thưởng Trung ương"}, LegalBasis: []string{"Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003"},
		Conditions: []string{"Xét lần lượt từ trên xuống theo kết quả xếp hạng"}, Nominations: sampleAwards(units), RulesSHA256: strings.Repeat("0123abcd", 8),
		Passed: []paper.PassedUnit{{Name: "tỉnh Sóc Trăng", Rank: 2, Total: "956.5", Reason: "Lãnh đạo đơn vị chưa ký kết giao ước thi đua năm 2017"}},
		Signer: sampleRanking(1, 1, 1).Signer, Recipients: []string{"12 đơn vị thành viên", "Lưu: VT"},
	}
}

func TestNominationsSay(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*paper.Nominations)
		want   []string
		not    []string
	}{
		{"full", func(*paper.Nominations) {}, []string{
			"Số: 03/TTr-CTĐTNB", "TỜ TRÌNH Về việc đề nghị khen thưởng thành tích thi đua năm 2017", "Kính gửi: Ban Thi đua - Khen thưởng Trung ương",
			"Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003; Căn cứ kết quả bình xét thi đua năm 2017 của Cụm thi đua các tỉnh Tây Nam bộ tại Hội nghị ngày 04 tháng 4 năm 2018.",
			"1. Cờ thi đua của Chính phủ: 02 đơn vị, gồm tỉnh An Giang, tỉnh Bạc Liêu.", "KT. CHỦ TỊCH", "Nơi nhận:", "DANH SÁCH Đề nghị khen thưởng thành tích thi đua năm 2017",
			"(Kèm theo Tờ trình số 03/TTr-CTĐTNB ngày 04 tháng 4 năm 2018", "I. CỜ THI ĐUA CỦA CHÍNH PHỦ (02 đơn vị)", "1 Tỉnh An Giang 1 957,11 Chín trăm năm mươi bảy phẩy mười một điểm",
			"ĐIỀU KIỆN XÉT - Xét lần lượt", "ĐƠN VỊ KHÔNG ĐƯỢC ĐỀ NGHỊ", "1 Tỉnh Sóc Trăng 2 956,50 Lãnh đạo đơn vị chưa ký",
		}, []string{"TẠM TÍNH", "DỰ THẢO", "Tỷ lệ"}},
		{"held", func(v *paper.Nominations) {
			v.Draft = true
			v.Nominations[1] = paper.Nomination{Award: "Bằng khen", Places: 1, Held: 1, Waiting: []paper.NominatedUnit{sampleUnit(2), sampleUnit(2)}}
		}, []string{"DỰ THẢO", "2. Bằng khen: chưa đề nghị đơn vị nào; 01 suất chờ cụm biểu quyết giữa tỉnh Bến Tre", "II. BẰNG KHEN (01 đơn vị) Chưa đề nghị đơn vị nào; 01 suất chờ"}, nil},
		{"provisional", func(v *paper.Nominations) { v.Provisional, v.Draft = true, true }, []string{"TẠM TÍNH", "(theo kết quả tạm tính)"}, []string{"DỰ THẢO"}},
		{"many", func(v *paper.Nominations) { v.Nominations = sampleAwards(7) }, []string{"1. Cờ thi đua của Chính phủ: 07 đơn vị. 2. Bằng khen"}, nil},
		{"percent", func(v *paper.Nominations) { v.RankBy = "percent" }, []string{"Tỷ lệ (%)", "957,11 95,711 Chín"}, nil},
		{"some held", func(v *paper.Nominations) {
			n, other := &v.Nominations[0], sampleUnit(3)
			other.Total = sampleUnit(2).Total
			n.Places, n.Held, n.Waiting = 4, 1, []paper.NominatedUnit{sampleUnit(2), other}
		}, []string{"1. Cờ thi đua của Chính phủ: 02 đơn vị, gồm tỉnh An Giang, tỉnh Bạc Liêu; 01 suất chờ cụm biểu quyết giữa tỉnh Bến Tre, tỉnh Cà Mau (cùng xếp hạng 3, 955,11 điểm). 2.",
			"một điểm 01 suất chờ cụm biểu quyết giữa tỉnh Bến Tre", "Còn 01 suất không có đơn vị đủ điều kiện."}, nil},
		{"held by percent", func(v *paper.Nominations) {
			n, other := &v.Nominations[0], sampleUnit(3)
			other.Total, other.Percent = "50", sampleUnit(2).Percent
			n.Places, n.Held, n.Waiting = 4, 1, []paper.NominatedUnit{sampleUnit(2), other}
		}, []string{"(cùng xếp hạng 3, đạt 95,711% điểm tối đa)."}, []string{"hạng 3, 955,11 điểm"}},
		{"nobody", func(v *paper.Nominations) { v.Nominations[0].Units, v.Nominations[1].Units, v.To = nil, nil, nil },
			[]string{"Kính gửi: ……", "kính báo cáo kết quả xét khen thưởng thành tích thi đua năm 2017: chưa có đơn vị nào được đề nghị. 1. Cờ thi đua của Chính phủ: không có đơn vị đủ điều kiện.", "Kính báo cáo quý cơ quan./.",
				"PHỤ LỤC Kết quả xét khen thưởng"}, []string{"danh sách kèm theo", "DANH SÁCH", "kính trình"}},
		{"no place", func(v *paper.Nominations) { v.Place = "" }, []string{"……………, ngày 04 tháng 4 năm 2018"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := sampleNominations(2)
			test.change(&v)
			says(t, printed(t, Nominations, v), test.want, test.not)
		})
	}
}

// Nobody signs on a page that says nothing else, and no heading stands alone.
func TestSignaturesOfTheReviewHaveTheirText(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 6
	}
	for members := 1; members <= 40; members += step {
		for name, d := range map[string]Document{"minutes": printed(t, Minutes, sampleMinutes(members, members%5)), "nominations": printed(t, Nominations, sampleNominations(members))} {
			for i, page := range strings.Split(read(t, d, "-layout"), "\f") {
				page = squeezed(page)
				if strings.Contains(page, "THƯ KÝ") && !strings.Contains(page, "Cụm trưởng 01 bản./.") || strings.Contains(page, "TM. CỤM") && !strings.Contains(page, "quyết định./.") && !strings.Contains(page, "quý cơ quan./.") {
					t.Errorf("%s of %d, page %d: signatures without a text", name, members, i+1)
				}
			}
		}
	}
}

func TestPapersOfTheReviewStayOnTheirPages(t *testing.T) {
	for name, s := range nasty {
		t.Run(name, func(t *testing.T) {
			same := func(string) string { return s }
			keeps(t, "minutes", eachText(sampleMinutes(5, 1), same), minutes)
			keeps(t, "nominations", eachText(sampleNominations(2), same), nominations)
		})
	}
	for _, members := range []int{0, 1, 2, 12, 13, 40} {
		for _, times := range []int{0, 1, 9} {
			keeps(t, "minutes", sampleMinutes(members, times), minutes)
		}
		keeps(t, "nominations", sampleNominations(members), nominations)
	}
	keeps(t, "nothing", paper.Minutes{}, minutes)
	keeps(t, "nothing", paper.Nominations{}, nominations)
}
