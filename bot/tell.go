package bot

import (
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// local is a moment on the cluster's clock, in machine form.
func local(c *rules.Cluster, at time.Time) string {
	return at.In(c.Location()).Format("2006-01-02T15:04:05")
}

// tell queues lines for somebody else than the one who spoke, behind replies.
func tell(t *dialog.Turn, p workflow.Person, said []text.Notice, buttons [][]outbox.Button, documents ...outbox.Document) error {
	return dialog.Tell(t.Tx, t.Event, outbox.Message{Chat: p.ID, Bulk: true, Buttons: buttons}, p.Language, said, documents...)
}

// tellRole tells everybody who has a role, for a member or (empty) for any.
func tellRole(t *dialog.Turn, c *rules.Cluster, role workflow.Role, member string, said []text.Notice, button func(lang string) [][]outbox.Button, documents ...outbox.Document) error {
	list, err := workflow.Holders(t.Tx, c.ID, role, member, t.At())
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.ID == t.Person.ID {
			continue
		}
		var buttons [][]outbox.Button
		if button != nil {
			buttons = button(p.Language)
		}
		if err := tell(t, p, said, buttons, documents...); err != nil {
			return err
		}
	}
	return nil
}

// tellReviewers tells the head's people that something arrived; of the head's
// own unit, the deputies' people, or the observers where there are none.
func tellReviewers(t *dialog.Turn, c *rules.Cluster, member string, said ...text.Notice) error {
	button := func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("button.duyet")), c.ID, "duyet")}}
	}
	for _, role := range []workflow.Role{workflow.Head, workflow.Deputy, workflow.Observer} {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		told := false
		for _, p := range list {
			a, err := workflow.FindActor(t.Tx, p, c.ID, t.At())
			if err != nil {
				return err
			}
			if !a.May(workflow.MayReview, member) {
				continue
			}
			if err := tell(t, p, said, button(p.Language)); err != nil {
				return err
			}
			told = true
		}
		if told {
			return nil
		}
	}
	return nil
}
