package telegram

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"

	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// What is read of an update. The types are as narrow as the need: the library's
// fail on whatever Telegram adds to a part that nobody here looks at.

type update struct {
	ID       int64     `json:"update_id"`
	Message  *message  `json:"message"`
	Edited   *message  `json:"edited_message"`
	Press    *press    `json:"callback_query"`
	Standing *standing `json:"my_chat_member"`
}

type message struct {
	ID       int    `json:"message_id"`
	From     *user  `json:"from"`
	Chat     chat   `json:"chat"`
	Date     int64  `json:"date"`
	EditDate int64  `json:"edit_date"`
	Text     string `json:"text"`
	Caption  string `json:"caption"`
	MovedTo  int64  `json:"migrate_to_chat_id"`

	Document *document   `json:"document"`
	Photo    []photoSize `json:"photo"`
	Album    string      `json:"media_group_id"`

	// Only whether they are there.
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Audio     json.RawMessage `json:"audio"`
	Voice     json.RawMessage `json:"voice"`
	Animation json.RawMessage `json:"animation"`
	Sticker   json.RawMessage `json:"sticker"`
	PaidMedia json.RawMessage `json:"paid_media"`
}

type document struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Name   string `json:"file_name"`
	MIME   string `json:"mime_type"`
	Size   int64  `json:"file_size"`
}

// photoSize is a picture in one of the sizes that Telegram made of it.
type photoSize struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Width  int64  `json:"width"`
	Height int64  `json:"height"`
	Size   int64  `json:"file_size"`
}

// file is what the message brings besides its text, or nil. An animation comes
// as a document too; it is none.
func (m *message) file() *intake.File {
	for _, part := range []json.RawMessage{m.Video, m.VideoNote, m.Audio, m.Voice, m.Animation, m.Sticker, m.PaidMedia} {
		if len(part) > 0 {
			return &intake.File{Kind: intake.Other, Album: m.Album}
		}
	}
	switch d := m.Document; {
	case d != nil:
		return &intake.File{Kind: intake.Document, ID: d.ID, Unique: d.Unique, Name: text.Clean(d.Name), MIME: d.MIME, Size: d.Size, Album: m.Album}
	case len(m.Photo) > 0:
		p := slices.MaxFunc(m.Photo, func(a, b photoSize) int { return cmp.Compare(a.Width*a.Height, b.Width*b.Height) })
		return &intake.File{Kind: intake.Photo, ID: p.ID, Unique: p.Unique, MIME: "image/jpeg", Size: p.Size, Album: m.Album}
	}
	return nil
}

type press struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

// standing is what the bot became in a chat.
type standing struct {
	Chat chat  `json:"chat"`
	From user  `json:"from"`
	Date int64 `json:"date"`
	New  struct {
		Status   string `json:"status"`
		IsMember bool   `json:"is_member"` // of a restricted one
	} `json:"new_chat_member"`
}

type user struct {
	ID        int64  `json:"id"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Language  string `json:"language_code"`
}

type chat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
}

// identify finds the id of an update that may be unreadable otherwise.
func identify(raw []byte) (id int64, err error) {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if err = json.Unmarshal(raw, &u); err == nil && u.ID == 0 {
		err = errors.New("no update_id")
	}
	return u.ID, err
}
