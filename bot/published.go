package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// publishedQuestion is what everybody sees: the versions that were published and
// the documents of the last.
func publishedQuestion(t *dialog.Turn, c *rules.Cluster, period string, list []workflow.Publication) *dialog.Question {
	published, _ := workflow.Latest(list)
	if published == nil {
		return &dialog.Question{Lines: lines(text.Say("congbo.none", "period", c.Period(period).Name)), Choices: documentChoices(t, nil, nil)}
	}
	q := &dialog.Question{Lines: lines(text.Say("congbo.title", "period", c.Period(period).Name, "state", "congbo.state.published"))}
	q.Lines = append(q.Lines, versionLines(c, list)...)
	q.Lines = append(q.Lines, documentLines(t, *published)...)
	q.Choices = documentChoices(t, list, published)
	return q
}

// stateQuestion is what those see who close the books and publish.
func stateQuestion(t *dialog.Turn, c *rules.Cluster, period string, list []workflow.Publication) (*dialog.Question, error) {
	published, frozen := workflow.Latest(list)
	_, differs, err := workflow.PublishedNow(t.Tx, c, period)
	if err != nil {
		return nil, err
	}
	voted := false
	if published != nil {
		if voted, err = workflow.VotedSince(t.Tx, c, *published); err != nil {
			return nil, err
		}
	}
	state := "congbo.state.draft"
	switch {
	case frozen != nil:
		state = "congbo.state.frozen"
	case differs:
		state = "congbo.state.again"
	case voted:
		state = "congbo.state.voted"
	case published != nil:
		state = "congbo.state.published"
	}
	q := &dialog.Question{Lines: lines(text.Say("congbo.title", "period", c.Period(period).Name, "state", state))}
	q.Lines = append(q.Lines, versionLines(c, list)...)
	out, err := workflow.Exclusions(t.Tx, c, period)
	if err != nil {
		return nil, err
	}
	switch {
	case frozen != nil:
		q.Lines = append(q.Lines, text.Say("congbo.frozen", "who", personName(t, frozen.FrozenBy), "at", local(c, frozen.FrozenAt), "n", itoa(frozen.N), "sum", frozen.SHA256))
		if frozen.Note != "" {
			q.Lines = append(q.Lines, text.Say("congbo.version_note", "n", itoa(frozen.N), "note", frozen.Note))
		}
		q.Lines = append(q.Lines, documentLines(t, *frozen)...)
	case published != nil:
		q.Lines = append(q.Lines, documentLines(t, *published)...)
	}
	for _, e := range out {
		if m := c.Member(e.Member); m != nil {
			q.Lines = append(q.Lines, text.Say("congbo.excluded", "unit", m.Short, "reason", e.Reason, "who", personName(t, e.By), "at", local(c, e.At)))
		}
	}
	switch {
	case frozen != nil && frozen.FrozenBy == t.Person.ID:
		q.Lines = append(q.Lines, text.Say("congbo.second"))
	case frozen != nil:
		q.Lines = append(q.Lines, text.Say("congbo.publish_how"))
	case published == nil || differs || voted:
		said, err := readinessLines(t, c, period)
		if err != nil {
			return nil, err
		}
		q.Lines = append(q.Lines, said...)
		fallthrough
	default:
		if t.Actor.May(workflow.MayExclude, "") {
			q.Lines = append(q.Lines, text.Say("congbo.exclude_how"))
		}
	}
	return q, nil
}

// readinessLines say what stands in the way of closing the books.
func readinessLines(t *dialog.Turn, c *rules.Cluster, period string) ([]text.Notice, error) {
	ready, err := workflow.FindReadiness(t.Tx, c, period, t.At())
	if err != nil {
		return nil, err
	}
	said := lines(text.Say("congbo.ready"))
	if len(ready.Obstacles) > 0 {
		said = lines(text.Say("congbo.in_the_way"))
	}
	for _, o := range slices.Concat(ready.Obstacles, ready.Missing) {
		pairs := []string{"n", itoa(o.N), "units", names(c, o.Members)}
		if !o.Until.IsZero() {
			pairs = append(pairs, "until", local(c, o.Until))
		}
		said = append(said, text.Say("congbo.obstacle."+o.Why, pairs...))
	}
	return said, nil
}

