package workflow

import (
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ReportPaper is the cluster's report on a period, on the day of at: what the
// store knows, in the sentences such reports are written in, and nothing else.
func ReportPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Report, error) {
	p := c.Period(period)
	if p == nil {
		return paper.Report{}, text.Wrong("period.unknown", "period", period)
	}
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return paper.Report{}, err
	}
	yearly, err := yearlyPlans(r, c)
	if err != nil {
		return paper.Report{}, err
	}
	summary := score.Summarise(in)
	out := paper.Report{
		Letterhead: letterhead(c), Year: c.Year, ClusterName: c.Name, PeriodName: p.Name,
		Final: isFinal(c, p), Provisional: summary.Provisional, Signer: headSigner(c), Recipients: recipients(c),
	}
	out.Date = at.In(c.Location()).Format(time.DateOnly)
	if out.Opening, err = reportOpening(r, c, out); err != nil {
		return out, err
	}
	out.Sections = reportSections(teller{in, yearly}, summary)
	out.Closing, err = reportClosing(r, in, out.Final)
	return out, err
}

// isFinal tells a tổng kết from a sơ kết: by the conference that the period is
// reported to, or else by whether the period is scored.
func isFinal(c *rules.Cluster, p *rules.Period) bool {
	final := p.Scored
	for _, conf := range c.Conferences {
		if conf.Period != p.ID {
			continue
		}
		switch conf.Kind {
		case rules.TongKet:
			return true
		case rules.SoKet:
			final = false
		}
	}
	return final
}

// printed is a sentence as it stands on paper.
func printed(key string, pairs ...string) string {
	return text.Plain(text.Vietnamese, text.Say(key, pairs...))
}

// reportOpening says who the cluster is, what it agreed on, and whether the
// figures are final.
func reportOpening(r storage.Reader, c *rules.Cluster, p paper.Report) ([]string, error) {
	list := []string{reportMembers(c)}
	add := func(key string, pairs ...string) { list = append(list, printed(key, pairs...)) }
	if c.Theme != "" {
		add("report.theme", "year", itoa(c.Year), "theme", c.Theme)
	}
	cov, err := FindCovenant(r, c)
	if err != nil {
		return nil, err
	}
	if n := len(cov.Signatures); n > 0 {
		day := cov.Signatures[n-1].At.In(c.Location()).Format(time.DateOnly)
		key := map[bool]string{true: "report.covenant.complete", false: "report.covenant.open"}[cov.State == CovenantComplete]
		add(key, "year", itoa(c.Year), "n", itoa(n), "of", itoa(len(cov.Frozen.Grid)), "day", day)
	}
	if p.Provisional {
		add("report.provisional")
	}
	add("report.intro", "period", p.PeriodName)
	return list, nil
}

// reportMembers names the members, with the word that all their names begin
// with ("tỉnh") said once.
func reportMembers(c *rules.Cluster) string {
	noun, full, short := "", make([]string, len(c.Members)), make([]string, len(c.Members))
	for i, m := range c.Members {
		full[i], short[i] = m.Name, m.Short
		word, ok := strings.CutSuffix(m.Name, " "+m.Short)
		if i == 0 && ok {
			noun = word
		}
		if !ok || word != noun {
			noun = ""
		}
	}
	pairs := []string{"year", itoa(c.Year), "cluster", c.Name, "n", itoa(len(c.Members)), "officers", reportOfficers(c)}
	if noun == "" {
		return printed("report.members", append(pairs, "units", strings.Join(full, ", "))...)
	}
	return printed("report.members.noun", append(pairs, "noun", noun, "units", strings.Join(short, ", "))...)
}

// reportOfficers says who is head and who are deputies.
func reportOfficers(c *rules.Cluster) string {
	names := make([]string, len(c.Deputies))
	for i, d := range c.Deputies {
		names[i] = c.Member(d).Name
	}
	head := c.Member(c.Head).Name
	if len(names) == 0 {
		return printed("report.officers.head", "head", head)
	}
	return printed("report.officers", "head", head, "deputies", strings.Join(names, ", "))
}

