// Package charttest makes charts of any size, for the tests of all that draw
// them.
package charttest

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

var (
	units    = strings.Split("An Giang,Bạc Liêu,Bến Tre,Cà Mau,Đồng Tháp,Hậu Giang,Kiên Giang,Long An,Sóc Trăng,Tiền Giang,Trà Vinh,Vĩnh Long", ",")
	contents = []string{
		"Thực hiện nhiệm vụ phát triển kinh tế - xã hội, đảm bảo quốc phòng - an ninh",
		"Thực hiện chủ trương của Đảng, chính sách pháp luật của Nhà nước, xây dựng Đảng và hệ thống chính trị",
		"Thực hiện công tác thi đua, khen thưởng",
	}
	criteria = []string{
		"Tổng thu ngân sách trên địa bàn", "Thu nhập bình quân đầu người", "Kim ngạch xuất khẩu",
		"Tỷ lệ hộ dân sử dụng nước sạch, nước hợp vệ sinh", "Số người chết do tai nạn giao thông",
		"Xây dựng nông thôn mới, phát triển đô thị văn minh và nâng cao chất lượng đời sống văn hóa ở khu dân cư",
	}
	classes = []string{"met", "met", "above", "below100", "best", "below95", "met", "missing", "below80", "na", "unbased"}
)

// Sample is all charts of so many members, contents and criteria.
func Sample(members, parts, lines int) paper.Chart {
	v := paper.Chart{
		Letterhead: paper.Letterhead{Issuer: "CỤM THI ĐUA CÁC TỈNH TÂY NAM BỘ", Symbol: "CTĐTNB", Place: "Vĩnh Long", Date: "2018-04-04"},
		Cluster:    "tay-nam-bo", ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2017, Period: "CN", PeriodName: "năm 2017",
		RulesSHA256: strings.Repeat("0123abcd", 8),
		Ranking:     &paper.ChartRanking{RankBy: "points"}, Contents: &paper.ChartContents{}, Attainment: &paper.ChartAttainment{},
		Growth: &paper.ChartGrowth{}, Years: &paper.ChartYears{Name: "Tổng điểm", Years: []string{"2015", "2016", "2017"}},
	}
	for i := range parts {
		v.Ranking.Contents = append(v.Ranking.Contents, paper.RankingContent{ID: fmt.Sprint(i + 1), Name: contents[i%len(contents)], Points: "350"})
		v.Contents.Contents, v.Contents.Mean = append(v.Contents.Contents, contents[i%len(contents)]), append(v.Contents.Mean, "92.98")
	}
	for i := range members {
		name := fmt.Sprintf("Xã Tân Hòa Thành %d", i+1)
		if members <= len(units) {
			name = units[i]
		}
		row := paper.RankingRow{Rank: i + 1, Name: name, Adjust: []string{"5", "0", "-3"}[i%3], Total: fmt.Sprintf("%d.5", 990-i), Percent: "95.711"}
		switch {
		case i < 2:
			row.Award = "Cờ thi đua của Chính phủ"
		case i < 4:
			row.Award = "Bằng khen của Thủ tướng Chính phủ"
		case i == 4:
			row.Held = true
		}
		share := paper.ChartShare{Name: name}
		for k := range parts {
			row.Contents = append(row.Contents, fmt.Sprintf("%d.43", 320-7*i%90))
			share.Cells = append(share.Cells, []string{"99.18", "100", "67.78", "", "8.5"}[(i+k)%5])
		}
		v.Ranking.Rows, v.Contents.Rows = append(v.Ranking.Rows, row), append(v.Contents.Rows, share)
		v.Attainment.Members = append(v.Attainment.Members, name)
		v.Years.Lines = append(v.Years.Lines, paper.ChartLine{Name: name, Trend: []string{"better", "worse", "same"}[i%3],
			Values: []string{fmt.Sprintf("%d.25", 890+i%4), []string{"912.5", ""}[i/5%2], fmt.Sprintf("%d.5", 990-i)}})
	}
	for k := range lines {
		name := criteria[k%len(criteria)]
		row := paper.ChartAttainmentRow{N: k + 1, Name: name}
		for i := range members {
			c := paper.ChartCell{Class: classes[(3*i+5*k)%len(classes)]}
			c.Percent = map[string]string{"below80": "66.7", "below95": "91.6", "below100": "99.9", "met": "104", "above": "1234.5"}[c.Class]
			c.Whole = map[string]string{"below80": "67", "below95": "92", "below100": "99", "met": "104", "above": "1235"}[c.Class]
			row.Cells = append(row.Cells, c)
		}
		v.Attainment.Rows = append(v.Attainment.Rows, row)
		v.Growth.Panels = append(v.Growth.Panels, paper.ChartPanel{N: k + 1, Name: name, Unit: []string{"tỷ đồng", "%", ""}[k%3], Lower: k%4 == 3,
			Years: []string{"2016", "2017"}, Values: []string{[]string{"50257.7", "-12.5", ""}[k%3], "65913"}, Change: []string{"31.15", "-3.69", ""}[k%3], Trend: []string{"better", "worse", "same"}[k%3]})
	}
	return v
}

