package workflow_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/pin"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// press makes a document the simplest way that shows everything in it.
func press(_ string, values json.RawMessage) ([]byte, error) { return values, nil }

// chancery makes papers without fields.
var chancery = workflow.Chancery{Press: press, Key: []byte("a key of the house")}

func (h *house) open(c *rules.Cluster) (cov workflow.Covenant) {
	h.t.Helper()
	h.do(func(tx storage.Tx, act workflow.Act) (err error) {
		cov, err = workflow.OpenCovenant(tx, act, c, chancery)
		return err
	})
	return cov
}

func (h *house) sign(c *rules.Cluster, member, sum string) (cov workflow.Covenant, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		cov, _, err = workflow.SignCovenant(tx, act, c, chancery, 0, "leader-"+member, workflow.Person{ID: "leader-" + member, Name: "Ông " + member}, sum)
		return err
	})
	return cov, err
}

func (h *house) refuse(c *rules.Cluster, member, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.RefuseCovenant(tx, act, c, 0, "leader-"+member, workflow.Person{ID: "leader-" + member}, reason)
		return err
	})
}

func (h *house) covenant(c *rules.Cluster) workflow.Covenant {
	h.t.Helper()
	return see(h, func(r storage.Reader) (workflow.Covenant, error) { return workflow.FindCovenant(r, c) })
}

// printed is the covenant as it stands, read back from its bytes.
func (h *house) printed(c *rules.Cluster) (p paper.Covenant) {
	h.t.Helper()
	b := see(h, func(r storage.Reader) ([]byte, error) {
		b, name, err := workflow.CovenantBytes(r, c, chancery, 0)
		if want := fmt.Sprintf("giao-uoc-%s-2017.pdf", c.ID); name != want {
			h.t.Errorf("name %s, want %s", name, want)
		}
		return b, err
	})
	must(h.t, json.Unmarshal(b, &p))
	return p
}

// stored demands that the covenant comes from the store, with the hash that it
// was kept under: what is signed is never drawn again.
func (h *house) stored(c *rules.Cluster, sum string) {
	h.t.Helper()
	b := see(h, func(r storage.Reader) ([]byte, error) {
		b, _, err := workflow.CovenantBytes(r, c, workflow.Chancery{Press: func(string, json.RawMessage) ([]byte, error) { return nil, errors.New("drawn again") }}, 0)
		return b, err
	})
	if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != sum {
		h.t.Errorf("stored bytes have the hash %s, want %s", got, sum)
	}
}

func TestCovenantFromDraftToComplete(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	if cov := h.covenant(c); cov.State != workflow.CovenantDraft {
		t.Errorf("state %s", cov.State)
	}
	if p := h.printed(c); p.State != "draft" || p.Annex[0].Rows[0].Cells[2] != "100" {
		t.Errorf("draft %+v", p)
	}
	must(t, h.target(c, "CN", "c", "thu", "110", ""))
	if p := h.printed(c); p.Annex[0].Rows[0].Cells[2] != "110" {
		t.Errorf("the draft does not follow the targets: %+v", p.Annex)
	}
	_, err := h.sign(c, "c", "")
	wrong(t, err, "covenant.changed")
	wrong(t, h.refuse(c, "c", "chưa thống nhất"), "covenant.not_open")

	h.by = "head"
	cov := h.open(c)
	frozen := h.printed(c)
	h.stored(c, cov.SHA256)
	if b := see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, cov.SHA256) }); len(b) == 0 || cov.State != workflow.CovenantOpen {
		t.Errorf("open: %s, %d bytes", cov.State, len(b))
	}
	err = h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, c, chancery)
		return err
	})
	wrong(t, err, "covenant.already_open")
	if got := cov.Waiting(); cmp.Diff([]string{"a", "b", "c", "d"}, got) != "" {
		t.Errorf("waiting: %v; head, deputies, then the others", got)
	}

	_, err = h.sign(c, "c", strings.Repeat("0", 64))
	wrong(t, err, "covenant.changed")
	wrong(t, h.refuse(c, "c", " "), "review.reason_needed")
	must(t, h.refuse(c, "c", "chỉ tiêu quá cao"))
	must(t, h.refuse(c, "c", "chỉ tiêu thu quá cao"))
	if r := h.covenant(c).Refusals; len(r) != 1 || r[0].Reason != "chỉ tiêu thu quá cao" || r[0].Person != "leader-c" {
		t.Errorf("refusals %+v", r)
	}

	// Whatever changes after the freeze, what was seen is what is signed.
	c = h.apply(edit(t, yearFile, "Thu ngân sách", "Thu nội địa", "huyện Châu", "thị xã Châu"))
	if diff := cmp.Diff(frozen, h.printed(c)); diff != "" {
		t.Errorf("the frozen covenant changed:\n%s", diff)
	}
	wrong(t, h.target(c, "CN", "c", "thu", "90", ""), "target.frozen")

	for i, m := range []string{"d", "c", "a"} {
		h.now = at(fmt.Sprintf("2017-03-27 08:0%d", i))
		cov, err = h.sign(c, m, cov.SHA256)
		must(t, err)
		if cov.State != workflow.CovenantOpen || len(cov.Signatures) != i+1 {
			t.Errorf("after %d signatures: %+v", i+1, cov)
		}
	}
	if len(cov.Refusals) != 0 {
		t.Error("whoever signs refuses no more")
	}
	_, err = h.sign(c, "c", cov.SHA256)
	wrong(t, err, "covenant.signed_already")
	wrong(t, h.refuse(c, "c", "đổi ý"), "covenant.signed_already")
	half := h.printed(c)
	if half.Grid[2].SignedAt != "2017-03-27T08:01:00+07:00" || half.Grid[2].SignedBy != "Ông c" || half.Grid[1].Code != "" || half.Note == "" || half.SHA256 != cov.SHA256 {
		t.Errorf("half signed: %+v", half)
	}

	cov, err = h.sign(c, "b", cov.SHA256)
	must(t, err)
	if cov.State != workflow.CovenantComplete || len(cov.Waiting()) != 0 || cov.Final == cov.SHA256 {
		t.Errorf("complete: %+v", cov)
	}
	complete := h.printed(c)
	if diff := cmp.Diff(frozen.Grid, h.covenant(c).Frozen.Grid); diff != "" {
		t.Errorf("signing wrote into the frozen boxes:\n%s", diff)
	}
	h.stored(c, cov.Final)
	for _, box := range complete.Grid {
		if box.Code == "" || box.SignedBy == "" {
			t.Errorf("box of %s is empty", box.Member)
		}
	}
	_, err = h.sign(c, "a", cov.SHA256)
	wrong(t, err, "covenant.signed_already")
	err = h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, c, 0, "sửa")
		return err
	})
	wrong(t, err, "covenant.not_open")
	h.sound("cum")
}

