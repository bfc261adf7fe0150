package outbox

import (
	"errors"
	"time"

	"thidua/storage"
)

// Away is a chat that took nothing any more: the person blocked the bot or is
// gone, the group put it out.
type Away struct {
	Chat  string    `json:"chat"`
	Since time.Time `json:"since"`
}

var away = storage.Table[Away]{Name: "away", Key: func(a Away) string { return a.Chat }}

// Reachable takes note that somebody wrote in the chat again: it is delivered to
// from now on. It writes nothing where nothing was marked.
func Reachable(tx storage.Tx, chat string) error {
	if gone, err := isAway(tx, chat); err != nil || !gone {
		return err
	}
	return tx.Delete(away.Name, chat)
}

// Unreachable lists the chats that nothing is delivered to, in the order of
// their ids.
func Unreachable(r storage.Reader) ([]Away, error) { return away.List(r, "") }

// isAway looks only for the mark, so that a damaged one locks nobody out.
func isAway(r storage.Reader, chat string) (bool, error) {
	_, err := r.Get(away.Name, chat)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
