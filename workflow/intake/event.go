// Package intake is the one door in. A message, a button, a clock tick: each is
// an event and is handled in one unit of work, together with the mark that it
// was seen. Only after the commit is the other side told.
package intake

import (
	"encoding/json"
	"time"
)

// Kinds of events.
const (
	KindMessage = "message" // a text, or something without text (Text empty)
	KindEdited  = "edited"  // an earlier message with new text
	KindButton  = "button"
	KindChat    = "chat"  // the bot was added, removed, blocked or unblocked; a group moved
	KindTick    = "tick"  // the bell rang
	KindFile    = "file"  // the file that Fetch asked for is here, or will not come
	KindStamp   = "stamp" // the time stamp that Ask asked for is here, or will not come
)

// An Event is something that happened. Offering the same ID again changes
// nothing, so every door may repeat itself after a crash.
type Event struct {
	ID   string    `json:"id"` // "tg/731002", "tick/2018-02-13T01:00:00Z", "job/tg/731002"
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`            // when it happened; the only clock a handler reads
	Raw  []byte    `json:"raw,omitempty"` // as it came, for the quarantine

	Chat     string `json:"chat,omitempty"` // "-100…" for groups; equals From in a private chat
	Group    bool   `json:"group,omitempty"`
	Title    string `json:"title,omitempty"`    // of a group
	From     string `json:"from,omitempty"`     // who did it
	Name     string `json:"name,omitempty"`     // their name as the other side knows it
	Language string `json:"language,omitempty"` // as their device says, e.g. "vi"
	Text     string `json:"text,omitempty"`     // NFC; of a message with a file, its caption
	Message  int    `json:"message,omitempty"`  // id of the message, for deleting or editing it
	Callback string `json:"callback,omitempty"` // id of a button press, to be answered
	Data     string `json:"data,omitempty"`     // what the pressed button carries
	File     *File  `json:"file,omitempty"`     // what the message brings besides its text
	Member   string `json:"member,omitempty"`   // KindChat: what became of the bot: "member", "left", "blocked"
	MovedTo  string `json:"moved_to,omitempty"` // KindChat: the group's new id
	Stamp    *Stamp `json:"stamp,omitempty"`    // KindStamp
}

// What a message may bring.
const (
	Document = "document"
	Photo    = "photo"
	Other    = "other" // a voice, a video, a sticker …; it is not fetched
)

// A File is what a message brings: at first only a description, since its bytes
// must be fetched; see Fetch.
type File struct {
	Kind   string `json:"kind"`             // Document, Photo, Other
	ID     string `json:"id,omitempty"`     // for whoever fetches it
	Unique string `json:"unique,omitempty"` // the same whenever the same file is sent
	Name   string `json:"name,omitempty"`   // NFC; photos have none
	MIME   string `json:"mime,omitempty"`   // as the sender's device says
	Size   int64  `json:"size,omitempty"`   // as the other side says
	Album  string `json:"album,omitempty"`  // common to the messages of one album

	// Of KindFile. Bytes are there, or Failure says why not.
	Bytes   []byte          `json:"bytes,omitempty"`
	SHA256  string          `json:"sha256,omitempty"` // hexadecimal
	Opened  json.RawMessage `json:"opened,omitempty"` // what Fetcher.Open made of them
	Failure string          `json:"failure,omitempty"`
}

// Why a file does not come.
const (
	TooLarge = "large" // more than MaxFile
	Gone     = "gone"  // nobody could fetch it
)
