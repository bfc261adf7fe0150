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

// A ReportDraft is a cluster's report on a period, paragraph by paragraph: what
// the store knows, in the sentences such reports are written in, and what people
// wrote instead.
type ReportDraft struct {
	Cluster    *rules.Cluster
	Period     *rules.Period
	Paragraphs []ReportParagraph
	Numbers    Known // what the report may say anywhere

	paper paper.Report // around the paragraphs
}

// A ReportParagraph is one paragraph. Its key outlives a change of the figures.
type ReportParagraph struct {
	Key       string // "opening", "1/thu-ngan-sach", "ranking", "limits"
	Section   string // title of its section; empty in the opening
	Generated string // what follows from the figures; may have several lines
	Edit      *ReportEdit
	Numbers   []Traced // that the generated text was given

	criteria []string // that it tells, where it is about some
	known    Known    // what it may say; nil: all that the report may
}

// Text is the paragraph as it is printed.
func (p ReportParagraph) Text() string {
	if p.Edit != nil {
		return p.Edit.Text
	}
	return p.Generated
}

// ReportPaper is the cluster's report on a period, on the day of at.
func ReportPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Report, error) {
	d, err := DraftReport(r, c, period, at)
	return d.Paper(), err
}

// DraftReport forms the report on a period, on the day of at.
func DraftReport(r storage.Reader, c *rules.Cluster, period string, at time.Time) (ReportDraft, error) {
	d := ReportDraft{Cluster: c, Period: c.Period(period)}
	if d.Period == nil {
		return d, text.Wrong("period.unknown", "period", period)
	}
	t, err := newTeller(r, c, period)
	if err != nil {
		return d, err
	}
	d.paper = paper.Report{
		Letterhead: letterhead(c), Year: c.Year, ClusterName: c.Name, PeriodName: d.Period.Name,
		Final: isFinal(c, d.Period), Provisional: t.summary.Provisional, Signer: headSigner(c), Recipients: recipients(c),
	}
	subject := map[bool]string{true: "report.subject.final", false: "report.subject.interim"}[d.paper.Final]
	d.paper.Subject = printed(subject, "period", d.Period.Name)
	d.paper.Date = at.In(c.Location()).Format(time.DateOnly)
	if err := d.opening(r, t); err != nil {
		return d, err
	}
	d.contents(t)
	if err := d.closing(r, t); err != nil {
		return d, err
	}
	d.explain(t)
	return d, d.edited(r)
}

// add appends what was told as a paragraph, with the numbers that it was given.
func (d *ReportDraft) add(t *teller, key, section, said string) {
	if said != "" {
		d.offer(t, key, section, said)
	}
	t.used = nil
}

// offer appends a paragraph that people may write also where nothing is told. An
// empty one is not printed.
func (d *ReportDraft) offer(t *teller, key, section, said string) {
	d.Paragraphs = append(d.Paragraphs, ReportParagraph{Key: key, Section: section, Generated: said, Numbers: t.used})
	t.used = nil
}

