package bot

import (
	"encoding/json"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// progress (/tiendo [kỳ]) shows who has reported and who still owes: by member,
// by criterion, and as a picture.
func (b *Bot) progress(t *dialog.Turn, args string) error {
	p, err := asked(t, args, underWay(t))
	if err != nil {
		return err
	}
	said, err := progressLines(t.Tx, p)
	if err != nil {
		return err
	}
	counts, err := workflow.Counts(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return err
	}
	said = append(said, text.Say("tiendo.by_criterion"))
	said = append(said, criterionLines(p, counts)...)
	drawn, err := workflow.ProgressPaper(t.Tx, p.cluster, p.period.ID, t.At())
	if err != nil {
		return err
	}
	values, err := json.Marshal(drawn)
	if err != nil {
		return err
	}
	return t.Send(said, nil, outbox.Document{Kind: "progress", Name: "tien-do-" + p.period.ID + "-" + year(p.cluster) + ".png", Values: values, Photo: true})
}

// criterionLines say how far the criteria are; those that are alike stand together.
func criterionLines(p yearPeriod, counts []workflow.Count) []text.Notice {
	type alike struct {
		numbers []string
		first   workflow.Count
		open    string
	}
	var groups []alike
	for _, n := range counts {
		g := alike{[]string{itoa(place(p.cluster, p.period.ID, n.Criterion.ID))}, n, names(p.cluster, slices.Concat(n.Missing, n.Drafts, n.Returned))}
		i := slices.IndexFunc(groups, func(o alike) bool {
			return o.open == g.open && o.first.Accepted == n.Accepted && o.first.Sent == n.Sent
		})
		if i >= 0 {
			groups[i].numbers = append(groups[i].numbers, g.numbers[0])
			continue
		}
		groups = append(groups, g)
	}
	var list []text.Notice
	for _, g := range groups {
		args := []string{"n", strings.Join(g.numbers, ", "), "name", g.first.Criterion.Name, "sent", itoa(g.first.Sent), "asked", itoa(g.first.Asked), "accepted", itoa(g.first.Accepted), "open", g.open}
		one, many := "tiendo.criterion", "tiendo.criteria"
		switch {
		case g.open == "":
			one, many = "tiendo.criterion_all", "tiendo.criteria_all"
		case g.first.Sent == 0 && len(g.first.Returned) == 0:
			one, many = "tiendo.criterion_none", "tiendo.criteria_none"
		}
		if len(g.numbers) > 1 {
			one = many
		}
		list = append(list, text.Say(one, args...))
	}
	return list
}

// progressLines are how far every member is, and all together.
func progressLines(r storage.Reader, p yearPeriod) ([]text.Notice, error) {
	board, err := workflow.Board(r, p.cluster, p.period.ID)
	if err != nil {
		return nil, err
	}
	said := lines(text.Say("tiendo.title", "period", p.period.Name, "by", p.period.ReportBy.String()))
	sent, accepted, onTime := 0, 0, 0
	for i, u := range board {
		line := "tiendo.line"
		if u.Complete && u.Late > 0 {
			line = "tiendo.line_late"
		}
		said = append(said, text.Say(line, "n", itoa(i+1), "unit", u.Member.Short, "state", progressKey(u),
			"sent", itoa(u.Sent), "asked", itoa(u.Asked), "accepted", itoa(u.Accepted), "days", itoa(u.Late)))
		if u.Complete {
			sent++
			if u.Late == 0 {
				onTime++
			}
		}
		if u.Asked > 0 && u.Accepted == u.Asked {
			accepted++
		}
	}
	return append(said, text.Say("tiendo.total", "sent", itoa(sent), "ontime", itoa(onTime), "accepted", itoa(accepted), "of", itoa(len(board)))), nil
}

// keepBoard brings the message that is pinned in the cluster's groups up to date:
// one message a period, edited as figures come in.
func keepBoard(tx storage.Tx, e intake.Event, p yearPeriod) error {
	list, err := workflow.Groups(tx, p.cluster.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	said, err := progressLines(tx, p)
	if err != nil {
		return err
	}
	said = append(said, text.Say("tiendo.board", "at", local(p.cluster, e.At)))
	shown := text.Split(text.Lines(text.Vietnamese, said))[0]
	for _, g := range list {
		err := outbox.Queue(tx, outbox.Message{Chat: g.Chat, Action: outbox.Send, Bulk: true, Text: shown, Pin: true,
			Board: "tiendo/" + p.cluster.ID + "/" + p.value(), Queued: e.At, Event: e.ID})
		if err != nil {
			return err
		}
	}
	return nil
}
