package desk

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"thidua/cmd/thidua/internal/house"
	"thidua/pdf"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// rank gives a period's ranking in the asked format.
func (d *Desk) rank(ctx context.Context, r Request) (a Answer, err error) {
	if r.Content != "" || r.Criterion != "" {
		return d.league(ctx, r)
	}
	var p paper.Ranking
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		if r.Format == "json" {
			ranking, err := workflow.RankCompared(s, c, r.Period)
			if err == nil {
				a.Out, err = ranking.JSON()
			}
			return err
		}
		p, err = workflow.RankingPaper(s, c, r.Period, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	switch r.Format {
	case "json":
	case "table":
		a.Out = rankingTable(p)
	case "csv":
		a.Out, err = workbook.RankingCSV(p)
	case "xlsx":
		a.Out, err = workbook.Ranking(p)
	case "pdf":
		var doc pdf.Document
		doc, err = pdf.Ranking(p)
		a.Out, a.Said = doc.Bytes, replaced(doc)
	}
	return a, err
}

// replaced says which characters a paper could not print.
func replaced(d pdf.Document) []string {
	if len(d.Replaced) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("some characters cannot be printed and stand as □: %q", string(d.Replaced))}
}

// summary gives the cluster's summary report in the asked format.
func (d *Desk) summary(ctx context.Context, r Request) (a Answer, err error) {
	var p paper.Report
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		if r.Format == "json" {
			sum, err := workflow.Summarise(s, c, r.Period)
			if err == nil {
				a.Out, err = sum.JSON()
			}
			return err
		}
		if c.Period(r.Period) == nil {
			return text.Wrong("period.unknown", "period", r.Period)
		}
		p, err = workflow.ReportPaper(s, c, r.Period, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	switch r.Format {
	case "text":
		a.Out = []byte(workflow.ReportText(p) + "\n")
	case "pdf":
		var doc pdf.Document
		doc, err = pdf.Report(p)
		a.Out, a.Said = doc.Bytes, replaced(doc)
	}
	return a, err
}

// figures gives the figures file of a year, or of one period.
func (d *Desk) figures(ctx context.Context, r Request) (a Answer, err error) {
	var p paper.Figures
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		p, err = workflow.FiguresPaper(s, c, r.Period, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	if r.Format == "xlsx" {
		a.Out, err = workbook.Figures(p)
	} else {
		a.Out, err = workbook.FiguresCSV(p)
	}
	return a, err
}

// checkSummary finds the numbers of the report's written paragraphs that are not
// in the figures, one line each.
func (d *Desk) checkSummary(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		draft, err := workflow.DraftReport(s, c, r.Period, d.now())
		if err != nil {
			return err
		}
		for i, p := range draft.Paragraphs {
			for _, doubt := range draft.Doubts(p) {
				why := "is not in the figures"
				if doubt.Stale {
					why = "no longer agrees with the figures"
				}
				a.Faults = append(a.Faults, fmt.Sprintf("paragraph %d (%s), written %s: %s %s", i+1, p.Key, p.Edit.At.Format(time.RFC3339), doubt.Number, why))
			}
		}
		return nil
	})
	return a, err
}

// covenant gives the covenant as it stands.
func (d *Desk) covenant(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		cov, err := workflow.CovenantNo(s, c, r.No)
		if err != nil {
			return err
		}
		said := fmt.Sprintf("covenant %s %d: %s", c.ID, c.Year, cov.State)
		if r.No > 0 {
			said = fmt.Sprintf("amendment %d of the covenant %s %d: %s", r.No, c.ID, c.Year, cov.State)
		}
		if cov.State != workflow.CovenantDraft {
			said += fmt.Sprintf(", %d of %d signed, frozen as %s", len(cov.Signatures), len(cov.Frozen.Grid), cov.SHA256)
		}
		a.Said = []string{said}
		a.Out, _, err = workflow.CovenantBytes(s, c, workflow.Chancery{Press: house.Press}, r.No)
		return err
	})
	return a, err
}

// targets lists the yearly targets as they stand, with the hash of the list.
func (d *Desk) targets(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		a.Out, err = workflow.TargetList(s, c)
		a.Said = []string{fmt.Sprintf("targets %s %d: SHA-256 %x", c.ID, c.Year, sha256.Sum256(a.Out))}
		return err
	})
	return a, err
}