// Paper is the report as it is printed.
func (d ReportDraft) Paper() paper.Report {
	p := d.paper
	for _, g := range d.Paragraphs {
		if g.Text() == "" {
			continue
		}
		lines := strings.Split(g.Text(), "\n")
		switch n := len(p.Sections) - 1; {
		case g.Section == "":
			p.Opening = append(p.Opening, lines...)
		case n >= 0 && p.Sections[n].Title == g.Section:
			p.Sections[n].Paragraphs = append(p.Sections[n].Paragraphs, lines...)
		default:
			p.Sections = append(p.Sections, paper.ReportSection{Title: g.Section, Paragraphs: lines})
		}
	}
	return p
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

// opening says who the cluster is, what it agreed on, and whether the figures are
// final.
func (d *ReportDraft) opening(r storage.Reader, t *teller) error {
	c := t.Cluster
	d.add(t, "members", "", t.members())
	if c.Theme != "" {
		d.add(t, "theme", "", printed("report.theme", "year", t.tally("year", c.Year), "theme", c.Theme))
	}
	cov, err := FindCovenant(r, c)
	if err != nil {
		return err
	}
	if n := len(cov.Signatures); n > 0 {
		day := cov.Signatures[n-1].At.In(c.Location()).Format(time.DateOnly)
		key := map[bool]string{true: "report.covenant.complete", false: "report.covenant.open"}[cov.State == CovenantComplete]
		said := printed(key, "year", t.tally("year", c.Year), "n", t.tally("signed", n), "of", t.tally("signers", len(cov.Frozen.Grid)), "day", t.day("signed", day))
		t.dates = append(t.dates, t.used...)
		d.add(t, "covenant", "", said)
	}
	if m := c.Report.Movements; len(m) > 0 {
		quoted := make([]string, len(m))
		for i := range m {
			quoted[i] = printed("report.quoted", "name", m[i])
		}
		d.add(t, "movements", "", printed("report.movements", "n", t.padded("movements", len(m)), "list", and(quoted), "units", t.units()))
	}
	said := printed("report.intro", "period", d.Period.Name)
	if d.paper.Provisional {
		said = printed("report.provisional") + " " + said
	}
	d.add(t, "intro", "", said)
	if len(t.silent) > 0 {
		d.add(t, "silent", "", printed("report.silent", "units", and(names(t.silent))))
	}
	return nil
}

// members names the members, with the word that all their names begin with
// ("tỉnh") said once.
func (t *teller) members() string {
	c := t.Cluster
	units := make([]string, len(c.Members))
	for i, m := range c.Members {
		units[i] = m.Name
		if t.noun != "" {
			units[i] = m.Short
		}
	}
	noun := t.noun
	if noun == "" {
		noun = printed("report.units.members")
	}
	return printed("report.members", "year", t.tally("year", c.Year), "cluster", c.Name, "n", t.padded("members", len(c.Members)),
		"noun", noun, "units", strings.Join(units, ", "), "officers", officers(c))
}

// officers says who is head and who are deputies.
func officers(c *rules.Cluster) string {
	said := printed("report.officers.head", "head", c.Member(c.Head).Name)
	for i, id := range c.Deputies {
		key := "report.officers.deputy"
		if len(c.Deputies) > 1 && i < 2 {
			key = []string{"report.officers.first", "report.officers.second"}[i]
		}
		said += printed(key, "deputy", c.Member(id).Name)
	}
	return said
}

// contents tell every criterion of the period, content by content: those of one
// heading in one paragraph, others each in its own. A content that nobody has a
// figure for says so once.
func (d *ReportDraft) contents(t *teller) {
	summed := map[string]score.Aggregate{}
	for _, a := range t.summary.Criteria {
		summed[a.Criterion.ID] = a
	}
	for i := range t.Cluster.Contents {
		n := &t.Cluster.Contents[i]
		first, some := len(d.Paragraphs), false
		open, heading := "", ""        // the paragraph under way
		var clauses, criteria []string // in it
		flush := func() {
			if len(clauses) > 0 {
				d.add(t, n.ID+"/"+open, n.Name, printed("report.sentence", "text", upperFirst(heading+strings.Join(clauses, "; "))))
				d.Paragraphs[len(d.Paragraphs)-1].criteria = criteria
			}
			clauses, criteria = nil, nil
		}
		for j := range n.Criteria {
			k := &n.Criteria[j]
			if h := k.Report.Heading; h != "" {
				flush()
				open, heading = k.ID, headed(h)
			}
			said, figures := t.criterion(summed, k)
			some = some || figures
			if heading == "" {
				open = k.ID
			}
			clauses, criteria = append(clauses, said...), append(criteria, k.ID)
			if heading == "" {
				flush()
			}
		}
		flush()
		if len(d.Paragraphs) > first && !some {
			d.Paragraphs = d.Paragraphs[:first]
			d.add(t, n.ID, n.Name, printed("report.section.empty"))
		}
	}
}

// headed is a heading with the sign that leads on from it.
func headed(h string) string {
	if strings.HasSuffix(h, ":") || strings.HasSuffix(h, ",") {
		return h + " "
	}
	return h + ", "
}

// criterion are the clauses that stand at a criterion's place: its own, what it is
// told together with, and who improved in it and in what goes with it.
func (t *teller) criterion(summed map[string]score.Aggregate, k *rules.Criterion) (said []string, some bool) {
	a, ok := summed[k.ID]
	own := true
	for i, g := range t.Cluster.Report.Commendations {
		for j, id := range g.Criteria {
			if id == k.ID {
				own = false
				some = some || ok && a.Total != nil
				if text := t.commended(i, g); j == 0 && text != "" {
					said = append(said, text)
				}
			}
		}
	}
	if ok && own {
		var text string
		if text, some = t.sentence(a); text != "" {
			said = append(said, text)
		}
	}
	for _, g := range t.Cluster.Report.Improved {
		if g.Criteria[len(g.Criteria)-1] == k.ID {
			if text := t.improved(g); text != "" {
				said = append(said, text)
			}
		}
	}
	return said, some
}

// closing says how the period was ranked and who is put forward for what, who
// leads the cluster next year, and what follows from it all.
func (d *ReportDraft) closing(r storage.Reader, t *teller) error {
	c := t.Cluster
	section := printed("report.section.ranking")
	leading, err := votedLeading(r, c, d.Period.ID)
	if err != nil {
		return err
	}
	if ranks := t.ranks(d.Period, leading); ranks != "" {
		d.add(t, "ranking", section, ranks)
		d.add(t, "awards", section, t.awards())
	}
	if d.paper.Final {
		next, err := t.next(r)
		if err != nil {
			return err
		}
		d.add(t, "next", section, next)
	}
	d.offer(t, "evaluation", printed("report.section.evaluation"), t.evaluation())
	d.offer(t, "limits", printed("report.section.limits"), t.limits())
	d.offer(t, "tasks", printed("report.section.tasks"), t.tasks())
	return nil
}

// ReportTitle is what the report is called.
func ReportTitle(p paper.Report) string {
	return printed("report.title", "subject", p.Subject, "cluster", p.ClusterName)
}

// ReportHeading is the heading of the report's section i.
func ReportHeading(p paper.Report, i int) string {
	return printed("report.section", "n", itoa(i+1), "title", p.Sections[i].Title)
}

// ReportText is the report as plain text.
func ReportText(p paper.Report) string {
	blocks := []string{ReportTitle(p), strings.Join(p.Opening, "\n")}
	for i, s := range p.Sections {
		lines := []string{ReportHeading(p, i)}
		for _, sentence := range s.Paragraphs {
			lines = append(lines, printed("report.item", "text", sentence))
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	return strings.Join(blocks, "\n\n")
}
