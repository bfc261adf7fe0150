package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// room is one chat, seen from above.
type room struct {
	chat       chat
	messages   []*message
	lastID     int
	started    bool             // private: the person wrote first
	blocked    bool             // private: by the person
	status     string           // of the bot in a group
	members    map[int64]string // status of people in a group
	migratedTo int64
}

const (
	private    = "private"
	basicGroup = "group"
	supergroup = "supergroup"
)

var (
	errNoChat   = badRequest("chat not found")
	errBlocked  = forbidden("bot was blocked by the user")
	errStranger = forbidden("bot can't initiate conversation with a user")
)

// reach finds the chat a request names, if the bot may act there now.
func (s *Server) reach(c *call) (*room, error) {
	r := s.rooms[c.int("chat_id")]
	switch {
	case r == nil:
		return nil, errNoChat
	case r.migratedTo != 0:
		return nil, &apiError{code: http.StatusBadRequest, text: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: r.migratedTo}
	case r.chat.Type == private && !r.started:
		return nil, errStranger
	case r.blocked:
		return nil, errBlocked
	case r.chat.Type == private || r.hasBot():
		return r, nil
	case r.status == "kicked":
		return nil, forbidden("bot was kicked from the " + r.chat.Type + " chat")
	}
	return nil, forbidden("bot is not a member of the " + r.chat.Type + " chat")
}

func (r *room) hasBot() bool { return r.status == "member" || r.status == "administrator" }

func (r *room) find(id int64) *message {
	for _, m := range r.messages {
		if int64(m.MessageID) == id {
			return m
		}
	}
	return nil
}

// post puts a new message into a chat. A supergroup counts its own ids;
// private chats and groups share one row.
func (s *Server) post(r *room, from *user, m *message) *message {
	counter := &s.messageIDs
	if r.chat.Type == supergroup {
		counter = &r.lastID
	}
	*counter++
	s.order++
	m.MessageID, m.order = *counter, s.order
	m.Date, m.Chat, m.From = s.now().Unix(), r.chat, from
	r.messages = append(r.messages, m)
	s.note(s.view(Sent, m))
	return m
}

func (s *Server) remove(r *room, m *message) {
	r.messages = slices.DeleteFunc(r.messages, func(x *message) bool { return x == m })
	s.note(s.view(Deleted, m))
}

// hears reports whether the bot is told of a person's message. In groups it is
// told of commands, replies to it and service messages only, unless it is an
// administrator or its privacy mode is off.
func (s *Server) hears(r *room, m *message) bool {
	switch {
	case r.chat.Type == private:
		return true
	case !r.hasBot():
		return false
	case s.opt.ReadsAll || r.status == "administrator" || m.service() != "":
		return true
	case m.ReplyToMessage != nil && m.ReplyToMessage.From.ID == s.bot.ID:
		return true
	}
	for _, e := range slices.Concat(m.Entities, m.CaptionEntities) {
		if e.Type != "bot_command" {
			continue
		}
		_, whom, named := strings.Cut(utf16Cut(m.Text+m.Caption, e.Offset, e.Length), "@")
		if !named || strings.EqualFold(whom, s.bot.Username) {
			return true
		}
	}
	return false
}

// quoted is m inside reply_to_message: without what it replies to itself.
func quoted(m *message) *message {
	if m == nil {
		return nil
	}
	q := *m
	q.ReplyToMessage = nil
	return &q
}

// serviceMessage posts what Telegram itself writes, and tells the bot.
func (s *Server) serviceMessage(r *room, from *user, m *message) {
	s.post(r, from, m)
	if s.hears(r, m) {
		s.emit("message", m)
	}
}

// botStatus changes what the bot is in a chat, and tells it.
func (s *Server) botStatus(r *room, by user, from, to string) {
	r.status = to
	s.emit("my_chat_member", memberUpdated{
		Chat: r.chat, From: by, Date: s.now().Unix(),
		Old: membership(s.bot, from), New: membership(s.bot, to),
	})
}
