package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// askStamp has a time stamp fetched; it comes to stampCame. Each event that asks
// has an answer of its own.
func askStamp(tx storage.Tx, act workflow.Act, imprint []byte, ref workflow.StampRef) error {
	b, err := json.Marshal(ref)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%x", act.Event, b, imprint))
	return intake.Ask(tx, "stamp/"+hex.EncodeToString(sum[:16]), act.At, intake.Stamp{Imprint: imprint, For: b})
}

// stampCame takes a time stamp that was asked for, or notes why there is none.
func (b *Bot) stampCame(tx storage.Tx, e intake.Event) error {
	var ref workflow.StampRef
	if err := json.Unmarshal(e.Stamp.For, &ref); err != nil {
		return err
	}
	if e.Stamp.Failure != "" {
		if err := workflow.KeepStampFailure(tx, (&dialog.Turn{Tx: tx, Event: e}).Act(), e.Stamp.Failure); err != nil {
			return err
		}
	}
	err := b.Stamped(tx, e, ref, e.Stamp.Token)
	if p, ok := errors.AsType[*text.Problem](err); ok { // there is nobody to explain it to
		return fmt.Errorf("time stamp for %s %d/%d %s: %s", ref.Cluster, ref.Year, ref.No, ref.Field, p.Key)
	}
	return err
}

// stampsDue lists the complete documents whose time stamp is to be asked for
// again.
func stampsDue(r storage.Reader, at time.Time) ([]workflow.Covenant, error) {
	owed, err := workflow.StampsOwed(r)
	return slices.DeleteFunc(owed, func(cov workflow.Covenant) bool { return at.Before(cov.StampNext) }), err
}

// stampAgain asks for the time stamps that complete documents lack.
func (b *Bot) stampAgain(tx storage.Tx, e intake.Event) error {
	owed, err := stampsDue(tx, e.At)
	if err != nil {
		return err
	}
	t := &dialog.Turn{Tx: tx, Event: e}
	for _, cov := range owed {
		if err := workflow.StampAgain(tx, t.Act(), cov, b.Chancery); err != nil {
			return err
		}
	}
	return nil
}
