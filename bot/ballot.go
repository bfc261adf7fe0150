package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// Secrecy is what keeps a ballot apart from whoever cast it.
type Secrecy struct {
	// Draw gives the id of a ballot: chance that nothing known or stored can lead
	// back to.
	Draw func() [16]byte

	// Veil is drawn when the program starts and kept nowhere. What a leader chose
	// first, to be confirmed, stands in the store only under it: without the
	// memory of the running process nobody can tell the choice.
	Veil []byte
}

// ballotForm is a leader at the ballot of a unit. Neither it, nor a question, nor
// an answer of the bot ever holds the choice: it lives in the press of a button
// (or the typed word, deleted at once) and ends in the box.
type ballotForm struct {
	Vote   string // "2017/3"
	Member string
	First  string // the choice to be confirmed, veiled
}

// balloting names the conversation for those that start it.
var balloting = dialog.Flow[ballotForm]{Name: "ballot", Power: workflow.MayBallot, Steps: []dialog.Step[ballotForm]{
	{Name: "which", Ask: askWhichBallot, Take: takeWhichBallot, Undo: func(_ *dialog.Turn, f *ballotForm) { *f = ballotForm{} }},
	{Name: "choose", Ask: askBallot, Secret: true, Undo: func(_ *dialog.Turn, f *ballotForm) { f.First = "" }},
	{Name: "confirm", Ask: askConfirmBallot, Secret: true},
}}

// ballot (lá phiếu): for which unit, the choice, and the same choice again.
func (b *Bot) ballot() dialog.Flow[ballotForm] {
	f := balloting
	f.Steps = slices.Clone(f.Steps)
	f.Steps[1].Take, f.Steps[2].Take = b.takeBallot, b.takeConfirmBallot
	return f
}

// A pendingBallot is one that the person may still cast.
type pendingBallot struct {
	yearVote
	member string
}

func (p pendingBallot) value() string { return p.yearVote.value() + " " + p.member }

// pending are the ballots that the person may cast now in some votes.
func pending(t *dialog.Turn, list []yearVote) ([]pendingBallot, error) {
	var mine []pendingBallot
	for _, v := range list {
		for _, m := range v.Voters {
			if v.Result != nil || !t.Actor.May(workflow.MayBallot, m) {
				continue
			}
			_, err := workflow.MayCast(t.Tx, t.Act(), v.cluster, v.N, m)
			if _, not := errors.AsType[*text.Problem](err); not {
				continue
			}
			if err != nil {
				return nil, err
			}
			mine = append(mine, pendingBallot{v, m})
		}
	}
	return mine, nil
}

// votedLines say which of the person's units have voted in an open vote.
func votedLines(t *dialog.Turn, v yearVote) (said []text.Notice, err error) {
	for _, m := range v.Voters {
		if t.Event.Group || v.Result != nil || !t.Actor.May(workflow.MayBallot, m) {
			continue
		}
		_, err := workflow.MayCast(t.Tx, t.Act(), v.cluster, v.N, m)
		if p, not := errors.AsType[*text.Problem](err); not {
			said = append(said, p.Notice)
		} else if err != nil {
			return nil, err
		}
	}
	return said, nil
}

// startBallot asks for the ballots that the person may cast.
func startBallot(t *dialog.Turn, list []yearVote) error {
	mine, err := pending(t, list)
	if err != nil {
		return err
	}
	f := ballotForm{}
	if len(mine) == 1 {
		f.Vote, f.Member = mine[0].yearVote.value(), mine[0].member
	}
	return balloting.Start(t, f)
}

func askWhichBallot(t *dialog.Turn, f *ballotForm) (*dialog.Question, error) {
	if f.Member != "" {
		return nil, nil
	}
	mine, err := allPending(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bophieu.ask_which"))}
	for i, p := range mine {
		if i == 0 || mine[i-1].yearVote.value() != p.yearVote.value() {
			q.Lines = append(q.Lines, headLines(p.yearVote)...)
		}
		n := itoa(i + 1)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: p.value(), Label: text.Say("bophieu.which", "n", n, "vote", p.ID(), "unit", names(p.cluster, []string{p.member})), Words: []string{n}}})
	}
	return q, nil
}

func allPending(t *dialog.Turn) ([]pendingBallot, error) {
	list, err := currentVotes(t)
	if err != nil {
		return nil, err
	}
	return pending(t, list)
}

func takeWhichBallot(t *dialog.Turn, f *ballotForm, a dialog.Answer) error {
	vote, member, ok := strings.Cut(a.Value, " ")
	if !ok {
		return text.Wrong("dialog.choose")
	}
	*f = ballotForm{Vote: vote, Member: member}
	return nil
}

