package bot

import (
	"time"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// membership follows what becomes of the bot in a chat: blocked and unblocked by
// a person, added to a group, removed from it, moved with it.
func (b *Bot) membership(tx storage.Tx, e intake.Event) error {
	switch {
	case e.MovedTo != "":
		if err := outbox.MoveBoards(tx, e.Chat, e.MovedTo); err != nil {
			return err
		}
		return workflow.MoveGroup(tx, act(e), e.Chat, e.MovedTo)
	case e.Group && e.Member == "member":
		if err := outbox.Reachable(tx, e.Chat); err != nil {
			return err
		}
		t, err := turn(tx, e)
		if err != nil {
			return err
		}
		return t.Send(lines(text.Say("group.hello")), nil)
	case e.Group && e.Member == "left":
		if err := outbox.DropBoards(tx, e.Chat); err != nil {
			return err
		}
		return workflow.UnbindGroup(tx, act(e), e.Chat)
	case e.Member == "member":
		return outbox.Reachable(tx, e.Chat)
	}
	return nil // blocked: the next delivery finds out, and marks the person
}

// act is whoever an event came from.
func act(e intake.Event) workflow.Act { return workflow.Act{By: e.From, At: e.At, Event: e.ID} }

// Moved follows a group to its new id, of which only a delivery learnt.
func (b *Bot) Moved(tx storage.Tx, from, to string) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	return workflow.MoveGroup(tx, workflow.Act{By: "delivery", At: now}, from, to)
}

// Quarantined tells the administrators of an event that was put aside.
func (b *Bot) Quarantined(tx storage.Tx, q intake.Quarantined) error {
	return b.alarm(tx, intake.Event{ID: q.ID, At: q.At}, text.Say("alarm.quarantine", "event", q.ID))
}

// Dead tells the administrators of a message that could not be delivered.
func (b *Bot) Dead(tx storage.Tx, m outbox.Message, at time.Time) error {
	return b.alarm(tx, intake.Event{ID: "dead/" + itoa(int(m.Seq)), At: at}, text.Say("alarm.dead", "chat", m.Chat, "seq", itoa(int(m.Seq))))
}

// alarm tells every administrator, once each.
func (b *Bot) alarm(tx storage.Tx, e intake.Event, said text.Notice) error {
	all, err := workflow.Clusters(tx)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, c := range all {
		list, err := workflow.Holders(tx, c.ID, workflow.Admin, "", e.At)
		if err != nil {
			return err
		}
		for _, p := range list {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			m := outbox.Message{Chat: p.ID, Bulk: true, Alarm: true}
			if err := dialog.Tell(tx, e, m, p.Language, lines(said)); err != nil {
				return err
			}
		}
	}
	return nil
}
