package emulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Person is somebody with Telegram in the hand. What a person does reaches the
// bot as an update, if the bot would be told of it.
type Person struct {
	s       *Server
	user    user
	room    *room // the private chat with the bot
	answers []Answer
}

// Person returns the person with this id, new or known. A new one has not
// written to the bot yet.
func (s *Server) Person(id int64, firstName, lastName, languageCode string) *Person {
	var p *Person
	s.locked(func() {
		if p = s.people[id]; p != nil {
			return
		}
		u := user{ID: id, FirstName: firstName, LastName: lastName, LanguageCode: languageCode}
		p = &Person{s: s, user: u, room: &room{chat: chat{ID: id, Type: private, FirstName: firstName, LastName: lastName}}}
		s.people[id] = p
		s.rooms[id] = p.room
	})
	return p
}

// ID is the person's id, and that of the private chat.
func (p *Person) ID() int64 { return p.user.ID }

// Say writes to the bot and returns the message's id. It starts the chat, and
// unblocks a bot that was blocked.
func (p *Person) Say(text string) int { return p.write(p.private, 0, spoken(text)) }

// Reply is Say in answer to a message.
func (p *Person) Reply(messageID int, text string) int {
	return p.write(p.private, messageID, spoken(text))
}

// Start presses the start button of the bot, with a payload as it comes from a
// link.
func (p *Person) Start(payload string) int { return p.Say(strings.TrimSpace("/start " + payload)) }

// SayIn writes into a group. Who is not there yet joins first.
func (p *Person) SayIn(g *Group, text string) int { return p.write(p.in(g), 0, spoken(text)) }

// ReplyIn answers a message in a group.
func (p *Person) ReplyIn(g *Group, messageID int, text string) int {
	return p.write(p.in(g), messageID, spoken(text))
}

func (p *Person) in(g *Group) func() *room {
	return func() *room {
		g.join(p)
		return g.current()
	}
}

// SendFile sends a document.
func (p *Person) SendFile(name string, data []byte, mime, caption string) int {
	f := plain(caption).trim()
	m := &message{Caption: f.text, CaptionEntities: f.entities, html: escapeHTML(f.text)}
	var id int
	p.s.locked(func() {
		m.setDocument(p.s.keepFile(name, mime, data))
		id = p.post(p.private(), 0, m)
	})
	return id
}

// SendPhoto sends a picture.
func (p *Person) SendPhoto(data []byte, caption string) (id int, err error) {
	t := plain(caption).trim()
	m := &message{Caption: t.text, CaptionEntities: t.entities, html: escapeHTML(t.text)}
	p.s.locked(func() {
		f := p.s.keepFile("photo.jpg", "image/jpeg", data)
		if err = f.develop(); err == nil {
			m.setPhoto(f)
			id = p.post(p.private(), 0, m)
		}
	})
	return id, err
}

func spoken(text string) *message {
	f := plain(text).trim()
	return &message{Text: f.text, Entities: f.entities, html: escapeHTML(f.text)}
}

func (p *Person) private() *room {
	if p.room.blocked {
		p.unblock()
	}
	p.room.started = true
	return p.room
}

// write posts a message of the person; nothing at all is not sent.
func (p *Person) write(where func() *room, replyTo int, m *message) (id int) {
	if m.Text == "" {
		return 0
	}
	p.s.locked(func() { id = p.post(where(), replyTo, m) })
	return id
}

func (p *Person) post(r *room, replyTo int, m *message) int {
	m.ReplyToMessage = quoted(r.find(int64(replyTo)))
	p.s.post(r, &p.user, m)
	if p.s.hears(r, m) {
		p.s.emit("message", m)
	}
	return m.MessageID
}

// Press presses the newest button with this label or data, in the private chat
// or a group of the person, and returns the id of the callback query. A button
// of a reply keyboard says its text instead and has no query.
func (p *Person) Press(button string) (query string, err error) {
	p.s.locked(func() {
		var on *message
		var hit Button
		for _, r := range p.s.rooms {
			if r.migratedTo != 0 || r != p.room && !present(r.members[p.user.ID]) {
				continue
			}
			keyboard := r.replyKeyboard()
			for _, m := range r.messages {
				b, ok := m.button(button)
				if ok && (m.keyboard == inlineKeyboard || m == keyboard) && (on == nil || m.order > on.order) {
					on, hit = m, b
				}
			}
		}
		switch {
		case on == nil:
			err = fmt.Errorf("%s sees no button %q", p.user.name(), button)
		case on.keyboard == replyKeyboard:
			p.post(p.s.rooms[on.Chat.ID], 0, spoken(hit.Text))
		default:
			query, err = p.press(on, hit)
		}
	})
	return query, err
}