// A unit that the file gained after the freeze has no box to sign in, and does
// not make a complete covenant be drawn again.
func TestOnlyWhoHasABoxSigns(t *testing.T) {
	h := newHouse(t)
	cov := h.open(h.apply(yearFile))
	c := h.apply(edit(t, yearFile, "head: a", "  - {id: e, name: huyện Én, agency: ỦY BAN NHÂN DÂN HUYỆN ÉN}\nhead: a"))
	_, err := h.sign(c, "e", cov.SHA256)
	wrong(t, err, "covenant.no_box")
	wrong(t, h.refuse(c, "e", "không có tên"), "covenant.no_box")
	for _, m := range []string{"a", "b", "c", "d"} {
		cov, err = h.sign(c, m, cov.SHA256)
		must(t, err)
	}
	_, err = h.sign(c, "e", cov.SHA256)
	wrong(t, err, "covenant.no_box")
	if after := h.covenant(c); after.Final != cov.Final || len(after.Signatures) != 4 {
		t.Errorf("a fifth signature: %+v", after)
	}
}

func TestWithdrawnCovenant(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	first := h.open(c)
	_, err := h.sign(c, "c", first.SHA256)
	must(t, err)
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, c, 0, "điều chỉnh chỉ tiêu")
		return err
	})
	must(t, h.target(c, "CN", "c", "thu", "120", ""))
	second := h.open(c)
	if second.SHA256 == first.SHA256 || len(second.Signatures) != 0 {
		t.Errorf("second covenant %+v", second)
	}
	_, err = h.sign(c, "c", first.SHA256)
	wrong(t, err, "covenant.changed")
	// What was once shown for signing stays to be read.
	b := see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, first.SHA256) })
	if len(b) == 0 {
		t.Error("the withdrawn paper is gone")
	}
	err = h.store.View(t.Context(), func(r storage.Reader) error { _, err := workflow.Paper(r, "none"); return err })
	if !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("an unknown paper: %v", err)
	}
}

func TestCovenantIsAFunctionOfItsValues(t *testing.T) {
	sum := func(id, plan string) string {
		h := newHouse(t)
		c := h.apply(edit(t, yearFile, "cluster: cum", "cluster: "+id))
		must(t, h.target(c, "CN", "c", "thu", plan, ""))
		cov := h.open(c)
		if cov.Frozen.State != workflow.CovenantOpen || h.printed(c).State != workflow.CovenantOpen {
			t.Errorf("%s: frozen as %s", id, cov.Frozen.State)
		}
		return cov.SHA256
	}
	first := sum("cum", "100")
	if again := sum("cum", "100.0"); again != first {
		t.Error("the same values gave another hash")
	}
	if other := sum("cum", "100.01"); other == first {
		t.Error("another plan gave the same hash")
	}
	for _, id := range []string{"0", "a-", "a--b", strings.Repeat("x", 32)} {
		sum(id, "1")
	}
}

