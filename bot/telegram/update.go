package telegram

import (
	"encoding/json"
	"errors"
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
	MovedTo  int64  `json:"migrate_to_chat_id"`

	// Only whether they are there.
	Document  json.RawMessage `json:"document"`
	Photo     json.RawMessage `json:"photo"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Audio     json.RawMessage `json:"audio"`
	Voice     json.RawMessage `json:"voice"`
	Animation json.RawMessage `json:"animation"`
	PaidMedia json.RawMessage `json:"paid_media"`
}

// file says whether the message brings a file or a picture.
func (m *message) file() bool {
	for _, part := range []json.RawMessage{m.Document, m.Photo, m.Video, m.VideoNote, m.Audio, m.Voice, m.Animation, m.PaidMedia} {
		if len(part) > 0 {
			return true
		}
	}
	return false
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
