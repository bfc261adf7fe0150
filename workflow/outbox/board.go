package outbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"thidua/storage"
)

// boardPause is at least between two versions of a board.
const boardPause = time.Minute

// A board is what is known of a message that keeps itself current.
type board struct {
	Chat    string    `json:"chat"`
	Name    string    `json:"name"`
	Message int       `json:"message,omitempty"` // that shows it; 0: none that is known
	Newest  int64     `json:"newest,omitempty"`  // version that was queued
	Last    time.Time `json:"last,omitzero"`     // when one was tried
	Shows   string    `json:"shows,omitempty"`   // what the message shows for certain; empty while that is not known
}

var boards = storage.Table[board]{Name: "boards", Key: func(b board) string { return boardPrefix(b.Chat) + b.Name }}

func boardPrefix(chat string) string { return chat + "/" }

// boardOf finds the board of a message. A damaged record is as good as none: the
// board then begins anew.
func boardOf(r storage.Reader, m Message) (board, error) {
	b, err := boards.Get(r, boards.Key(board{Chat: m.Chat, Name: m.Board}))
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrCorrupt) {
		return board{Chat: m.Chat, Name: m.Board}, nil
	}
	return b, err
}

// post queues a version of a board, in the place of one that waits and was not
// tried yet: that keeps its turn and its hour.
func post(tx storage.Tx, m Message) error {
	if m.Action != Send || m.Document != nil {
		return fmt.Errorf("board %q is not a text", m.Board)
	}
	b, err := boardOf(tx, m)
	if err != nil {
		return err
	}
	if b.Newest != 0 {
		w, err := queue.Get(tx, seqKey(Message{Seq: b.Newest}))
		switch {
		case err == nil && w.Tries == 0:
			w.Text, w.Buttons, w.Pin, w.Check, w.Event = m.Text, m.Buttons, m.Pin, m.Check, m.Event
			return queue.Put(tx, w)
		case err != nil && !errors.Is(err, storage.ErrNotFound) && !errors.Is(err, storage.ErrCorrupt):
			return err
		}
	}
	if !b.Last.IsZero() {
		m.NotBefore = later(m.NotBefore, b.Last.Add(boardPause))
	}
	if m, err = add(tx, m); err != nil {
		return err
	}
	b.Newest = m.Seq
	return boards.Put(tx, b)
}

// outdated says whether a newer version of the board was queued.
func (b board) outdated(m Message) bool { return m.Seq < b.Newest }

// take notes that a version is about to be tried, and tells it what to edit. One
// that the message shows already is not tried at all.
func take(tx storage.Tx, m *Message, now time.Time) (shows bool, err error) {
	b, err := boardOf(tx, *m)
	if err != nil || b.outdated(*m) {
		return false, err
	}
	if b.Message != 0 && b.Shows == looks(*m) {
		return true, nil
	}
	b.Last, b.Shows = now, "" // an answer may be lost
	m.Ref = b.Message
	return false, boards.Put(tx, b)
}

// looks is what a version looks like, in short.
func looks(m Message) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q", m.Text, m.Buttons)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// delivered keeps what a board shows for certain.
func delivered(tx storage.Tx, m Message) error {
	b, known, err := boards.Find(tx, boards.Key(board{Chat: m.Chat, Name: m.Board}))
	if errors.Is(err, storage.ErrCorrupt) || err == nil && !known { // damaged, or dropped meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	b.Shows = looks(m)
	return boards.Put(tx, b)
}

// shown keeps which message shows a board from now on, and has it pinned.
func shown(tx storage.Tx, m Message, message int, now time.Time) error {
	b, known, err := boards.Find(tx, boards.Key(board{Chat: m.Chat, Name: m.Board}))
	switch {
	case errors.Is(err, storage.ErrCorrupt), err == nil && !known: // damaged, or dropped meanwhile
		return nil
	case err != nil:
		return err
	}
	b.Message = message
	if err := boards.Put(tx, b); err != nil || !m.Pin {
		return err
	}
	_, err = add(tx, Message{Chat: m.Chat, Action: Pin, Bulk: m.Bulk, Ref: message, Queued: now, Event: m.Event})
	return err
}

// MoveBoards takes along the boards of a group that goes on under another id.
// Messages have other ids there, so each board begins with a new one.
func MoveBoards(tx storage.Tx, from, to string) error {
	return eachBoard(tx, from, func(b board) error {
		b.Chat, b.Message, b.Shows = to, 0, ""
		_, err := boards.Insert(tx, b) // one that is there already knows better
		return err
	})
}

// DropBoards forgets the boards of a chat that the bot left.
func DropBoards(tx storage.Tx, chat string) error {
	return eachBoard(tx, chat, func(board) error { return nil })
}

// eachBoard takes away the boards of a chat, and gives them to fn.
func eachBoard(tx storage.Tx, chat string, fn func(board) error) error {
	prefix := boardPrefix(chat)
	records, err := tx.Scan(boards.Name, prefix, storage.PrefixEnd(prefix), 0)
	if err != nil {
		return err
	}
	for _, rec := range records {
		b, err := boards.Get(tx, rec.Key)
		if err == nil {
			err = fn(b)
		}
		if err != nil && !errors.Is(err, storage.ErrCorrupt) {
			return err
		}
		if err := tx.Delete(boards.Name, rec.Key); err != nil {
			return err
		}
	}
	return nil
}
