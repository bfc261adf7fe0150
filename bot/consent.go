package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// consentForm is a unit, or a witness, that answers a draft of the covenant.
type consentForm struct {
	Year int
	Sum  string // of the draft that was shown
	On   string // what a comment is on; "-" the whole
}

// consent (góp ý dự thảo): read, agree, or comment.
var consent = dialog.Flow[consentForm]{
	Name:  "consent",
	Power: workflow.MayComment,
	Steps: []dialog.Step[consentForm]{
		{Name: "menu", Ask: askConsent, Take: takeConsent},
		{Name: "on", Ask: askOn, Take: takeOn, Undo: func(_ *dialog.Turn, f *consentForm) { f.On = "" }},
		{Name: "words", Ask: askComment, Take: takeComment, Free: true},
	},
}

// voice is the unit, or the witness, that the person speaks for.
func voice(t *dialog.Turn) string {
	for _, role := range []workflow.Role{workflow.Leader, workflow.Official, workflow.Witness} {
		if unit := t.Actor.Member(role); unit != "" {
			return unit
		}
	}
	return ""
}

func consentButton(c *rules.Cluster) func(lang string) [][]outbox.Button {
	return func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("gopy.button.open")), c.ID, "giaouoc "+year(c))}}
	}
}

// circulate sends the draft to everybody who answers for a unit, and to the
// witnesses, with what has changed.
func (b *Bot) circulate(t *dialog.Turn, f *draftForm, silence bool) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	day := rules.Date{}
	if d, ok := text.ParseDate(f.LastDay, t.At()); ok {
		day = rules.DateOf(d)
	}
	d, err := workflow.Circulate(t.Tx, t.Act(), c, b.Chancery, day, silence)
	if err != nil {
		return err
	}
	changed, err := changeLines(t, c, &d, true)
	if err != nil {
		return err
	}
	said := append(lines(text.Say("gopy.tell", "year", year(c), "n", itoa(d.N), "sha", d.SHA256)), changed...)
	said = append(said, lastDayLines(d)...)
	for _, role := range []workflow.Role{workflow.Leader, workflow.Official, workflow.Witness} {
		if err := tellRole(t, c, role, "", said, consentButton(c), storedPaper(d.SHA256, draftName(c, d.N))); err != nil {
			return err
		}
	}
	t.Say(text.Say("soan.sent", "n", itoa(d.N), "sha", d.SHA256))
	return t.Go("clauses")
}

func draftName(c *rules.Cluster, n int) string {
	return fmt.Sprintf("du-thao-giao-uoc-%d-lan-%d.pdf", c.Year, n)
}

// changeLines say what changed since the draft before and since last year; in
// short only how much, and the first three of each.
func changeLines(t *dialog.Turn, c *rules.Cluster, d *workflow.Circulation, short bool) ([]text.Notice, error) {
	list, err := workflow.Circulations(t.Tx, c)
	if err != nil {
		return nil, err
	}
	var said []text.Notice
	if d.N > 1 {
		said = append(said, differenceLines("gopy.since_draft", itoa(d.N-1), workflow.Differences(list[d.N-2].Values, d.Values), short)...)
	}
	last, err := workflow.FindCluster(t.Tx, c.ID, c.Year-1)
	if err != nil || last == nil {
		return said, err
	}
	cov, err := workflow.FindCovenant(t.Tx, last)
	if err != nil || cov.State == workflow.CovenantDraft {
		return said, err
	}
	return append(said, differenceLines("gopy.since_year", year(last), workflow.Differences(cov.Frozen, d.Values), short)...), nil
}

func differenceLines(key, since string, list []workflow.Difference, short bool) []text.Notice {
	if len(list) == 0 {
		return lines(text.Say(key+"_none", "since", since))
	}
	said := lines(text.Say(key, "since", since, "n", itoa(len(list))))
	for i, d := range list {
		if short && i == 3 {
			return append(said, text.Say("gopy.more", "n", itoa(len(list)-3)))
		}
		from, to := d.From, d.To
		if short {
			from, to = firstWords(from), firstWords(to)
		}
		said = append(said, text.Say("gopy.change."+d.Kind, "n", itoa(d.N), "name", d.Name, "member", d.Member, "from", from, "to", to))
	}
	return said
}

