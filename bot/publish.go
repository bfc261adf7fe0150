package bot

import (
	"fmt"
	"regexp"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// publishForm is a period whose result somebody publishes, or reads.
type publishForm struct {
	Year   int
	Period string
	Seen   string // hash of the frozen version that was shown
}

// publishing (công bố): where a period's result stands, what stands in the way,
// and what the person can do about it; for everybody what was published.
func (b *Bot) publishing() dialog.Flow[publishForm] {
	return dialog.Flow[publishForm]{
		Name:  "publish",
		Power: workflow.MaySee,
		Steps: []dialog.Step[publishForm]{
			{Name: "menu", Ask: askPublishing, Take: b.takePublishing},
			{Name: "note", Ask: askNote, Take: b.takeNote, Free: true},
			{Name: "reopen", Ask: askReopen, Take: takeReopen, Free: true},
		},
	}
}

// publish (/congbo [kỳ]).
func (b *Bot) publish(t *dialog.Turn, args string) error {
	p, err := asked(t, args, func(p yearPeriod) bool { return p.period.Scored })
	switch {
	case err != nil:
		return err
	case !p.period.Scored:
		return text.Wrong("period.not_scored", "period", p.period.Name)
	}
	return b.publishing().Start(t, publishForm{Year: p.cluster.Year, Period: p.period.ID})
}

func (f *publishForm) open(t *dialog.Turn) (c *rules.Cluster, list []workflow.Publication, err error) {
	if c, err = clusterYear(t, f.Year); err != nil {
		return nil, nil, err
	}
	if p := c.Period(f.Period); p == nil || !p.Scored {
		return nil, nil, text.Wrong("period.choose")
	}
	list, err = workflow.Publications(t.Tx, c, f.Period)
	return c, list, err
}

func askPublishing(t *dialog.Turn, f *publishForm) (*dialog.Question, error) {
	c, list, err := f.open(t)
	if err != nil {
		return nil, err
	}
	published, frozen := workflow.Latest(list)
	f.Seen = ""
	if !t.Actor.May(workflow.MayPublish, "") {
		return publishedQuestion(t, c, f.Period, list), nil
	}
	q, err := stateQuestion(t, c, f.Period, list)
	if err != nil {
		return nil, err
	}
	var act []dialog.Choice
	switch {
	case frozen != nil:
		f.Seen = frozen.SHA256
		if frozen.FrozenBy != t.Person.ID {
			act = append(act, dialog.Choice{Value: "publish", Label: text.Say("congbo.button.publish", "n", itoa(frozen.N), "sum", frozen.SHA256[:8]), Words: []string{"cong bo ban " + itoa(frozen.N), "publish version " + itoa(frozen.N)}})
		}
		if t.Actor.May(workflow.MayFreeze, "") {
			act = append(act, choice("reopen", "congbo.button.reopen", "mo lai", "reopen"))
		}
	case t.Actor.May(workflow.MayFreeze, ""):
		ready, err := workflow.FindReadiness(t.Tx, c, f.Period, t.At())
		if err != nil {
			return nil, err
		}
		if len(ready.Obstacles) == 0 {
			act = append(act, choice("freeze", "congbo.button.freeze", "khoa so ngay", "freeze"))
		}
	}
	for _, one := range act {
		q.Choices = append(q.Choices, []dialog.Choice{one})
	}
	shown := published
	if frozen != nil {
		shown = frozen
	}
	q.Choices = append(q.Choices, documentChoices(t, list, shown)...)
	return q, nil
}

var (
	// "loại Sóc Trăng: lý do", "bỏ loại Sóc Trăng".
	excludes = regexp.MustCompile(`(?is)^(?:loại|loai|exclude)\s+([^:|]{1,200}?)\s*(?:[:|]\s*(.*))?$`)
	readmits = regexp.MustCompile(`(?is)^(?:bỏ loại|bo loai|thôi loại|thoi loai|readmit)\s+(.{1,200}?)\s*$`)
)

func (b *Bot) takePublishing(t *dialog.Turn, f *publishForm, a dialog.Answer) error {
	c, list, err := f.open(t)
	if err != nil {
		return err
	}
	switch a.Value {
	case "freeze":
		if published, _ := workflow.Latest(list); published != nil {
			return t.Go("note")
		}
		return b.freeze(t, f, "")
	case "publish":
		return f.publish(t, c, list)
	case "reopen":
		return t.Go("reopen")
	case "done":
		return t.End()
	}
	if docs := chosenDocuments(t, list, a.Value); len(docs) > 0 {
		if err := t.Send(nil, nil, docs...); err != nil {
			return err
		}
		return t.Stay()
	}
	if m := readmits.FindStringSubmatch(a.Text); m != nil {
		return f.exclude(t, c, m[1], "", false)
	}
	if m := excludes.FindStringSubmatch(a.Text); m != nil {
		return f.exclude(t, c, m[1], strings.TrimSpace(m[2]), true)
	}
	return text.Wrong("dialog.choose")
}

// exclude keeps a unit out of the awards, or lets it in again.
func (f *publishForm) exclude(t *dialog.Turn, c *rules.Cluster, unit, reason string, out bool) error {
	m := memberNamed(c, unit)
	if m == nil {
		return text.Wrong("congbo.no_unit", "text", quote(unit))
	}
	said := "congbo.readmitted"
	if out {
		if err := reasonFits(reason); err != nil {
			return err
		}
		said = "congbo.excluded_done"
		if err := workflow.Exclude(t.Tx, t.Act(), c, f.Period, m.ID, reason); err != nil {
			return err
		}
	} else if err := workflow.Readmit(t.Tx, t.Act(), c, f.Period, m.ID); err != nil {
		return err
	}
	t.Say(text.Say(said, "unit", m.Short, "period", c.Period(f.Period).Name))
	return t.Stay()
}

func askNote(t *dialog.Turn, f *publishForm) (*dialog.Question, error) {
	_, list, err := f.open(t)
	published, _ := workflow.Latest(list)
	if err != nil || published == nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("congbo.ask_note", "n", itoa(published.N)))}, nil
}

