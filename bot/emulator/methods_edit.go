package emulator

import (
	"bytes"
	"slices"
	"time"
)

const deleteWithin = 48 * time.Hour

// query is one press of a button, waiting for its answer.
type query struct {
	person   *Person
	message  *message
	at       time.Time
	answered bool
}

// editable finds the message an edit is about: one of the bot's, with an inline
// keyboard or none.
func (s *Server) editable(c *call) (*message, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	m := r.find(c.int("message_id"))
	switch {
	case m == nil:
		return nil, badRequest("message to edit not found")
	case m.From.ID != s.bot.ID || m.service() != "":
		return nil, badRequest("message can't be edited")
	case m.keyboard != inlineKeyboard && m.keyboard != noKeyboard:
		return nil, badRequest("message can't be edited")
	}
	return m, nil
}

// edit changes a message unless nothing would change. Without a reply_markup
// the buttons go.
func (s *Server) edit(c *call, m *message, change func(*message)) (any, error) {
	edited := *m
	change(&edited)
	edited.setMarkup(c)
	if edited.Text == m.Text && edited.Caption == m.Caption && slices.EqualFunc(edited.Entities, m.Entities, sameEntity) &&
		slices.EqualFunc(edited.CaptionEntities, m.CaptionEntities, sameEntity) && bytes.Equal(edited.ReplyMarkup, m.ReplyMarkup) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	*m = edited
	m.EditDate = s.now().Unix()
	s.note(s.view(Edited, m))
	return m, nil
}

func sameEntity(a, b entity) bool {
	a.User, b.User = nil, nil
	return a == b
}

func editMessageText(s *Server, c *call) (any, error) {
	if c.has("rich_message") || c.has("inline_message_id") {
		return nil, badRequest("rich and inline messages are not emulated")
	}
	m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m.file != nil {
		return nil, badRequest("there is no text in the message to edit")
	}
	f, err := format(c.str("text"), c.str("parse_mode"))
	if err != nil {
		return nil, err
	}
	c.json("entities", &f.entities)
	return s.edit(c, m, func(m *message) { m.Text, m.Entities, m.html = f.text, f.entities, markup(c, "text", f) })
}

func editMessageCaption(s *Server, c *call) (any, error) {
	m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m.file == nil {
		return nil, badRequest("there is no caption in the message to edit")
	}
	f, err := format(c.str("caption"), c.str("parse_mode"))
	if err != nil {
		return nil, err
	}
	c.json("caption_entities", &f.entities)
	return s.edit(c, m, func(m *message) { m.Caption, m.CaptionEntities, m.html = f.text, f.entities, markup(c, "caption", f) })
}

func editMessageReplyMarkup(s *Server, c *call) (any, error) {
	m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	return s.edit(c, m, func(*message) {})
}

// deletable says why a message cannot be deleted by the bot.
func (s *Server) deletable(r *room, m *message) error {
	switch {
	case m == nil:
		return badRequest("message to delete not found")
	case s.now().Sub(time.Unix(m.Date, 0)) > deleteWithin:
		return badRequest("message can't be deleted for everyone")
	case r.chat.Type != private && m.From.ID != s.bot.ID && r.status != "administrator":
		return badRequest("message can't be deleted")
	case m.MigrateFrom != 0:
		return badRequest("message can't be deleted")
	}
	return nil
}

func deleteMessage(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	m := r.find(c.int("message_id"))
	if err := s.deletable(r, m); err != nil {
		return nil, err
	}
	s.remove(r, m)
	return true, nil
}

// deleteMessages skips what is not there, as documented.
func deleteMessages(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	var ids []int64
	c.json("message_ids", &ids)
	var found []*message
	for _, id := range ids {
		m := r.find(id)
		if m == nil || slices.Contains(found, m) {
			continue
		}
		if err := s.deletable(r, m); err != nil {
			return nil, err
		}
		found = append(found, m)
	}
	for _, m := range found {
		s.remove(r, m)
	}
	return true, nil
}

// answerCallbackQuery takes one answer to a press, while it is young.
func answerCallbackQuery(s *Server, c *call) (any, error) {
	id := c.str("callback_query_id")
	q := s.queries[id]
	if q == nil || q.answered || s.now().Sub(q.at) > queryLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	q.answered = true
	a := Answer{id, c.str("text"), c.bool("show_alert")}
	q.person.answers = append(q.person.answers, a)
	v := s.view(Answered, q.message)
	v.By, v.Note = q.person.user.name(), a.Text
	s.note(v)
	return true, nil
}
