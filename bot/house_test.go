package bot_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/bot"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// yearFile is a small cluster with every kind of criterion: a leads, b is its
// deputy, c and d are members.
const yearFile = `
cluster: cum
year: 2017
name: Cụm thi đua số 1
issuer: {name: CỤM THI ĐUA SỐ 1}
members:
  - {id: a, name: huyện An, short: An, agency: ỦY BAN NHÂN DÂN HUYỆN AN}
  - {id: b, name: huyện Bình, short: Bình, agency: ỦY BAN NHÂN DÂN HUYỆN BÌNH}
  - {id: c, name: huyện Châu, short: Châu, agency: ỦY BAN NHÂN DÂN HUYỆN CHÂU}
  - {id: d, name: huyện Đức, short: Đức, agency: ỦY BAN NHÂN DÂN HUYỆN ĐỨC}
head: a
deputies: [b]
handover: 2018-04-04
periods:
  - {id: 6T, name: 6 tháng đầu năm 2017, report_by: 2017-07-10}
  - {id: CN, name: năm 2017, report_by: 2018-02-13, scored: true}
contents:
  - id: "1"
    name: Kinh tế
    points: 70
    criteria:
      - {id: thu, name: Thu ngân sách, unit: tỷ đồng, points: 40, range: [1, 90000], method: {kind: proportional}}
      - {id: chuan, name: Đạt chuẩn, points: 20, of: value, method: {kind: pass}}
      - {id: vu, name: Số vụ, unit: vụ, points: 10, better: lower, of: last_year, method: {kind: bands, bands: [{at: 100, points: 10}]}}
  - id: "2"
    name: Thi đua
    points: 30
    criteria:
      - {id: tham-muu, name: Tham mưu, points: 10, periods: [CN], of: value, method: {kind: direct}}
      - {id: dung-han, name: Đúng hạn, points: 10, periods: [CN], of: value, method: {kind: on_time, per_day: 1, reports: [6T, CN]}}
      - {id: hang, name: Xếp hạng, points: 10, periods: [CN], of: value, method: {kind: places, points: [10, 5]}}
      - {id: thuong, name: Thưởng, points: 0, periods: [CN], of: value, method: {kind: adjust, min: -5, max: 5}}
awards: [{name: Cờ thi đua, places: 1}]
`

// A house is a bot around a real store, and people who talk to it. Nothing
// survives between two events but the store: each gets a bot of its own.
type house struct {
	t     testing.TB
	store *bolt.DB
	now   time.Time
	n     int            // events so far
	read  map[string]int // how much of the outbox a person has read, by chat
}

var key = []byte("0123456789abcdef0123456789abcdef")

func press(paper.Covenant) ([]byte, error) { return []byte("%PDF-covenant"), nil }

