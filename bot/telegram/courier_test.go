package telegram

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thidua/bot/emulator"
	"thidua/workflow/outbox"
)

func (r *rig) courier() *Courier {
	return &Courier{API: r.api, Render: func(_ context.Context, d outbox.Document) ([]byte, error) {
		if d.Bytes == nil {
			return nil, errors.New("no such values")
		}
		return d.Bytes, nil
	}}
}

func deliver(t *testing.T, c *Courier, m outbox.Message) {
	t.Helper()
	if _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatalf("%s: %v", m.Action, err)
	}
}

func TestSendEditDelete(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	buttons := [][]outbox.Button{{{Label: "Đồng ý", Data: "yes"}, {Label: "Không", Data: "no"}}, {{Label: "Quay lại", Data: "back"}}}
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "<b>TH-01</b> &lt; 5 https://a.vn", Buttons: buttons})
	m := lan.Last()
	if m.Text != "TH-01 < 5 https://a.vn" || m.HTML != "<b>TH-01</b> &lt; 5 https://a.vn" || len(m.Buttons) != 2 || m.Buttons[0][1] != (emulator.Button{Text: "Không", Data: "no"}) {
		t.Errorf("sent = %+v", m)
	}

	edit := outbox.Message{Chat: "7", Action: outbox.Edit, Ref: m.ID, Text: "<i>xong</i>"}
	deliver(t, c, edit)
	deliver(t, c, edit) // again, after a lost answer
	if m := lan.Last(); m.HTML != "<i>xong</i>" || len(m.Buttons) != 0 {
		t.Errorf("edited = %+v", m)
	}

	remove := outbox.Message{Chat: "7", Action: outbox.Delete, Ref: m.ID}
	deliver(t, c, remove)
	deliver(t, c, remove)
	if m := lan.Last(); m.Text != "/start" {
		t.Errorf("left = %+v", m)
	}
	if _, err := c.Deliver(t.Context(), edit); !errors.Is(err, outbox.ErrRefused) {
		t.Errorf("editing what is gone: %v", err)
	}
}

func TestLinksAreNotPreviewed(t *testing.T) {
	r := newRig(t)
	r.lan()
	asked := 0
	r.Fault(func(q emulator.Request) *emulator.Fault {
		if strings.Contains(q.Params["link_preview_options"], `"is_disabled":true`) {
			asked++
		}
		return nil
	})
	c := r.courier()
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "https://a.vn"})
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Edit, Ref: 2, Text: "https://b.vn"})
	if asked != 2 {
		t.Errorf("asked %d times of 2", asked)
	}
}

func TestDocumentArrivesIntact(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	data := make([]byte, 3<<20)
	_, _ = rand.Read(data)
	const name = `Giao ước "2018".pdf`
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "<b>Bản ký</b>", Document: &outbox.Document{Kind: "covenant", Name: name, Bytes: data}})
	m := lan.Last()
	if m.Document == nil || m.Document.Name != name || !bytes.Equal(m.Document.Data, data) || m.Text != "Bản ký" {
		t.Errorf("document = %+v with %q", m.Document != nil && m.Document.Name == name, m.Text)
	}
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Document: &outbox.Document{Kind: "report", Name: "a.csv", Bytes: []byte("a")}})
	if m := lan.Last(); m.Document == nil || m.Text != "" {
		t.Errorf("without text = %+v", m)
	}
	for name, d := range map[string]outbox.Document{
		"not made": {Name: "a.pdf"},
		"too big":  {Name: "a.pdf", Bytes: make([]byte, maxUpload+1)},
	} {
		if _, err := c.Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Document: &d}); !errors.Is(err, outbox.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnswer(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "?", Buttons: [][]outbox.Button{{{Label: "Có", Data: "yes"}}}})
	query, err := lan.Press("Có")
	if err != nil {
		t.Fatal(err)
	}
	m := outbox.Message{Chat: "7", Action: outbox.Answer, Callback: query, Text: "Đã ghi"}
	deliver(t, c, m)
	deliver(t, c, m) // too late, or twice: the button has stopped
	if a := lan.Answers(); len(a) != 1 || a[0].Text != "Đã ghi" {
		t.Errorf("answers = %+v", a)
	}
}

func TestMenu(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Menu, Commands: []outbox.Command{{Name: "baocao", Description: "Báo cáo"}, {Name: "huy", Description: "Hủy"}}})
	if got, want := lan.Menu(), []emulator.Command{{Name: "baocao", Description: "Báo cáo"}, {Name: "huy", Description: "Hủy"}}; !slices.Equal(got, want) {
		t.Errorf("menu = %+v", got)
	}
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Menu})
	if got := lan.Menu(); len(got) != 0 {
		t.Errorf("emptied menu = %+v", got)
	}
}

