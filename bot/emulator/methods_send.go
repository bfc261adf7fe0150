package emulator

import (
	"encoding/json"
	"strings"
)

func sendMessage(s *Server, c *call) (any, error) {
	f, err := format(c.str("text"), c.str("parse_mode"))
	if err != nil {
		return nil, err
	}
	c.json("entities", &f.entities)
	return s.send(c, &message{Text: f.text, Entities: f.entities, html: markup(c, "text", f)})
}

func sendDocument(s *Server, c *call) (any, error) {
	f, err := s.fileFor(c, "document", maxUpload)
	if err != nil {
		return nil, err
	}
	if f.width > 0 {
		return nil, badRequest("can't use file of type Photo as Document")
	}
	m := &message{}
	m.setDocument(f)
	return s.sendWithCaption(c, m)
}

func sendPhoto(s *Server, c *call) (any, error) {
	f, err := s.fileFor(c, "photo", maxPhoto)
	if err != nil {
		return nil, err
	}
	if f.width == 0 {
		if c.file("photo") == nil {
			return nil, badRequest("can't use file of type Document as Photo")
		}
		if err := f.develop(); err != nil {
			return nil, err
		}
	}
	m := &message{}
	m.setPhoto(f)
	return s.sendWithCaption(c, m)
}

// fileFor is the file a parameter means: uploaded now, or before.
func (s *Server) fileFor(c *call, name string, most int) (*file, error) {
	if up := c.file(name); up != nil {
		switch {
		case len(up.data) == 0:
			return nil, badRequest("file must be non-empty")
		case len(up.data) > most:
			return nil, badRequest("file is too big")
		}
		return s.keepFile(up.name, up.mime, up.data), nil
	}
	if f := s.files[c.str(name)]; f != nil {
		return f, nil
	}
	if strings.HasPrefix(c.str(name), "http") {
		return nil, badRequest("failed to get HTTP URL content")
	}
	return nil, badRequest("wrong file identifier/HTTP URL specified")
}

func (s *Server) sendWithCaption(c *call, m *message) (any, error) {
	f, err := format(c.str("caption"), c.str("parse_mode"))
	if err != nil {
		return nil, err
	}
	c.json("caption_entities", &f.entities)
	m.Caption, m.CaptionEntities, m.html = f.text, f.entities, markup(c, "caption", f)
	return s.send(c, m)
}

// markup is the text as HTML, whichever way it was sent.
func markup(c *call, name string, f formatted) string {
	if strings.EqualFold(c.str("parse_mode"), "html") {
		return strings.TrimSpace(c.str(name))
	}
	return escapeHTML(f.text)
}

// send posts a message of the bot.
func (s *Server) send(c *call, m *message) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	var reply struct {
		MessageID int64 `json:"message_id"`
		Anyway    bool  `json:"allow_sending_without_reply"`
	}
	if c.has("reply_parameters") {
		c.json("reply_parameters", &reply)
		m.ReplyToMessage = quoted(r.find(reply.MessageID))
		if m.ReplyToMessage == nil && !reply.Anyway {
			return nil, badRequest("message to be replied not found")
		}
	}
	m.setMarkup(c)
	return s.post(r, &s.bot, m), nil
}

// setMarkup hangs the reply_markup of a request below a message.
func (m *message) setMarkup(c *call) {
	m.ReplyMarkup, m.buttons, m.keyboard = nil, nil, noKeyboard
	if !c.has("reply_markup") {
		return
	}
	var given struct {
		Inline [][]map[string]any `json:"inline_keyboard"`
		Reply  [][]struct {
			Text string `json:"text"`
		} `json:"keyboard"`
		Remove bool `json:"remove_keyboard"`
		Force  bool `json:"force_reply"`
	}
	c.json("reply_markup", &given)
	switch {
	case given.Remove:
		m.keyboard = keyboardRemoved
	case given.Force:
		m.keyboard = forcedReply
	case given.Reply != nil:
		m.keyboard = replyKeyboard
		for _, row := range given.Reply {
			var buttons []Button
			for _, b := range row {
				buttons = append(buttons, Button{Text: b.Text})
			}
			m.buttons = append(m.buttons, buttons)
		}
	case len(given.Inline) > 0:
		m.keyboard = inlineKeyboard
		for _, row := range given.Inline {
			var buttons []Button
			for i, b := range row {
				row[i] = withoutEmptyCopyText(b)
				text, _ := b["text"].(string)
				data, _ := b["callback_data"].(string)
				link, _ := b["url"].(string)
				buttons = append(buttons, Button{text, data, link})
			}
			m.buttons = append(m.buttons, buttons)
		}
		m.ReplyMarkup, _ = json.Marshal(map[string]any{"inline_keyboard": given.Inline})
	}
}

func sendChatAction(s *Server, c *call) (any, error) {
	_, err := s.reach(c)
	return err == nil, err
}
