package demo

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"thidua/bot/emulator"
	"thidua/workflow/text"
)

// A screen shows what is said, as it goes: who, when, to whom. What the bot
// tells several people in the same words is shown once.
type screen struct {
	out  io.Writer
	zone *time.Location
	pace time.Duration // rest after each line; zero in a hurry
	who  func(chat int64) string
	now  func() time.Time

	mu     sync.Mutex
	heard  []emulator.Message
	day    string
	failed error
}

// hear takes what happened in a chat; show prints it once all is quiet.
func (s *screen) hear(m emulator.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, m)
}

func (s *screen) show() {
	s.mu.Lock()
	heard := s.heard
	s.heard = nil
	s.mu.Unlock()
	shown := make([]bool, len(heard))
	for i, m := range heard {
		if shown[i] {
			continue
		}
		to := []string{s.who(m.Chat)}
		for j := i + 1; j < len(heard); j++ {
			if same(m, heard[j]) {
				shown[j] = true
				to = append(to, s.who(heard[j].Chat))
			}
		}
		s.message(m, to)
	}
}

// same says whether two people are told the same.
func same(a, b emulator.Message) bool {
	return a.Bot && b.Bot && a.Kind == emulator.Sent && b.Kind == emulator.Sent && a.Chat != b.Chat && greetless(a.Text) == greetless(b.Text) &&
		(a.Document == nil) == (b.Document == nil)
}

// greetless is a message without the line that greets its reader by name.
func greetless(s string) string {
	first, rest, ok := strings.Cut(s, "\n")
	if ok && strings.HasPrefix(first, "🔔") {
		return rest
	}
	return s
}

func (s *screen) message(m emulator.Message, to []string) {
	switch m.Kind {
	case emulator.Sent:
		if m.Bot {
			s.head(m.Date, "Bot ▸ "+several(to))
		} else {
			s.head(m.Date, m.By+in(m))
		}
		s.body(hidePIN(m))
		if d := m.Document; d != nil {
			name := d.Name
			if d.Photo {
				name = "ảnh"
			}
			s.line("       📎 %s (%d kB)", name, (len(d.Data)+1023)/1024)
		}
		for _, row := range m.Buttons {
			labels := make([]string, len(row))
			for i, b := range row {
				labels[i] = "[ " + b.Text + " ]"
			}
			s.line("       %s", strings.Join(labels, " "))
		}
	case emulator.Pressed:
		s.head(s.now(), m.By)
		s.line("       ☞ [ %s ]", m.Note)
	case emulator.Edited:
		if m.Bot && m.Chat < 0 { // the board of a group: what matters is its end
			lines := strings.Split(m.Text, "\n")
			s.head(s.now(), "Bot ▸ "+several(to)+" (cập nhật tin đã ghim)")
			s.body(strings.Join(append(lines[:1:1], lines[max(1, len(lines)-2):]...), "\n"))
			return
		}
		s.head(s.now(), m.By+" (sửa tin nhắn)")
		s.body(m.Text)
	case emulator.Deleted:
		s.line("       (tin nhắn có mã PIN đã được xóa khỏi cuộc trò chuyện)")
	case emulator.Answered:
		if m.Note != "" {
			s.line("       ⓘ %s", m.Note)
		}
	}
}

// in names the group a message was written in.
func in(m emulator.Message) string {
	if m.Chat < 0 {
		return " (trong nhóm)"
	}
	return ""
}

func several(to []string) string {
	if len(to) <= 2 {
		return strings.Join(to, " và ")
	}
	return fmt.Sprintf("%s và %d người khác", to[0], len(to)-1)
}

// hidePIN blanks a message that is nothing but six digits.
func hidePIN(m emulator.Message) string {
	if len(m.Text) == 6 && strings.Trim(m.Text, "0123456789") == "" && !m.Bot {
		return "••••••"
	}
	return m.Text
}

// head prints the day when it is a new one, then the hour and who speaks.
func (s *screen) head(at time.Time, who string) {
	s.date(at)
	s.line("")
	s.line("%s  %s", at.In(s.zone).Format("15:04"), who)
}

func (s *screen) date(at time.Time) {
	day := at.In(s.zone).Format(time.DateOnly)
	if day == s.day {
		return
	}
	s.day = day
	s.line("")
	s.line("━━━ %s ━━━", upperFirst(weekdays[at.In(s.zone).Weekday()]+", "+text.LongDateText(text.Vietnamese, day)))
}

var weekdays = [...]string{"chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"}

func upperFirst(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func (s *screen) body(text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		s.line("       %s", line)
	}
}

// note is a stage direction.
func (s *screen) note(at time.Time, format string, args ...any) {
	s.show()
	s.date(at)
	s.line("")
	s.line("       — "+format+" —", args...)
}

func (s *screen) line(format string, args ...any) {
	line := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	if _, err := fmt.Fprintln(s.out, line); err != nil && s.failed == nil {
		s.failed = err
	}
	if line != "" && s.pace > 0 {
		time.Sleep(s.pace)
	}
}
