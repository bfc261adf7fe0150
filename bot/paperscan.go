package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// scanForm is somebody of the head's office who enters what leaders signed with a
// pen: of which document, the scan, for whom, and when it was signed.
type scanForm struct {
	Year   int
	ID     string // of the document; see workflow.Document
	Scans  []workflow.Scan
	Enough bool   // no more files
	Code   string // typed from the paper
	Fields []string
	Chosen bool   // no more places
	Day    string // 2017-03-27
}

// scanning takes the scan of a signed print copy. What it says is looked back
// over, and nothing is signed by it: a second person confirms.
func (b *Bot) scanning() dialog.Flow[scanForm] {
	return dialog.Flow[scanForm]{
		Name:  "scan",
		Power: workflow.MayScan,
		Steps: []dialog.Step[scanForm]{
			{Name: "files", Ask: askScans, Take: takeScans, Undo: func(_ *dialog.Turn, f *scanForm) { f.Enough = false }},
			{Name: "code", Ask: askPaperCode, Take: takePaperCode, Free: true, Undo: func(_ *dialog.Turn, f *scanForm) { f.Code = "" }},
			{Name: "places", Ask: askPlaces, Take: takePlaces, Undo: func(_ *dialog.Turn, f *scanForm) { f.Chosen = false }},
			{Name: "day", Ask: askSignedDay, Take: takeSignedDay, Undo: func(_ *dialog.Turn, f *scanForm) { f.Day = "" }},
			{Name: "check", Ask: askScanCheck, Take: b.takeScanCheck},
		},
	}
}

// scan begins with a document of the register.
func (b *Bot) scan(t *dialog.Turn, c *rules.Cluster, d workflow.Document) error {
	if !t.Actor.May(workflow.MayScan, "") {
		return text.Wrong("giay.not_head")
	}
	if _, err := workflow.PenPlaces(t.Tx, c, d.ID); err != nil {
		return err
	}
	return b.scanning().Start(t, scanForm{Year: c.Year, ID: d.ID})
}

func (f *scanForm) open(t *dialog.Turn) (c *rules.Cluster, d workflow.Document, places []workflow.PenPlace, err error) {
	if c, err = clusterYear(t, f.Year); err != nil {
		return nil, d, nil, err
	}
	if d, err = workflow.FindDocument(t.Tx, c, f.ID); err != nil {
		return c, d, nil, err
	}
	places, err = workflow.PenPlaces(t.Tx, c, f.ID)
	return c, d, places, err
}

func askScans(t *dialog.Turn, f *scanForm) (*dialog.Question, error) {
	if f.Enough && len(f.Scans) > 0 {
		return nil, nil
	}
	_, d, _, err := f.open(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("giay.ask_scan", "what", text.Plain(t.Person.Language, d.Title())))}
	for i, s := range f.Scans {
		q.Lines = append(q.Lines, text.Say("giay.scan", "n", itoa(i+1), "file", s.Name, "size", sizeWords(s.Size), "sum", s.SHA256[:12]))
	}
	if len(f.Scans) > 0 {
		q.Choices = [][]dialog.Choice{{choice("enough", "giay.button.enough", "du", "xong", "enough"), choice("drop", "giay.button.drop", "bo", "drop")}}
	}
	return q, nil
}

func takeScans(t *dialog.Turn, f *scanForm, a dialog.Answer) error {
	switch {
	case a.Value == "enough" && len(f.Scans) > 0:
		f.Enough = true
		return nil
	case a.Value == "drop":
		f.Scans = nil
		return t.Stay()
	}
	return text.Wrong("giay.no_scan")
}

// scanCame takes a file into the talk that waits for a scan; false where none does.
func (b *Bot) scanCame(t *dialog.Turn, file *intake.File, kind string) (bool, error) {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return false, err
	}
	f, mine := b.scanning().Draft(open)
	if !mine || open.Name() != b.scanning().Name || f.Enough || !t.Actor.May(workflow.MayScan, "") {
		return false, nil
	}
	if kind == "" {
		return true, text.Wrong("giay.kind")
	}
	s := workflow.Scan{Name: file.Name, Kind: kind, Size: len(file.Bytes)}
	if s.Name == "" {
		s.Name = "ban-quet-" + file.SHA256[:8] + "." + map[string]string{"pdf": "pdf", "jpeg": "jpg", "png": "png"}[kind]
	}
	if s.SHA256, err = workflow.KeepFile(t.Tx, s.Name, file.Bytes); err != nil {
		return true, err
	}
	if !slices.ContainsFunc(f.Scans, func(old workflow.Scan) bool { return old.SHA256 == s.SHA256 }) {
		if len(f.Scans) >= workflow.MaxScans {
			return true, text.Wrong("giay.many", "n", itoa(workflow.MaxScans))
		}
		f.Scans = append(f.Scans, s)
	}
	return true, b.scanning().Go(t, open, "files", f)
}

