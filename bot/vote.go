package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// yearVote is a vote with the year it belongs to.
type yearVote struct {
	cluster *rules.Cluster
	workflow.Vote
}

// value names the vote in a command: "2017/3".
func (v yearVote) value() string { return year(v.cluster) + "/" + v.ID() }

// vote (/bophieu [số]) shows the votes of the year. The head's people open and
// close them, leaders cast the ballots of their units.
func (b *Bot) vote(t *dialog.Turn, args string) error {
	list, err := currentVotes(t)
	if err != nil {
		return err
	}
	if args != "" {
		i := len(list) - 1 // a bare number means the latest year that has it
		for i >= 0 && args != list[i].value() && args != list[i].ID() {
			i--
		}
		if i < 0 {
			return text.Wrong("vote.unknown", "n", quote(args))
		}
		mine, err := pending(t, list[i:i+1])
		if err != nil {
			return err
		}
		if len(mine) > 0 && !t.Event.Group {
			return startBallot(t, list[i:i+1])
		}
		said, err := voteLines(t, list[i], true)
		if err != nil {
			return err
		}
		voted, err := votedLines(t, list[i])
		if err != nil {
			return err
		}
		return t.Send(append(said, voted...), nil)
	}
	switch mine, err := pending(t, list); {
	case err != nil:
		return err
	case t.Event.Group:
	case t.Actor.Can(workflow.MayVote):
		return voting.Start(t, voteForm{})
	case len(mine) > 0:
		return startBallot(t, list)
	}
	said, err := votesLines(t, list)
	if err != nil {
		return err
	}
	return t.Send(said, nil)
}

// currentVotes are the votes of the years that are voted on, and those of others
// that are still open; the latest last.
func currentVotes(t *dialog.Turn) ([]yearVote, error) {
	now, err := votingYears(t)
	if err != nil {
		return nil, err
	}
	all, err := workflow.Years(t.Tx, t.Actor.Cluster)
	if err != nil {
		return nil, err
	}
	var list []yearVote
	for _, c := range all {
		votes, err := workflow.Votes(t.Tx, c)
		if err != nil {
			return nil, err
		}
		for _, v := range votes {
			if v.Result == nil || slices.ContainsFunc(now, func(y *rules.Cluster) bool { return y.Year == c.Year }) {
				list = append(list, yearVote{c, v})
			}
		}
	}
	return list, nil
}

// votingYears are the current year and before it the one that was handed over,
// as long as a result of it is not published: a tie may still wait for its vote.
func votingYears(t *dialog.Turn) ([]*rules.Cluster, error) {
	now, err := current(t)
	if err != nil {
		return nil, err
	}
	before, err := workflow.FindCluster(t.Tx, now.ID, now.Year-1)
	if err != nil || before == nil {
		return []*rules.Cluster{now}, err
	}
	for _, p := range before.Periods {
		list, err := workflow.Publications(t.Tx, before, p.ID)
		if err != nil {
			return nil, err
		}
		if published, _ := workflow.Latest(list); p.Scored && published == nil {
			return []*rules.Cluster{before, now}, nil
		}
	}
	return []*rules.Cluster{now}, nil
}

// number is how a vote is named on a button: its number, and of another year than
// now the year.
func (v yearVote) number(now *rules.Cluster) string {
	if v.cluster.Year == now.Year {
		return v.ID()
	}
	return v.ID() + " (" + year(v.cluster) + ")"
}

// votesLines list votes, the latest last.
func votesLines(t *dialog.Turn, list []yearVote) ([]text.Notice, error) {
	if len(list) == 0 {
		c, err := current(t)
		return lines(text.Say("bophieu.none", "year", year(c))), err
	}
	now, err := current(t)
	if err != nil {
		return nil, err
	}
	var said []text.Notice
	for i, v := range list {
		if changed := i > 0 && list[i-1].cluster.Year != v.cluster.Year; changed || i == 0 && v.cluster.Year != now.Year {
			said = append(said, text.Say("bophieu.of_year", "year", year(v.cluster)))
		}
		more, err := voteLines(t, v, false)
		if err != nil {
			return nil, err
		}
		said = append(said, more...)
	}
	return said, nil
}

// voteLines say what a vote is about and how it stands: of an open one how many
// have voted, never how; of a closed one the result, in full where it is asked for.
func voteLines(t *dialog.Turn, v yearVote, full bool) ([]text.Notice, error) {
	said := headLines(v)
	turnout, err := workflow.FindTurnout(t.Tx, v.Vote, t.At())
	if err != nil {
		return nil, err
	}
	n, of := itoa(len(turnout.Voted)), itoa(len(v.Voters))
	if v.Result == nil {
		said = append(said, text.Say("bophieu.open", "at", local(v.cluster, v.Opened), "n", n, "of", of))
		if full {
			said = append(said, termLines(v)...)
		}
		return said, nil
	}
	if full {
		return resultLines(v), nil
	}
	return append(said, v.Outcome(v.cluster)), nil
}