// Tortures are charts that are hard to draw, by what is hard about them.
func Tortures() map[string]paper.Chart {
	each := func(v paper.Chart, change func(*paper.RankingRow, *paper.ChartShare, *paper.ChartLine)) paper.Chart {
		for i := range v.Ranking.Rows {
			change(&v.Ranking.Rows[i], &v.Contents.Rows[i], &v.Years.Lines[i])
		}
		return v
	}
	all := map[string]paper.Chart{
		"ordinary": Sample(12, 3, 26), "one member": Sample(1, 3, 4), "many members": Sample(40, 3, 12), "many criteria": Sample(12, 3, 40),
		"many of all": Sample(40, 8, 40), "many contents": Sample(12, 8, 5), "nothing": Sample(0, 0, 0), "no criteria": Sample(3, 1, 0),
	}
	const long = "Ủy ban nhân dân thành phố Thủ Dầu Một và các vùng phụ cận nghĩa"
	for name, members := range map[string]int{"long names": 12, "many long names": 40} {
		v := each(Sample(members, 3, 12), func(r *paper.RankingRow, s *paper.ChartShare, l *paper.ChartLine) {
			r.Name, s.Name, l.Name = long, long, long
		})
		for i := range v.Attainment.Members {
			v.Attainment.Members[i] = long
		}
		all[name] = v
	}
	for name, members := range map[string]int{"names of one kind": 12, "many names of one kind": 40} {
		v, i := Sample(members, 3, 12), 0
		all[name] = each(v, func(r *paper.RankingRow, s *paper.ChartShare, l *paper.ChartLine) {
			i++
			r.Name = fmt.Sprintf("Sở Thông tin và Truyền thông số %d", i)
			s.Name, l.Name, v.Attainment.Members[i-1] = r.Name, r.Name, r.Name
		})
	}
	all["negative totals"] = each(Sample(5, 3, 3), func(r *paper.RankingRow, _ *paper.ChartShare, l *paper.ChartLine) {
		r.Contents, r.Adjust, r.Total = []string{"0", "0", "0"}, "-5", "-5"
		l.Values = []string{"-2", "-3.5", "-5"}
	})
	v := each(Sample(12, 3, 12), func(r *paper.RankingRow, s *paper.ChartShare, l *paper.ChartLine) {
		r.Contents, r.Adjust, r.Total, r.Percent, s.Cells, l.Values, l.Trend = []string{"0", "0", "0"}, "0", "0", "0", []string{"0", "0", "0"}, []string{"", "", ""}, ""
	})
	for i, row := range v.Attainment.Rows {
		for j := range row.Cells {
			row.Cells[j] = paper.ChartCell{Class: "missing"}
		}
		v.Growth.Panels[i].Values, v.Growth.Panels[i].Change = []string{"", ""}, ""
	}
	all["all missing"] = v
	all["all equal"] = each(Sample(12, 3, 4), func(r *paper.RankingRow, s *paper.ChartShare, l *paper.ChartLine) {
		r.Rank, r.Contents, r.Adjust, r.Total, l.Values = 1, []string{"300", "300", "300"}, "0", "900", []string{"900", "900", "900"}
	})
	v = Sample(12, 3, 3)
	v.Ranking.RankBy, v.Provisional = "percent", true
	for i, row := range v.Attainment.Rows {
		for j := range row.Cells {
			row.Cells[j] = paper.ChartCell{Percent: fmt.Sprintf("%d.4", 20+7*j), Whole: fmt.Sprint(20 + 7*j), Class: []string{"part0", "part25", "part50", "part75", "part100"}[min(4, (20+7*j)/25)]}
			if i == 2 {
				row.Cells[j] = paper.ChartCell{Percent: "101.4", Whole: "101", Class: "met"}
			}
		}
	}
	all["percent"] = v
	v = Sample(12, 6, 6)
	v.Contents.Alone, v.Contents.Rows, v.Growth.Of, v.Years.Lines[3].Strong = true, v.Contents.Rows[3:4], "Cà Mau", true
	all["one asked about"] = v
	v = Sample(4, 3, 3)
	v.Ranking.Rows[1].Contents, v.Contents.Rows[0].Cells, v.Attainment.Rows[0].Cells, v.Growth.Panels[0].Values, v.Years.Lines[0].Values = nil, nil, nil, nil, nil
	all["uneven"] = v
	return all
}

// Each is the charts of a value one by one.
func Each(v paper.Chart) map[string]paper.Chart {
	alone := func(keep func(to *paper.Chart)) paper.Chart {
		one := v
		one.Ranking, one.Contents, one.Attainment, one.Growth, one.Years = nil, nil, nil, nil, nil
		keep(&one)
		return one
	}
	return map[string]paper.Chart{
		"ranking":    alone(func(to *paper.Chart) { to.Ranking = v.Ranking }),
		"contents":   alone(func(to *paper.Chart) { to.Contents = v.Contents }),
		"attainment": alone(func(to *paper.Chart) { to.Attainment = v.Attainment }),
		"growth":     alone(func(to *paper.Chart) { to.Growth = v.Growth }),
		"years":      alone(func(to *paper.Chart) { to.Years = v.Years }),
	}
}
