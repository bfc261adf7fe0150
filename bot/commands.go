package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A command is what a person can call at any time: /name, or one of its words
// with or without accents.
type command struct {
	name   string
	words  []string       // folded
	power  workflow.Power // needed for some member; empty: none
	or     workflow.Power // or this one; empty: no other
	groups bool           // also in a group
	period bool           // may be followed by a period
	always bool           // its words are a command even where free text is asked for
	run    func(b *Bot, t *dialog.Turn, args string) error
}

// open says whether somebody may use the command.
func (c *command) open(a workflow.Actor) bool {
	return c.power == "" || a.Can(c.power) || c.or != "" && a.Can(c.or)
}

// commands in the order of the menu. (A function, since they refer to flows that
// refer to them.)
func commands() []command {
	return []command{
		{name: "baocao", words: []string{"bao cao", "bao cao so lieu", "report"}, power: workflow.MayReport, period: true, run: (*Bot).report},
		{name: "sua", words: []string{"sua so", "correct"}, power: workflow.MayReport, run: (*Bot).correct},
		{name: "tucham", words: []string{"tu cham", "tu cham diem", "selfscore"}, power: workflow.MayReport, period: true, run: (*Bot).selfScore},
		{name: "bieumau", words: []string{"bieu mau", "form"}, power: workflow.MaySheet, run: (*Bot).form},
		{name: "giaitrinh", words: []string{"giai trinh", "explain"}, power: workflow.MayReport, run: (*Bot).explain},
		{name: "bienlai", words: []string{"bien lai", "receipt"}, power: workflow.MaySheet, run: (*Bot).receipt},
		{name: "minhchung", words: []string{"minh chung", "evidence"}, power: workflow.MayReport, run: (*Bot).evidenceList},
		{name: "tiendo", words: []string{"tien do", "progress"}, power: workflow.MaySee, groups: true, period: true, run: (*Bot).progress},
		{name: "duyet", words: []string{"duyet", "tham dinh", "review"}, power: workflow.MayReview, run: (*Bot).review},
		{name: "giaouoc", words: []string{"giao uoc", "covenant"}, power: workflow.MaySee, run: (*Bot).openCovenant},
		{name: "xephang", words: []string{"xep hang", "bang xep hang", "ranking"}, power: workflow.MaySee, groups: true, period: true, run: (*Bot).ranking},
		{name: "bieudo", words: []string{"bieu do", "chart"}, power: workflow.MaySee, groups: true, period: true, run: (*Bot).chart},
		{name: "tongket", words: []string{"tong ket", "summary"}, power: workflow.MaySee, groups: true, period: true, run: (*Bot).summary},
		{name: "congbo", words: []string{"cong bo", "khoa so", "publish"}, power: workflow.MaySee, period: true, run: (*Bot).publish},
		{name: "vanthu", words: []string{"van thu", "so van ban", "register"}, power: workflow.MaySee, run: (*Bot).register},
		{name: "xacminh", words: []string{"xac minh", "kiem tra chu ky", "verify"}, power: workflow.MaySee, run: (*Bot).verify},
		{name: "phieu", words: []string{"phieu", "phieu diem", "score sheet"}, power: workflow.MaySheet, run: (*Bot).sheet},
		{name: "giaithich", words: []string{"giai thich", "giai thich diem", "why"}, power: workflow.MaySheet, run: (*Bot).why},
		{name: "bophieu", words: []string{"bo phieu", "bieu quyet", "vote"}, power: workflow.MaySee, groups: true, run: (*Bot).vote},
		{name: "nhac", words: []string{"nhac", "nhac nho", "remind"}, power: workflow.MayRemind, period: true, run: (*Bot).remind},
		{name: "giahan", words: []string{"gia han", "xin gia han", "extension"}, power: workflow.MayReport, or: workflow.MayExtend, period: true, run: (*Bot).extend},
		{name: "mokhoa", words: []string{"mo khoa", "unlock"}, power: workflow.MayUnlock, run: (*Bot).unlock},
		{name: "bangiao", words: []string{"ban giao", "handover"}, power: workflow.MayDraft, run: (*Bot).handOver},
		{name: "cum", words: []string{"cum", "cum thi dua", "cluster"}, groups: true, run: (*Bot).people},
		{name: "mapin", words: []string{"ma pin", "pin"}, power: workflow.MaySign, run: (*Bot).changePIN},
		{name: "ngonngu", words: []string{"ngon ngu", "language"}, run: (*Bot).language},
		{name: "trogiup", words: []string{"tro giup", "help"}, groups: true, run: (*Bot).help},
		{name: "huy", words: []string{"huy", "huy bo", "cancel"}, always: true, run: (*Bot).cancel},
		{name: "quaylai", words: []string{"quay lai", "back"}, always: true, run: (*Bot).back},
		{name: "start", groups: true, run: (*Bot).start},
	}
}

