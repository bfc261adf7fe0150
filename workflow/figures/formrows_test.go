package figures

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/workbook"
)

// filled is a form of the sample cluster with what cells hold; stands is what the
// store has by now.
func filled(t *testing.T, stands map[string]paper.FormRow, cells ...FormCell) (rows []Row, said []string, faults Faults) {
	t.Helper()
	c := sampleCluster(t)
	m := paper.FormMember{ID: "ca-mau", Name: "Cà Mau"}
	for i, k := range c.Criteria("CN") {
		row := stands[k.ID]
		row.N, row.ID, row.Unit = i+1, k.ID, k.Unit
		row.YesNo = k.Method.Kind == "pass"
		if _, given := stands[k.ID]; !given {
			row.Open = k.Method.Kind.Reported()
		}
		m.Rows = append(m.Rows, row)
	}
	r := Return{Cluster: c.ID, Year: c.Year, Period: "CN", Rules: c.SHA256, Members: []MemberReturn{{"ca-mau", "Cà Mau", cells}}}
	if err := r.Fits(c); err != nil {
		t.Fatal(err)
	}
	return r.Rows(c, paper.Form{Members: []paper.FormMember{m}})
}

func cellOf(criterion, text string) FormCell {
	return FormCell{Criterion: criterion, Text: text, Address: "G9", SelfAddress: "H9", ExplanationAddress: "I9"}
}

func TestFormRows(t *testing.T) {
	number := func(c FormCell) FormCell { c.Number = true; return c }
	explained := func(c FormCell, why string) FormCell { c.Explanation = why; return c }
	scored := func(c FormCell, points string) FormCell { c.Self = points; return c }
	faulty := func(c FormCell, f workbook.Fault) FormCell { c.Text, c.Fault = "", f; return c }
	open := func(row paper.FormRow) paper.FormRow { row.Open = true; return row }
	for _, x := range []struct {
		name   string
		cell   FormCell
		stands paper.FormRow
		want   string // value|note|points, "" for no row
		said   string // of what is left aside
		fault  string
	}{
		{"a number", number(cellOf("thu-ngan-sach", "4313.43")), open(paper.FormRow{}), "4313.43||", "", ""},
		{"a text", cellOf("thu-ngan-sach", "1.200,5 tỷ đồng"), open(paper.FormRow{}), "1200.5||", "", ""},
		{"points and words", scored(explained(cellOf("thu-ngan-sach", "5.531,5"), " đã quyết toán "), "59,25"), open(paper.FormRow{}), "5531.5|đã quyết toán|59.25", "", ""},
		{"two readings", cellOf("thu-ngan-sach", "65.913"), open(paper.FormRow{}), "", "", `cell G9: "65.913" is not clear: One sign before exactly three digits may group thousands or begin the decimals. Write 65913 or the text 65,9130.`},
		{"a number with two readings", number(cellOf("tang-truong-grdp", "4.313")), open(paper.FormRow{}), "", "", "cell G9: \"4.313\" is not clear"},
		{"which stands already", number(cellOf("tang-truong-grdp", "4.313")), open(paper.FormRow{Actual: "4.313"}), "4.313||", "", ""},
		{"how it is told apart", cellOf("tang-truong-grdp", "4,3130"), open(paper.FormRow{}), "4.313||", "", ""},
		{"by the plan", cellOf("thu-ngan-sach", "vượt 10%"), open(paper.FormRow{Plan: "5000"}), "", "", `cell G9: "vượt 10%" is not clear: This is worked out from the plan of 5,000 tỷ đồng`},
		{"unlikely", cellOf("thu-ngan-sach", "1"), open(paper.FormRow{}), "", "", `cell G9: "1" is not clear`},
		{"yes", cellOf("pho-cap-mam-non", "Đạt"), open(paper.FormRow{}), "yes||", "", ""},
		{"no", cellOf("pho-cap-mam-non", "Không đạt"), open(paper.FormRow{}), "no||", "", ""},
		{"neither", cellOf("pho-cap-mam-non", "5"), open(paper.FormRow{}), "", "", `cell G9: "5" cannot be read`},
		{"none", cellOf("thu-ngan-sach", "Chưa có"), open(paper.FormRow{}), "||", "", ""},
		{"n/a", explained(cellOf("thu-ngan-sach", "n/a"), "không giao"), open(paper.FormRow{}), "n/a|không giao|", "", ""},
		{"n/a in itself", cellOf("thu-ngan-sach", "n/a: không giao"), open(paper.FormRow{}), "n/a|không giao|", "", ""},
		{"n/a without why", cellOf("thu-ngan-sach", "Không áp dụng"), open(paper.FormRow{}), "", "", `cell G9: "Không áp dụng" needs its reason in the column Giải trình`},
		{"below zero", cellOf("pham-phap", "-5"), open(paper.FormRow{}), "", "", "cell G9: "},
		{"nothing", cellOf("thu-ngan-sach", ""), open(paper.FormRow{Actual: "5"}), "", "", ""},
		{"only words", explained(cellOf("thu-ngan-sach", ""), "sẽ bổ sung"), open(paper.FormRow{}), "", "cell G9: there is no result, so what stands beside it was not kept", ""},
		{"a date", faulty(cellOf("thu-ngan-sach", ""), workbook.FaultDate), open(paper.FormRow{}), "", "", "cell G9: a date stands here"},
		{"points that are none", scored(cellOf("thu-ngan-sach", "5531"), "tối đa"), open(paper.FormRow{}), "", "", `cell H9: "tối đa" is no number of points`},
		{"a long explanation", explained(cellOf("thu-ngan-sach", "5531"), strings.Repeat("a", maxNote+1)), open(paper.FormRow{}), "", "", "cell I9: the explanation has 1001 characters"},
		{"accepted, as it is", number(cellOf("thu-ngan-sach", "5531")), paper.FormRow{Actual: "5531"}, "", "", ""},
		{"accepted otherwise", number(cellOf("thu-ngan-sach", "5532")), paper.FormRow{Actual: "5531"}, "", "", "cell G9: thu-ngan-sach is accepted already"},
		{"accepted in words", cellOf("pho-cap-mam-non", "Đạt"), paper.FormRow{Actual: "yes"}, "", "", ""},
		{"marked at review", cellOf("mo-hinh", "10"), paper.FormRow{Actual: "9"}, "", "cell G9: not read, since mo-hinh is set at review", ""},
		{"no criterion", cellOf("la", "10"), open(paper.FormRow{}), "", "", `cell G9: there is no criterion "la"`},
	} {
		// Another cell is always there, so that a form without faults has a row.
		other := FormCell{Criterion: "xuat-khau", Text: "7", Address: "G1"}
		rows, said, faults := filled(t, map[string]paper.FormRow{x.cell.Criterion: x.stands}, other, x.cell)
		if got := strings.Join(said, "\n"); got != x.said {
			t.Errorf("%s: said %q", x.name, got)
		}
		if x.fault != "" {
			if got := faults.Error(); !strings.HasPrefix(got, x.fault) || len(faults) != 1 || rows != nil {
				t.Errorf("%s: %s", x.name, got)
			}
			continue
		}
		got := ""
		for _, r := range rows[min(1, len(rows)):] {
			got += fmt.Sprintf("%s|%s|%s", workflow.ValueText(r.Actual), r.Note, r.Score)
			if r.Where != "cell G9" || r.Period != "CN" || r.Member != "ca-mau" || !r.Given {
				t.Errorf("%s: %+v", x.name, r)
			}
		}
		if len(faults) > 0 || got != x.want {
			t.Errorf("%s: %q, %v", x.name, got, faults)
		}
	}
}