func versionLines(c *rules.Cluster, list []workflow.Publication) (said []text.Notice) {
	published, _ := workflow.Latest(list)
	for i := range list {
		p := &list[i]
		if p.Published == nil {
			continue
		}
		key := "congbo.version"
		if p != published {
			key = "congbo.version_replaced"
		}
		said = append(said, text.Say(key, "n", itoa(p.N), "at", local(c, p.Published.At), "sum", p.SHA256[:8]))
		if p.Note != "" {
			said = append(said, text.Say("congbo.version_note", "n", itoa(p.N), "note", p.Note))
		}
	}
	return said
}

func documentLines(t *dialog.Turn, p workflow.Publication) (said []text.Notice) {
	for i, d := range p.Documents {
		if !readable(t, d) {
			continue
		}
		said = append(said, text.Say("congbo.document", "n", itoa(i+1), "what", "congbo.kind."+d.Kind, "sum", d.SHA256[:8]))
	}
	return said
}

// documentChoices are buttons for the documents of the version shown, and one for
// each version that was replaced.
func documentChoices(t *dialog.Turn, list []workflow.Publication, shown *workflow.Publication) (rows [][]dialog.Choice) {
	if shown != nil {
		for i, d := range shown.Documents {
			if !readable(t, d) {
				continue
			}
			n := itoa(i + 1)
			rows = append(rows, []dialog.Choice{{Value: fmt.Sprintf("get %d %d", shown.N, i), Label: text.Say("congbo.button.document", "n", n, "what", "congbo.kind."+d.Kind), Words: []string{n, d.Name}}})
		}
	}
	published, _ := workflow.Latest(list)
	for i := range list {
		if p := &list[i]; p.Published != nil && p != published {
			rows = append(rows, []dialog.Choice{{Value: fmt.Sprintf("get %d", p.N), Label: text.Say("congbo.button.version", "n", itoa(p.N)), Words: []string{"ban " + itoa(p.N), "version " + itoa(p.N)}}})
		}
	}
	return append(rows, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
}

// chosenDocuments are what a choice of documentChoices stands for. A version that
// is only frozen is shown to those who can publish it.
func chosenDocuments(t *dialog.Turn, list []workflow.Publication, value string) (docs []outbox.Document) {
	words := strings.Fields(strings.TrimPrefix(value, "get "))
	if !strings.HasPrefix(value, "get ") || len(words) == 0 {
		return nil
	}
	for _, p := range list {
		if itoa(p.N) != words[0] || p.Published == nil && !t.Actor.May(workflow.MayPublish, "") {
			continue
		}
		for i, d := range p.Documents {
			if readable(t, d) && (len(words) == 1 || words[1] == strconv.Itoa(i)) {
				docs = append(docs, issued(d))
			}
		}
	}
	return docs
}

// readable says whether the person may read a document: score sheets of all units
// are not everybody's.
func readable(t *dialog.Turn, d workflow.Issued) bool {
	return d.Power == "" || t.Actor.May(d.Power, "")
}

func issued(d workflow.Issued) outbox.Document { return storedPaper(d.SHA256, d.Name) }

// publishedLines say under a result which version of it was published, and
// whether it is the same.
func publishedLines(t *dialog.Turn, p yearPeriod) ([]text.Notice, error) {
	if !p.period.Scored {
		return nil, nil
	}
	pub, differs, err := workflow.PublishedNow(t.Tx, p.cluster, p.period.ID)
	if err != nil || pub == nil {
		return nil, err
	}
	key := "congbo.stands"
	if differs {
		key = "congbo.differs"
	}
	return lines(text.Say(key, "n", itoa(pub.N), "day", pub.Published.At.In(p.cluster.Location()).Format(time.DateOnly), "sum", pub.SHA256[:8])), nil
}