func askConsent(t *dialog.Turn, f *consentForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil {
		return nil, err
	}
	unit := voice(t)
	if last == nil || unit == "" {
		return nil, text.Wrong("gopy.nothing", "year", year(c))
	}
	f.Sum, f.On = last.SHA256, ""
	q := &dialog.Question{Lines: lines(text.Say("gopy.title", "year", year(c), "n", itoa(last.N), "at", local(c, last.At), "sha", last.SHA256))}
	changed, err := changeLines(t, c, last, true)
	if err != nil {
		return nil, err
	}
	q.Lines = append(append(q.Lines, changed...), lastDayLines(*last)...)
	if a := last.Agreed(unit); a != nil {
		q.Lines = append(q.Lines, text.Say("gopy.agreed_line", "unit", workflow.UnitName(c, unit), "name", a.Name, "at", local(c, a.At)))
	} else {
		q.Choices = append(q.Choices, []dialog.Choice{choice("agree", "gopy.button.agree", "dong y", "agree")})
	}
	q.Choices = append(q.Choices,
		[]dialog.Choice{choice("comment", "gopy.button.comment", "gop y", "comment")},
		[]dialog.Choice{choice("read", "gopy.button.read", "toan van", "doc", "read"), choice("changes", "gopy.button.changes", "thay doi", "changes")})
	all, err := workflow.Comments(t.Tx, c)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		if k.Unit != unit {
			continue
		}
		q.Lines = append(q.Lines, onLine(last, k.On), commentLine(c, k))
		if k.State == workflow.CommentClosed {
			continue
		}
		n := itoa(k.ID)
		row := []dialog.Choice{{Value: "close " + n, Label: text.Say("gopy.button.close", "n", n), Words: []string{"thoi " + n}}}
		if k.State != workflow.CommentOpen {
			row = append(row, dialog.Choice{Value: "insist " + n, Label: text.Say("gopy.button.insist", "n", n), Words: []string{"giu " + n}})
		}
		q.Choices = append(q.Choices, row)
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

func takeConsent(t *dialog.Turn, f *consentForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil || last == nil {
		return err
	}
	unit := voice(t)
	what, id, _ := strings.Cut(a.Value, " ")
	switch what {
	case "agree":
		if _, err := workflow.AgreeToDraft(t.Tx, t.Act(), c, unit, t.Person, f.Sum); err != nil {
			return err
		}
		t.Say(text.Say("gopy.agreed", "n", itoa(last.N)))
		return t.Stay()
	case "comment":
		return t.Go("on")
	case "read":
		if err := t.Send(nil, nil, storedPaper(last.SHA256, draftName(c, last.N))); err != nil {
			return err
		}
		return t.Stay()
	case "changes":
		said, err := changeLines(t, c, last, false)
		if err != nil {
			return err
		}
		if len(said) == 0 {
			said = lines(text.Say("gopy.first"))
		}
		t.Say(said...)
		return t.Stay()
	case "close", "insist":
		n, err := strconv.Atoi(id)
		if err != nil {
			return err
		}
		k, err := workflow.CloseComment(t.Tx, t.Act(), c, unit, n, what == "insist")
		if err != nil {
			return err
		}
		t.Say(text.Say("gopy." + what + "_done"))
		if err := tellRole(t, c, workflow.Head, "", lines(text.Say("gopy.tell_"+what, "unit", workflow.UnitName(c, unit), "n", itoa(k.ID), "text", firstWords(k.Text))), consentButton(c)); err != nil {
			return err
		}
		return t.Stay()
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// subjectsOf are what comments are on, in the order of the document, the whole first.
func subjectsOf(all []workflow.Comment, d *workflow.Circulation) []string {
	list := []string{""}
	for _, k := range d.Values.Clauses {
		list = append(list, "clause/"+k.ID)
	}
	for _, row := range annexRows(d.Values) {
		list = append(list, "target/"+row.ID)
	}
	for _, k := range all { // on what a later draft left out
		if !slices.Contains(list, k.On) {
			list = append(list, k.On)
		}
	}
	return slices.DeleteFunc(list, func(on string) bool {
		return !slices.ContainsFunc(all, func(k workflow.Comment) bool { return k.On == on })
	})
}

func annexRows(p paper.Covenant) []paper.AnnexRow {
	var list []paper.AnnexRow
	for _, content := range p.Annex {
		list = append(list, content.Rows...)
	}
	return list
}

// onLine names what a comment is on.
func onLine(d *workflow.Circulation, on string) text.Notice {
	for _, k := range d.Values.Clauses {
		if on == "clause/"+k.ID {
			return text.Say("gopy.on_clause", "n", itoa(k.N), "name", k.Heading)
		}
	}
	for _, row := range annexRows(d.Values) {
		if on == "target/"+row.ID {
			return text.Say("gopy.on_target", "name", row.Name)
		}
	}
	if on == "" {
		return text.Say("gopy.on_whole")
	}
	return text.Say("gopy.on_gone")
}

func commentLine(c *rules.Cluster, k workflow.Comment) text.Notice {
	return text.Say("gopy.comment_"+k.State, "n", itoa(k.ID), "unit", workflow.UnitName(c, k.Unit), "name", k.Name, "text", k.Text, "reason", k.Answer)
}

func askOn(t *dialog.Turn, f *consentForm) (*dialog.Question, error) {
	if f.On != "" {
		return nil, nil
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil || last == nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("gopy.ask_on"))}
	q.Choices = append(q.Choices, []dialog.Choice{choice("-", "gopy.button.whole", "chung", "general")})
	for _, k := range last.Values.Clauses {
		n := itoa(k.N)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: "clause/" + k.ID, Label: text.Say("gopy.button.clause", "n", n, "name", k.Heading), Words: []string{n, "dieu " + n}}})
	}
	for i, row := range annexRows(last.Values) {
		n := "ct " + itoa(i+1)
		q.Lines = append(q.Lines, text.Say("gopy.target", "n", n, "name", row.Name))
		q.Choices = append(q.Choices, []dialog.Choice{{Value: "target/" + row.ID, Label: text.Say("gopy.button.target", "n", n, "name", row.Name), Words: []string{n}}})
	}
	return q, nil
}

