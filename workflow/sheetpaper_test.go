package workflow_test

import (
	"errors"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/text"
)

func (h *house) sheets(c *rules.Cluster, member string) paper.Sheets {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Sheets, error) {
		return workflow.SheetsPaper(r, c, "CN", member, at("2018-04-04 00:30"))
	})
}

// What a sheet prints adds up to the ranking's total in every column that counts.
func TestSheetsAddUpToTheRanking(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	p, ranking := h.sheets(c, ""), h.rankingPaper(c, "2018-04-04 00:30")
	if len(p.Sheets) != 12 || p.Date != "2018-04-04" || p.Provisional {
		t.Fatalf("%d sheets of %s, provisional %v", len(p.Sheets), p.Date, p.Provisional)
	}
	sheetsAddUp(t, c, p, ranking)
	if onTime := p.Sheets[7].Contents[2].Rows[1]; onTime.Word != "đúng hạn" || onTime.Result != "0" {
		t.Errorf("%+v", onTime)
	}
	if first := p.Sheets[7]; first.Words != "Chín trăm chín mươi bảy phẩy năm mươi bảy điểm" || first.Rank != 1 || first.Of != 12 {
		t.Errorf("%s: %s, %d of %d", first.Name, first.Words, first.Rank, first.Of)
	}
	if one := h.sheets(c, "ca-mau"); len(one.Sheets) != 1 || one.Sheets[0].Member != "ca-mau" {
		t.Errorf("asked for one: %+v", one.Sheets)
	}
	err := h.store.View(t.Context(), func(r storage.Reader) error {
		_, err := workflow.SheetsPaper(r, c, "CN", "nobody", at("2018-04-04 00:30"))
		return err
	})
	if p, is := errors.AsType[*text.Problem](err); !is || p.Key != "sheets.no_member" {
		t.Errorf("a sheet of nobody: %v", err)
	}
}

func sheetsAddUp(t *testing.T, c *rules.Cluster, p paper.Sheets, ranking paper.Ranking) {
	t.Helper()
	rows := map[string]paper.RankingRow{}
	for _, row := range ranking.Rows {
		rows[row.Member] = row
	}
	for i, s := range p.Sheets {
		if s.Member != c.Members[i].ID {
			t.Errorf("sheet %d is of %s", i+1, s.Member)
		}
		var sum decimal.Decimal
		for j, content := range s.Contents {
			part := decimal.Decimal{}
			for _, r := range content.Rows {
				if r.Points != "" {
					sum = sum.Add(decimal.Must(r.Points))
				}
				if r.Points != "" && r.N != 32 { // the last one adds and takes away
					part = part.Add(decimal.Must(r.Points))
				}
				if r.Points != "" && len(r.Reasons) == 0 {
					t.Errorf("%s, %s: points without a reason", s.Member, r.Name)
				}
			}
			for _, cut := range content.Cuts {
				sum, part = sum.Add(decimal.Must(cut.Points)), part.Add(decimal.Must(cut.Points))
			}
			if part.String() != content.Totals.Points || content.Totals.Points != rows[s.Member].Contents[j] {
				t.Errorf("%s, content %d: rows make %s, printed %s, ranking %s", s.Member, j+1, part, content.Totals.Points, rows[s.Member].Contents[j])
			}
		}
		if row := rows[s.Member]; sum.String() != s.Totals.Points || s.Totals.Points != row.Total || s.Rank != row.Rank || s.Adjust.Points != row.Adjust {
			t.Errorf("%s: rows make %s, printed %+v, ranking %+v", s.Member, sum, s.Totals, row)
		}
	}
}

// What the unit said and what was said at review stand in columns of their own.
func TestSheetSaysWhoSaidWhat(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "contents:\n", "words: {zero: lẻ}\ncontents:\n"))
	for _, row := range []workflow.ImportRow{
		{Period: "CN", Member: "c", Criterion: "thu", Plan: dec("100"), Actual: val("120"), Given: true},
		{Period: "CN", Member: "c", Criterion: "vu", Actual: val("n/a"), Given: true, Note: "Không giao chỉ tiêu"},
	} {
		must(t, h.bring(c, row, false))
	}
	h.by = "reviewer"
	must(t, h.correct(c, "thu", "90", "Kho bạc xác nhận 90 tỷ"))
	h.by = "official"
	must(t, h.explain(c, "thu", "Số 120 gồm cả nguồn chuyển sang"))
	s := h.sheets(c, "c").Sheets[0]
	thu, vu := s.Contents[0].Rows[0], s.Contents[0].Rows[2]
	if thu.Result != "90" || thu.SelfPoints != "40" || thu.VerifiedPoints != "36" || thu.Points != "36" || thu.Plan != "100" {
		t.Errorf("%+v", thu)
	}
	said, reasons := strings.Join(thu.Said, "\n"), strings.Join(thu.Reasons, "\n")
	if said != "Số 120 gồm cả nguồn chuyển sang" || !strings.Contains(reasons, "90%") || !strings.Contains(reasons, "Thẩm định: Kho bạc xác nhận 90 tỷ") {
		t.Errorf("said %q, reasons %q", said, reasons)
	}
	if vu.State != "missing" || vu.Said[0] != "Không giao chỉ tiêu" { // until it is accepted
		t.Errorf("%+v", vu)
	}
	if s.Missing != 5 {
		t.Errorf("%d criteria without a figure", s.Missing)
	}
	for _, r := range s.Contents[1].Rows {
		if reasons := strings.Join(r.Reasons, " "); r.State == "unmarked" && !strings.HasPrefix(reasons, "Chưa chấm, ") {
			t.Errorf("%s: %s", r.Name, reasons)
		}
		want := map[string]string{"Tham mưu": "unmarked", "Đúng hạn": "missing", "Xếp hạng": "unmarked", "Thưởng": ""}[r.Name]
		if r.State != want {
			t.Errorf("%s: %q, want %q", r.Name, r.State, want)
		}
	}
}

// Where nothing applies to a unit, nothing is earned and nothing is owed.
func TestSheetOfAUnitThatNothingAppliesTo(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for _, k := range c.Criteria("CN") {
		must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: k.ID, Actual: val("n/a"), Given: true, Note: "Không giao"}, true))
	}
	s := h.sheets(c, "c").Sheets[0]
	if s.Max != "0" || s.Percent != "0" || s.Totals.Points != "0" || s.Words != "Không điểm" || s.Rank != 1 || !s.Shared {
		t.Errorf("%+v", s)
	}
	for _, content := range s.Contents {
		for _, r := range content.Rows {
			if r.State != "na" || len(r.Reasons) == 0 || len(r.Said)+len(r.Reasons) < 2 {
				t.Errorf("%+v", r)
			}
		}
	}
}