func (b *Bot) takeNote(t *dialog.Turn, f *publishForm, a dialog.Answer) error {
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	return b.freeze(t, f, a.Text)
}

// freeze closes the books and calls those who can publish.
func (b *Bot) freeze(t *dialog.Turn, f *publishForm, note string) error {
	c, _, err := f.open(t)
	if err != nil {
		return err
	}
	p, err := workflow.Freeze(t.Tx, t.Act(), c, f.Period, note, b.Chancery.Press)
	if err != nil {
		return err
	}
	name := c.Period(f.Period).Name
	t.Say(text.Say("congbo.freeze_done", "period", name))
	said := lines(text.Say("congbo.tell_frozen", "who", t.Person.Name, "period", name, "sum", p.SHA256))
	if err := f.tellPublishers(t, c, said); err != nil {
		return err
	}
	return t.Go("menu")
}

func askReopen(*dialog.Turn, *publishForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("congbo.ask_reopen"))}, nil
}

func takeReopen(t *dialog.Turn, f *publishForm, a dialog.Answer) error {
	c, _, err := f.open(t)
	if err != nil {
		return err
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	if _, err := workflow.Reopen(t.Tx, t.Act(), c, f.Period, a.Text); err != nil {
		return err
	}
	name := c.Period(f.Period).Name
	t.Say(text.Say("congbo.reopen_done", "period", name))
	if err := f.tellPublishers(t, c, lines(text.Say("congbo.tell_reopened", "who", t.Person.Name, "period", name, "reason", a.Text))); err != nil {
		return err
	}
	return t.Go("menu")
}

// publish makes the version that was shown known, and tells the cluster. Where
// another one waits by now, that is shown instead.
func (f *publishForm) publish(t *dialog.Turn, c *rules.Cluster, list []workflow.Publication) error {
	if _, frozen := workflow.Latest(list); frozen == nil || frozen.SHA256 != f.Seen {
		t.Say(text.Say("congbo.changed"))
		return t.Stay()
	}
	p, err := workflow.Publish(t.Tx, t.Act(), c, f.Period, f.Seen)
	if err != nil {
		return err
	}
	name := c.Period(f.Period).Name
	t.Say(text.Say("congbo.publish_done", "n", itoa(p.N), "period", name))
	result, err := workflow.Rank(t.Tx, c, f.Period) // what was frozen: nothing could change since
	if err != nil {
		return err
	}
	said := append(lines(text.Say("congbo.tell_published", "period", name, "cluster", c.Name)), foremostLines(c, result)...)
	said = append(said, text.Say("congbo.tell_sums", "n", itoa(p.N), "sum", p.SHA256, "chain", p.Chain))
	if p.N > 1 {
		said = append(said, text.Say("congbo.tell_replaces", "n", itoa(p.N-1), "note", p.Note))
	}
	if err := tellCluster(t, c, said, publicationButton(c, f.Period), issued(*p.Document("ranking"))); err != nil {
		return err
	}
	if err := postHead(t, c, text.Say("vanthu.chain_published", "period", name, "n", itoa(p.N))); err != nil {
		return err
	}
	return t.Stay()
}

// publicationButton leads to what was published.
func publicationButton(c *rules.Cluster, period string) func(lang string) [][]outbox.Button {
	return func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("button.congbo")), c.ID, fmt.Sprintf("congbo %d/%s", c.Year, period))}}
	}
}

// tellPublishers tells everybody else who can publish.
func (f *publishForm) tellPublishers(t *dialog.Turn, c *rules.Cluster, said []text.Notice) error {
	told := map[string]bool{t.Person.ID: true}
	for _, role := range []workflow.Role{workflow.Head, workflow.Deputy, workflow.Observer} {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		for _, p := range list {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			if err := tell(t, p, said, publicationButton(c, f.Period)(p.Language)); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellCluster tells everybody else who has a role in the cluster now, and the
// groups that are bound to it.
func tellCluster(t *dialog.Turn, c *rules.Cluster, said []text.Notice, button func(lang string) [][]outbox.Button, documents ...outbox.Document) error {
	told := map[string]bool{t.Person.ID: true}
	for _, role := range workflow.Roles {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		for _, p := range list {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			if err := tell(t, p, said, button(p.Language), documents...); err != nil {
				return err
			}
		}
	}
	groups, err := workflow.Groups(t.Tx, c.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := dialog.Tell(t.Tx, t.Event, outbox.Message{Chat: g.Chat, Bulk: true}, text.Vietnamese, said, documents...); err != nil {
			return err
		}
	}
	return nil
}
