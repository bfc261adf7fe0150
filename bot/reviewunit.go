package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// askUnit shows everything that a member has sent, and what may be done with it.
func askUnit(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	m := c.Member(f.Member)
	entered, err := workflow.Figures(t.Tx, c, f.Period, f.Member)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("duyet.unit", "unit", m.Name, "period", c.Period(f.Period).Name))}
	files, err := workflow.AllEvidence(t.Tx, c, f.Period, f.Member)
	if err != nil {
		return nil, err
	}
	shown, pleads, open, verified := 0, false, false, false
	waiting, marks := 0, "" // marks: the number of a criterion that is marked here
	for i, k := range c.Criteria(f.Period) {
		if marks == "" && !k.Method.Kind.Reported() {
			marks = itoa(i + 1)
		}
		fig := entered[k.ID]
		fig.Subject, fig.Draft = f.subject(c, k.ID), nil // a draft is not the reviewer's to see
		target, err := workflow.FindTarget(t.Tx, c, fig.Subject)
		if err != nil {
			return nil, err
		}
		if fig.Sent != nil {
			waiting++
		}
		shown += len(files[k.ID])
		if toDo := fig.Sent != nil || fig.Returned != nil || fig.Pleads() || fig.Accepted == nil && k.Method.Kind.Marked(); toDo || !f.Brief {
			q.Lines = append(q.Lines, reviewLine(t, c, k, fig, target))
			q.Lines = append(q.Lines, verifiedLines(t, k, fig)...)
			if n := len(files[k.ID]); n > 0 {
				q.Lines = append(q.Lines, text.Say("duyet.evidence", "n", itoa(n), "at", itoa(i+1)))
			}
		}
		pleads = pleads || fig.Pleads()
		open = open || fig.Sent != nil || fig.Accepted == nil && fig.Returned != nil
		verified = verified || fig.Accepted != nil && fig.Final == nil
	}
	f.Seen = waitingSum(c, f.Period, entered)
	q.Lines = append(q.Lines, text.Say("duyet.how"))
	if marks != "" {
		q.Lines = append(q.Lines, text.Say("duyet.how_mark", "n", marks))
	}
	if pleads {
		q.Lines = append(q.Lines, text.Say("duyet.how_plea"))
	}
	if waiting > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{{Value: "accept", Label: text.Say("duyet.button.accept", "n", itoa(waiting)), Words: []string{"duyet het", "accept"}}})
	}
	if !open && !pleads && verified {
		q.Choices = append(q.Choices, []dialog.Choice{choice("final", "duyet.button.final", "chot", "final")})
	}
	if shown > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{{Value: "files", Label: text.Say("duyet.button.files", "n", itoa(shown)), Words: []string{"xem", "minh chung", "evidence"}}})
	}
	if f.Brief {
		q.Choices = append(q.Choices, []dialog.Choice{choice("list", "baocao.button.list", "danh sach", "xem lai")})
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("annex", "duyet.button.annex", "phu luc", "annex")},
		[]dialog.Choice{choice("members", "duyet.button.members", "don vi khac"), choice("done", "duyet.button.done", "xong", "done")})
	return q, nil
}