// parse finds the command in a text: "/xephang@Bot CN", "/xephang CN", or its
// words, followed by nothing or by a period. slash says whether it begins with
// a slash, known or not.
func parse(s string) (cmd *command, args string, slash bool) {
	all := commands()
	if strings.HasPrefix(s, "/") {
		first, rest := s, ""
		if i := strings.IndexAny(s, " \n"); i >= 0 {
			first, rest = s[:i], s[i:]
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(first, "/"), "@")
		name = strings.ToLower(name)
		i := slices.IndexFunc(all, func(c command) bool {
			return c.name == name || slices.Contains(c.words, strings.ReplaceAll(text.Fold(name), "_", " "))
		})
		if i < 0 {
			return nil, "", true
		}
		return &all[i], strings.TrimSpace(rest), true
	}
	word := dialog.Word(s)
	for i, c := range all {
		if slices.Contains(c.words, word) {
			return &all[i], "", false
		}
	}
	if strings.ContainsAny(s, "\n:=") {
		return nil, "", false
	}
	fields := strings.Fields(s)
	for i, c := range all { // words and a period: "xếp hạng CN"
		for _, w := range c.words {
			if n := len(strings.Fields(w)); c.period && n < len(fields) && dialog.Word(strings.Join(fields[:n], " ")) == w {
				return &all[i], strings.Join(fields[n:], " "), false
			}
		}
	}
	return nil, "", false
}

// worded says whether words are meant as a command: what follows them must be a
// period of the cluster, for people also talk.
func worded(t *dialog.Turn, args, cluster string) (bool, error) {
	if args == "" {
		return true, nil
	}
	list, err := everyPeriod(t, cluster)
	if err != nil {
		return false, err
	}
	_, rest, ok := named(list, args)
	return ok && rest == "" || slices.ContainsFunc(list, func(p yearPeriod) bool { return year(p.cluster) == args }), nil
}

// run runs a command if the person may use it. Commands that only show something
// leave an open conversation where it is.
func (b *Bot) run(t *dialog.Turn, cmd *command, args string) error {
	switch cmd.name {
	case "huy", "quaylai", "trogiup", "start":
		return cmd.run(b, t, args)
	}
	if len(t.Person.Clusters) == 0 {
		return b.join(t, "")
	}
	if t.Person.Chosen == "" || len(t.Actor.Seats) == 0 && len(t.Person.Clusters) > 1 && cmd.power != "" {
		return b.chooseCluster(t, cmd.name+" "+args)
	}
	if !cmd.open(t.Actor) {
		return text.Wrong("home.not_allowed", "command", cmd.name)
	}
	return cmd.run(b, t, args)
}

// menu is what a person's command menu holds: what they may use.
func menu(t *dialog.Turn) []outbox.Command {
	var list []outbox.Command
	for _, c := range commands() {
		if c.name == "start" || !c.open(t.Actor) {
			continue
		}
		list = append(list, outbox.Command{Name: c.name, Description: text.Plain(t.Person.Language, text.Say("command."+c.name))})
	}
	return list
}