// reportSections tells every criterion of the period, content by content. A
// content that nobody has a figure for says so once.
func reportSections(t teller, summary score.Summary) []paper.ReportSection {
	var list []paper.ReportSection
	for i := range t.Cluster.Contents {
		s := paper.ReportSection{Title: t.Cluster.Contents[i].Name}
		some := false
		for _, a := range summary.Criteria {
			if a.Content != i {
				continue
			}
			if sentence, figures := t.sentence(a); sentence != "" {
				s.Paragraphs = append(s.Paragraphs, sentence)
				some = some || figures
			}
		}
		switch {
		case len(s.Paragraphs) == 0:
			continue
		case !some:
			s.Paragraphs = []string{printed("report.section.empty")}
		}
		list = append(list, s)
	}
	return list
}

// reportClosing says how the period was ranked and who is put forward for what,
// once anybody has points, and who leads the cluster next year.
func reportClosing(r storage.Reader, in score.Input, final bool) ([]string, error) {
	c := in.Cluster
	var list []string
	if p := c.Period(in.Period); p.Scored {
		ranking := score.Rank(in)
		if ranks := reportRanks(ranking, p); ranks != "" {
			list = append(append(list, ranks), reportAwards(ranking)...)
		}
	}
	if !final {
		return list, nil
	}
	next, err := FindCluster(r, c.ID, c.Year+1)
	if next != nil {
		list = append(list, printed("report.next", "year", itoa(next.Year), "officers", reportOfficers(next)))
	}
	return list, err
}

// reportRanks names who came first, second and third; a place without points is
// none.
func reportRanks(ranking score.Ranking, p *rules.Period) string {
	var ranks []string
	for rank := 1; rank <= 3; rank++ {
		var units []string
		for _, row := range ranking.Rows {
			if row.Rank == rank && row.Total.Sign() > 0 {
				units = append(units, reportPoints(ranking.Cluster, row))
			}
		}
		if len(units) > 0 {
			ranks = append(ranks, printed("report.rank."+itoa(rank), "units", strings.Join(units, ", ")))
		}
	}
	if len(ranks) == 0 {
		return ""
	}
	key := map[bool]string{true: "report.ranking.provisional", false: "report.ranking"}[ranking.Provisional]
	return printed(key, "period", p.Name, "ranks", strings.Join(ranks, "; "))
}

func reportPoints(c *rules.Cluster, row score.Row) string {
	if c.RankBy == rules.RankByPercent {
		return printed("report.unit_percent", "unit", row.Member.Name, "percent", row.Percent.Round(3).String())
	}
	return printed("report.unit_points", "unit", row.Member.Name, "points", row.Total.String(), "max", row.Max.String())
}

// reportAwards names who is put forward for each award, and who waits for the
// vote.
func reportAwards(ranking score.Ranking) []string {
	var list []string
	key := map[bool]string{true: "report.award.provisional", false: "report.award"}[ranking.Provisional]
	for _, a := range ranking.Cluster.Awards {
		var units []string
		for _, row := range ranking.Rows {
			if row.Award == a.Name {
				units = append(units, row.Member.Name)
			}
		}
		if len(units) > 0 {
			list = append(list, printed(key, "award", a.Name, "units", strings.Join(units, ", ")))
		}
	}
	var held []string
	for _, row := range ranking.Rows {
		if row.AwardHeld {
			held = append(held, row.Member.Name)
		}
	}
	if len(held) > 0 {
		list = append(list, printed("report.award.held", "units", strings.Join(held, ", ")))
	}
	return list
}

// ReportText is the report as plain text.
func ReportText(p paper.Report) string {
	key := map[bool]string{true: "report.title.final", false: "report.title.interim"}[p.Final]
	blocks := []string{printed(key, "period", p.PeriodName, "cluster", p.ClusterName)}
	blocks = append(blocks, strings.Join(p.Opening, "\n"))
	for i, s := range p.Sections {
		lines := []string{printed("report.section", "n", itoa(i+1), "title", s.Title)}
		for _, sentence := range s.Paragraphs {
			lines = append(lines, printed("report.item", "text", sentence))
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	if len(p.Closing) > 0 {
		blocks = append(blocks, strings.Join(p.Closing, "\n"))
	}
	return strings.Join(blocks, "\n\n")
}