// headLines are what a vote is about.
func headLines(v yearVote) []text.Notice {
	said := lines(v.Title(v.cluster))
	if v.Earlier != 0 {
		said = append(said, v.Round())
	}
	return said
}

// termLines are between whom a vote is held, and by which rules.
func termLines(v yearVote) []text.Notice {
	rule := "bophieu.terms"
	if v.Majority.N == v.Majority.Of {
		rule = "bophieu.terms_all"
	}
	return lines(text.Say("bophieu.candidates", "units", names(v.cluster, v.Candidates)),
		text.Say(rule, "quorum", v.Quorum.String(), "majority", v.Majority.String()), text.Say("bophieu.secret"))
}

// resultLines are a closed vote in full.
func resultLines(v yearVote) []text.Notice {
	c, r := v.cluster, v.Result
	said := append(headLines(v), text.Say("bophieu.closed", "at", local(c, r.At), "n", itoa(r.Cast), "of", itoa(len(v.Voters))))
	for _, count := range r.Counts {
		key := "bophieu.count"
		if count.Choice == workflow.Blank {
			key = "bophieu.count_blank"
		}
		said = append(said, text.Say(key, "unit", names(c, []string{count.Choice}), "n", itoa(count.N)))
	}
	return append(said, v.Outcome(c))
}

// voteForm is the head about to open a vote, or to close one.
type voteForm struct {
	Kind       workflow.VoteKind
	Year       int // of a tie; else the current one
	Period     string
	Candidates []string
	All        bool
	Next       string // the vote whose next round is meant
	Close      string // the vote to be closed
}

// voting (bỏ phiếu): the head opens a vote, or a next round, and closes it after
// a look at the turnout.
var voting = dialog.Flow[voteForm]{
	Name:  "vote",
	Power: workflow.MayVote,
	Steps: []dialog.Step[voteForm]{
		{Name: "menu", Ask: askVote, Take: takeVote, Undo: func(_ *dialog.Turn, f *voteForm) { *f = voteForm{} }},
		{Name: "kind", Ask: askVoteKind, Take: takeVoteKind, Undo: func(_ *dialog.Turn, f *voteForm) { *f = voteForm{} }},
		{Name: "tie", Ask: askVoteTie, Take: takeVoteTie, Undo: func(_ *dialog.Turn, f *voteForm) { f.Candidates = nil }},
		{Name: "candidates", Ask: askCandidates, Take: takeCandidates, Undo: func(_ *dialog.Turn, f *voteForm) { f.Candidates, f.All = nil, false }},
		{Name: "open", Ask: askOpenVote, Take: takeOpenVote},
		{Name: "close", Ask: askCloseVote, Take: takeCloseVote},
	},
}

func askVote(t *dialog.Turn, _ *voteForm) (*dialog.Question, error) {
	list, err := currentVotes(t)
	if err != nil {
		return nil, err
	}
	said, err := votesLines(t, list)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: said}
	mine, err := pending(t, list)
	if err != nil {
		return nil, err
	}
	if len(mine) > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{choice("cast", "bophieu.button.cast", "bo phieu", "vote")})
	}
	now, err := current(t)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		n := v.number(now)
		if v.Result == nil {
			q.Choices = append(q.Choices, []dialog.Choice{{Value: "close " + v.value(), Label: text.Say("bophieu.button.close", "n", n), Words: []string{"dong " + n, "close " + n}}})
			continue
		}
		if v.Kind.Office() && v.cluster.Year != now.Year {
			continue // they hold it by now
		}
		_, err := workflow.PlanRound(t.Tx, v.cluster, v.N)
		if _, not := errors.AsType[*text.Problem](err); err != nil && !not {
			return nil, err
		}
		if err == nil {
			q.Choices = append(q.Choices, []dialog.Choice{{Value: "next " + v.value(), Label: text.Say("bophieu.button.next", "n", n), Words: []string{"vong tiep " + n, "next " + n}}})
		}
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("new", "bophieu.button.new", "mo", "open"), choice("done", "duyet.button.done", "dong", "done")})
	return q, nil
}

func takeVote(t *dialog.Turn, f *voteForm, a dialog.Answer) error {
	*f = voteForm{}
	what, which, _ := strings.Cut(a.Value, " ")
	switch what {
	case "new":
		return nil
	case "done":
		return t.End()
	case "next":
		f.Next = which
		return t.Go("open")
	case "close":
		f.Close = which
		return t.Go("close")
	case "cast":
		list, err := currentVotes(t)
		if err != nil {
			return err
		}
		if err := startBallot(t, list); err != nil {
			return err
		}
		return t.Handed()
	}
	return text.Wrong("dialog.choose")
}

