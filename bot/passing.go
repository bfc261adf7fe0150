package bot

import (
	"errors"
	"time"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// Rings says whether a ring of the bell at a moment would do anything; the bell
// looks before it wakes anybody.
func Rings(r storage.Reader, at time.Time) (bool, error) {
	due, err := Due(r, at)
	if err != nil || len(due) > 0 {
		return len(due) > 0, err
	}
	all, err := workflow.Clusters(r)
	if err != nil {
		return false, err
	}
	for _, c := range all {
		passing, err := workflow.PassingDue(r, c, at)
		if err != nil || len(passing) > 0 {
			return len(passing) > 0, err
		}
	}
	owed, err := stampsDue(r, at)
	return len(owed) > 0, err
}

// pass lets time pass over the covenants, and tells whom it concerns: a turn that
// has run out, a time stamp that nobody waits for any more, a deadline.
func (b *Bot) pass(tx storage.Tx, e intake.Event) error {
	t := &dialog.Turn{Tx: tx, Event: e}
	all, err := workflow.Clusters(tx)
	if err != nil {
		return err
	}
	for _, c := range all {
		due, err := workflow.PassingDue(tx, c, e.At)
		if err != nil {
			return err
		}
		for _, before := range due {
			p, err := workflow.CovenantTick(tx, t.Act(), c, b.Chancery, before.No)
			if wrong, ok := errors.AsType[*text.Problem](err); ok { // it stays due; what the bell says of others does not wait for it
				b.Log.Error("time cannot pass over a covenant", "cluster", c.ID, "year", c.Year, "no", before.No, "why", wrong.Key, "cause", err)
				continue
			}
			if err != nil {
				return err
			}
			if turn := p.Lapsed; turn != nil {
				said := text.Say("ky.lapsed", "paper", paperName(t, c, before.No), "unit", workflow.PartyName(c, memberOf(before, turn.Field)), "until", local(c, turn.Until))
				if err := tellPerson(t, turn.Person, lines(said)); err != nil {
					return err
				}
			}
			if err := tellStamped(t, c, before, p.Covenant, p.Signed); err != nil {
				return err
			}
		}
	}
	return nil
}

// Stamped takes a time stamp that was asked for, or nil where none could be had,
// and tells whose signature waited for it.
func (b *Bot) Stamped(tx storage.Tx, e intake.Event, ref workflow.StampRef, token []byte) error {
	t := &dialog.Turn{Tx: tx, Event: e}
	c, err := workflow.FindCluster(tx, ref.Cluster, ref.Year)
	if err != nil || c == nil {
		return err
	}
	before, err := workflow.CovenantNo(tx, c, ref.No)
	if err != nil {
		return err
	}
	after, err := workflow.StampCovenant(tx, t.Act(), c, b.Chancery, ref, token)
	if err != nil {
		return err
	}
	return tellStamped(t, c, before, after, ref.Field)
}

// tellStamped tells who signed in a field that it is done, and everybody else
// what has become of the signing. An empty field, or one that did not wait, has
// nobody to be told.
func tellStamped(t *dialog.Turn, c *rules.Cluster, before, after workflow.Covenant, field string) error {
	if p := after.Ceremony.Place(field); p != nil && before.Ceremony.Pending() != nil && after.Ceremony.Pending() == nil {
		person, known, err := workflow.FindPerson(t.Tx, p.Person)
		if err != nil {
			return err
		}
		if known {
			if err := tell(t, person, signedLines(c, after, p, person.Language), nil); err != nil {
				return err
			}
		}
	}
	return tellCeremony(t, c, before, after)
}
