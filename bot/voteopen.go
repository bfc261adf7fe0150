package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// planned is the vote that the form describes, as it would be opened now.
func (f *voteForm) planned(t *dialog.Turn) (yearVote, error) {
	if f.Next != "" {
		v, err := voteNamed(t, f.Next)
		if err == nil {
			v.Vote, err = workflow.PlanRound(t.Tx, v.cluster, v.N)
		}
		return v, err
	}
	c, err := current(t)
	if err == nil && f.Year != 0 {
		c, err = clusterYear(t, f.Year)
	}
	if err != nil {
		return yearVote{}, err
	}
	period := f.Period
	if period == "" {
		period = c.Yearly().ID
	}
	v, err := workflow.PlanVote(t.Tx, c, f.Kind, period, f.Candidates)
	return yearVote{c, v}, err
}

// voteNamed is the vote that a value names; a Problem where there is none.
func voteNamed(t *dialog.Turn, value string) (yearVote, error) {
	list, err := currentVotes(t)
	if err != nil {
		return yearVote{}, err
	}
	if i := slices.IndexFunc(list, func(v yearVote) bool { return v.value() == value }); i >= 0 {
		return list[i], nil
	}
	return yearVote{}, text.Wrong("vote.unknown", "n", value)
}

func askOpenVote(t *dialog.Turn, f *voteForm) (*dialog.Question, error) {
	v, err := f.planned(t)
	if err != nil {
		return nil, err
	}
	said := append(headLines(v), termLines(v)...)
	turnout, err := workflow.FindTurnout(t.Tx, v.Vote, t.At())
	if err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: append(said, absentLines(v, turnout)...), Choices: [][]dialog.Choice{
		{choice("open", "bophieu.button.open", "mo", "open"), choice("no", "bophieu.button.not_open", "khong", "no")},
	}}, nil
}

// absentLines name the units that nobody can vote for.
func absentLines(v yearVote, turnout workflow.Turnout) []text.Notice {
	if len(turnout.Absent) == 0 {
		return nil
	}
	return lines(text.Say("bophieu.absent", "units", names(v.cluster, turnout.Absent)))
}

func takeOpenVote(t *dialog.Turn, f *voteForm, a dialog.Answer) error {
	switch a.Value {
	case "no":
		return backToVotes(t, f)
	case "open":
	default:
		return text.Wrong("dialog.choose")
	}
	v, err := f.planned(t)
	if err != nil {
		return err
	}
	if v.Vote, err = workflow.OpenVote(t.Tx, t.Act(), v.cluster, v.Vote); err != nil {
		return err
	}
	said := append(lines(text.Say("bophieu.tell_open")), append(headLines(v), termLines(v)...)...)
	err = tellRole(t, v.cluster, workflow.Leader, "", said, func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("bophieu.button.cast")), v.cluster.ID, "bophieu "+v.value())}}
	})
	if err != nil {
		return err
	}
	t.Say(text.Say("bophieu.opened", "n", v.ID()))
	if err := keepTurnout(t, v); err != nil {
		return err
	}
	return backToVotes(t, f)
}

// backToVotes shows the votes again.
func backToVotes(t *dialog.Turn, f *voteForm) error {
	*f = voteForm{}
	return t.Go("menu")
}

func askCloseVote(t *dialog.Turn, f *voteForm) (*dialog.Question, error) {
	v, err := voteNamed(t, f.Close)
	if err != nil {
		return nil, err
	}
	turnout, err := workflow.FindTurnout(t.Tx, v.Vote, t.At())
	if err != nil {
		return nil, err
	}
	said := append(headLines(v), text.Say("bophieu.open", "at", local(v.cluster, v.Opened), "n", itoa(len(turnout.Voted)), "of", itoa(len(v.Voters))))
	if len(turnout.Missing) > 0 {
		said = append(said, text.Say("bophieu.missing", "units", names(v.cluster, turnout.Missing)))
	}
	said = append(said, absentLines(v, turnout)...)
	if !v.Quorum.Reached(len(turnout.Voted), len(v.Voters)) {
		said = append(said, text.Say("bophieu.below", "quorum", v.Quorum.String()))
	}
	return &dialog.Question{Lines: append(said, text.Say("bophieu.ask_close")), Choices: [][]dialog.Choice{
		{choice("close", "bophieu.button.count", "dong", "close"), choice("no", "bophieu.button.not_close", "chua", "not yet")},
	}}, nil
}

func takeCloseVote(t *dialog.Turn, f *voteForm, a dialog.Answer) error {
	switch a.Value {
	case "no":
		return backToVotes(t, f)
	case "close":
	default:
		return text.Wrong("dialog.choose")
	}
	v, err := voteNamed(t, f.Close)
	if err != nil {
		return err
	}
	if v.Vote, err = workflow.CloseVote(t.Tx, t.Act(), v.cluster, v.N); err != nil {
		return err
	}
	said := resultLines(v)
	moot, err := v.Moot(t.Tx, v.cluster)
	if err != nil {
		return err
	}
	if moot {
		said = append(said, text.Say("bophieu.moot"))
	}
	told := map[string]bool{t.Person.ID: true}
	for _, role := range []workflow.Role{workflow.Leader, workflow.Head} {
		list, err := workflow.Holders(t.Tx, v.cluster.ID, role, "", t.At())
		if err != nil {
			return err
		}
		for _, p := range list {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			if err := tell(t, p, said, nil); err != nil {
				return err
			}
		}
	}
	if err := keepTurnout(t, v); err != nil {
		return err
	}
	groups, err := workflow.Groups(t.Tx, v.cluster.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := dialog.Tell(t.Tx, t.Event, outbox.Message{Chat: g.Chat, Bulk: true}, text.Vietnamese, said); err != nil {
			return err
		}
	}
	t.Say(said...)
	if v.Result.Outcome == workflow.OutcomeNone {
		t.Say(text.Say("bophieu.next"))
	}
	return t.End()
}

// keepTurnout brings the message in the cluster's groups up to date that says how
// many have voted. It names nobody and no time.
func keepTurnout(t *dialog.Turn, v yearVote) error {
	groups, err := workflow.Groups(t.Tx, v.cluster.ID)
	if err != nil || len(groups) == 0 {
		return err
	}
	turnout, err := workflow.FindTurnout(t.Tx, v.Vote, t.At())
	if err != nil {
		return err
	}
	key := "bophieu.turnout"
	if v.Result != nil {
		key = "bophieu.turnout_closed"
	}
	said := append(headLines(v), text.Say(key, "n", itoa(len(turnout.Voted)), "of", itoa(len(v.Voters))))
	for _, g := range groups {
		err := outbox.Queue(t.Tx, outbox.Message{Chat: g.Chat, Action: outbox.Send, Bulk: true, Text: text.Lines(text.Vietnamese, said),
			Board: strings.Join([]string{"bophieu", v.cluster.ID, v.value()}, "/"), Queued: t.At(), Event: t.Event.ID})
		if err != nil {
			return err
		}
	}
	return nil
}