func takeOn(_ *dialog.Turn, f *consentForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.On = a.Value
	return nil
}

func askComment(t *dialog.Turn, f *consentForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("gopy.ask_text"))}, nil
}

func takeComment(t *dialog.Turn, f *consentForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	unit := voice(t)
	k, err := workflow.AddComment(t.Tx, t.Act(), c, unit, t.Person, strings.TrimPrefix(f.On, "-"), a.Text)
	if err != nil {
		return err
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil {
		return err
	}
	t.Say(text.Say("gopy.kept", "n", itoa(k.ID)))
	said := lines(text.Say("gopy.tell_comment", "unit", workflow.UnitName(c, unit), "n", itoa(k.ID), "draft", itoa(k.Draft)), onLine(last, k.On), text.Say("gopy.text", "text", k.Text))
	if err := tellRole(t, c, workflow.Head, "", said, consentButton(c)); err != nil {
		return err
	}
	return t.Go("menu")
}

// consentChoice puts the consent round into the covenant's menu.
func consentChoice(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant, q *dialog.Question) error {
	if cov.State != workflow.CovenantDraft {
		return nil
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil || last == nil {
		return err
	}
	said, err := roundLines(t, c)
	q.Lines = append(q.Lines, said...)
	if voice(t) != "" {
		q.Choices = append(q.Choices, []dialog.Choice{choice("consent", "gopy.button.consent", "gop y", "du thao", "consent")})
	}
	return err
}

// startDraft goes from the menu to writing the draft, or to answering it.
func (b *Bot) startDraft(t *dialog.Turn, c *rules.Cluster, what string) error {
	cov, err := workflow.FindCovenant(t.Tx, c)
	switch {
	case err != nil:
		return err
	case cov.State != workflow.CovenantDraft:
		return text.Wrong("soan.not_draft", "year", year(c))
	case what == "consent":
		return consent.Start(t, consentForm{Year: c.Year})
	case !t.Actor.May(workflow.MayOpen, ""):
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	return b.drafting().Start(t, draftForm{Year: c.Year})
}

// sayUncirculated says that what was opened was never sent round.
func sayUncirculated(t *dialog.Turn, c *rules.Cluster) error {
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err == nil && last == nil {
		t.Say(text.Say("soan.opened_unseen"))
	}
	return err
}
