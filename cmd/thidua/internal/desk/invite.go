package desk

import (
	"context"
	"crypto/rand"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/text"
)

// invite makes a one-time code: line 1, and line 2 the link where the bot's name
// is known.
func (d *Desk) invite(ctx context.Context, r Request) (Answer, error) {
	var random [16]byte
	rand.Read(random[:]) // never fails
	code, act, name := workflow.InviteCode(random), d.act(), ""
	err := d.Store.Update(ctx, r.Cluster, func(tx storage.Tx) error {
		years, err := workflow.Living(tx, r.Cluster, act.At)
		if err != nil {
			return err
		}
		if len(years) == 0 {
			return text.Wrong("desk.no_cluster", "cluster", r.Cluster)
		}
		if name, err = workflow.BotName(tx); err != nil {
			return err
		}
		return workflow.Invite(tx, act, years, code, workflow.Invitation{Role: workflow.Role(r.Role), Member: r.Member, Name: r.Name})
	})
	out := code + "\n"
	if name != "" {
		out += workflow.InviteLink(name, code) + "\n"
	}
	return Answer{Out: []byte(out)}, err
}
