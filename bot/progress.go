package bot

import (
	"encoding/json"
	"slices"

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
	done := 0
	for _, n := range counts {
		open := names(p.cluster, slices.Concat(n.Missing, n.Drafts, n.Returned))
		line := "tiendo.criterion"
		switch {
		case n.Accepted == n.Asked:
			done++
			continue
		case open == "":
			line = "tiendo.criterion_all"
		case n.Sent == 0 && len(n.Returned) == 0:
			line = "tiendo.criterion_none"
		}
		said = append(said, text.Say(line, "n", itoa(place(p.cluster, p.period.ID, n.Criterion.ID)), "name", n.Criterion.Name,
			"sent", itoa(n.Sent), "asked", itoa(n.Asked), "accepted", itoa(n.Accepted), "open", open))
	}
	if done > 0 {
		said = append(said, text.Say("tiendo.criteria_done", "n", itoa(done), "of", itoa(len(counts))))
	}
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
