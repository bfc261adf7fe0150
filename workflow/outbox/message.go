// Package outbox is the one door out. Whatever leaves the house is a record
// first, kept in the same unit of work as the change it tells about; a sender
// then delivers in order, at the pace that the other side allows.
package outbox

import (
	"encoding/json"
	"fmt"
	"time"

	"thidua/storage"
)

// What a message does when it is delivered.
const (
	Send   = "send"   // text with buttons, or a document
	Answer = "answer" // acknowledges a pressed button; Text may be empty
	Edit   = "edit"   // replaces the text and buttons of message Ref
	Delete = "delete" // removes message Ref from the chat
	Menu   = "menu"   // sets the command menu of the chat
	Pin    = "pin"    // pins message Ref; a chat that does not let the bot is left alone
)

// A Message is one thing to deliver to one chat. Its text is already in the
// reader's language, as HTML that Telegram takes, at most one message long.
type Message struct {
	Seq    int64  `json:"seq"`
	Chat   string `json:"chat"`
	Action string `json:"action"`
	Bulk   bool   `json:"bulk,omitempty"`  // waits behind replies
	Alarm  bool   `json:"alarm,omitempty"` // tells an administrator; its own death raises no further notice

	Text     string     `json:"text,omitempty"`
	Buttons  [][]Button `json:"buttons,omitempty"`
	Ref      int        `json:"ref,omitempty"`      // message id: Edit, Delete, Pin; of a board, what is edited
	Callback string     `json:"callback,omitempty"` // callback id: Answer
	Commands []Command  `json:"commands,omitempty"` // Menu
	Document *Document  `json:"document,omitempty"` // Send

	// Board names a message that keeps itself current in its chat: what is queued
	// under the same name changes it. Only a Send without a document is one.
	Board string `json:"board,omitempty"`
	Pin   bool   `json:"pin,omitempty"` // a new one is pinned

	// Check names what must still be true when the message is sent; a message
	// that no longer holds is dropped. Empty: always.
	Check *Check `json:"check,omitempty"`

	Queued    time.Time `json:"queued"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Tries     int       `json:"tries,omitempty"`   // counted before each try
	Failure   string    `json:"failure,omitempty"` // of the last try that ended
	Event     string    `json:"event,omitempty"`   // the event that caused it
}

// A Button shows Label and brings Data back when pressed (64 bytes at most).
type Button struct {
	Label string `json:"label"`
	Data  string `json:"data"`
}

// A Command is one line of a chat's command menu.
type Command struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// A Document is a file made from values when it is sent: same values, same
// bytes. Kind says which; Bytes holds a document that was stored as bytes.
type Document struct {
	Kind   string          `json:"kind"` // covenant, ranking, report, xlsx …
	Name   string          `json:"name"` // file name
	Values json.RawMessage `json:"values,omitempty"`
	Bytes  []byte          `json:"bytes,omitempty"`
	Photo  bool            `json:"photo,omitempty"` // shown as a picture, if Telegram takes it as one
}

// A Check is what a message depends on, for whoever queued it to judge again.
type Check struct {
	Kind string            `json:"kind"`
	Args map[string]string `json:"args,omitempty"`
}

var (
	queue = storage.Table[Message]{Name: "outbox", Key: seqKey}
	dead  = storage.Table[Message]{Name: "dead", Key: seqKey}
)

func seqKey(m Message) string { return fmt.Sprintf("%016d", m.Seq) }

// Queue puts a message into the outbox. It leaves the house only if tx is kept.
// One for a board takes the place of the one that still waits for it.
func Queue(tx storage.Tx, m Message) error {
	if m.Board != "" {
		return post(tx, m)
	}
	_, err := add(tx, m)
	return err
}

func add(tx storage.Tx, m Message) (_ Message, err error) {
	if m.Seq, err = storage.Next(tx, "outbox"); err != nil {
		return m, err
	}
	return m, queue.Put(tx, m)
}

// Waiting lists what has not been delivered, oldest first.
func Waiting(r storage.Reader) ([]Message, error) { return queue.List(r, "") }

// Dead lists what could not be delivered, oldest first.
func Dead(r storage.Reader) ([]Message, error) { return dead.List(r, "") }
