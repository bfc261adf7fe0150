package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"thidua/bot/emulator"
	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow"
)

// An emulated is the strict Bot API server of bot/emulator, on a port.
type emulated struct {
	*emulator.Server
	URL string

	mu     sync.Mutex
	left   int // requests until somebody lies in wait for one; 0: nobody does
	late   bool
	caught chan struct{}
}

func newEmulated(t *testing.T) *emulated {
	e := &emulated{Server: emulator.New(emulator.Options{Token: secret, BotName: "CumBot"})}
	web := httptest.NewServer(e)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		if v := e.Violations(); len(v) > 0 {
			t.Errorf("requests that Telegram would refuse: %q", v)
		}
	})
	e.URL = web.URL
	return e
}

// ambush lies in wait for the nth request from now on, which gets no answer. A
// late ambush lets it do its work first. The channel tells when it is caught;
// with n = 0 nobody waits any more.
func (e *emulated) ambush(n int, late bool) <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.left, e.late, e.caught = n, late, make(chan struct{})
	if n == 0 {
		e.caught = nil
	}
	return e.caught
}

func (e *emulated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.left = max(0, e.left-1)
	late, caught := e.late, e.caught
	hit := caught != nil && e.left == 0
	if hit {
		e.caught = nil
	}
	e.mu.Unlock()
	switch {
	case !hit:
		e.Server.ServeHTTP(w, r)
		return
	case late:
		e.Server.ServeHTTP(httptest.NewRecorder(), r)
	default:
		_, _ = io.Copy(io.Discard, r.Body)
	}
	close(caught)
	<-r.Context().Done()
}

// answers waits until the program answers somebody, whatever it says.
func (p *installation) answers(api *emulated, who int64) {
	p.t.Helper()
	person := api.Person(who, "Mai", "", "vi")
	p.hears(person, func() { person.Say("/trogiup") }, "")
}

// hears does something and waits for a new message of the bot with these words.
func (p *installation) hears(person *emulator.Person, do func(), words string) emulator.Message {
	p.t.Helper()
	n := len(person.Chat())
	do()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		chat := person.Chat()
		for _, m := range chat[min(n, len(chat)):] {
			if m.Bot && strings.Contains(m.Text, words) {
				return m
			}
		}
	}
	p.kill() // its log is whole then
	p.t.Fatalf("no answer with %q; last %+v\n%s", words, person.Last(), p.log)
	return emulator.Message{}
}

// An official reports twenty figures while the program is killed again and
// again. What stands in the end is what an unbroken run leaves: figures, states,
// receipt, ranking, summary, and every line of the log once.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	kills := 50
	if testing.Short() {
		kills = 8
	}
	whole, broken := reportUnder(t, 0), reportUnder(t, kills)
	for part, want := range whole {
		if got := broken[part]; got != want {
			t.Errorf("%s, unbroken:\n%s\nkilled %d times:\n%s", part, want, kills, got)
		}
	}
	for part, want := range map[string]string{"log": "figure.submit thu-ngan-sach  4489.8\n", "figures": "thu-ngan-sach sent 4489.8 ", "rank": `"actual": "4489.8"`} {
		if n := strings.Count(whole[part], want); n != 1 {
			t.Errorf("%s: %q is there %d times:\n%s", part, want, n, whole[part])
		}
	}
}

// filledForm is the form of the report with two figures more.
func (p *installation) filledForm() []byte {
	p.t.Helper()
	p.run("form", "--member", "ca-mau", "--out", "form.xlsx")
	path := filepath.Join(p.dir, "form.xlsx")
	f, err := excelize.OpenFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		p.t.Fatal(err)
	}
	result := 0
	for i, row := range rows {
		for j, cell := range row {
			if strings.EqualFold(cell, "Kết quả thực hiện") {
				result = j + 1
			}
		}
		if len(row) > 0 && (row[0] == "28" || row[0] == "30") {
			at, err := excelize.CoordinatesToCellName(result, i+1)
			if err == nil {
				err = f.SetCellValue(sheet, at, map[string]int{"28": 3398, "30": 21}[row[0]])
			}
			if err != nil {
				p.t.Fatal(err)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		p.t.Fatal(err)
	}
	return b.Bytes()
}

// photo is a picture of a record.
func photo() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 320, 200)))
	return b.Bytes()
}

var receiptCode = regexp.MustCompile(`Mã biên nhận: (\S+)`)

// twenty are the figures of one report, as they are typed.
var twenty = []string{"1: 7,67", "2: 34,53", "3: 4489,8", "4: 1095,99", "5: 20165,5", "6: đạt", "7: 10", "8: 10", "9: 80,55", "10: 114,12",
	"11: 26881", "12: 11", "13: 632", "14: 178", "15: 110", "16: 64", "17: 58", "18: 2300", "19: 3", "20: 24"}

