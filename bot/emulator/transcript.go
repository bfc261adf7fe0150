package emulator

import "time"

// Kind says what a Message tells of.
type Kind string

// What can happen in a chat.
const (
	Sent     Kind = "sent"
	Edited   Kind = "edited"
	Deleted  Kind = "deleted"
	Pressed  Kind = "pressed"  // By pressed the button Note
	Answered Kind = "answered" // the bot answered By's press with Note
	Service  Kind = "service"  // By joined, left, pinned; Note says so
)

// Message is a message as people see it, and for OnMessage what happened to it.
type Message struct {
	Kind     Kind
	ID       int
	Chat     int64
	Bot      bool   // written by the bot
	By       string // who wrote it, or who did what Kind says
	Text     string // without markup; the caption of a document
	HTML     string // with markup
	Buttons  [][]Button
	Reply    bool // the buttons are a reply keyboard: pressing one says its text
	Document *Document
	ReplyTo  int
	Pinned   bool
	Date     time.Time
	Edited   time.Time // zero when never
	Note     string
}

// Button is one button below a message.
type Button struct {
	Text, Data, URL string
}

// Document is a file in a chat. A photo has no name.
type Document struct {
	ID         string // by which the bot may fetch it
	Name, Mime string
	Photo      bool
	Data       []byte
}

// Answer is what a person saw of a callback answer. Text is empty when the
// button merely stopped turning.
type Answer struct {
	Query string
	Text  string
	Alert bool
}

// view makes the Message for m as it is now.
func (s *Server) view(kind Kind, m *message) Message {
	v := Message{
		Kind:    kind,
		ID:      m.MessageID,
		Chat:    m.Chat.ID,
		Text:    m.Text + m.Caption,
		HTML:    m.html,
		Buttons: m.buttons,
		Reply:   m.keyboard == replyKeyboard,
		Pinned:  m.pinned,
		Date:    time.Unix(m.Date, 0).UTC(),
		Note:    m.service(),
	}
	if m.From != nil {
		v.By, v.Bot = m.From.name(), m.From.ID == s.bot.ID
	}
	if v.Note != "" {
		v.Kind = Service
	}
	if m.file != nil {
		v.Document = &Document{m.file.id, m.file.name, m.file.mime, m.Photo != nil, m.file.data}
	}
	if m.ReplyToMessage != nil {
		v.ReplyTo = m.ReplyToMessage.MessageID
	}
	if m.EditDate != 0 {
		v.Edited = time.Unix(m.EditDate, 0).UTC()
	}
	return v
}

func (s *Server) views(r *room) []Message {
	out := []Message{}
	for _, m := range r.messages {
		out = append(out, s.view(Sent, m))
	}
	return out
}

func (s *Server) note(v Message) {
	if s.opt.OnMessage != nil {
		s.events = append(s.events, v)
	}
}

// tell calls OnMessage for what was noted, in order and without the lock, so
// that it may call back. While one goroutine tells, the others leave it to it.
func (s *Server) tell() {
	s.mu.Lock()
	if s.telling {
		s.mu.Unlock()
		return
	}
	s.telling = true
	told := len(s.events) > 0
	for len(s.events) > 0 {
		next := s.events
		s.events = nil
		s.mu.Unlock()
		for _, e := range next {
			s.opt.OnMessage(e)
		}
		s.mu.Lock()
	}
	s.telling = false
	if told {
		s.moved()
	}
	s.mu.Unlock()
}
