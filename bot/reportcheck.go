package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

func itoa(n int) string { return strconv.Itoa(n) }

// askCheck reads the whole report back and offers to submit it.
func askCheck(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	m := c.Member(t.Actor.Member(workflow.Official))
	entered, err := workflow.Figures(t.Tx, c, f.Period, m.ID)
	if err != nil {
		return nil, err
	}
	if seen := othersSum(t, c, f.Period, entered); seen != f.Seen { // a colleague's figures are read back before they go
		f.Seen, f.Brief = seen, false
	}
	q := &dialog.Question{Lines: lines(text.Say("baocao.check", "period", c.Period(f.Period).Name, "unit", m.Name))}
	if f.Brief {
		q.Lines = nil
	}
	open, drafts := 0, 0
	for _, k := range c.Asked(f.Period) {
		fig := entered[k.ID]
		fig.Subject = f.subject(t, c, k.ID)
		target, err := workflow.FindTarget(t.Tx, c, fig.Subject)
		if err != nil {
			return nil, err
		}
		if !f.Brief {
			q.Lines = append(q.Lines, readBack(t, c, k, fig, target))
		}
		if fig.Latest() == nil {
			open++
		}
		if fig.Draft != nil {
			drafts++
		}
	}
	left := itoa(open)
	switch {
	case open > 0 && drafts > 0:
		q.Lines = append(q.Lines, text.Say("baocao.check_open", "n", left))
		q.Choices = [][]dialog.Choice{
			{choice("go on", "baocao.button.go_on", "tiep", "nhap tiep")},
			{{Value: "declare", Label: text.Say("baocao.button.declare", "n", left), Words: []string{"nop het"}}},
			{choice("submit", "baocao.button.part", "nop phan da co")},
		}
	case open > 0:
		q.Lines = append(q.Lines, text.Say("baocao.check_open", "n", left))
		q.Choices = [][]dialog.Choice{{choice("go on", "baocao.button.go_on", "tiep", "nhap tiep")},
			{{Value: "declare", Label: text.Say("baocao.button.declare", "n", left), Words: []string{"nop het"}}}}
	case drafts > 0:
		q.Lines = append(q.Lines, text.Say("baocao.check_ready"))
		q.Choices = [][]dialog.Choice{{choice("submit", "baocao.button.submit", "nop", "dung", "gui", "submit")}}
	default:
		q.Lines = append(q.Lines, text.Say("baocao.check_done"))
		q.Choices = [][]dialog.Choice{{choice("close", "baocao.button.close", "dong", "xong")}}
	}
	if f.Brief {
		q.Choices = append(q.Choices, []dialog.Choice{choice("list", "baocao.button.list", "danh sach", "xem lai")})
		return q, nil
	}
	q.Choices = append(q.Choices, numberRows(c, f.Period)...)
	return q, nil
}

// othersSum stands for the drafts of colleagues.
func othersSum(t *dialog.Turn, c *rules.Cluster, period string, entered map[string]workflow.Figure) string {
	var list []string
	for _, k := range c.Asked(period) {
		if e := entered[k.ID].Draft; e != nil && e.By != t.Person.ID {
			list = append(list, k.ID+" "+sign(e))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	return hex.EncodeToString(sum[:8])
}

// numberRows are small buttons, one for each criterion that was read back.
func numberRows(c *rules.Cluster, period string) (rows [][]dialog.Choice) {
	const wide = 7
	for i, k := range c.Asked(period) {
		if i%wide == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], dialog.Choice{Value: "#" + k.ID, Label: text.Say("baocao.button.number", "n", itoa(place(c, period, k.ID)))})
	}
	return rows
}

func takeCheck(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	if id, tapped := strings.CutPrefix(a.Value, "#"); tapped {
		f.At = id
		return t.Go("figure")
	}
	if a.Value != "" && f.pending() { // whoever went back from there has not answered
		t.Say(text.Say("baocao.pending"))
		if err := f.work(t, c); err != nil {
			return err
		}
		return t.Go("file")
	}
	f.Brief = false
	switch a.Value {
	case "list":
		return t.Stay()
	case "submit", "declare":
		return submit(t, f, a.Value == "declare")
	case "close":
		return t.End()
	case "go on":
		if err := f.toFirstOpen(t, c); err != nil {
			return err
		}
		return t.Go("figure")
	}
	if jumped := jump.MatchString(text.Fold(a.Text)); !jumped {
		f.Brief = true
	}
	if err := f.takeText(t, c, a.Text); err != nil {
		return err
	}
	return t.Go("settle")
}

// submit sends the report, gives the receipt, and tells those who review it.
func submit(t *dialog.Turn, f *reportForm, declare bool) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	m := c.Member(t.Actor.Member(workflow.Official))
	entered, err := workflow.Figures(t.Tx, c, f.Period, m.ID)
	if err != nil {
		return err
	}
	if othersSum(t, c, f.Period, entered) != f.Seen {
		t.Say(text.Say("baocao.colleague_changed"))
		return t.Stay()
	}
	s, err := workflow.Submit(t.Tx, t.Act(), c, f.Period, m.ID, declare)
	if err != nil {
		return err
	}
	period := c.Period(f.Period)
	by, err := workflow.ReportBy(t.Tx, c, f.Period, m.ID)
	if err != nil {
		return err
	}
	t.Say(text.Say("baocao.receipt", "period", period.Name, "unit", m.Name, "n", itoa(s.Figures), "fresh", itoa(s.Fresh), "receipt", s.Receipt, "at", local(c, s.At)))
	days, complete, err := workflow.DaysLate(t.Tx, c, f.Period, m.ID)
	switch {
	case err != nil:
		return err
	case !complete:
		t.Say(text.Say("baocao.receipt_part"))
	case days > 0:
		t.Say(text.Say("baocao.receipt_late", "days", itoa(days), "by", by.String()))
	default:
		t.Say(text.Say("baocao.receipt_on_time", "by", by.String()))
	}
	if err := tellReviewers(t, c, m.ID, text.Say("baocao.arrived", "unit", m.Name, "period", period.Name, "n", itoa(s.Figures), "fresh", itoa(s.Fresh), "receipt", s.Receipt)); err != nil {
		return err
	}
	if err := tellRole(t, c, workflow.Official, m.ID, lines(text.Say("baocao.tell_colleagues", "who", t.Person.Name, "period", period.Name, "receipt", s.Receipt)), nil); err != nil {
		return err
	}
	if err := keepBoard(t.Tx, t.Event, yearPeriod{c, period}); err != nil {
		return err
	}
	return t.End()
}