// refreshMenu sets the chat's command menu when what the person may do after an
// event, or their language, is not what it was made for.
func refreshMenu(tx storage.Tx, e intake.Event) error {
	t, err := turn(tx, e)
	if err != nil || len(t.Person.Clusters) == 0 {
		return err
	}
	list := menu(t)
	made := t.Person.Language
	for _, c := range list {
		made += " " + c.Name
	}
	if made == t.Person.Menu {
		return nil
	}
	t.Person.Menu = made
	if err := workflow.KeepPerson(t.Tx, t.Person); err != nil {
		return err
	}
	return outbox.Queue(t.Tx, outbox.Message{Chat: t.Event.Chat, Action: outbox.Menu, Commands: list, Queued: t.At(), Event: t.Event.ID})
}

// cancel always answers. What was entered in a report stays entered.
func (b *Bot) cancel(t *dialog.Turn, _ string) error {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return err
	}
	if open == nil {
		return b.home(t, text.Say("home.nothing_to_cancel"))
	}
	if err := open.Cancel(t); err != nil {
		return err
	}
	said := "home.cancelled"
	if f, ok := report.Draft(open); ok && open.Name() == report.Name && len(f.Open)+len(f.Block) > 0 {
		return b.home(t, text.Say("home.cancelled_pending", "n", itoa(len(f.Open)+len(f.Block))))
	}
	if open.Name() == report.Name || open.Name() == targets.Name {
		said = "home.cancelled_kept"
	}
	return b.home(t, text.Say(said))
}

func (b *Bot) back(t *dialog.Turn, _ string) error {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return err
	}
	if open == nil {
		return b.home(t, text.Say("home.nothing_to_go_back"))
	}
	return open.Back(t)
}

// help says what can be done, and asks the open question again.
func (b *Bot) help(t *dialog.Turn, _ string) error {
	said := lines(text.Say("help.title"))
	for _, c := range menu(t) {
		said = append(said, text.Say("help.line", "command", c.Name, "what", c.Description))
	}
	said = append(said, text.Say("help.numbers"))
	if len(t.Person.Clusters) == 0 {
		said = lines(text.Say("join.hello"))
	}
	if err := t.Send(said, nil); err != nil {
		return err
	}
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil || open == nil || t.Event.Group {
		return err
	}
	return open.Again(t)
}

// group answers in a group: only commands, only those that show what the whole
// cluster may see.
func (b *Bot) group(tx storage.Tx, e intake.Event) error {
	cmd, args, slash := parse(e.Text)
	if e.Kind != intake.KindMessage || cmd == nil || !slash && !(cmd.groups && cmd.period) {
		return nil
	}
	if mine, err := addressed(tx, e.Text); err != nil || !mine {
		return err
	}
	t, err := turn(tx, e)
	if err != nil {
		return err
	}
	if !cmd.groups {
		return t.Send(lines(text.Say("group.private")), nil)
	}
	bound, err := workflow.FindGroup(tx, e.Chat)
	if err != nil {
		return err
	}
	if meant, err := worded(t, args, bound.Cluster); err != nil || !slash && !meant {
		return err
	}
	switch cmd.name {
	case "cum":
		return bind(t, bound)
	case "start", "trogiup":
		return sayBound(t, bound)
	}
	if bound.Cluster == "" {
		return t.Send(lines(text.Say("group.unbound")), nil)
	}
	// The group sees what its cluster sees, whoever asks.
	if t.Actor, err = workflow.FindActor(tx, t.Person, bound.Cluster, e.At); err != nil {
		return err
	}
	return cmd.run(b, t, args)
}

// addressed says whether a text is meant for this bot: "/xephang@AnotherBot" is
// not.
func addressed(r storage.Reader, said string) (bool, error) {
	first, _, _ := strings.Cut(strings.ReplaceAll(said, "\n", " "), " ")
	_, to, named := strings.Cut(first, "@")
	if !named {
		return true, nil
	}
	me, err := workflow.BotName(r)
	return me == "" || strings.EqualFold(me, to), err
}