func newHouse(t testing.TB, files ...string) *house {
	t.Helper()
	h := &house{t: t, now: at("2017-03-06 08:00"), read: map[string]int{}}
	db, err := bolt.Create(filepath.Join(t.TempDir(), "thidua.db"), bolt.Options{Clock: func() time.Time { return h.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.store = db
	if files == nil {
		files = []string{yearFile}
	}
	for _, file := range files {
		c, faults := rules.Load([]byte(file))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		h.do(func(tx storage.Tx, act workflow.Act) error { _, err := workflow.ApplyCluster(tx, act, c); return err })
	}
	return h
}

// at is a moment on the cluster's clock.
func at(s string) time.Time {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return m
}

// do is one unit of work of somebody at the command line.
func (h *house) do(fn func(tx storage.Tx, act workflow.Act) error) {
	h.t.Helper()
	h.n++
	act := workflow.Act{By: workflow.Operator, At: h.now, Event: fmt.Sprint("desk/", h.n)}
	if err := h.store.Update(h.t.Context(), "", func(tx storage.Tx) error { return fn(tx, act) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(fn func(r storage.Reader) error) {
	h.t.Helper()
	if err := h.store.View(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// cluster is the named cluster's year 2017.
func (h *house) cluster(id string) (c *rules.Cluster) {
	h.t.Helper()
	h.view(func(r storage.Reader) (err error) { c, err = workflow.FindCluster(r, id, 2017); return err })
	return c
}

// code makes an invitation.
func (h *house) code(cluster string, role workflow.Role, member, name string) string {
	h.t.Helper()
	code := workflow.InviteCode([16]byte{byte(h.n + 1), byte(len(name)), 7})
	h.do(func(tx storage.Tx, act workflow.Act) error {
		years, err := workflow.Living(tx, cluster, act.At)
		if err != nil {
			return err
		}
		return workflow.Invite(tx, act, years, code, workflow.Invitation{Role: role, Member: member, Name: name})
	})
	return code
}

// A person is somebody with a phone.
type person struct {
	*house
	id string
}

// stranger is somebody who has joined nothing.
func (h *house) stranger(id string) *person { return &person{h, id} }

// person is somebody who has joined.
func (h *house) person(id string, role workflow.Role, member string) *person {
	h.t.Helper()
	p := h.stranger(id)
	p.say("/start " + h.code("cum", role, member, "Người "+id))
	p.say("đúng")
	p.hear("đã tham gia")
	return p
}

func (p *person) event(e intake.Event) *person {
	p.t.Helper()
	p.n++
	p.now = p.now.Add(time.Second)
	e.ID, e.At, e.From, e.Name, e.Message = fmt.Sprint("tg/", p.n), p.now, p.id, "Tên "+p.id, p.n
	if e.Chat == "" {
		e.Chat = p.id
	}
	e.Raw = fmt.Appendf(nil, `{"update_id":%d}`, p.n)
	b := bot.New(key, press, slog.New(slog.DiscardHandler))
	door := &intake.Door{Store: p.store, Handler: b, Log: slog.New(slog.DiscardHandler), Alarm: b.Quarantined}
	waiting := p.all(e.Chat)
	p.read[e.Chat] = len(waiting)
	if err := door.Handle(p.t.Context(), e); err != nil {
		p.t.Fatal(err)
	}
	p.view(func(r storage.Reader) error {
		list, err := intake.Quarantine(r)
		if len(list) > 0 {
			p.t.Fatalf("put aside: %s %s\n%s", list[0].ID, list[0].Failure, list[0].Stack)
		}
		return err
	})
	return p
}

// say writes a private message.
func (p *person) say(line string) *person {
	p.t.Helper()
	return p.event(intake.Event{Kind: intake.KindMessage, Text: text.Clean(line)})
}

// sayIn writes in a group.
func (p *person) sayIn(chat, line string) *person {
	p.t.Helper()
	return p.event(intake.Event{Kind: intake.KindMessage, Chat: chat, Group: true, Title: "Nhóm", Text: text.Clean(line)})
}

// press presses the newest button whose label contains some words.
func (p *person) press(words string) *person {
	p.t.Helper()
	for _, m := range slices.Backward(p.all(p.id)) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.Contains(b.Label, words) {
					return p.pressData(b.Data)
				}
			}
		}
	}
	p.t.Fatalf("%s has no button %q; last:\n%s", p.id, words, p.last())
	return p
}

func (p *person) pressData(data string) *person {
	p.t.Helper()
	return p.event(intake.Event{Kind: intake.KindButton, Data: data, Callback: fmt.Sprint("cb", p.n+1)})
}

// all is everything queued for a chat, oldest first. Nothing is delivered here.
func (h *house) all(chat string) (list []outbox.Message) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		all, err := outbox.Waiting(r)
		for _, m := range all {
			if m.Chat == chat {
				list = append(list, m)
			}
		}
		return err
	})
	return list
}

// answer is what was queued for the person since their last event, without
// markup.
func (p *person) answer() string {
	p.t.Helper()
	all := p.all(p.id)
	return words(all[min(p.read[p.id], len(all)):])
}

func words(list []outbox.Message) string {
	var said []string
	for _, m := range list {
		if m.Text != "" {
			said = append(said, text.StripTags(m.Text))
		}
	}
	return strings.Join(said, "\n")
}

// last is the newest text for the person.
func (p *person) last() string {
	p.t.Helper()
	for _, m := range slices.Backward(p.all(p.id)) {
		if m.Action == outbox.Send && m.Text != "" {
			return text.StripTags(m.Text)
		}
	}
	return ""
}

// hear fails unless the answer says all of these.
func (p *person) hear(want ...string) *person {
	p.t.Helper()
	got := p.answer()
	for _, w := range want {
		if !strings.Contains(got, w) {
			p.t.Fatalf("%s does not hear %q but:\n%s", p.id, w, got)
		}
	}
	return p
}

// silent fails if the answer says any of these.
func (p *person) silent(unwanted ...string) *person {
	p.t.Helper()
	got := p.answer()
	for _, w := range unwanted {
		if strings.Contains(got, w) {
			p.t.Fatalf("%s hears %q:\n%s", p.id, w, got)
		}
	}
	return p
}
