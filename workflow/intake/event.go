// Package intake is the one door in. A message, a button, a clock tick: each is
// an event and is handled in one unit of work, together with the mark that it
// was seen. Only after the commit is the other side told.
package intake

import "time"

// Kinds of events.
const (
	KindMessage = "message" // a text, or something without text (Text empty)
	KindEdited  = "edited"  // an earlier message with new text
	KindButton  = "button"
	KindChat    = "chat" // the bot was added, removed, blocked or unblocked; a group moved
	KindTick    = "tick" // the bell rang
)

// An Event is something that happened. Offering the same ID again changes
// nothing, so every door may repeat itself after a crash.
type Event struct {
	ID   string // "tg/731002", "tick/2018-02-13T01:00:00Z"
	Kind string
	At   time.Time // when it happened; the only clock a handler reads
	Raw  []byte    // as it came, for the quarantine

	Chat     string // "-100…" for groups; equals From in a private chat
	Group    bool
	Title    string // of a group
	From     string // who did it
	Name     string // their name as the other side knows it
	Language string // as their device says, e.g. "vi"
	Text     string // NFC
	Message  int    // id of the message, for deleting or editing it
	Callback string // id of a button press, to be answered
	Data     string // what the pressed button carries
	File     bool   // the message brings a file or a picture
	Member   string // KindChat: what became of the bot: "member", "left", "blocked"
	MovedTo  string // KindChat: the group's new id
}