// A press that fails leaves the covenant as it was.
func TestPressThatFails(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	broken := errors.New("no paper")
	err := h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, c, workflow.Chancery{Press: func(string, json.RawMessage) ([]byte, error) { return nil, broken }})
		return err
	})
	if !errors.Is(err, broken) || h.covenant(c).State != workflow.CovenantDraft {
		t.Errorf("%v, %s", err, h.covenant(c).State)
	}
}

func TestPIN(t *testing.T) {
	h := newHouse(t)
	h.now = at("2017-03-27 08:00")
	key := []byte("a key of the house, thirty-two b")
	mai := workflow.Person{ID: "mai", Clusters: []string{"cum"}}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		if has, err := workflow.HasPIN(tx, "mai"); has || err != nil {
			t.Errorf("before: %v, %v", has, err)
		}
		return workflow.SetPIN(tx, act, mai, pin.New(key, "mai", act.Event, "280117"))
	})
	if !see(h, func(r storage.Reader) (bool, error) { return workflow.HasPIN(r, "mai") }) {
		t.Error("the PIN is not there")
	}
	try := func(typed, want string) {
		t.Helper()
		var got string
		h.do(func(tx storage.Tx, act workflow.Act) error {
			n, err := workflow.TryPIN(tx, act, key, mai, typed)
			got = strings.TrimSpace(n.Key + " " + n.Args["left"] + n.Args["minutes"])
			return err
		})
		if got != want {
			t.Errorf("%s at %s: %q, want %q", typed, h.now, got, want)
		}
	}
	try("280117", "")
	for left := 4; left >= 1; left-- {
		try("111222", fmt.Sprint("pin.wrong ", left))
	}
	try("111222", "pin.locked 15")
	try("280117", "pin.locked 15") // locked for the right one, too
	h.now = at("2017-03-27 08:14:01")
	try("280117", "pin.locked 1")
	h.now = at("2017-03-27 08:15")
	try("111222", "pin.wrong 4")
	try("280117", "")
	try("111222", "pin.wrong 4") // the right one wipes the slate
	err := h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.TryPIN(tx, act, key, workflow.Person{ID: "nobody"}, "280117")
		return err
	})
	if !errors.Is(err, storage.ErrNotFound) || strings.Contains(err.Error(), "280117") {
		t.Errorf("a PIN of nobody: %v", err)
	}
	var logged []string
	for _, c := range see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") }) {
		logged = append(logged, c.What)
	}
	if got := strings.Join(logged, " "); got != "pin.set pin.lock" {
		t.Errorf("the log says %q", got)
	}
	// What lies in the store is worthless without the key.
	h.do(func(tx storage.Tx, act workflow.Act) error {
		n, err := workflow.TryPIN(tx, act, []byte("another key"), mai, "280117")
		if n.Key != "pin.wrong" {
			t.Error("the PIN is right under another key")
		}
		return err
	})
	h.view(func(r storage.Reader) error {
		list, err := r.Scan("pins", "", "", 0)
		for _, rec := range list {
			if strings.Contains(string(rec.Value), "280117") {
				t.Error("the PIN is stored as typed")
			}
		}
		return err
	})
}

func TestCovenantPaperOfTheSampleYear(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	p := see(h, func(r storage.Reader) (paper.Covenant, error) { return workflow.CovenantPaper(r, c) })
	var boxes []string
	for _, box := range p.Grid {
		boxes = append(boxes, box.Member)
	}
	if got := strings.Join(boxes, " "); got != "vinh-long bac-lieu an-giang ben-tre ca-mau dong-thap hau-giang kien-giang long-an soc-trang tien-giang tra-vinh" {
		t.Errorf("boxes: %s; want head, deputies, then the cluster's order", got)
	}
	if p.Date != "2017-03-27" || p.Where != "tỉnh An Giang" || p.MaxPoints != "1000" || len(p.Witnesses) != 1 ||
		cmp.Diff([]int{2, 2}, p.Places) != "" || p.Deadlines[0].By != "2017-07-10" || len(p.Contents) != 3 || p.SHA256 != "" || p.Note != "" {
		t.Errorf("%s %s %s %v %v %v", p.Date, p.Where, p.MaxPoints, p.Witnesses, p.Places, p.Deadlines)
	}
	// The annex has the yearly targets of whoever has one, a column per member.
	first := p.Annex[0].Rows[2]
	if first.Name != "Tổng thu ngân sách trên địa bàn" || len(first.Cells) != len(p.Members) || first.Cells[0] == "" {
		t.Errorf("annex row %+v", first)
	}
	for _, content := range p.Annex {
		for _, row := range content.Rows {
			if strings.Join(row.Cells, "") == "" {
				t.Errorf("%s: a row without a target", row.Name)
			}
		}
	}
}
