package bot

import (
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// arrangeForm is what the head decides about a covenant that is being signed.
type arrangeForm struct {
	Year, No int
	What     string // one of the words below
	Field    string // replace: whose signer
	Behalf   string // "KT. CHỦ TỊCH"; inTheirOwnRight
	Title    string
	Name     string
	Until    string // extend: a day, in machine form
	Reason   string
}

// What the head decides. Nothing happens before it was looked at once more.
const (
	arrangeReplace  = "replace"
	arrangeExtend   = "extend"
	arrangeClose    = "close"
	arrangeWithdraw = "withdraw"
)

const inTheirOwnRight = "-"

// arranging replaces a signer, gives more time, ends the signing, or withdraws.
func (b *Bot) arranging() dialog.Flow[arrangeForm] {
	return dialog.Flow[arrangeForm]{
		Name:  "arrange",
		Power: workflow.MayOpen,
		Steps: []dialog.Step[arrangeForm]{
			{Name: "whom", Ask: askReplaced, Take: takeReplaced, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Field = "" }},
			{Name: "behalf", Ask: askBehalf, Take: takeBehalf, Free: true, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Behalf = "" }},
			{Name: "title", Ask: askTitle, Take: takeTitle, Free: true, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Title = "" }},
			{Name: "name", Ask: askSignerName, Take: takeSignerName, Free: true, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Name = "" }},
			{Name: "until", Ask: askExtended, Take: takeExtended, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Until = "" }},
			{Name: "why", Ask: askArrangeWhy, Take: takeArrangeWhy, Free: true, Undo: func(_ *dialog.Turn, f *arrangeForm) { f.Reason = "" }},
			{Name: "check", Ask: askArrange, Take: b.takeArrange},
		},
	}
}

func askReplaced(t *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	if f.What != arrangeReplace || f.Field != "" {
		return nil, nil
	}
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("ky.ask_whom"))}
	for i, p := range replaceable(&cov.Ceremony) {
		n, unit := itoa(i+1), names(c, []string{p.Member})
		q.Choices = append(q.Choices, []dialog.Choice{{Value: p.Field, Label: text.Say("duyet.choice", "n", n, "unit", unit), Words: []string{n, p.Member, unit, workflow.PartyName(c, p.Member)}}})
	}
	return q, nil
}

func takeReplaced(_ *dialog.Turn, f *arrangeForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.Field = a.Value
	return nil
}

func askBehalf(_ *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	if f.What != arrangeReplace || f.Behalf != "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("ky.ask_behalf")), Choices: [][]dialog.Choice{
		{choice(inTheirOwnRight, "ky.behalf_none", "không", "no")},
		{typedChoice("KT. CHỦ TỊCH"), typedChoice("KT. TRƯỞNG BAN")},
	}}, nil
}

// typedChoice is a button that stands for its own words.
func typedChoice(s string) dialog.Choice {
	return dialog.Choice{Value: s, Label: text.Say("ky.choice", "label", s)}
}

func takeBehalf(_ *dialog.Turn, f *arrangeForm, a dialog.Answer) (err error) {
	f.Behalf, err = short(a)
	return err
}

// short is a chosen or typed line that fits into a box of the covenant.
func short(a dialog.Answer) (string, error) {
	s := strings.Join(strings.Fields(a.Text), " ")
	if a.Value != "" {
		s = a.Value
	}
	if n := len([]rune(s)); n == 0 || n > 80 {
		return "", text.Wrong("ky.too_long")
	}
	return s, nil
}

func askTitle(t *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	if f.What != arrangeReplace || f.Title != "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("ky.ask_title")), Choices: [][]dialog.Choice{
		{typedChoice("CHỦ TỊCH"), typedChoice("PHÓ CHỦ TỊCH")},
	}}, nil
}

func takeTitle(_ *dialog.Turn, f *arrangeForm, a dialog.Answer) (err error) {
	f.Title, err = short(a)
	return err
}

func askSignerName(_ *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	if f.What != arrangeReplace || f.Name != "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("ky.ask_name"))}, nil
}

func takeSignerName(_ *dialog.Turn, f *arrangeForm, a dialog.Answer) (err error) {
	f.Name, err = short(a)
	return err
}