// reportUnder reports them with some kills in between, and returns what stands
// at the end.
func reportUnder(t *testing.T, kills int) map[string]string {
	api := newEmulated(t)
	p := newInstallation(t, api.URL)
	p.env = append(p.env, "THIDUA_NOW=2018-02-01T08:00:00+07:00", "THIDUA_CLUSTER=tay-nam-bo", "THIDUA_YEAR=2017", "THIDUA_PERIOD=CN")
	p.run("cluster", "apply", sampleFile(t, ".yaml"))
	code, _, _ := strings.Cut(p.run("invite", "--role", "official", "--member", "ca-mau", "--name", "Mai"), "\n")
	p.start()
	mai := api.Person(301, "Mai", "", "vi")
	p.answers(api, mai.ID())

	// A blow falls when a request is on its way or done but unanswered, or at any
	// moment between, also while the program is only starting.
	random := rand.New(rand.NewPCG(7, 11))
	turns, left := len(twenty)+12, kills
	under := func(act func()) {
		n := (left + turns - 1) / turns
		turns--
		left -= n
		for ; n > 0; n-- {
			caught := api.ambush(1+random.IntN(5), random.IntN(2) == 0)
			act()
			act = func() {}
			select {
			case <-caught:
			case <-time.After(time.Duration(random.Int64N(int64(300 * time.Millisecond)))):
			}
			p.kill()
			api.ambush(0, false)
			p.start()
		}
		act()
	}
	turn := func(line, words string) {
		t.Helper()
		p.hears(mai, func() { under(func() { mai.Say(line) }) }, words)
	}
	turn("/start "+code, "Thông tin trên có đúng không?")
	turn("đúng", "đã tham gia")
	turn("/baocao CN", "mã: tang-truong-grdp")
	first := 0
	for _, f := range twenty {
		n, _, _ := strings.Cut(f, ":")
		p.hears(mai, func() {
			under(func() {
				if id := mai.Say(f); first == 0 {
					first = id
				}
			})
		}, "✔️ "+n+". ")
	}
	turn("25: 96\n26: 439\n27: 142", "chưa ghi số nào")
	turn("đúng", "Đã ghi 3 số")
	form := p.filledForm()
	p.hears(mai, func() { under(func() { mai.SendFile("form.xlsx", form, "", "") }) }, "Xem trước 2 số")
	turn("đúng", "Đã ghi 2 số")
	p.hears(mai, func() {
		under(func() {
			if _, err := mai.SendPhoto(photo(), "2: sổ gốc"); err != nil {
				t.Fatal(err)
			}
		})
	}, "Đã gắn minh-chung-")
	p.hears(mai, func() {
		under(func() {
			if err := mai.Edit(first, "1: 7,76"); err != nil {
				t.Fatal(err)
			}
		})
	}, "(số cũ: 7,67% → 7,76%)")
	turn("danh sách", "📋 Báo cáo năm 2017")
	receipt := p.press(mai, "Nộp", under, "Mã biên nhận")
	turn("/tiendo CN", "Tiến độ") // everything before it was said
	if left != 0 {
		t.Fatalf("%d kills are left", left)
	}
	p.stop()

	got := map[string]string{"rank": p.run("rank", "--format", "json"), "summary": p.run("summary", "--format", "json")}
	if r := receiptCode.FindStringSubmatch(receipt.Text); r != nil {
		got["receipt"] = r[1]
	}
	for _, m := range mai.Chat() { // it may come twice, but says the same
		if r := receiptCode.FindStringSubmatch(m.Text); r != nil && r[1] != got["receipt"] {
			t.Errorf("receipts %s and %s", got["receipt"], r[1])
		}
	}
	got["figures"], got["log"] = records(t, filepath.Join(p.dir, "t.db"))
	return got
}

// press presses the newest button that begins with a label, once: Telegram tells
// of it again until it is told that it arrived.
func (p *installation) press(person *emulator.Person, label string, under func(func()), words string) emulator.Message {
	p.t.Helper()
	for _, m := range slices.Backward(person.Chat()) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if !strings.HasPrefix(b.Text, label) {
					continue
				}
				return p.hears(person, func() {
					under(func() {
						if _, err := person.PressOn(m.ID, b.Text); err != nil {
							p.t.Fatal(err)
						}
					})
				}, words)
			}
		}
	}
	p.t.Fatalf("no button %q", label)
	return emulator.Message{}
}

// records reads what a report leaves in the store: each figure with its state,
// and the lines of the log without their times.
func records(t *testing.T, path string) (figures, log string) {
	t.Helper()
	place := house.Place{Path: path, Clock: house.Running{}}
	db, err := place.Open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	err = db.View(t.Context(), func(r storage.Reader) error {
		c, err := workflow.FindCluster(r, "tay-nam-bo", 2017)
		if err != nil {
			return err
		}
		byID, err := workflow.Figures(r, c, "CN", "ca-mau")
		if err != nil {
			return err
		}
		for i := range c.Contents {
			for _, k := range c.Contents[i].Criteria {
				f := byID[k.ID]
				for i, e := range []*workflow.Entry{f.Draft, f.Sent, f.Accepted} {
					if e != nil {
						figures += fmt.Sprintln(k.ID, []string{"draft", "sent", "accepted"}[i], workflow.ValueText(e.Value), e.Raw, e.Note, e.By)
					}
				}
			}
		}
		files, err := workflow.AllEvidence(r, c, "CN", "ca-mau")
		for id, list := range files {
			for _, e := range list {
				figures += fmt.Sprintln(id, "evidence", e.SHA256, e.Size, e.Name)
			}
		}
		if err != nil {
			return err
		}
		lines, err := workflow.Changes(r, c.ID)
		for _, l := range lines {
			log += fmt.Sprintln(l.What, l.Criterion, l.From, l.To)
			if l.At.Format("2006-01-02") != "2018-02-01" {
				t.Errorf("%s is dated %v", l.What, l.At)
			}
		}
		return errors.Join(err, workflow.CheckLog(r, c.ID))
	})
	if err != nil {
		t.Fatal(err)
	}
	return figures, log
}

// sampleFile is a file of the sample cluster.
func sampleFile(t *testing.T, end string) string {
	t.Helper()
	path, err := filepath.Abs("../../workflow/rules/sample/tay-nam-bo-2017" + end)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
