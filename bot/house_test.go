package bot_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"thidua/bot"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// yearFile is a small cluster with every kind of criterion: a leads, b is its
// deputy, c and d are members. In period CN the list is
//
//	1 thu  2 san-luong  3 chuan  4 vu  5 tham-muu  6 dung-han  7 hang  8 thuong
const yearFile = `
cluster: cum
year: 2017
name: Cụm thi đua số 1
issuer: {name: CỤM THI ĐUA SỐ 1}
members:
  - {id: a, name: huyện An, short: An, agency: ỦY BAN NHÂN DÂN HUYỆN AN}
  - {id: b, name: huyện Bình, short: Bình, agency: ỦY BAN NHÂN DÂN HUYỆN BÌNH}
  - {id: c, name: huyện Châu, short: Châu, aliases: [HC], agency: ỦY BAN NHÂN DÂN HUYỆN CHÂU}
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
      - {id: thu, name: Tổng thu ngân sách, unit: tỷ đồng, points: 30, range: [100, 10000], method: {kind: proportional}}
      - {id: san-luong, name: Sản lượng lúa, unit: nghìn tấn, points: 10, method: {kind: proportional}}
      - {id: chuan, name: Đạt chuẩn nông thôn mới, points: 20, of: value, method: {kind: pass}}
      - {id: vu, name: Số vụ tai nạn, unit: vụ, points: 10, better: lower, of: last_year, method: {kind: bands, bands: [{at: 100, points: 10}]}}
  - id: "2"
    name: Thi đua
    points: 30
    criteria:
      - {id: tham-muu, name: Tham mưu, points: 10, periods: [CN], of: value, method: {kind: direct}}
      - {id: dung-han, name: Báo cáo đúng hạn, points: 10, periods: [CN], of: value, method: {kind: on_time, per_day: 1, reports: [6T, CN]}}
      - {id: hang, name: Xếp hạng phong trào, points: 10, periods: [CN], of: value, method: {kind: places, points: [10, 5]}}
      - {id: thuong, name: Điểm thưởng, points: 0, periods: [CN], of: value, method: {kind: adjust, min: -5, max: 5}}
`

// tables are all that a bot's store holds.
var tables = []string{"talks", "people", "seats", "invitations", "settings", "groups", "clusters", "figures", "targets",
	"submissions", "covenants", "turnwaits", "papers", "pins", "log", "loghead", "reminded", "extensions", "unlocks", "publications", "exclusions", "reporttexts", "votes", "ballots", "voteroll", "evidence", "evidencefiles", "numbers", "clauses", "circulations", "comments", "amendments", "paperclaims", "withdrawncovenants", "jobs", "stampfailures", "boards", "outbox", "dead", "away", "seen", "quarantine"}

// A house is a cluster that lives a year: a real store, and a new bot for every
// event, so that nothing can live anywhere but in the store.
type house struct {
	t     testing.TB
	store storage.Store
	now   time.Time
	n     int
	shown map[string][]outbox.Button // the newest buttons in a chat
	veil  string                     // of the running process

	papers workflow.Chancery
}

// draw is the id of the ballot that an event casts.
func (h *house) draw() [16]byte {
	sum := sha256.Sum256([]byte(fmt.Sprint("ballot ", h.n)))
	return [16]byte(sum[:])
}

var key = []byte("0123456789abcdef0123456789abcdef")

// press makes a document that can be told from another one.
func press(_ string, values json.RawMessage) ([]byte, error) { return values, nil }

func at(s string) time.Time {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		panic(err)
	}
	return m
}

// edit is the file with each old, new pair replaced; a pair that changes nothing
// is a slip in the test.
func edit(t testing.TB, file string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(file, pairs[i]) {
			t.Fatalf("%q is not in the file", pairs[i])
		}
		file = strings.ReplaceAll(file, pairs[i], pairs[i+1])
	}
	return file
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := emptyHouse(t)
	h.apply(yearFile)
	return h
}

func emptyHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: at("2017-07-05 09:00"), shown: map[string][]outbox.Button{}, papers: workflow.Chancery{Key: key, Press: press}}
	db, err := bolt.Create(filepath.Join(t.TempDir(), "thidua.db"), bolt.Options{Clock: func() time.Time { return h.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.store = db
	return h
}

func (h *house) do(fn func(storage.Tx, workflow.Act) error) {
	h.t.Helper()
	h.n++
	act := workflow.Act{By: workflow.Operator, At: h.now, Event: fmt.Sprint("op/", h.n)}
	if err := h.store.Update(h.t.Context(), "", func(tx storage.Tx) error { return fn(tx, act) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(fn func(storage.Reader) error) {
	h.t.Helper()
	if err := h.store.View(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) apply(file string) *rules.Cluster {
	h.t.Helper()
	c, faults := rules.Load([]byte(file))
	if len(faults) > 0 {
		h.t.Fatal(faults)
	}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ApplyCluster(tx, act, c)
		return err
	})
	return c
}

// person has a seat, or with an empty role is a stranger.
func (h *house) person(id string, role workflow.Role, member string) *person {
	h.t.Helper()
	if role != "" {
		h.seat(id, "cum", role, member)
	}
	return &person{house: h, id: id, chat: id}
}

func (h *house) seat(id, cluster string, role workflow.Role, member string) {
	h.t.Helper()
	h.do(func(tx storage.Tx, act workflow.Act) error {
		p, _, err := workflow.FindPerson(tx, id)
		if err != nil {
			return err
		}
		if p.ID == "" {
			p.ID, p.Name, p.Language = id, "Nguyễn Văn "+id, "vi"
		}
		return workflow.TakeSeat(tx, act, p, workflow.Seat{Cluster: cluster, Role: role, Member: member})
	})
}

func (h *house) invite(role workflow.Role, member, name string) string {
	h.t.Helper()
	h.n++
	code := workflow.InviteCode([16]byte{byte(h.n), byte(h.n >> 8), 7, 99})
	h.do(func(tx storage.Tx, act workflow.Act) error {
		years, err := workflow.Living(tx, "cum", h.now)
		if err != nil {
			return err
		}
		return workflow.Invite(tx, act, years, code, workflow.Invitation{Role: role, Member: member, Name: name})
	})
	return code
}

func (h *house) event(p *person) intake.Event {
	h.n++
	h.now = h.now.Add(time.Second)
	return intake.Event{ID: fmt.Sprint("tg/", h.n), Kind: intake.KindMessage, At: h.now, Chat: p.chat, Group: p.chat != p.id,
		From: p.id, Name: "Tên " + p.id, Message: h.n}
}

func (h *house) handle(ctx context.Context, store storage.Store, e intake.Event) error {
	b := bot.New(h.papers, slog.New(slog.DiscardHandler))
	b.Check = sign.Notary{}.Check
	b.Secrecy = bot.Secrecy{Veil: []byte(h.veil), Draw: h.draw}
	door := &intake.Door{Store: store, Handler: b, Log: b.Log, Alarm: b.Quarantined, Secret: b.Secret}
	return door.Handle(ctx, e)
}

// offer lets one event in and returns what it queued.
func (h *house) offer(e intake.Event) reply {
	h.t.Helper()
	if err := h.handle(h.t.Context(), h.store, e); err != nil {
		h.t.Fatal(err)
	}
	var r reply
	h.view(func(s storage.Reader) error {
		aside, err := intake.Quarantine(s)
		if err != nil {
			return err
		}
		for _, q := range aside {
			h.t.Fatalf("%s %q %q in quarantine: %s\n%s", e.Kind, e.Text, e.Data, q.Failure, q.Stack)
		}
		all, err := outbox.Waiting(s)
		for _, m := range all {
			if m.Event == e.ID {
				h.sound(m)
				if len(m.Buttons) > 0 {
					h.shown[m.Chat] = slices.Concat(m.Buttons...)
				}
				if m.Chat == e.Chat {
					r.own = append(r.own, m)
				} else {
					r.others = append(r.others, m)
				}
			}
		}
		return err
	})
	var said []string
	for _, m := range r.own {
		switch m.Action {
		case outbox.Send:
			said = append(said, plain(m.Text))
		case outbox.Answer:
			r.answers = append(r.answers, m.Text)
		}
	}
	r.text = strings.Join(said, "\n")
	if e.Kind == intake.KindButton && len(r.answers) != 1 {
		h.t.Errorf("the press of %q was answered %d times", e.Data, len(r.answers))
	}
	return r
}

var (
	unfilled = regexp.MustCompile(`\{[a-z_]+(\|[a-z]+)?\}`)
	bareKey  = regexp.MustCompile(`(^|\s)(baocao|duyet|giahan|giaouoc|home|join|cum|nhac|phieu|xephang|tiendo|progress|role|value|dialog|chitieu|pin|covenant|figure|review|period|reason|report|button|command|number|target|congbo|giaitrinh|vote|bophieu|vanthu|giay)\.[a-z_]+`)
)

// sound checks a message against what Telegram takes and readers expect.
func (h *house) sound(m outbox.Message) {
	h.t.Helper()
	said := plain(m.Text)
	if n := utf8.RuneCountInString(said); n > 4096 {
		h.t.Errorf("a message of %d characters", n)
	}
	if m.Action == outbox.Answer && utf8.RuneCountInString(m.Text) > 200 {
		h.t.Errorf("an answer of %d characters", len(m.Text))
	}
	if m.Action == outbox.Send && m.Document == nil && strings.TrimSpace(said) == "" {
		h.t.Errorf("an empty message: %+v", m)
	}
	if bad := unfilled.FindString(said); bad != "" {
		h.t.Errorf("%s was not filled in: %s", bad, said)
	}
	if bad := bareKey.FindString(said); bad != "" {
		h.t.Errorf("the key %s in: %s", bad, said)
	}
	if !norm.NFC.IsNormalString(said) {
		h.t.Errorf("not NFC: %s", said)
	}
	for _, tag := range []string{"b", "i", "code"} {
		if strings.Count(m.Text, "<"+tag+">") != strings.Count(m.Text, "</"+tag+">") {
			h.t.Errorf("<%s> is not closed: %s", tag, m.Text)
		}
	}
	labels := map[string]bool{}
	for _, row := range m.Buttons {
		for _, b := range row {
			if len(b.Data) > 64 || b.Data == "" {
				h.t.Errorf("button %q carries %q", b.Label, b.Data)
			}
			if b.Label == "" || labels[b.Label] {
				h.t.Errorf("label %q is empty or twice", b.Label)
			}
			labels[b.Label] = true
		}
	}
}

// figure is a figure as it stands.
func (h *house) figure(period, member, criterion string) (f workflow.Figure) {
	h.t.Helper()
	h.view(func(r storage.Reader) (err error) {
		f, err = workflow.FindFigure(r, workflow.Subject{Cluster: "cum", Year: 2017, Period: period, Member: member, Criterion: criterion})
		return err
	})
	return f
}

// draft is the draft of a figure in machine form; "-" when there is none.
func (h *house) draft(period, member, criterion string) string {
	h.t.Helper()
	return valueOf(h.figure(period, member, criterion).Draft)
}

func valueOf(e *workflow.Entry) string {
	switch {
	case e == nil:
		return "-"
	case e.Value.Kind == score.Missing:
		return "none"
	}
	return workflow.ValueText(e.Value)
}

func (h *house) cluster() (c *rules.Cluster) {
	h.t.Helper()
	h.view(func(r storage.Reader) (err error) { c, err = workflow.FindCluster(r, "cum", 2017); return err })
	return c
}

// target gives a member a plan and last year's figure.
func (h *house) target(member, criterion, plan, last string) {
	h.t.Helper()
	c := h.cluster()
	number := func(s string) *decimal.Decimal {
		if s == "" {
			return nil
		}
		d := decimal.Must(s)
		return &d
	}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		for _, p := range c.Periods {
			s := workflow.Subject{Cluster: "cum", Year: 2017, Period: p.ID, Member: member, Criterion: criterion}
			if err := workflow.SetTarget(tx, act, c, s, number(plan), number(last)); err != nil {
				return err
			}
		}
		return nil
	})
}

// talkOf is the record of a chat's open conversation; nil when none is open.
func (h *house) talkOf(chat string) map[string]any {
	h.t.Helper()
	var v map[string]any
	h.view(func(r storage.Reader) error {
		b, err := r.Get("talks", chat)
		if err != nil {
			return nil // none
		}
		_, data, err := storage.Unseal(b)
		if err != nil {
			return err
		}
		return json.Unmarshal(data, &v)
	})
	return v
}

// step is "flow/step" of a chat; empty when no conversation is open.
func (h *house) step(chat string) string {
	h.t.Helper()
	if v := h.talkOf(chat); v != nil {
		return fmt.Sprint(v["flow"], "/", v["step"])
	}
	return ""
}

func (p *person) at(step string) {
	p.t.Helper()
	if got := p.step(p.chat); got != step {
		p.t.Fatalf("%s is at %q, want %q", p.id, got, step)
	}
}