func askExtended(t *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	if f.What != arrangeExtend || f.Until != "" {
		return nil, nil
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	today := rules.DateOf(t.At().In(c.Location()))
	q := &dialog.Question{Lines: lines(text.Say("ky.ask_until"))}
	var row []dialog.Choice
	for _, days := range []int{3, 7, 14} {
		day := today.AddDays(days).String()
		row = append(row, dialog.Choice{Value: day, Label: text.Say("ky.day", "day", day)})
	}
	q.Choices = append(q.Choices, row)
	return q, nil
}

func takeExtended(t *dialog.Turn, f *arrangeForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	now := t.At().In(c.Location())
	day, ok := text.ParseDate(a.Text, now)
	if a.Value != "" {
		day, err = time.Parse(time.DateOnly, a.Value)
		ok = err == nil
	}
	if !ok || rules.DateOf(day).DaysSince(rules.DateOf(now)) <= 0 {
		return text.Wrong("ky.not_day", "text", quote(a.Text))
	}
	f.Until = day.Format(time.DateOnly)
	return nil
}

func askArrangeWhy(_ *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	switch {
	case f.Reason != "":
		return nil, nil
	case f.What == arrangeReplace:
		return &dialog.Question{Lines: lines(text.Say("ky.ask_why_replace"))}, nil
	case f.What == arrangeWithdraw:
		return &dialog.Question{Lines: lines(text.Say("giaouoc.ask_withdraw"))}, nil
	}
	return nil, nil
}

func takeArrangeWhy(_ *dialog.Turn, f *arrangeForm, a dialog.Answer) error {
	f.Reason = strings.TrimSpace(a.Text)
	return reasonFits(f.Reason)
}

// signer is the new signer as the box will have them.
func (f *arrangeForm) signer() rules.Signer {
	s := rules.Signer{Title: f.Title, Name: f.Name, OnBehalf: f.Behalf}
	if s.OnBehalf == inTheirOwnRight {
		s.OnBehalf = ""
	}
	return s
}

func signerWords(s rules.Signer) string {
	var list []string
	for _, part := range []string{s.OnBehalf, s.Title, s.Name} {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, ", ")
}

func askArrange(t *dialog.Turn, f *arrangeForm) (*dialog.Question, error) {
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return nil, err
	}
	n, of := counted(&cov.Ceremony)
	yes, said := choice("yes", "ky.button.yes", "dung", "co", "ok", "yes"), text.Notice{}
	switch f.What {
	case arrangeReplace:
		said = text.Say("ky.check_replace", "unit", workflow.PartyName(c, memberOf(cov, f.Field)), "signer", signerWords(f.signer()), "reason", f.Reason)
	case arrangeExtend:
		said = text.Say("ky.check_extend", "day", f.Until)
	case arrangeClose:
		said, yes = text.Say("ky.check_close", "n", n, "of", of, "units", names(c, unsigned(&cov.Ceremony))), choice("yes", "ky.button.close_yes", "ket thuc", "yes")
	case arrangeWithdraw:
		said, yes = text.Say("ky.check_withdraw", "paper", paperName(t, c, f.No), "n", n, "reason", f.Reason), choice("yes", "ky.button.withdraw_yes", "thu hoi", "yes")
	}
	return &dialog.Question{Lines: lines(said), Choices: [][]dialog.Choice{{yes, choice("no", "ky.button.no", "thoi", "khong", "no")}}}, nil
}

// takeArrange does what was looked at, and goes back to the covenant.
func (b *Bot) takeArrange(t *dialog.Turn, f *arrangeForm, a dialog.Answer) error {
	switch a.Value {
	case "yes":
		if err := b.arrange(t, f); err != nil {
			return err
		}
	case "no":
		t.Say(text.Say("ky.nothing_done"))
	default:
		return text.Wrong("dialog.choose")
	}
	if err := b.covenant().Start(t, covenantForm{Year: f.Year, No: f.No}); err != nil {
		return err
	}
	return t.Handed()
}

func (b *Bot) arrange(t *dialog.Turn, f *arrangeForm) error {
	if !t.Actor.May(workflow.MayOpen, "") {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	c, before, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return err
	}
	after, paper := before, paperName(t, c, f.No)
	switch f.What {
	case arrangeReplace:
		if after, err = workflow.ReplaceSigner(t.Tx, t.Act(), c, f.No, f.Field, f.signer(), f.Reason); err != nil {
			return err
		}
		p := after.Ceremony.Place(f.Field)
		unit := workflow.PartyName(c, p.Member)
		t.Say(text.Say("ky.replaced", "unit", unit, "signer", signerWords(f.signer())))
		for _, role := range workflow.SigningRoles(p) {
			if err := tellEach(t, c, role, p.Member, func(lang string) text.Notice {
				return text.Say("ky.tell_replaced", "paper", paperIn(lang, c, f.No), "unit", unit, "signer", signerWords(f.signer()), "reason", f.Reason)
			}, covenantButton(c, f.No)); err != nil {
				return err
			}
		}
	case arrangeExtend:
		day, err := time.Parse(time.DateOnly, f.Until)
		if err != nil {
			return err
		}
		if after, err = workflow.ExtendCovenant(t.Tx, t.Act(), c, f.No, rules.DateOf(day)); err != nil {
			return err
		}
		t.Say(text.Say("ky.extended", "paper", paper, "day", f.Until))
		return tellExtended(t, c, after, f.Until)
	case arrangeClose:
		if after, err = workflow.CloseCovenant(t.Tx, t.Act(), c, b.Chancery, f.No); err != nil {
			return err
		}
	case arrangeWithdraw:
		if _, err := workflow.WithdrawCovenant(t.Tx, t.Act(), c, f.No, f.Reason); err != nil {
			return err
		}
		t.Say(text.Say("giaouoc.withdrawn", "year", paper))
		return tellWithdrawn(t, c, f)
	}
	return tellCeremony(t, c, before, after)
}

// tellExtended tells whose turn it is that there is more time.
func tellExtended(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant, day string) error {
	said := func(lang string) text.Notice {
		return text.Say("ky.extended", "paper", paperIn(lang, c, cov.No), "day", day)
	}
	for _, p := range cov.Ceremony.Next() {
		for _, role := range workflow.SigningRoles(&p) {
			if err := tellEach(t, c, role, p.Member, said, covenantButton(c, cov.No)); err != nil {
				return err
			}
		}
	}
	return nil
}

func tellWithdrawn(t *dialog.Turn, c *rules.Cluster, f *arrangeForm) error {
	var everybody []workflow.Person
	for _, role := range []workflow.Role{workflow.Leader, workflow.Witness, workflow.Official} {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		everybody = append(everybody, list...)
	}
	return tellPeople(t, everybody, func(lang string) text.Notice {
		return text.Say("giaouoc.tell_withdrawn", "year", paperIn(lang, c, f.No), "reason", f.Reason)
	}, nil)
}