// waitingSum is a short hash of the figures that wait for a reviewer.
func waitingSum(c *rules.Cluster, period string, entered map[string]workflow.Figure) string {
	h := sha256.New()
	for _, k := range c.Criteria(period) {
		if e := entered[k.ID].Sent; e != nil {
			fmt.Fprintf(h, "%s=%s %q %q %q %s\n", k.ID, workflow.ValueText(e.Value), e.Note, e.Unlikely, e.Explained, e.Score)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func reviewLine(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, fig workflow.Figure, target workflow.Target) text.Notice {
	n := itoa(place(c, fig.Period, k.ID))
	switch {
	case fig.Latest() == nil && fig.Returned != nil:
		return text.Say("duyet.line_back", "n", n, "name", k.Name, "reason", fig.Returned.Reason)
	case fig.Latest() == nil && k.Method.Kind == rules.OnTime:
		return text.Say("duyet.line_on_time", "n", n, "name", k.Name)
	case fig.Latest() == nil && k.Method.Kind == rules.Adjust:
		return text.Say("duyet.line_adjust", "n", n, "name", k.Name, "min", k.Method.Min.String(), "max", k.Method.Max.String())
	case fig.Latest() == nil && !k.Method.Kind.Reported():
		return text.Say("duyet.line_mark", "n", n, "name", k.Name, "max", k.Points.String())
	}
	return readBack(t, c, k, fig, target)
}

var (
	// "trả 3, 5: lý do", or "trả 3 lý do"; a reason that begins with a number
	// needs the colon.
	sendBack = regexp.MustCompile(`(?is)^(?:trả|tra|trả lại|tra lai|return)\s+(\d[\d ,]*?)\s*(?:[:;–-]\s*(.*)|([^\d ,:;–-].*))?$`)
	accepts  = regexp.MustCompile(`(?i)^(?:duyệt|duyet|accept)\s+([\d ,]+)$`)
	keeps    = regexp.MustCompile(`(?is)^(?:giữ|giu|keep)\s+(\d+)\s*(?:[:;|–-]\s*)?(.*)$`)
	opens    = regexp.MustCompile(`(?i)^(?:xem|mở|mo|open|show)\s+([\d ,]+)$`)
)

func takeUnit(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	f.Return, f.Unsure, f.Why = nil, nil, nil // whoever went back from there dropped it
	f.Brief = a.Value != "list"
	switch a.Value {
	case "list":
		return t.Stay()
	case "accept":
		return f.accept(t, c)
	case "members":
		f.Member = ""
		return t.Go("member")
	case "done":
		return t.End()
	case "final":
		return f.finalise(t, c)
	case "files":
		return f.showFiles(t, c)
	case "annex":
		return f.annex(t, c)
	}
	if m := opens.FindStringSubmatch(a.Text); m != nil {
		ids, err := f.ids(c, m[1])
		if err != nil {
			return err
		}
		return f.showFiles(t, c, ids...)
	}
	if m := keeps.FindStringSubmatch(a.Text); m != nil {
		return f.keepVerified(t, c, m[1], strings.TrimSpace(m[2]))
	}
	if m := accepts.FindStringSubmatch(a.Text); m != nil {
		ids, err := f.ids(c, m[1])
		if err != nil {
			return err
		}
		return f.accept(t, c, ids...)
	}
	if changed, err := f.changed(t, c); changed || err != nil {
		return err
	}
	if m := sendBack.FindStringSubmatch(a.Text); m != nil {
		if f.Return, err = f.ids(c, m[1]); err != nil {
			return err
		}
		if reason := strings.TrimSpace(m[2] + m[3]); reason != "" {
			return f.sendBack(t, c, reason)
		}
		return t.Go("why")
	}
	if !strings.Contains(a.Text, "\n") && !entryLine.MatchString(a.Text) {
		return text.Wrong("duyet.not_understood", "text", quote(a.Text))
	}
	if err := f.marks(t, c, a.Text); err != nil {
		return err
	}
	return t.Go("settle")
}

// ids turns "3, 5 8" into the criteria with these numbers.
func (f *reviewForm) ids(c *rules.Cluster, list string) ([]string, error) {
	var ids []string
	for _, n := range strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == ',' }) {
		k := find(c, f.Period, n)
		if k == nil {
			return nil, text.Wrong("duyet.no_such", "text", quote(n))
		}
		ids = append(ids, k.ID)
	}
	return ids, nil
}

// changed says whether something came in since the reviewer was shown the unit;
// then it is shown first: nobody decides on a figure unseen.
func (f *reviewForm) changed(t *dialog.Turn, c *rules.Cluster) (bool, error) {
	entered, err := workflow.Figures(t.Tx, c, f.Period, f.Member)
	if err != nil || waitingSum(c, f.Period, entered) == f.Seen {
		return false, err
	}
	t.Say(text.Say("duyet.changed", "unit", c.Member(f.Member).Name))
	return true, t.Stay()
}

// accept accepts what the reviewer was shown. What came in since is shown first:
// nobody accepts a figure unseen.
func (f *reviewForm) accept(t *dialog.Turn, c *rules.Cluster, criteria ...string) error {
	if changed, err := f.changed(t, c); changed || err != nil {
		return err
	}
	n, err := workflow.AcceptFigures(t.Tx, t.Act(), c, f.Period, f.Member, criteria...)
	if err != nil {
		return err
	}
	if n == 0 {
		return text.Wrong("duyet.nothing")
	}
	m := c.Member(f.Member)
	t.Say(text.Say("duyet.accepted", "n", itoa(n), "unit", m.Name))
	window, button, err := replyWindow(t, c, f.Period, f.Member)
	if err != nil {
		return err
	}
	said := append(lines(text.Say("duyet.tell_accepted", "n", itoa(n), "period", c.Period(f.Period).Name)), window...)
	if err := tellRole(t, c, workflow.Official, f.Member, said, button); err != nil {
		return err
	}
	if err := keepBoard(t.Tx, t.Event, yearPeriod{c, c.Period(f.Period)}); err != nil {
		return err
	}
	return t.Go("unit")
}

func askReturnReason(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	if len(f.Return) == 0 {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("duyet.ask_reason"))}, nil
}

func takeReturnReason(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	return f.sendBack(t, c, a.Text)
}

// sendBack returns figures and takes the official to the very figure.
func (f *reviewForm) sendBack(t *dialog.Turn, c *rules.Cluster, reason string) error {
	if err := reasonFits(reason); err != nil {
		return err
	}
	period := c.Period(f.Period)
	said := lines(text.Say("duyet.tell_returned", "period", period.Name))
	for _, id := range f.Return {
		if err := workflow.ReturnFigure(t.Tx, t.Act(), c, f.subject(c, id), reason); err != nil {
			return err
		}
		k, _ := c.Criterion(id)
		said = append(said, text.Say("duyet.returned_line", "n", itoa(place(c, f.Period, id)), "name", k.Name, "reason", reason))
	}
	t.Say(text.Say("duyet.returned", "n", itoa(len(f.Return)), "unit", c.Member(f.Member).Name))
	first := yearPeriod{c, period}.value() + " " + itoa(place(c, f.Period, f.Return[0]))
	f.Return = nil
	button := func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("duyet.button.correct")), c.ID, "baocao "+first)}}
	}
	if err := tellRole(t, c, workflow.Official, f.Member, said, button); err != nil {
		return err
	}
	if err := keepBoard(t.Tx, t.Event, yearPeriod{c, period}); err != nil {
		return err
	}
	return t.Go("unit")
}