func askVoteKind(t *dialog.Turn, f *voteForm) (*dialog.Question, error) {
	if f.Kind != "" {
		return nil, nil
	}
	c, err := current(t)
	if err != nil {
		return nil, err
	}
	ties, err := allTies(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bophieu.ask_kind"))}
	for i, kind := range workflow.VoteKinds {
		if kind == workflow.VoteTie && len(ties) == 0 {
			continue
		}
		q.Choices = append(q.Choices, []dialog.Choice{{Value: string(kind), Label: text.Say("bophieu.kind."+string(kind), "year", itoa(c.Year+1)), Words: []string{itoa(i + 1), string(kind)}}})
	}
	return q, nil
}

func takeVoteKind(_ *dialog.Turn, f *voteForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.Kind = workflow.VoteKind(a.Value)
	return nil
}

// placeTie is a place that several members share in a period's ranking.
type placeTie struct {
	yearPeriod
	workflow.Tie
}

func (p placeTie) value() string { return p.yearPeriod.value() + " " + itoa(p.Rank) }

// allTies are the shared places of all rankings of the years that are voted on,
// in each those first that an award waits for.
func allTies(t *dialog.Turn) (list []placeTie, err error) {
	years, err := votingYears(t)
	if err != nil {
		return nil, err
	}
	for _, p := range periods(years) {
		if !p.period.Scored {
			continue
		}
		ties, err := workflow.Ties(t.Tx, p.cluster, p.period.ID)
		if err != nil {
			return nil, err
		}
		for _, tie := range ties {
			list = append(list, placeTie{p, tie})
		}
	}
	return list, nil
}

func askVoteTie(t *dialog.Turn, f *voteForm) (*dialog.Question, error) {
	if f.Kind != workflow.VoteTie || len(f.Candidates) > 0 {
		return nil, nil
	}
	ties, err := allTies(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bophieu.ask_tie"))}
	for i, tie := range ties {
		key := "bophieu.tie"
		if tie.Held {
			key = "bophieu.tie_held"
		}
		n := itoa(i + 1)
		q.Lines = append(q.Lines, text.Say(key, "n", n, "place", itoa(tie.Rank), "period", tie.period.Name, "units", names(tie.cluster, tie.Members)))
		q.Choices = append(q.Choices, []dialog.Choice{{Value: tie.value(), Label: text.Say("bophieu.tie_choice", "n", n, "place", itoa(tie.Rank)), Words: []string{n}}})
	}
	return q, nil
}

func takeVoteTie(t *dialog.Turn, f *voteForm, a dialog.Answer) error {
	ties, err := allTies(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(ties, func(tie placeTie) bool { return tie.value() == a.Value })
	switch {
	case a.Value == "":
		return text.Wrong("dialog.choose")
	case i < 0: // the figures have moved
		return text.Wrong("vote.no_tie")
	}
	f.Year, f.Period, f.Candidates = ties[i].cluster.Year, ties[i].period.ID, ties[i].Members
	return nil
}

func askCandidates(t *dialog.Turn, f *voteForm) (*dialog.Question, error) {
	if f.All || len(f.Candidates) > 0 {
		return nil, nil
	}
	c, err := current(t)
	if err != nil {
		return nil, err
	}
	all, err := workflow.Candidates(t.Tx, c, f.Kind)
	if err != nil {
		return nil, err
	}
	var units []string
	for i, m := range c.Members {
		if slices.Contains(all, m.ID) {
			units = append(units, itoa(i+1)+". "+m.Short)
		}
	}
	return &dialog.Question{Lines: lines(text.Say("bophieu.ask_candidates", "units", strings.Join(units, ", "))), Choices: [][]dialog.Choice{
		{{Value: "all", Label: text.Say("bophieu.button.all", "n", itoa(len(units))), Words: []string{"tat ca", "all"}}},
	}}, nil
}

func takeCandidates(t *dialog.Turn, f *voteForm, a dialog.Answer) error {
	if a.Value == "all" {
		f.All = true
		return nil
	}
	c, err := current(t)
	if err != nil {
		return err
	}
	f.Candidates = nil
	for _, said := range strings.FieldsFunc(a.Text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		said = strings.TrimSpace(said)
		m := memberNamed(c, said)
		if n, err := strconv.Atoi(said); err == nil && n > 0 && n <= len(c.Members) {
			m = &c.Members[n-1]
		}
		if m == nil {
			f.Candidates = nil
			return text.Wrong("bophieu.no_unit", "text", quote(said))
		}
		f.Candidates = append(f.Candidates, m.ID)
	}
	if len(f.Candidates) == 0 {
		return text.Wrong("bophieu.no_unit", "text", quote(a.Text))
	}
	return nil
}