// What each answer of Telegram means for the message.
func TestOutcomes(t *testing.T) {
	send := func(text string) outbox.Message { return outbox.Message{Chat: "7", Action: outbox.Send, Text: text} }
	for name, test := range map[string]struct {
		fault emulator.Fault
		want  error // nil: passing
	}{
		"blocked":      {emulator.Forbidden(), outbox.ErrUnreachable},
		"no chat":      {emulator.BadRequest("chat not found"), outbox.ErrUnreachable},
		"gone":         {emulator.Fault{Code: 403, Text: "Forbidden: user is deactivated"}, outbox.ErrUnreachable},
		"group gone":   {emulator.BadRequest("group chat was deactivated"), outbox.ErrUnreachable},
		"kicked":       {emulator.Fault{Code: 403, Text: "Forbidden: bot was kicked from the supergroup chat"}, outbox.ErrUnreachable},
		"markup":       {emulator.BadRequest("can't parse entities: Unsupported start tag"), outbox.ErrMarkup},
		"other":        {emulator.BadRequest("BUTTON_DATA_INVALID"), outbox.ErrRefused},
		"too large":    {emulator.Fault{Code: 413, Text: "Request Entity Too Large"}, outbox.ErrRefused},
		"unauthorized": {emulator.Fault{Code: 401, Text: "Unauthorized"}, outbox.ErrStop},
		"not found":    {emulator.Fault{Code: 404, Text: "Not Found"}, outbox.ErrStop},
		"server error": {emulator.ServerError(), nil},
		"bad gateway":  {emulator.BadGateway(), nil},
		"dropped":      {emulator.Dropped(), nil},
		"lost answer":  {emulator.LostAnswer(), nil},
		"conflict":     {emulator.Fault{Code: 409, Text: "Conflict"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lan()
			r.Fault(emulator.Next(1, "sendMessage", test.fault))
			_, err := r.courier().Deliver(t.Context(), send("x"))
			if err == nil {
				t.Fatal("it counts as done")
			}
			for _, known := range []error{outbox.ErrUnreachable, outbox.ErrMarkup, outbox.ErrRefused, outbox.ErrStop} {
				if errors.Is(err, known) != (known == test.want) {
					t.Errorf("%v, is %q: %v", err, known, errors.Is(err, known))
				}
			}
			if strings.Contains(err.Error(), "<") {
				t.Errorf("a web page in %v", err)
			}
			secretIsKept(t, err.Error())
		})
	}
}

func TestRetryAndMoved(t *testing.T) {
	r := newRig(t)
	lan, c := r.lan(), r.courier()
	r.Fault(emulator.Next(1, "sendMessage", emulator.TooMany(17)))
	_, err := c.Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
	if retry, ok := errors.AsType[*outbox.RetryError](err); !ok || retry.After != 17*time.Second {
		t.Errorf("429: %v", err)
	}
	g := r.Group(-5, "Cụm 1")
	g.AddBot(lan)
	g.Migrate(-1001234567890)
	_, err = c.Deliver(t.Context(), outbox.Message{Chat: "-5", Action: outbox.Send, Text: "x"})
	if moved, ok := errors.AsType[*outbox.MovedError](err); !ok || moved.To != "-1001234567890" {
		t.Errorf("moved: %v", err)
	}
}

func TestWhatNobodyCanDeliver(t *testing.T) {
	r := newRig(t)
	for _, m := range []outbox.Message{{Chat: "7", Action: "sing"}, {Chat: "@lan", Action: outbox.Send, Text: "x"}} {
		if _, err := r.courier().Deliver(t.Context(), m); !errors.Is(err, outbox.ErrRefused) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	r2 := emulator.New(emulator.Options{Token: secret}) // markup that is wrong breaks the API's rules, too
	r2.Person(7, "Lan", "", "vi").Start("")
	_, err := (&Courier{API: newAPI(t, r2.Transport())}).Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "<b>x"})
	if !errors.Is(err, outbox.ErrMarkup) {
		t.Errorf("open tag: %v", err)
	}
}

// A message that went is not sent again because its description has something
// new in it.
func TestUndecodedAnswerIsDone(t *testing.T) {
	c := &Courier{API: newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
		return answer(r, 200, `{"ok":true,"result":{"message_id":"new"}}`), nil
	}))}
	deliver(t, c, outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
}

func TestDeliveryTakesItsTimeAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &Courier{API: newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))}
		began := time.Now()
		_, err := c.Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != callTime {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
