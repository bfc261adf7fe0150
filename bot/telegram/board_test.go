package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thidua/bot/emulator"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/outbox"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotos(t *testing.T) {
	for name, test := range map[string]struct {
		data  []byte
		photo bool
	}{
		"a picture":                {picture(t, 300, 200), true},
		"too long for a picture":   {picture(t, 2, 300), false},
		"no picture":               {[]byte("a;b"), false},
		"too large for a picture":  {make([]byte, maxPhoto+1), false},
		"more pixels than allowed": {picture(t, 9000, 1001), false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			lan := r.lan()
			deliver(t, r.courier(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "<b>Tiến độ</b>",
				Buttons:  [][]outbox.Button{{{Label: "Xem", Data: "x"}}},
				Document: &outbox.Document{Name: "tiến độ.png", Bytes: test.data, Photo: true}})
			m := lan.Last()
			if m.Document == nil || m.Document.Photo != test.photo || !bytes.Equal(m.Document.Data, test.data) || m.Text != "Tiến độ" || len(m.Buttons) != 1 {
				t.Errorf("arrived: %q, photo %t", m.Text, m.Document != nil && m.Document.Photo)
			}
			if !test.photo && m.Document.Name != "tiến độ.png" {
				t.Errorf("name = %q", m.Document.Name)
			}
		})
	}
}

// What is wrong with a photo for other reasons is not tried as a document.
func TestAPhotoThatIsRefused(t *testing.T) {
	r := newRig(t)
	r.lan()
	r.Fault(emulator.Next(1, "sendPhoto", emulator.Forbidden()))
	_, err := r.courier().Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Document: &outbox.Document{Name: "a.png", Bytes: picture(t, 9, 9), Photo: true}})
	if !errors.Is(err, outbox.ErrUnreachable) || r.Stats().Calls["sendDocument"] != 0 {
		t.Errorf("%v, %v", err, r.Stats().Calls)
	}
}

// The courier returns the id of what it made, and of nothing else.
func TestWhatIsMade(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	for name, m := range map[string]outbox.Message{
		"text":     {Text: "x"},
		"document": {Document: &outbox.Document{Name: "a.csv", Bytes: []byte("a")}},
		"photo":    {Document: &outbox.Document{Name: "a.png", Bytes: picture(t, 9, 9), Photo: true}},
	} {
		m.Chat, m.Action = "7", outbox.Send
		if id, err := c.Deliver(t.Context(), m); err != nil || id != lan.Last().ID {
			t.Errorf("%s: %d %v, want %d", name, id, err, lan.Last().ID)
		}
	}
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
	edit := outbox.Message{Chat: "7", Action: outbox.Edit, Ref: lan.Last().ID, Text: "y"}
	if id, err := c.Deliver(t.Context(), edit); err != nil || id != 0 {
		t.Errorf("edit: %d %v", id, err)
	}
}

// A wallboard is a sender, a courier and a store behind a rig, and a group.
type wallboard struct {
	*rig
	path  string
	db    *bolt.DB
	group *emulator.Group
	lan   *emulator.Person
	end   func()
	wake  func()
}

func newWallboard(t *testing.T) *wallboard {
	s := emulator.New(emulator.Options{Token: secret, BotName: "thidua_bot", Limits: true})
	w := &wallboard{rig: &rig{Server: s, t: t, api: newAPI(t, s.Transport())}, path: t.TempDir() + "/store.db"}
	db, err := bolt.Create(w.path, bolt.Options{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	w.db = db
	w.lan = w.rig.lan()
	w.group = s.Group(-1001234567890, "Cụm 1")
	w.group.AddBot(w.lan)
	t.Cleanup(func() {
		w.end()
		if err := w.db.Close(); err != nil {
			t.Error(err)
		}
		if v := s.Violations(); len(v) > 0 {
			t.Errorf("violations: %q", v)
		}
		if n := s.Stats().Limited; n > 0 {
			t.Errorf("%d times faster than allowed", n)
		}
	})
	return w
}

func (w *wallboard) start() {
	sender := &outbox.Sender{Store: w.db, Courier: w.courier(), Clock: wall{}, Log: newRig(w.t).log}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- sender.Run(ctx) }()
	w.wake = sender.Wake
	w.end = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	}
}

