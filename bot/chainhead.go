package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// postHead tells the cluster's groups where its log stands now that something was
// made known: a hash in many hands, so that no line before it can be changed
// unseen. It is called last in its unit of work, when nothing more is logged.
func postHead(t *dialog.Turn, c *rules.Cluster, what text.Notice) error {
	head, err := workflow.LogHead(t.Tx, c.ID)
	if err != nil {
		return err
	}
	groups, err := workflow.Groups(t.Tx, c.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		said := lines(text.Say("vanthu.chain", "what", text.Plain(text.Vietnamese, what), "at", local(c, head.At), "seq", itoa(int(head.Seq)), "hash", head.Hash))
		if err := dialog.Tell(t.Tx, t.Event, outbox.Message{Chat: g.Chat, Bulk: true}, text.Vietnamese, said); err != nil {
			return err
		}
	}
	return nil
}
