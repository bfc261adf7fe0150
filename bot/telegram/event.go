package telegram

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// A reader turns updates into events.
type reader struct {
	offset time.Duration // added to Telegram's dates
	now    time.Time     // for what an update gives no date of
}

// read makes an update an event. What is none of ours, such as a post in a
// channel, becomes an event without a kind.
func (r reader) read(raw []byte) (e intake.Event, err error) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		return e, err
	}
	switch {
	case u.Message != nil:
		e = r.message(intake.KindMessage, u.Message, u.Message.Date)
	case u.Edited != nil:
		e = r.message(intake.KindEdited, u.Edited, u.Edited.EditDate)
	case u.Press != nil:
		e = r.press(u.Press)
	case u.Standing != nil:
		e = r.standing(u.Standing)
	}
	e.ID, e.Raw = eventID(u.ID), raw
	return e, nil
}

func eventID(update int64) string { return "tg/" + strconv.FormatInt(update, 10) }

func (r reader) message(kind string, m *message, date int64) intake.Event {
	switch {
	case m.MovedTo != 0:
		e := r.event(intake.KindChat, m.Chat, user{}, date)
		e.MovedTo = formatID(m.MovedTo)
		return e
	case m.From == nil: // nobody said it
		return intake.Event{}
	}
	e := r.event(kind, m.Chat, *m.From, date)
	e.Message, e.Text, e.File = m.ID, text.Clean(cmp.Or(m.Text, m.Caption)), m.file()
	return e
}

// press is an event of now: Telegram dates the message, not the press.
func (r reader) press(p *press) intake.Event {
	in := message{Chat: chat{ID: p.From.ID, Type: "private"}} // of a message that is gone
	if p.Message != nil {
		in = *p.Message
	}
	e := r.event(intake.KindButton, in.Chat, p.From, 0)
	e.Message, e.Callback, e.Data = in.ID, p.ID, p.Data
	return e
}

func (r reader) standing(s *standing) intake.Event {
	e := r.event(intake.KindChat, s.Chat, s.From, s.Date)
	switch s.New.Status {
	case "member", "administrator", "creator":
		e.Member = "member"
	case "restricted":
		if e.Member = "left"; s.New.IsMember {
			e.Member = "member"
		}
	default: // left, kicked
		if e.Member = "left"; !e.Group {
			e.Member = "blocked"
		}
	}
	return e
}

// event is what all events have in common.
func (r reader) event(kind string, c chat, from user, date int64) intake.Event {
	group := c.Type == "group" || c.Type == "supergroup"
	if !group && c.Type != "private" {
		return intake.Event{}
	}
	e := intake.Event{
		Kind: kind, At: r.now,
		Chat: formatID(c.ID), Group: group,
		Name: text.Clean(strings.TrimSpace(from.FirstName + " " + from.LastName)), Language: from.Language,
	}
	if group {
		e.Title = text.Clean(c.Title)
	}
	if from.ID != 0 {
		e.From = formatID(from.ID)
	}
	if date > 0 {
		e.At = time.Unix(date, 0).Add(r.offset).UTC()
	}
	return e
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