// PressOn presses the button with this data or label on one message of the
// private chat.
func (p *Person) PressOn(messageID int, button string) (query string, err error) {
	p.s.locked(func() {
		err = fmt.Errorf("message %d has no button %q", messageID, button)
		if m := p.room.find(int64(messageID)); m != nil && m.keyboard == inlineKeyboard {
			if b, ok := m.button(button); ok {
				query, err = p.press(m, b)
			}
		}
	})
	return query, err
}

// replyKeyboard is the message whose reply keyboard is shown: the newest that
// brought one, unless a later one took it away.
func (r *room) replyKeyboard() *message {
	for _, m := range slices.Backward(r.messages) {
		switch m.keyboard {
		case replyKeyboard:
			return m
		case keyboardRemoved:
			return nil
		}
	}
	return nil
}

func (m *message) button(name string) (Button, bool) {
	for _, row := range m.buttons {
		for _, b := range row {
			if b.Text == name || b.Data != "" && b.Data == name {
				return b, true
			}
		}
	}
	return Button{}, false
}

func (p *Person) press(on *message, b Button) (string, error) {
	if b.Data == "" {
		return "", fmt.Errorf("the button %q does not call the bot", b.Text)
	}
	s := p.s
	s.queryIDs++
	id := strconv.FormatInt(4_000_000_000+s.queryIDs, 10)
	s.queries[id] = &query{person: p, message: on, at: s.now()}
	v := s.view(Pressed, on)
	v.By, v.Note = p.user.name(), b.Text
	s.note(v)
	s.emit("callback_query", callbackQuery{
		ID: id, From: p.user, Message: on,
		ChatInstance: strconv.FormatInt(on.Chat.ID*7919, 10), Data: b.Data,
	})
	return id, nil
}

// Edit changes the text of a message of the person in the private chat, or the
// caption of a file.
func (p *Person) Edit(messageID int, text string) error {
	err := fmt.Errorf("message %d is not %s's", messageID, p.user.name())
	p.s.locked(func() {
		m := p.room.find(int64(messageID))
		if m == nil || m.From.ID != p.user.ID {
			return
		}
		f := plain(text).trim()
		m.Text, m.Entities, m.html = f.text, f.entities, escapeHTML(f.text)
		if m.file != nil {
			m.Text, m.Entities, m.Caption, m.CaptionEntities = "", nil, f.text, f.entities
		}
		m.EditDate = p.s.now().Unix()
		p.s.note(p.s.view(Edited, m))
		p.s.emit("edited_message", m)
		err = nil
	})
	return err
}

// Delete removes a message of the private chat for both sides. The bot is not
// told.
func (p *Person) Delete(messageID int) {
	p.s.locked(func() {
		if m := p.room.find(int64(messageID)); m != nil {
			p.s.remove(p.room, m)
		}
	})
}

// Block blocks the bot.
func (p *Person) Block() {
	p.s.locked(func() {
		if !p.room.blocked {
			p.room.blocked = true
			p.s.botStatus(p.room, p.user, "member", "kicked")
		}
	})
}

// Unblock lets the bot write again.
func (p *Person) Unblock() {
	p.s.locked(func() {
		if p.room.blocked {
			p.unblock()
		}
	})
}

func (p *Person) unblock() {
	p.room.blocked = false
	p.s.botStatus(p.room, p.user, "kicked", "member")
}

// Chat is the private chat as the person sees it.
func (p *Person) Chat() []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.views(p.room)
}

// Last is the newest message of the private chat, or the zero Message.
func (p *Person) Last() Message { return last(p.Chat()) }

func last(all []Message) Message {
	if len(all) == 0 {
		return Message{}
	}
	return all[len(all)-1]
}

// Answers are the answers to the presses of this person, oldest first.
func (p *Person) Answers() []Answer {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return slices.Clone(p.answers)
}