func (w *wallboard) restart() {
	w.t.Helper()
	w.end()
	if err := w.db.Close(); err != nil {
		w.t.Fatal(err)
	}
	db, err := bolt.Open(w.path, bolt.Options{Clock: time.Now})
	if err != nil {
		w.t.Fatal(err)
	}
	w.db = db
	w.start()
}

func (w *wallboard) post(text string) {
	w.t.Helper()
	err := w.db.Update(context.Background(), "", func(tx storage.Tx) error {
		return outbox.Queue(tx, outbox.Message{Chat: "-1001234567890", Action: outbox.Send, Bulk: true, Text: text, Queued: time.Now(),
			Board: "tiendo/tay-nam-bo/2017/CN", Pin: true, Buttons: [][]outbox.Button{{{Label: "Xem", Data: "x"}}}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.wake()
}

// shown are the messages of the bot in the group, without what Telegram says of
// pins.
func (w *wallboard) shown() (list []string) {
	for _, m := range w.group.Chat() {
		if m.Bot && m.Note == "" {
			list = append(list, fmt.Sprint(m.Text, " ", m.Pinned))
		}
	}
	return list
}

func (w *wallboard) expect(want ...string) {
	w.t.Helper()
	if got := w.shown(); strings.Join(got, "|") != strings.Join(want, "|") {
		w.t.Errorf("shown %q, want %q", got, want)
	}
}

func TestBoardInAGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWallboard(t)
		w.start()
		w.post("<b>0/12</b> báo cáo") // the bot may not pin
		time.Sleep(2 * time.Minute)
		w.expect("0/12 báo cáo false")

		w.group.PromoteBot(w.lan)
		for i := range 100 {
			w.post(fmt.Sprintf("<b>%d/100</b> báo cáo", i+1))
			time.Sleep(590 * time.Millisecond)
		}
		time.Sleep(5 * time.Minute)
		w.expect("100/100 báo cáo false")
		if n := w.Stats().Calls["editMessageText"]; n < 1 || n > 3 {
			t.Errorf("%d edits", n)
		}
		w.restart()
		w.post("<b>100/100</b> báo cáo") // as it is already
		time.Sleep(2 * time.Minute)
		w.post("sau khi khởi động lại")
		time.Sleep(2 * time.Minute)
		w.expect("sau khi khởi động lại false")

		for _, m := range w.group.Chat() {
			w.group.Delete(m.ID)
		}
		w.post("sau khi bị xóa")
		time.Sleep(2 * time.Minute)
		w.expect("sau khi bị xóa true")
		if m := w.group.Chat()[0]; len(m.Buttons) != 1 {
			t.Errorf("buttons = %v", m.Buttons)
		}

		w.Fault(emulator.Next(1, "editMessageText", emulator.BadRequest("message can't be edited")))
		w.Fault(emulator.Next(1, "pinChatMessage", emulator.TooMany(3)))
		w.post("lại mới")
		time.Sleep(2 * time.Minute)
		w.expect("sau khi bị xóa true", "lại mới true")
		w.lost(t)
	})
}

// lost checks that nothing waits and nothing died.
func (w *wallboard) lost(t *testing.T) {
	t.Helper()
	if err := w.db.View(context.Background(), func(r storage.Reader) error {
		waiting, err := outbox.Waiting(r)
		if err != nil || len(waiting) > 0 {
			t.Errorf("waiting %v %v", waiting, err)
		}
		dead, err := outbox.Dead(r)
		if err != nil || len(dead) > 0 {
			t.Errorf("dead %v %v", dead, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
