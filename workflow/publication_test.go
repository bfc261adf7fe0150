package workflow_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

// settled is a year whose figures are all verified: imported by the office, but
// for a mark of the observer that the deputy made final.
func settled(t testing.TB, file string) (*house, *rules.Cluster) {
	h := newHouse(t)
	h.now = at("2018-03-01 09:00")
	c := h.apply(file)
	for id, s := range map[string]workflow.Seat{
		"head": {Role: workflow.Head, Member: "a"}, "head2": {Role: workflow.Head, Member: "a"}, "deputy": {Role: workflow.Deputy, Member: "b"},
		"observer": {Role: workflow.Observer}, "official": {Role: workflow.Official, Member: "c"},
	} {
		h.seat(id, "cum", s.Role, s.Member)
	}
	for i, m := range c.Members {
		for criterion, value := range map[string]string{"thu": fmt.Sprint(90 + i), "chuan": "yes", "vu": "5", "tham-muu": "8", "hang": fmt.Sprint(i + 1)} {
			must(t, h.load(c, m.ID, criterion, value))
		}
	}
	return h, c
}

// load imports a verified figure of the year.
func (h *house) load(c *rules.Cluster, member, criterion, value string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		act.By = workflow.Operator
		plan, last := dec("100"), dec("5")
		if criterion != "thu" {
			plan = nil
		}
		return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: member, Criterion: criterion, Plan: plan, LastYear: last, Actual: val(value), Given: true}, true)
	})
}

func (h *house) freeze(c *rules.Cluster, by, note string) (p workflow.Publication, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		act.By = by
		p, err = workflow.Freeze(tx, act, c, "CN", note, press)
		return err
	})
	return p, err
}

func (h *house) publish(c *rules.Cluster, by, sum string) (p workflow.Publication, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		act.By = by
		p, err = workflow.Publish(tx, act, c, "CN", sum)
		return err
	})
	return p, err
}

func (h *house) reopen(c *rules.Cluster, by, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		act.By = by
		_, err := workflow.Reopen(tx, act, c, "CN", reason)
		return err
	})
}

func (h *house) versions(c *rules.Cluster) []workflow.Publication {
	h.t.Helper()
	return see(h, func(r storage.Reader) ([]workflow.Publication, error) { return workflow.Publications(r, c, "CN") })
}

// bytesOf are the kept bytes of every document of a version.
func (h *house) bytesOf(p workflow.Publication) map[string]string {
	h.t.Helper()
	all := map[string]string{}
	for _, d := range p.Documents {
		b := see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, d.SHA256) })
		if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != d.SHA256 {
			h.t.Errorf("%s has the hash %s, want %s", d.Name, got, d.SHA256)
		}
		all[d.Name] = string(b)
	}
	return all
}

func (h *house) recheck(c *rules.Cluster, p workflow.Publication) workflow.Recheck {
	h.t.Helper()
	return see(h, func(r storage.Reader) (workflow.Recheck, error) { return workflow.CheckPublication(r, c, p, press) })
}

func (h *house) ready(c *rules.Cluster) string {
	h.t.Helper()
	ready := see(h, func(r storage.Reader) (workflow.Readiness, error) { return workflow.FindReadiness(r, c, "CN", h.now) })
	var list []string
	for _, o := range append(ready.Obstacles, ready.Missing...) {
		list = append(list, fmt.Sprint(o.Why, " ", o.N, " ", o.Members))
	}
	return strings.Join(list, "; ")
}

func TestPublishing(t *testing.T) {
	h, c := settled(t, yearFile)
	if got := h.ready(c); got != "" {
		t.Fatalf("in the way: %s", got)
	}
	for _, by := range []string{"official", "deputy", "observer", "nobody"} {
		_, err := h.freeze(c, by, "")
		wrong(t, err, "congbo.not_head")
	}
	_, err := h.publish(c, "deputy", "")
	wrong(t, err, "congbo.not_frozen")
	wrong(t, h.reopen(c, "head", "nhầm"), "congbo.not_frozen")

	frozen, err := h.freeze(c, "head", "")
	must(t, err)
	if frozen.N != 1 || len(frozen.Documents) < 4 || frozen.Published != nil || frozen.SHA256 != fmt.Sprintf("%x", sha256.Sum256(frozen.Manifest())) {
		t.Errorf("frozen %+v", frozen)
	}
	var places paper.Ranking
	must(t, json.Unmarshal([]byte(h.bytesOf(frozen)["xep-hang-CN-2017.pdf"]), &places))
	if places.Date != "2018-03-01" || places.Provisional || places.Edition != "" || places.Rows[0].Name != "huyện An" {
		t.Errorf("the ranking: %+v", places)
	}
	_, err = h.freeze(c, "head2", "")
	wrong(t, err, "congbo.frozen_already")
	_, err = h.publish(c, "head", frozen.SHA256)
	wrong(t, err, "congbo.second_person")
	_, err = h.publish(c, "official", frozen.SHA256)
	wrong(t, err, "congbo.not_yours")
	_, err = h.publish(c, "deputy", strings.Repeat("0", 64))
	wrong(t, err, "congbo.changed")

	h.now = at("2018-03-05 10:00")
	out, err := h.publish(c, "deputy", frozen.SHA256)
	must(t, err)
	log := see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") })
	if last := log[len(log)-1]; last.What != "publication.publish" || last.To != out.SHA256 || last.Hash != out.Chain || last.By != "deputy" {
		t.Errorf("the log ends with %+v, the publication has %s", last, out.Chain)
	}
	if out.Published.By != "deputy" || !out.Published.At.Equal(h.now) {
		t.Errorf("published %+v", out.Published)
	}
	_, err = h.publish(c, "observer", frozen.SHA256)
	wrong(t, err, "congbo.not_frozen")
	if found := h.recheck(c, out); len(found.Damaged)+len(found.Redrawn) > 0 || found.Strayed {
		t.Errorf("recheck: %+v", found)
	}
	h.sound("cum")
}

