package workflow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"thidua/storage"
)

// A Change is one line of a cluster's log: who changed what, when, from what to
// what, because of which event. Lines are only ever appended, and each carries
// the hash of the one before, so that none can be altered or left out unseen.
type Change struct {
	Cluster   string    `json:"cluster"`
	Seq       int64     `json:"seq"`
	At        time.Time `json:"at"`
	By        string    `json:"by"`
	Event     string    `json:"event,omitempty"`
	What      string    `json:"what"` // "figure.draft", "figure.accept" …
	Year      int       `json:"year,omitempty"`
	Period    string    `json:"period,omitempty"`
	Member    string    `json:"member,omitempty"`
	Criterion string    `json:"criterion,omitempty"`
	From      string    `json:"from,omitempty"`
	To        string    `json:"to,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	Prev      string    `json:"prev"`
	Hash      string    `json:"hash"`
}

var changes = storage.Table[Change]{Name: "log", Key: func(c Change) string { return join(c.Cluster, fmt.Sprintf("%012d", c.Seq)) }}

// heads keeps the last line of each chain, so that appending reads one record.
var heads = storage.Table[Change]{Name: "loghead", Key: func(c Change) string { return c.Cluster }}

// Log appends a change to the cluster's log.
func Log(tx storage.Tx, act Act, cluster string, c Change) error {
	head, _, err := heads.Find(tx, cluster)
	if err != nil {
		return err
	}
	c.Cluster, c.Seq, c.At, c.By, c.Event = cluster, head.Seq+1, act.At.UTC(), act.By, act.Event
	c.Prev = head.Hash
	if err := c.asRead(); err != nil {
		return err
	}
	if c.Hash, err = c.sum(); err != nil {
		return err
	}
	if err := changes.Put(tx, c); err != nil {
		return err
	}
	return heads.Put(tx, c)
}

// LogHead is the last line of a cluster's log; its hash stands for all of them.
func LogHead(r storage.Reader, cluster string) (Change, error) {
	head, _, err := heads.Find(r, cluster)
	return head, err
}

// asRead makes the line what it will be when it is read back: bytes that are no
// text do not survive, and the hash must be of what does.
func (c *Change) asRead() error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, c)
}

// sum is the hash over the line without its own hash.
func (c Change) sum() (string, error) {
	c.Hash = ""
	b, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:]), nil
}

// Changes returns a cluster's log, oldest line first.
func Changes(r storage.Reader, cluster string) ([]Change, error) { return changes.List(r, cluster+"/") }

// CheckLog recounts a cluster's log and says where its chain is broken.
func CheckLog(r storage.Reader, cluster string) error {
	list, err := Changes(r, cluster)
	if err != nil {
		return err
	}
	prev := ""
	for i, c := range list {
		sum, err := c.sum()
		if err != nil {
			return err
		}
		if c.Prev != prev || c.Hash != sum {
			return fmt.Errorf("log of %s: line %d does not follow from the line before it", cluster, i+1)
		}
		prev = c.Hash
	}
	head, _, err := heads.Find(r, cluster)
	if err == nil && head.Hash != prev {
		err = fmt.Errorf("log of %s: lines are missing at its end", cluster)
	}
	return err
}