// askPaperCode asks for the code at the foot of the paper: the scan of another
// document would pass for this one otherwise.
func askPaperCode(t *dialog.Turn, f *scanForm) (*dialog.Question, error) {
	if f.Code != "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("giay.ask_code"))}, nil
}

func takePaperCode(t *dialog.Turn, f *scanForm, a dialog.Answer) error {
	_, d, _, err := f.open(t)
	if err != nil {
		return err
	}
	if !workflow.SameCode(a.Text, d.Code) {
		other, known, err := workflow.FindByCode(t.Tx, a.Text)
		if err != nil {
			return err
		}
		if known && other.Cluster == d.Cluster {
			return text.Wrong("giay.other_code", "text", quote(a.Text), "other", text.Plain(t.Person.Language, other.Title()), "what", text.Plain(t.Person.Language, d.Title()))
		}
		return text.Wrong("giay.wrong_code", "text", quote(a.Text), "what", text.Plain(t.Person.Language, d.Title()))
	}
	f.Code = d.Code
	return nil
}

func askPlaces(t *dialog.Turn, f *scanForm) (*dialog.Question, error) {
	if f.Chosen && len(f.Fields) > 0 {
		return nil, nil
	}
	_, _, places, err := f.open(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("giay.ask_places"))}
	for i, p := range places {
		key := "giay.button.place"
		if slices.Contains(f.Fields, p.Field) {
			key = "giay.button.chosen"
		}
		q.Choices = append(q.Choices, []dialog.Choice{{Value: p.Field, Label: text.Say(key, "n", itoa(i+1), "unit", p.Agency), Words: []string{itoa(i + 1), p.Agency, p.Member}}})
	}
	if len(f.Fields) > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{choice("enough", "giay.button.chosen_all", "xong", "du", "done")})
	}
	return q, nil
}

func takePlaces(t *dialog.Turn, f *scanForm, a dialog.Answer) error {
	_, _, places, err := f.open(t)
	if err != nil {
		return err
	}
	if a.Value == "enough" && len(f.Fields) > 0 {
		f.Chosen = true
		return nil
	}
	toggle := func(field string) {
		if i := slices.Index(f.Fields, field); i >= 0 {
			f.Fields = slices.Delete(f.Fields, i, i+1)
			return
		}
		f.Fields = append(f.Fields, field)
	}
	if slices.ContainsFunc(places, func(p workflow.PenPlace) bool { return p.Field == a.Value }) {
		toggle(a.Value)
		return t.Stay()
	}
	numbers := strings.FieldsFunc(a.Text, func(r rune) bool { return strings.ContainsRune(" ,;", r) })
	for _, word := range numbers { // "1, 3, 4"
		n := 0
		if _, err := fmt.Sscan(word, &n); err != nil || n < 1 || n > len(places) || strings.Trim(word, "0123456789") != "" {
			return text.Wrong("giay.no_such_place", "text", quote(a.Text))
		}
	}
	for _, word := range numbers {
		n := 0
		if _, err := fmt.Sscan(word, &n); err != nil {
			return err
		}
		toggle(places[n-1].Field)
	}
	return t.Stay()
}

func askSignedDay(t *dialog.Turn, f *scanForm) (*dialog.Question, error) {
	if f.Day != "" {
		return nil, nil
	}
	c, d, _, err := f.open(t)
	if err != nil {
		return nil, err
	}
	today := rules.DateOf(t.At().In(c.Location())).String()
	return &dialog.Question{
		Lines:   lines(text.Say("giay.ask_day", "opened", rules.DateOf(d.Since.In(c.Location())).String())),
		Choices: [][]dialog.Choice{{{Value: today, Label: text.Say("vanthu.button.today", "day", today), Words: []string{"hom nay", "today"}}}},
	}, nil
}

func takeSignedDay(t *dialog.Turn, f *scanForm, a dialog.Answer) error {
	c, d, _, err := f.open(t)
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
	claim := f.claim()
	claim.Day = rules.DateOf(at)
	if err := workflow.CheckClaim(t.Tx, c, claim, t.At()); err != nil {
		return err
	}
	f.Day = claim.Day.String()
	return nil
}