// What happens after publishing leaves the published bytes as they are; the next
// version says why it is there and who moved.
func TestSecondVersion(t *testing.T) {
	h, c := settled(t, yearFile)
	frozen, err := h.freeze(c, "head", "")
	must(t, err)
	h.now = at("2018-03-05 10:00")
	first, err := h.publish(c, "deputy", frozen.SHA256)
	must(t, err)
	before := h.bytesOf(first)
	now := func() bool {
		_, differs, err := workflow.PublishedNow(reader{h}, c, "CN")
		must(t, err)
		return differs
	}
	if now() {
		t.Error("nothing changed, and yet it differs")
	}

	h.now = at("2018-03-20 10:00")
	must(t, h.load(c, "a", "thu", "99"))
	c = h.apply(edit(t, yearFile, "huyện Đức", "thị xã Đức"))
	if !now() {
		t.Error("a figure changed and it does not differ")
	}
	for name, b := range h.bytesOf(first) {
		if b != before[name] {
			t.Errorf("%s is not what was published", name)
		}
	}
	if found := h.recheck(c, first); len(found.Damaged)+len(found.Redrawn) > 0 || found.Strayed {
		t.Errorf("recheck after a change: %+v", found)
	}
	_, err = h.freeze(c, "head", " ")
	wrong(t, err, "congbo.note_needed")
	again, err := h.freeze(c, "head", "An bổ sung số thu tháng 12.")
	must(t, err)
	second, err := h.publish(c, "observer", again.SHA256)
	must(t, err)
	var places paper.Ranking
	must(t, json.Unmarshal([]byte(h.bytesOf(second)["xep-hang-CN-2017-ban-2.pdf"]), &places))
	if want := "Bản thứ 2, thay thế bản công bố ngày 05/03/2018: An bổ sung số thu tháng 12"; places.Edition != want {
		t.Errorf("the edition says %q, want %q", places.Edition, want)
	}
	moved := places.Notes[len(places.Notes)-1]
	if !strings.Contains(moved, "So với bản thứ 1: ") || !strings.Contains(moved, "huyện An hạng") || strings.Contains(moved, "Châu") {
		t.Errorf("who moved: %q", moved)
	}
	list := h.versions(c)
	if len(list) != 2 || list[0].SHA256 != first.SHA256 || list[1].N != 2 || list[1].Note != "An bổ sung số thu tháng 12." {
		t.Errorf("versions %+v", list)
	}
	for name, b := range h.bytesOf(list[0]) {
		if b != before[name] {
			t.Errorf("%s of version 1 is not what was published", name)
		}
	}
	h.sound("cum")
}

// What breaks off in the middle leaves everything as it was, and goes on from
// there.
func TestPublishingThatBreaksOff(t *testing.T) {
	h, c := settled(t, yearFile)
	count := func() int {
		return len(see(h, func(r storage.Reader) ([]storage.Record, error) { return r.Scan("papers", "", "", 0) }))
	}
	broken, papers := errors.New("broken"), count()
	made := 0
	err := h.as("head", func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Freeze(tx, act, c, "CN", "", func(kind string, values json.RawMessage) ([]byte, error) {
			if made++; made == 3 {
				return nil, broken
			}
			return press(kind, values)
		})
		return err
	})
	if !errors.Is(err, broken) || count() != papers || len(h.versions(c)) != 0 {
		t.Errorf("%v, %d papers, %d before", err, count(), papers)
	}
	frozen, err := h.freeze(c, "head", "")
	must(t, err)
	err = h.as("deputy", func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Publish(tx, act, c, "CN", frozen.SHA256)
		return errors.Join(err, broken)
	})
	if list := h.versions(c); !errors.Is(err, broken) || len(list) != 1 || list[0].Published != nil {
		t.Errorf("%v, %+v", err, list)
	}
	_, err = h.publish(c, "deputy", frozen.SHA256)
	must(t, err)
	h.sound("cum")
}

// reader reads outside a unit of work, one look at a time.
type reader struct{ h *house }

func (r reader) Get(table, key string) (b []byte, err error) {
	e := r.h.store.View(r.h.t.Context(), func(s storage.Reader) error { b, err = s.Get(table, key); return nil })
	return bytes.Clone(b), errors.Join(err, e)
}

func (r reader) Scan(table, from, to string, limit int) (list []storage.Record, err error) {
	e := r.h.store.View(r.h.t.Context(), func(s storage.Reader) error { list, err = s.Scan(table, from, to, limit); return nil })
	return list, errors.Join(err, e)
}

func (r reader) Tables() ([]string, error) { return nil, nil }
