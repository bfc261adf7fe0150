package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow"
)

// An official reports in every way there is while the program is killed again
// and again. What stands in the end is what an unbroken run leaves: figures,
// states, evidence, receipt, ranking, summary, and every line of the log once.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	kills := 50
	if testing.Short() {
		kills = 12
	}
	var whole, broken map[string]string
	var both sync.WaitGroup // most of the time passes between messages
	both.Go(func() { t.Run("unbroken", func(t *testing.T) { whole = reportUnder(t, 0) }) })
	both.Go(func() { t.Run("killed", func(t *testing.T) { broken = reportUnder(t, kills) }) })
	both.Wait()
	if whole == nil || broken == nil {
		t.FailNow()
	}
	for part, want := range whole {
		if got := broken[part]; got != want {
			t.Errorf("%s, unbroken:\n%s\nkilled %d times:\n%s", part, want, kills, got)
		}
	}
	for want, part := range map[string]string{
		"figure.submit thu-ngan-sach  4489.8\n": "log", "thu-ngan-sach sent 4489.8 ": "figures", `"actual": "4489.8"`: "rank",
		"tang-truong-grdp sent 7.76 7,76 ": "figures", "huan-chuong sent 21 ": "figures", "cstd-tinh sent 142 ": "figures",
		fmt.Sprintf("thu-nhap evidence %x ", sha256.Sum256(photo())): "figures",
	} {
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
	if err := fillForm(path, "Cà Mau", "bang-khen-tinh:G=3398", "huan-chuong:G=21"); err != nil {
		p.t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	return b
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
	blow := func(act func(), words string, most int, patience time.Duration) (caught bool) {
		hit := api.ambush(words, 1+random.IntN(most), random.IntN(2) == 0)
		act()
		select {
		case <-hit:
			caught = true
		case <-time.After(patience):
		}
		p.kill()
		api.peace()
		p.start()
		return caught
	}
	const turns = 32
	done, blows := 0, 0
	under := func(act func()) {
		done++
		for ; blows < kills*done/turns; blows++ {
			blow(act, "", 5, time.Duration(random.Int64N(int64(300*time.Millisecond))))
			act = func() {}
		}
		act()
	}
	// What is fetched is struck while it is.
	fetched := func(act func()) {
		for _, words := range []string{"/getFile", "/file/bot"} {
			if kills == 0 {
				break
			}
			if blows++; !blow(act, words, 1, 30*time.Second) {
				t.Errorf("nobody asked for %s", words)
			}
			act = func() {}
		}
		under(act)
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
	p.hears(mai, func() { fetched(func() { mai.SendFile("form.xlsx", form, "", "") }) }, "Xem trước 2 số")
	turn("đúng", "Đã ghi 2 số")
	p.hears(mai, func() {
		fetched(func() {
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
	if done != turns || blows < kills {
		t.Fatalf("%d kills in %d turns", blows, done)
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

// records reads what a report leaves in the store: each figure with its state and
// evidence, and the lines of the log without their times.
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
		files, err := workflow.AllEvidence(r, c, "CN", "ca-mau")
		if err != nil {
			return err
		}
		for i := range c.Contents {
			for _, k := range c.Contents[i].Criteria {
				for _, e := range files[k.ID] {
					figures += fmt.Sprintln(k.ID, "evidence", e.SHA256, e.Size, e.Name, e.Kind)
				}
				f := byID[k.ID]
				for i, e := range []*workflow.Entry{f.Draft, f.Sent, f.Accepted} {
					if e != nil {
						figures += fmt.Sprintln(k.ID, []string{"draft", "sent", "accepted"}[i], workflow.ValueText(e.Value), e.Raw, e.Note, e.By)
					}
				}
			}
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
