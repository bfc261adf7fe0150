package bot

import (
	"fmt"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// registerForm is somebody at the register: what they look for, and, while the
// clerk gives a number, of which document and which.
type registerForm struct {
	Query string
	From  int // documents passed over

	ID     string // of the document that is looked at or numbered
	Day    string // 2017-03-27
	Number int
	Reason string // of a correction
}

// onPage is how many documents one message shows.
const onPage = 5

// register (/vanthu): the cluster's documents, found by any word; the clerk gives
// number and day, which are looked back over before they are written.
func (b *Bot) registry() dialog.Flow[registerForm] {
	return dialog.Flow[registerForm]{
		Name:  "register",
		Power: workflow.MaySee,
		Steps: []dialog.Step[registerForm]{
			{Name: "list", Ask: askRegister, Take: b.takeRegister, Free: true},
			{Name: "document", Ask: askDocument, Take: b.takeDocument},
			{Name: "why", Ask: askNumberWhy, Take: takeNumberWhy, Free: true, Undo: func(_ *dialog.Turn, f *registerForm) { f.Reason = "" }},
			{Name: "day", Ask: askNumberDay, Take: takeNumberDay, Undo: func(_ *dialog.Turn, f *registerForm) { f.Day = "" }},
			{Name: "number", Ask: askNumber, Take: takeNumber, Undo: func(_ *dialog.Turn, f *registerForm) { f.Number = 0 }},
			{Name: "check", Ask: askNumberCheck, Take: b.takeNumberCheck},
		},
	}
}

// register is /vanthu [words].
func (b *Bot) register(t *dialog.Turn, args string) error {
	if claim, ok := strings.CutPrefix(args, claimMark); ok {
		return b.attestClaim(t, claim)
	}
	return b.registry().Start(t, registerForm{Query: strings.TrimSpace(args)})
}

// found are the documents that the person may read and looks for.
func (f *registerForm) found(t *dialog.Turn) (list []workflow.Document, err error) {
	all, err := workflow.Register(t.Tx, t.Actor.Cluster)
	if err != nil {
		return nil, err
	}
	for _, d := range workflow.Search(all, f.Query) {
		if d.Power == "" || t.Actor.May(d.Power, "") {
			list = append(list, d)
		}
	}
	return list, nil
}

// document is the one that is looked at, with its year.
func (f *registerForm) document(t *dialog.Turn) (d workflow.Document, c *rules.Cluster, err error) {
	all, err := workflow.Register(t.Tx, t.Actor.Cluster)
	if err != nil {
		return d, nil, err
	}
	for _, d := range all {
		if d.ID == f.ID && (d.Power == "" || t.Actor.May(d.Power, "")) {
			c, err := clusterYear(t, d.Year)
			return d, c, err
		}
	}
	return d, nil, text.Wrong("vanthu.gone")
}

func askRegister(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	list, err := f.found(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("vanthu.title", "n", itoa(len(list))))}
	if f.Query != "" {
		q.Lines = lines(text.Say("vanthu.found", "query", quote(f.Query), "n", itoa(len(list))))
	}
	if f.From >= len(list) {
		f.From = 0
	}
	for i := f.From; i < min(f.From+onPage, len(list)); i++ {
		c, err := clusterYear(t, list[i].Year)
		if err != nil {
			return nil, err
		}
		n := itoa(i + 1)
		q.Lines = append(q.Lines, entryLines(t, c, list[i], n)...)
		if list[i].SHA256 == "" {
			continue
		}
		q.Choices = append(q.Choices, []dialog.Choice{
			{Value: "get " + list[i].ID, Label: text.Say("vanthu.button.file", "n", n), Words: []string{n}},
			{Value: "see " + list[i].ID, Label: text.Say("vanthu.button.see", "n", n), Words: []string{"xem " + n, "see " + n}},
		})
	}
	if f.From+onPage < len(list) {
		q.Choices = append(q.Choices, []dialog.Choice{choice("more", "vanthu.button.more", "xem them", "tiep", "more")})
	}
	q.Lines = append(q.Lines, text.Say("vanthu.how"))
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

// entryLines are a document in the list: what it is, its number, where it stands.
func entryLines(t *dialog.Turn, c *rules.Cluster, d workflow.Document, n string) []text.Notice {
	said := lines(text.Say("vanthu.entry", "n", n, "what", text.Plain(t.Person.Language, d.Title())))
	if d.SHA256 == "" {
		return append(said, text.Say("vanthu.entry_draft"))
	}
	said = append(said, numberLine(d), stateLine(c, d))
	if len(d.Amended) > 0 {
		said = append(said, text.Say("phuluc.amended_by", "list", d.Amendments()))
	}
	return said
}

// numberLine is the number that a document has.
func numberLine(d workflow.Document) text.Notice {
	switch n := d.Number(); {
	case n != nil:
		return text.Say("vanthu.entry_number", "number", n.String(), "day", n.Day.String(), "code", d.Code)
	case d.Numbered():
		return text.Say("vanthu.entry_open", "code", d.Code)
	}
	return text.Say("vanthu.entry_code", "code", d.Code)
}

// stateLine says where a document stands, so that nobody takes one that was
// replaced or withdrawn for one that holds.
func stateLine(c *rules.Cluster, d workflow.Document) text.Notice {
	return text.Say("vanthu.standing."+d.State, "signed", itoa(d.Signed), "of", itoa(d.Places), "next", itoa(d.Next), "at", local(c, d.Ended), "reason", d.Reason)
}

func (b *Bot) takeRegister(t *dialog.Turn, f *registerForm, a dialog.Answer) error {
	what, id, _ := strings.Cut(a.Value, " ")
	switch what {
	case "get":
		f.ID = id
		if err := f.send(t); err != nil {
			return err
		}
		return t.Stay()
	case "see":
		f.ID = id
		return t.Go("document")
	case "more":
		f.From += onPage
		return t.Stay()
	case "done":
		return t.End()
	}
	if strings.TrimSpace(a.Text) == "" {
		return text.Wrong("dialog.choose")
	}
	f.Query, f.From = strings.TrimSpace(a.Text), 0
	return t.Stay()
}

// send sends the document's file as it stands.
func (f *registerForm) send(t *dialog.Turn) error {
	d, _, err := f.document(t)
	if err != nil {
		return err
	}
	return t.Send(nil, nil, storedPaper(d.SHA256, d.Name))
}

// askDocument is only reached from the list: one document in full.
func askDocument(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	d, c, err := f.document(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("vanthu.document", "what", text.Plain(t.Person.Language, d.Title())), numberLine(d), stateLine(c, d))}
	if len(d.Numbers) > 1 {
		for _, old := range d.Numbers[:len(d.Numbers)-1] {
			q.Lines = append(q.Lines, text.Say("vanthu.number_before", "number", old.String(), "day", old.Day.String()))
		}
		q.Lines = append(q.Lines, text.Say("vanthu.number_why", "reason", d.Number().Reason, "who", personName(t, d.Number().By), "at", local(c, d.Number().At)))
	}
	for _, s := range d.Signers {
		name := s.Name
		if name == "" { // a pen's, where the cluster file names nobody
			name = s.Office
		}
		q.Lines = append(q.Lines, text.Say("vanthu.signed."+s.Way, "unit", s.Agency, "name", name, "at", local(c, s.At)))
	}
	q.Lines = append(q.Lines, text.Say("vanthu.sums", "sum", d.SHA256, "id", d.ID))
	files := []dialog.Choice{choice("get", "vanthu.button.get", "gui tep", "tep", "file")}
	if d.Version == 0 {
		files = append(files, choice("audit", "vanthu.button.audit", "phieu kiem chung", "kiem chung", "audit"))
	}
	q.Choices = append(q.Choices, files)
	if t.Actor.May(workflow.MayNumber, "") && d.Numbered() {
		switch {
		case d.Number() == nil && (d.State == workflow.DocumentOpen || d.State == workflow.DocumentInForce):
			q.Choices = append(q.Choices, []dialog.Choice{choice("number", "vanthu.button.number", "ghi so", "cho so", "number")})
		case d.Number() != nil && d.State == workflow.DocumentOpen:
			q.Choices = append(q.Choices, []dialog.Choice{choice("number", "vanthu.button.correct", "sua so", "correct")})
		}
	}
	pen, err := penChoices(t, c, d)
	if err != nil {
		return nil, err
	}
	if len(pen) > 0 {
		q.Choices = append(q.Choices, pen)
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("list", "vanthu.button.list", "so van ban", "danh sach", "list"), choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

func (b *Bot) takeDocument(t *dialog.Turn, f *registerForm, a dialog.Answer) error {
	switch a.Value {
	case "get":
		if err := f.send(t); err != nil {
			return err
		}
		return t.Stay()
	case "audit":
		d, c, err := f.document(t)
		if err != nil {
			return err
		}
		sheet, err := b.audit(t, c, d)
		if err != nil {
			return err
		}
		if err := t.Send(nil, nil, sheet); err != nil {
			return err
		}
		return t.Stay()
	case "print", "scan":
		d, c, err := f.document(t)
		if err != nil {
			return err
		}
		if a.Value == "scan" {
			if err := b.scan(t, c, d); err != nil {
				return err
			}
			return t.Handed()
		}
		if err := b.printCopy(t, c, d); err != nil {
			return err
		}
		return t.Stay()
	case "number":
		if !t.Actor.May(workflow.MayNumber, "") {
			return text.Wrong("vanthu.not_clerk")
		}
		f.Day, f.Number, f.Reason = "", 0, ""
		return nil
	case "list":
		return t.Go("list")
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// askNumberWhy asks for a reason where the document has a number already.
func askNumberWhy(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	d, _, err := f.document(t)
	if err != nil || d.Number() == nil || f.Reason != "" {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("vanthu.ask_why", "number", d.Number().String(), "day", d.Number().Day.String()))}, nil
}

func takeNumberWhy(_ *dialog.Turn, f *registerForm, a dialog.Answer) error {
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	f.Reason = strings.TrimSpace(a.Text)
	return nil
}

func askNumberDay(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	d, c, err := f.document(t)
	if err != nil || f.Day != "" {
		return nil, err
	}
	today := rules.DateOf(t.At().In(c.Location())).String()
	return &dialog.Question{
		Lines:   lines(text.Say("vanthu.ask_day", "what", text.Plain(t.Person.Language, d.Title()), "opened", rules.DateOf(d.Since.In(c.Location())).String())),
		Choices: [][]dialog.Choice{{{Value: today, Label: text.Say("vanthu.button.today", "day", today), Words: []string{"hom nay", "today"}}}},
	}, nil
}

func takeNumberDay(t *dialog.Turn, f *registerForm, a dialog.Answer) error {
	d, c, err := f.document(t)
	if err != nil {
		return err
	}
	said := a.Value
	if said == "" {
		said = a.Text
	}
	at, ok := text.ParseDate(said, d.Since.In(c.Location()))
	if !ok {
		return text.Wrong("vanthu.no_day", "text", quote(a.Text))
	}
	day := rules.DateOf(at)
	// Any number will do: only the day is looked at here, so the next free one.
	next, err := workflow.NextNumber(t.Tx, c.ID, d.Kind, day.Year)
	if err != nil {
		return err
	}
	if err := workflow.CheckNumber(t.Tx, c, d, next, day, f.Reason, t.At()); err != nil {
		return err
	}
	f.Day = day.String()
	return nil
}

func (f *registerForm) day() (rules.Date, error) {
	at, err := time.Parse(time.DateOnly, f.Day)
	return rules.DateOf(at), err
}

func askNumber(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	if f.Number != 0 {
		return nil, nil
	}
	d, c, err := f.document(t)
	if err != nil {
		return nil, err
	}
	day, err := f.day()
	if err != nil {
		return nil, err
	}
	next, err := workflow.NextNumber(t.Tx, c.ID, d.Kind, day.Year)
	if err != nil {
		return nil, err
	}
	n := fmt.Sprintf("%02d", next)
	q := &dialog.Question{Lines: lines(text.Say("vanthu.ask_number", "next", n, "year", itoa(day.Year)))}
	row := []dialog.Choice{{Value: itoa(next), Label: text.Say("vanthu.button.next", "n", n)}}
	if old := d.Number(); old != nil && old.Number != next && old.Day.Year == day.Year {
		row = append(row, dialog.Choice{Value: itoa(old.Number), Label: text.Say("vanthu.button.same", "n", old.Digits())})
	}
	q.Choices = append(q.Choices, row)
	return q, nil
}

func takeNumber(t *dialog.Turn, f *registerForm, a dialog.Answer) error {
	d, c, err := f.document(t)
	if err != nil {
		return err
	}
	day, err := f.day()
	if err != nil {
		return err
	}
	said := a.Value
	if said == "" {
		said, _, _ = strings.Cut(strings.TrimSpace(a.Text), "/") // "12/GƯTĐ-CTĐ" is 12
	}
	n := 0
	if strings.Trim(said, "0123456789") != "" || len(said) > 4 {
		return text.Wrong("vanthu.no_number", "text", quote(a.Text))
	}
	if _, err := fmt.Sscan(strings.TrimLeft(said, "0"), &n); err != nil {
		return text.Wrong("vanthu.no_number", "text", quote(a.Text))
	}
	if err := workflow.CheckNumber(t.Tx, c, d, n, day, f.Reason, t.At()); err != nil {
		return err
	}
	f.Number = n
	return nil
}

func askNumberCheck(t *dialog.Turn, f *registerForm) (*dialog.Question, error) {
	d, c, err := f.document(t)
	if err != nil {
		return nil, err
	}
	day, err := f.day()
	if err != nil {
		return nil, err
	}
	n := workflow.Numbering{Kind: d.Kind, Number: f.Number, Symbol: c.Issuer.Symbol, Day: day}
	q := &dialog.Question{Lines: lines(text.Say("vanthu.check", "number", n.String(), "day", f.Day, "what", text.Plain(t.Person.Language, d.Title())))}
	if old := d.Number(); old != nil {
		q.Lines = append(q.Lines, text.Say("vanthu.check_before", "number", old.String(), "day", old.Day.String(), "reason", f.Reason))
	}
	key := "vanthu.check_published"
	if d.Version == 0 {
		key = "vanthu.check_placed"
	}
	q.Lines = append(q.Lines, text.Say(key))
	q.Choices = [][]dialog.Choice{{choice("yes", "vanthu.button.yes", "dung", "ghi", "co", "yes"), choice("again", "vanthu.button.again", "nhap lai", "again")}}
	return q, nil
}

func (b *Bot) takeNumberCheck(t *dialog.Turn, f *registerForm, a dialog.Answer) error {
	switch a.Value {
	case "again":
		f.Day, f.Number = "", 0
		return t.Go("day")
	case "yes":
	default:
		return text.Wrong("dialog.choose")
	}
	_, c, err := f.document(t)
	if err != nil {
		return err
	}
	day, err := f.day()
	if err != nil {
		return err
	}
	d, err := workflow.NumberDocument(t.Tx, t.Act(), c, b.Chancery, f.ID, f.Number, day, f.Reason)
	if err != nil {
		return err
	}
	t.Say(text.Say("vanthu.numbered", "number", d.Number().String(), "day", f.Day))
	f.Day, f.Number, f.Reason = "", 0, ""
	return t.Go("document")
}