// What is wrong with a form as a whole.
func TestFormRefused(t *testing.T) {
	c := sampleCluster(t)
	good := Return{Cluster: c.ID, Year: c.Year, Period: "CN", Rules: c.SHA256}
	for _, change := range []func(*Return){
		func(r *Return) { r.Cluster = "khac" }, func(r *Return) { r.Year++ }, func(r *Return) { r.Rules = "" }, func(r *Return) { r.Period = "9T" },
	} {
		r := good
		change(&r)
		if r.Fits(c) == nil {
			t.Errorf("%+v", r)
		}
	}
	now := paper.Form{Members: []paper.FormMember{{ID: "ca-mau", Rows: []paper.FormRow{{ID: "thu-ngan-sach", Open: true}}}}}
	cell := cellOf("thu-ngan-sach", "5531")
	for want, r := range map[string]Return{
		"no sheet of a member is left in this form: fill in a new one":            {},
		"sheet b: the sheet \"a\" is the same member's: remove one of the two":    {Members: []MemberReturn{{"ca-mau", "a", []FormCell{cell}}, {"ca-mau", "b", nil}}},
		`sheet a: there is no member "x"`:                                         {Members: []MemberReturn{{"x", "a", nil}}},
		"cell G9: thu-ngan-sach stands in G9 as well: remove one of the two rows": {Members: []MemberReturn{{"ca-mau", "a", []FormCell{cell, cell}}}},
		"nothing is filled in that can be loaded":                                 {Members: []MemberReturn{{"ca-mau", "a", nil}}},
		`cell I9: the text is in a font of old Office files: write "Số liệu"`:     {Members: []MemberReturn{{"ca-mau", "a", []FormCell{cell}}}, Repaired: []Repair{{"I9", "Sè liÖu", "Số liệu"}}},
	} {
		if rows, _, faults := r.Rows(c, now); faults.Error() != want || rows != nil {
			t.Errorf("%q, want %q", faults.Error(), want)
		}
	}
}
