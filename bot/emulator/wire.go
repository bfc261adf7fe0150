package emulator

import "encoding/json"

// What the bot reads and is answered, as far as the emulator makes it.

type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

type message struct {
	MessageID       int             `json:"message_id"`
	From            *user           `json:"from,omitempty"`
	Date            int64           `json:"date"`
	Chat            chat            `json:"chat"`
	ReplyToMessage  *message        `json:"reply_to_message,omitempty"`
	EditDate        int64           `json:"edit_date,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []entity        `json:"entities,omitempty"`
	Document        *document       `json:"document,omitempty"`
	Photo           []photoSize     `json:"photo,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []entity        `json:"caption_entities,omitempty"`
	ReplyMarkup     json.RawMessage `json:"reply_markup,omitempty"`
	NewChatMembers  []user          `json:"new_chat_members,omitempty"`
	LeftChatMember  *user           `json:"left_chat_member,omitempty"`
	MigrateTo       int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64           `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage   *message        `json:"pinned_message,omitempty"`

	html     string     // the text or caption with its markup
	file     *file      // what Document or Photo stands for
	buttons  [][]Button // inline, or of the reply keyboard
	keyboard keyboard
	pinned   bool
	order    int // across all chats
}

// keyboard says what hangs below a message.
type keyboard int

const (
	noKeyboard keyboard = iota
	inlineKeyboard
	replyKeyboard
	keyboardRemoved
	forcedReply
)

func (m *message) service() string {
	switch {
	case m.NewChatMembers != nil:
		return "joined: " + m.NewChatMembers[0].name()
	case m.LeftChatMember != nil:
		return "left: " + m.LeftChatMember.name()
	case m.MigrateTo != 0:
		return "the group became a supergroup"
	case m.MigrateFrom != 0:
		return "the supergroup continues a group"
	case m.PinnedMessage != nil:
		return "a message was pinned"
	}
	return ""
}

func (u user) name() string {
	if u.LastName == "" {
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

type document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size"`
}

type photoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size"`
}

type callbackQuery struct {
	ID           string   `json:"id"`
	From         user     `json:"from"`
	Message      *message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data,omitempty"`
}

type memberUpdated struct {
	Chat chat           `json:"chat"`
	From user           `json:"from"`
	Date int64          `json:"date"`
	Old  map[string]any `json:"old_chat_member"`
	New  map[string]any `json:"new_chat_member"`
}

// membership is a ChatMember of the given status.
func membership(u user, status string) map[string]any {
	m := map[string]any{"status": status, "user": u}
	switch status {
	case "kicked":
		m["until_date"] = 0
	case "creator":
		m["is_anonymous"] = false
	case "administrator":
		for name, f := range api.types["ChatMemberAdministrator"] {
			if f.required && f.takes("Boolean") {
				m[name] = name != "is_anonymous" && name != "can_be_edited"
			}
		}
		m["can_pin_messages"] = true
	}
	return m
}
