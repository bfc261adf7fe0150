package dialog

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

type draft struct{ A, B string }

var two = Flow[draft]{Name: "two", Steps: []Step[draft]{
	{Name: "a", Ask: func(*Turn, *draft) (*Question, error) {
		return &Question{Lines: []text.Notice{text.Say("invite.ask_role")}}, nil
	},
		Take: func(_ *Turn, d *draft, a Answer) error { d.A = a.Text; return nil }},
	{Name: "b", Ask: func(*Turn, *draft) (*Question, error) {
		return &Question{Lines: []text.Notice{text.Say("invite.ask_name")}}, nil
	},
		Take: func(_ *Turn, d *draft, a Answer) error { d.B = a.Text; return nil }},
}}

func TestAConversationOutlivesARelease(t *testing.T) {
	db, err := bolt.Create(filepath.Join(t.TempDir(), "x.db"), bolt.Options{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(t.Context(), "", func(tx storage.Tx) error {
		turn := func() *Turn {
			return &Turn{Tx: tx, Event: intake.Event{ID: "e", Chat: "7", From: "7"}, Person: workflow.Person{ID: "7", Language: "vi"}}
		}
		e := NewEngine(two)
		at := func(step, a string) {
			t.Helper()
			s, ok, err := states.Find(tx, "7")
			var d draft
			if err == nil && ok {
				err = json.Unmarshal(s.Draft, &d)
			}
			if err != nil || s.Step != step || d.A != a {
				t.Errorf("at %q with %+v (%v), want %q with %q", s.Step, d, err, step, a)
			}
		}
		answer := func(said string) error {
			open, err := e.Find(tx, "7")
			if err != nil || open == nil {
				t.Fatal("no conversation", err)
			}
			return open.Answer(turn(), said)
		}
		if err := two.Start(turn(), draft{}); err != nil {
			return err
		}
		if err := answer("một"); err != nil {
			return err
		}
		at("b", "một")
		open, _ := e.Find(tx, "7")
		if err := open.Back(turn()); err != nil {
			return err
		}
		at("a", "một")

		s, _, _ := states.Find(tx, "7")
		s.Step = "removed"
		if err := states.Put(tx, s); err != nil {
			return err
		}
		if err := answer("hai"); err != nil {
			return err
		}
		at("a", "một")
		all, err := outbox.Waiting(tx)
		if err != nil || !strings.Contains(all[len(all)-1].Text, "Chương trình vừa được cập nhật") {
			t.Errorf("said %+v, %v", all, err)
		}

		s.Flow = "removed"
		if err := states.Put(tx, s); err != nil {
			return err
		}
		if open, err := e.Find(tx, "7"); open != nil || err != nil {
			t.Errorf("%+v %v", open, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
