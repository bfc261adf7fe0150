package bot_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
)

// everything is every record of the store, but for what only says that something
// arrived or waits to leave.
func (h *house) everything() string {
	h.t.Helper()
	var b strings.Builder
	h.view(func(r storage.Reader) error {
		for _, table := range tables {
			if table == "seen" || table == "outbox" {
				continue
			}
			list, err := r.Scan(table, "", "", 0)
			if err != nil {
				return err
			}
			for _, rec := range list {
				fmt.Fprintln(&b, table, rec.Key, string(rec.Value))
			}
		}
		return nil
	})
	return b.String()
}

// A thousand presses at random: any button that was ever shown, often twice. Each
// is answered once; an old one changes nothing; a fresh one has its effect once,
// however often it is pressed.
func TestAThousandPresses(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 1))
	h := newHouse(t)
	c, head := h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a")
	shown := map[string][]outbox.Button{} // by chat: every button of a question ever
	remember := func(r reply) {
		for _, m := range append(r.own, r.others...) {
			for _, row := range m.Buttons {
				for _, b := range row {
					if !strings.HasPrefix(b.Data, "!") { // those stand for commands, which may be called again
						shown[m.Chat] = append(shown[m.Chat], b)
					}
				}
			}
		}
	}
	lines := map[string][]string{
		"c1": {"/baocao 6T", "5531,5", "2: 5.531", "1: 5531,5\n2: 250\n3: đạt\n4: 7", "4: không áp dụng", "danh sách", "không có đường", "250", "/sua 2 = 260", "đúng", "danh sách", "nộp hết", "/huy"},
		"a1": {"/duyet", "6T", "Châu", "trả 2: xem lại", "duyệt 1", "duyệt hết", "3: không đạt | chưa đủ hồ sơ", "/huy"},
	}
	pressed, stale := 0, 0
	for pressed < 1000 {
		p := []*person{c, c, head}[random.IntN(3)]
		buttons := shown[p.id]
		if len(buttons) == 0 || random.IntN(4) == 0 {
			remember(p.says(lines[p.id][random.IntN(len(lines[p.id]))]))
			continue
		}
		b := buttons[random.IntN(len(buttons))]
		if random.IntN(2) == 0 { // more often one of the newest
			b = buttons[len(buttons)-1-random.IntN(min(4, len(buttons)))]
		}
		effect := false
		for range 1 + random.IntN(2) {
			before := h.everything()
			r := p.pressesData(b.Data)
			remember(r)
			pressed++
			effect = effect || h.everything() != before
			if !strings.Contains(r.answers[0], "đã cũ") {
				continue
			}
			stale++
			if after := h.everything(); after != before || r.text != "" {
				t.Fatalf("the old button %q did something: %s", b.Label, r.text)
			}
		}
		// once more: what had an effect is no longer open, or is open anew
		before := h.everything()
		if r := p.pressesData(b.Data); effect && !strings.Contains(r.answers[0], "đã cũ") {
			t.Fatalf("%q has its effect again: %s", b.Label, r.text)
		} else if h.everything() != before {
			t.Fatalf("%q changed something again", b.Label)
		}
		pressed, stale = pressed+1, stale+1
	}
	if stale == pressed || stale < 100 {
		t.Errorf("%d of %d presses were old: nothing is shown by that", stale, pressed)
	}
	var log []workflow.Change
	h.view(func(r storage.Reader) (err error) { log, err = workflow.Changes(r, "cum"); return err })
	count := map[string]int{}
	for _, l := range log {
		count[l.What]++
	}
	for _, what := range []string{"figure.draft", "figure.submit", "figure.accept"} {
		if count[what] == 0 {
			t.Errorf("nobody got as far as %s: %v", what, count)
		}
	}
}