// claim is what the draft says so far.
func (f *scanForm) claim() workflow.Claim {
	p := workflow.Claim{Document: f.ID, Fields: f.Fields, Scans: f.Scans}
	if day, err := time.Parse(time.DateOnly, f.Day); err == nil {
		p.Day = rules.DateOf(day)
	}
	return p
}

func askScanCheck(t *dialog.Turn, f *scanForm) (*dialog.Question, error) {
	c, d, _, err := f.open(t)
	if err != nil {
		return nil, err
	}
	said, err := claimLines(t, c, d, f.claim())
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: append(said, text.Say("giay.check"))}
	q.Choices = [][]dialog.Choice{{choice("yes", "giay.button.enter", "dung", "gui", "yes"), choice("again", "vanthu.button.again", "nhap lai", "again")}}
	return q, nil
}

// claimLines say what a claim says: of which document, for whom, of which day, and
// on which files it rests.
func claimLines(t *dialog.Turn, c *rules.Cluster, d workflow.Document, p workflow.Claim) ([]text.Notice, error) {
	said := lines(text.Say("giay.claim", "what", text.Plain(t.Person.Language, d.Title()), "code", d.Code, "day", p.Day.String()))
	for _, field := range p.Fields {
		place, err := workflow.PenPlaceOf(t.Tx, c, p.Document, field)
		if err != nil {
			return nil, err
		}
		said = append(said, text.Say("giay.claim_place", "unit", place.Agency, "title", place.Title, "name", place.Name))
	}
	for i, s := range p.Scans {
		said = append(said, text.Say("giay.scan", "n", itoa(i+1), "file", s.Name, "size", sizeWords(s.Size), "sum", s.SHA256[:12]))
	}
	return said, nil
}

func (b *Bot) takeScanCheck(t *dialog.Turn, f *scanForm, a dialog.Answer) error {
	switch a.Value {
	case "again":
		f.Code, f.Fields, f.Chosen, f.Day, f.Enough, f.Scans = "", nil, false, "", false, nil
		return t.Go("files")
	case "yes":
	default:
		return text.Wrong("dialog.choose")
	}
	c, d, _, err := f.open(t)
	if err != nil {
		return err
	}
	p, err := workflow.EnterPaperSignature(t.Tx, t.Act(), c, f.claim())
	if err != nil {
		return err
	}
	told, err := b.tellClaim(t, c, d, p)
	if err != nil {
		return err
	}
	key := "giay.entered"
	if !told {
		key = "giay.entered_alone"
	}
	t.Say(text.Say(key, "n", itoa(p.N)))
	return t.End()
}

// penChoices are what somebody can do with a document on paper: leaders and the
// head's office print it, the head's office enters what was signed.
func penChoices(t *dialog.Turn, c *rules.Cluster, d workflow.Document) (row []dialog.Choice, err error) {
	if !slices.Contains(c.Signing, "paper") || d.State != workflow.DocumentOpen {
		return nil, nil
	}
	_, err = workflow.PenPlaces(t.Tx, c, d.ID)
	if _, none := errors.AsType[*text.Problem](err); none {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if t.Actor.Can(workflow.MaySign) || t.Actor.May(workflow.MayScan, "") {
		row = append(row, choice("print", "giay.button.print", "ban in", "in", "print"))
	}
	if t.Actor.May(workflow.MayScan, "") {
		row = append(row, choice("scan", "giay.button.scan", "ban ky giay", "nhap ban ky", "scan"))
	}
	return row, nil
}

// printCopy sends the covenant made to be signed with a pen.
func (b *Bot) printCopy(t *dialog.Turn, c *rules.Cluster, d workflow.Document) error {
	if !t.Actor.Can(workflow.MaySign) && !t.Actor.May(workflow.MayScan, "") {
		return text.Wrong("home.not_allowed", "command", "vanthu")
	}
	values, err := workflow.PrintCopy(t.Tx, c, d.ID, b.Chancery.Public)
	if err != nil {
		return err
	}
	file, err := drawn("print copy", "ban-in-"+strings.ToLower(d.Code)+".pdf", values)
	if err != nil {
		return err
	}
	return t.Send(lines(text.Say("giay.print", "what", text.Plain(t.Person.Language, d.Title()), "code", d.Code)), nil, file)
}
