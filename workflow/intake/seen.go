package intake

import (
	"context"
	"time"

	"thidua/storage"
)

// remember is how long an event is recognised. The other side offers an update
// again for a day at most; the rest is for outages.
const remember = 72 * time.Hour

// pruneBatch bounds one call of Prune.
const pruneBatch = 1000

// Marks carry the engine's clock, not the event's: an event may be old when it
// arrives, and must still be recognised for as long.
type seenMark struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

var seen = storage.Table[seenMark]{Name: "seen", Key: func(s seenMark) string { return s.ID }}

// mark marks an event as seen, and says whether it is new.
func mark(tx storage.Tx, id string) (bool, error) {
	now, err := tx.Now()
	if err != nil {
		return false, err
	}
	return seen.Insert(tx, seenMark{id, now})
}

// Prune forgets events seen more than 72 hours ago. It looks at a bounded part
// of the marks, and at the next part when it is called again; call it when the
// bell rings.
func (d *Door) Prune(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var next string
	err := d.Store.Update(ctx, "seen", func(tx storage.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		records, err := tx.Scan(seen.Name, d.pruned, "", pruneBatch)
		if err != nil {
			return err
		}
		next = ""
		if len(records) == pruneBatch {
			next = records[len(records)-1].Key + "\x00"
		}
		for _, r := range records {
			// A damaged mark is kept: its key is what recognises the event.
			s, err := seen.Get(tx, r.Key)
			if err == nil && now.Sub(s.At) > remember {
				err = tx.Delete(seen.Name, r.Key)
			}
			if err != nil {
				d.Log.Warn("mark of a seen event is kept", "event", r.Key, "failure", err.Error())
			}
		}
		return nil
	})
	if err == nil {
		d.pruned = next
	}
	return err
}
