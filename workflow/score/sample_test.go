package score

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// tayNamBo is the sample year with its figures as verified.
func tayNamBo(t *testing.T, period string) Input {
	t.Helper()
	c, faults := rules.Load(sample.Cluster)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	records, err := csv.NewReader(bytes.NewReader(sample.Figures)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Cluster: c, Period: period, Figures: map[Key]Figure{}}
	for _, r := range records[1:] { // period,member,criterion,plan,last_year,actual,note
		if r[0] == period {
			in.Figures[Key{r[1], r[2]}] = fig(r[5], r[3], r[4])
		}
	}
	return in
}

func TestSampleRanking(t *testing.T) {
	r := Rank(tayNamBo(t, "CN"))
	sums(t, r)
	var got []string
	for _, row := range r.Rows {
		got = append(got, fmt.Sprint(row.Rank, " ", row.Member.ID, " ", row.Total, " ", row.Award))
	}
	want := []string{
		"1 long-an 997.57 Cờ thi đua của Chính phủ",
		"2 vinh-long 972.85 Cờ thi đua của Chính phủ",
		"3 ben-tre 970.25 Bằng khen của Thủ tướng Chính phủ",
		"4 an-giang 969.5 Bằng khen của Thủ tướng Chính phủ",
		"5 kien-giang 966.87 ",
		"6 dong-thap 959.9 ",
		"7 tien-giang 953.5 ",
		"8 hau-giang 937.88 ",
		"9 bac-lieu 921.61 ",
		"10 tra-vinh 895.88 ",
		"11 ca-mau 882.16 ",
		"12 soc-trang 795.92 ",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w || r.Provisional {
		t.Errorf("provisional %v, got\n%s\nwant\n%s", r.Provisional, g, w)
	}
}

// The published figures of the conference of 2018-04-04, as far as they are
// consistent with themselves.
func TestSampleSummary(t *testing.T) {
	s := Summarise(tayNamBo(t, "CN"))
	byID := map[string]Aggregate{}
	for _, a := range s.Criteria {
		byID[a.Criterion.ID] = a.Printed()
		if len(a.Missing) > 0 {
			t.Errorf("%s: missing %v", a.Criterion.ID, ids(a.Missing))
		}
	}
	for id, want := range map[string]string{
		"thu-ngan-sach":   "65913 103.46 31.15 10/12 an-giang=109.69 dong-thap=108.94 long-an=107.75",
		"xuat-khau":       "14095 106.64 19.8 11/12 hau-giang=128.03 kien-giang=117.5 vinh-long=116.86",
		"viec-lam":        "342904 116.73 5.15 12/12 vinh-long=147.13 tra-vinh=131.82 bac-lieu=126.76",
		"giam-ngheo":      "- 112.34 - 12/12 dong-thap=124.94 bac-lieu=117.77 kien-giang=115.16 ca-mau=114.12",
		"truong-chuan":    "- - - 7/12 long-an=112.03 vinh-long=108.33 kien-giang=102.03",
		"tram-y-te":       "- - - 7/12 ben-tre=150 long-an=120.18 dong-thap=106",
		"pho-cap-mam-non": "- - - 12/12",
		"cchc":            "- - - - dong-thap:7 long-an:30 vinh-long:34",
	} {
		if got := line(byID[id]); got != want {
			t.Errorf("%s:\n got %s\nwant %s", id, got, want)
		}
	}
	for id, want := range map[string]string{"tang-truong-grdp": "7.39", "thu-nhap": "39.55", "bhyt": "82.66"} {
		if got := byID[id].Total.Round(2).String(); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := byID["bhyt"].PlanPercent.String(); got != "102.85" {
		t.Errorf("bhyt: %s%% of plan", got)
	}
	if got := byID["pham-phap"].Change.String(); got != "-348" {
		t.Errorf("pham-phap: change %s", got)
	}
}

// line prints total, percent of plan, growth, met and leaders; - for what does
// not apply.
func line(a Aggregate) string {
	number := func(d *decimal.Decimal) string {
		if d == nil {
			return "-"
		}
		return d.String()
	}
	list := []string{number(a.Total), number(a.PlanPercent), number(a.GrowthPercent), "-"}
	if a.Met != nil {
		list[3] = fmt.Sprintf("%d/%d", a.Met.N, a.Met.Of)
	}
	for _, l := range a.Leaders {
		switch {
		case l.Percent != nil:
			list = append(list, l.Member.ID+"="+l.Percent.String())
		case l.Value != nil:
			list = append(list, l.Member.ID+":"+l.Value.String())
		default:
			list = append(list, l.Member.ID)
		}
	}
	return strings.Join(list, " ")
}