// stillOpen is the vote of the form. Where it takes the ballot no more, that is
// said and the conversation ends.
func (f *ballotForm) stillOpen(t *dialog.Turn) (v yearVote, open bool, err error) {
	if v, err = voteNamed(t, f.Vote); err == nil {
		_, err = workflow.MayCast(t.Tx, t.Act(), v.cluster, v.N, f.Member)
	}
	if p, not := errors.AsType[*text.Problem](err); not {
		t.Say(p.Notice)
		return v, false, t.End()
	}
	return v, err == nil, err
}

func askBallot(t *dialog.Turn, f *ballotForm) (*dialog.Question, error) {
	v, err := voteNamed(t, f.Vote)
	if err != nil {
		return nil, err
	}
	said := append(headLines(v), text.Say("bophieu.ask_choice", "unit", names(v.cluster, []string{f.Member})))
	return &dialog.Question{Lines: said, Choices: ballotChoices(v, "bophieu.choice", "bophieu.choice_blank")}, nil
}

// askConfirmBallot is the same question whatever was chosen: an answer that named
// the choice would stand in the outbox, and in the chat.
func askConfirmBallot(t *dialog.Turn, f *ballotForm) (*dialog.Question, error) {
	v, err := voteNamed(t, f.Vote)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bophieu.ask_confirm", "unit", names(v.cluster, []string{f.Member}))),
		Choices: ballotChoices(v, "bophieu.confirm", "bophieu.confirm_blank")}
	q.Choices = append(q.Choices, []dialog.Choice{choice("again", "bophieu.button.again", "chon lai", "again")})
	return q, nil
}

// ballotChoices are the candidates in the cluster's order, and the blank ballot.
func ballotChoices(v yearVote, key, blank string) (rows [][]dialog.Choice) {
	for i, id := range v.Candidates {
		n, unit := itoa(i+1), names(v.cluster, []string{id})
		one := dialog.Choice{Value: id, Words: []string{n, id}}
		if m := v.cluster.Member(id); m != nil {
			one.Words = append(one.Words, append([]string{m.Name, m.Short}, m.Aliases...)...)
		} else {
			unit = id
		}
		one.Label = text.Say(key, "n", n, "unit", unit)
		if last := len(rows) - 1; last >= 0 && len(rows[last]) == 1 {
			rows[last] = append(rows[last], one)
			continue
		}
		rows = append(rows, []dialog.Choice{one})
	}
	return append(rows, []dialog.Choice{choice(workflow.Blank, blank, "trang", "phieu trang", "blank")})
}

func (b *Bot) takeBallot(t *dialog.Turn, f *ballotForm, a dialog.Answer) error {
	if _, open, err := f.stillOpen(t); err != nil || !open {
		return err
	}
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.First = b.veiled(t, f, a.Value)
	return nil
}

// veiled is what stands for a choice until it is confirmed.
func (b *Bot) veiled(t *dialog.Turn, f *ballotForm, choice string) string {
	mac := hmac.New(sha256.New, b.Secrecy.Veil)
	mac.Write([]byte(strings.Join([]string{t.Event.Chat, f.Vote, f.Member, choice}, "\x00")))
	return hex.EncodeToString(mac.Sum(nil))
}

// takeConfirmBallot casts the ballot when the same is chosen again. What it says
// then has no content.
func (b *Bot) takeConfirmBallot(t *dialog.Turn, f *ballotForm, a dialog.Answer) error {
	v, open, err := f.stillOpen(t)
	if err != nil || !open {
		return err
	}
	switch {
	case a.Value == "":
		return text.Wrong("dialog.choose")
	case a.Value == "again":
		f.First = ""
		return t.Go("choose")
	case !hmac.Equal([]byte(f.First), []byte(b.veiled(t, f, a.Value))):
		f.First = ""
		t.Say(text.Say("bophieu.differs"))
		return t.Go("choose")
	}
	if err := workflow.Cast(t.Tx, t.Act(), v.cluster, v.N, f.Member, a.Value, b.Secrecy.Draw()); err != nil {
		return err
	}
	t.Say(text.Say("bophieu.receipt", "unit", names(v.cluster, []string{f.Member}), "at", local(v.cluster, t.At()), "n", v.ID()))
	if err := keepTurnout(t, v); err != nil {
		return err
	}
	mine, err := allPending(t)
	*f = ballotForm{}
	switch {
	case err != nil:
		return err
	case len(mine) == 0:
		return t.End()
	case len(mine) == 1:
		f.Vote, f.Member = mine[0].yearVote.value(), mine[0].member
		return t.Go("choose")
	}
	return t.Go("which")
}

// Secret says whether what an event brings must be kept nowhere: a ballot, a PIN.
func (b *Bot) Secret(r storage.Reader, e intake.Event) bool {
	if e.Kind == intake.KindButton && strings.HasPrefix(e.Data, balloting.Name+".") {
		return true
	}
	open, err := b.talks.Find(r, e.Chat)
	return err != nil || open != nil && open.Secret()
}
