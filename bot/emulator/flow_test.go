package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// ids are the update_ids of a batch.
func ids(batch []map[string]any) (out []int64) {
	for _, u := range batch {
		out = append(out, int64(u["update_id"].(float64)))
	}
	return out
}

func TestUpdatesUntilConfirmed(t *testing.T) {
	r := newRig(t, Options{})
	lan := r.lan()
	lan.Say("a")
	first := ids(r.updates())
	if len(first) != 2 || !slices.Equal(first, ids(r.updates())) {
		t.Fatalf("unconfirmed updates = %v, then something else", first)
	}
	lan.Say("b")
	if got := ids(r.updates("offset", first[1]+1)); len(got) != 1 || got[0] != first[1]+1 {
		t.Errorf("after the offset: %v", got)
	}
	r.clock.turn(updateLife)
	if got := r.updates(); len(got) != 0 || r.Stats().Expired != 1 {
		t.Errorf("a day later: %v, %d expired", got, r.Stats().Expired)
	}
	r.clock.turn(idleWeek)
	lan.Say("c")
	if got := ids(r.updates("offset", first[1]+2)); len(got) != 1 || got[0] == first[1]+2 {
		t.Errorf("after a week: %v, want one id anywhere", got)
	}
	r.clean()
}

func TestRepeatAndOrder(t *testing.T) {
	r := newRig(t, Options{})
	r.RepeatUpdates()
	r.OrderUpdates(func(n int) []int {
		out := identity(n)
		slices.Reverse(out)
		return out
	})
	r.Hold()
	r.lan().Say("a")
	if got := r.updates(); len(got) != 0 {
		t.Errorf("held: %v", got)
	}
	r.Release()
	want := []int64{firstID + 1, firstID}
	if got := ids(r.updates()); !slices.Equal(got, want) {
		t.Errorf("first = %v, want %v", got, want)
	}
	if got := ids(r.updates("offset", firstID+2)); !slices.Equal(got, want) {
		t.Errorf("confirmed and repeated = %v, want %v", got, want)
	}
	if got := r.updates(); len(got) != 0 {
		t.Errorf("a third time: %v", got)
	}
}

func TestOnePollAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{})
		first := make(chan answer)
		go func() {
			a, _ := r.call("getUpdates", "timeout", 50)
			first <- a
		}()
		synctest.Wait()
		r.do("getUpdates")
		if a := <-first; a.ErrorCode != 409 {
			t.Errorf("the older poll = %+v, want 409", a)
		}
		r.do("setWebhook", "url", "https://a.vn")
		r.refused(409, "webhook is active", "getUpdates")
		r.do("deleteWebhook")
		began := time.Now()
		if got := r.updates("timeout", 50); len(got) != 0 || time.Since(began) != 50*time.Second {
			t.Errorf("a long poll gave %v after %v", got, time.Since(began))
		}
		r.clean()
	})
}

func TestPressAndAnswer(t *testing.T) {
	r := newRig(t, Options{})
	lan := r.lan()
	m := r.send(7, "<b>x</b>", "parse_mode", "HTML", "reply_markup", keyboardOf(`{"text":"Đồng ý","callback_data":"y"}`))
	if last := lan.Last(); last.Text != "x" || last.HTML != "<b>x</b>" || !last.Bot {
		t.Errorf("sent = %+v", last)
	}
	q, err := lan.Press("Đồng ý")
	if err != nil {
		t.Fatal(err)
	}
	r.do("answerCallbackQuery", "callback_query_id", q, "text", "Đã ghi")
	r.refused(400, "query is too old", "answerCallbackQuery", "callback_query_id", q)
	if got := lan.Answers(); len(got) != 1 || got[0].Text != "Đã ghi" {
		t.Errorf("answers = %+v", got)
	}
	r.do("editMessageText", "chat_id", 7, "message_id", m, "text", "y")
	r.refused(400, "message is not modified", "editMessageText", "chat_id", 7, "message_id", m, "text", "y")
	if _, err := lan.Press("Đồng ý"); err == nil {
		t.Error("the button outlived the edit")
	}
	q, err = lan.PressOn(r.send(7, "z", "reply_markup", keyboardOf(`{"text":"k","callback_data":"k"}`)), "k")
	if err != nil {
		t.Fatal(err)
	}
	r.clock.turn(queryLife + time.Second)
	r.refused(400, "query is too old", "answerCallbackQuery", "callback_query_id", q)
	r.do("deleteMessage", "chat_id", 7, "message_id", m)
	r.refused(400, "message to delete not found", "deleteMessage", "chat_id", 7, "message_id", m)
	r.clean()
}

func TestWhoCanBeReached(t *testing.T) {
	r := newRig(t, Options{})
	r.refused(400, "chat not found", "sendMessage", "chat_id", 7, "text", "x")
	p := r.Person(7, "Lan", "Nguyễn", "vi")
	r.refused(403, "can't initiate", "sendMessage", "chat_id", 7, "text", "x")
	p.Start("")
	r.send(7, "x")
	p.Block()
	r.refused(403, "blocked by the user", "sendMessage", "chat_id", 7, "text", "x")
	p.Say("y")
	r.send(7, "x")

	g := r.Group(-5, "Cụm 1")
	r.refused(403, "not a member", "sendMessage", "chat_id", -5, "text", "x")
	g.AddBot(p)
	r.send(-5, "x")
	g.Migrate(-1_000_000_000_005)
	if a := r.refused(400, "upgraded", "sendMessage", "chat_id", -5, "text", "x"); a.Parameters.MigrateTo != g.ID() {
		t.Errorf("moved to %d, want %d", a.Parameters.MigrateTo, g.ID())
	}
	r.send(g.ID(), "x")
	g.RemoveBot(p)
	r.refused(403, "kicked", "sendMessage", "chat_id", g.ID(), "text", "x")
	r.clean()
}

func TestWhatTheBotHearsInAGroup(t *testing.T) {
	r := newRig(t, Options{})
	p := r.Person(7, "Lan", "Nguyễn", "vi")
	g := r.Group(-5, "Cụm 1")
	g.AddBot(p)
	next := ids(r.updates())
	offset := next[len(next)-1] + 1
	p.SayIn(g, "chào cả nhà")
	p.SayIn(g, "/xephang@other_bot")
	p.SayIn(g, "/xephang@thidua_bot")
	p.ReplyIn(g, r.send(-5, "hỏi"), "đáp")
	var texts []string
	for _, u := range r.updates("offset", offset) {
		texts = append(texts, u["message"].(map[string]any)["text"].(string))
	}
	if want := []string{"/xephang@thidua_bot", "đáp"}; !slices.Equal(texts, want) {
		t.Errorf("heard %q, want %q", texts, want)
	}
}

func TestFaults(t *testing.T) {
	r := newRig(t, Options{})
	lan := r.lan()
	for _, test := range []struct {
		fault Fault
		code  int // 0: the connection is cut
		sent  bool
	}{
		{TooMany(3), 429, false},
		{Forbidden(), 403, false},
		{BadRequest("x"), 400, false},
		{ServerError(), 500, false},
		{Dropped(), 0, false},
		{LostAnswer(), 0, true},
	} {
		before := len(lan.Chat())
		r.Fault(Next(1, "sendMessage", test.fault))
		a, err := r.call("sendMessage", "chat_id", 7, "text", "x")
		if a.ErrorCode != test.code || errors.Is(err, io.ErrUnexpectedEOF) != (test.code == 0) {
			t.Errorf("%s: %d %v", test.fault.kind(), a.ErrorCode, err)
		}
		if sent := len(lan.Chat()) > before; sent != test.sent {
			t.Errorf("%s: sent = %v", test.fault.kind(), sent)
		}
	}
	r.Fault(Next(1, "", BadGateway()))
	resp, err := r.http.Get(r.base + "/bot" + token + "/getMe")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusBadGateway || json.NewDecoder(resp.Body).Decode(&answer{}) == nil {
		t.Errorf("bad gateway: %d, and it was JSON", resp.StatusCode)
	}
}

func TestLimits(t *testing.T) {
	r := newRig(t, Options{Limits: true})
	r.lan()
	for range perChat {
		r.send(7, "x")
	}
	if a := r.refused(429, "retry after 5", "sendMessage", "chat_id", 7, "text", "x"); a.Parameters.RetryAfter != 5 {
		t.Errorf("retry_after = %d", a.Parameters.RetryAfter)
	}
	r.clock.turn(chatSpan)
	r.send(7, "x")
}

func TestMenu(t *testing.T) {
	r := newRig(t, Options{})
	lan := r.lan()
	scope := `{"type":"chat","chat_id":7}`
	r.do("setMyCommands", "commands", `[{"command":"all","description":"x"}]`)
	r.do("setMyCommands", "commands", `[{"command":"mine","description":"x"}]`, "scope", scope)
	if got := lan.Menu(); len(got) != 1 || got[0].Name != "mine" {
		t.Errorf("menu = %+v", got)
	}
	r.do("deleteMyCommands", "scope", scope)
	if got := lan.Menu(); len(got) != 1 || got[0].Name != "all" {
		t.Errorf("menu without its own = %+v", got)
	}
}

func TestFileComesBack(t *testing.T) {
	r := newRig(t, Options{})
	r.lan().SendFile("so-lieu.csv", []byte("a;bc"), "text/csv", "")
	batch := r.updates()
	doc := batch[1]["message"].(map[string]any)["document"].(map[string]any)
	var f struct {
		Path string `json:"file_path"`
	}
	if err := json.Unmarshal(r.do("getFile", "file_id", doc["file_id"]), &f); err != nil {
		t.Fatal(err)
	}
	get := func() (int, string, error) {
		resp, err := r.http.Get(r.base + "/file/bot" + token + "/" + f.Path)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(data), err
	}
	r.Fault(Next(1, Download, CutOff()))
	if _, data, err := get(); data != "a;" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %q %v", data, err)
	}
	r.Fault(Next(1, Download, ServerError()))
	if code, _, _ := get(); code != 500 {
		t.Errorf("server error: %d", code)
	}
	r.Fault(Next(1, Download, LostAnswer()))
	if _, _, err := get(); err == nil {
		t.Error("the lost answer came")
	}
	if code, data, err := get(); code != 200 || data != "a;bc" || err != nil {
		t.Errorf("file = %d %q %v", code, data, err)
	}
	if n := r.Stats().Calls[Download]; n != 4 {
		t.Errorf("%d downloads", n)
	}
}

func TestWhatPeopleSend(t *testing.T) {
	r := newRig(t, Options{})
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	lan := r.lan()
	id, err := lan.SendPhoto(b.Bytes(), "ảnh")
	if m := lan.Last(); err != nil || m.Text != "ảnh" || m.Document == nil || !m.Document.Photo || !bytes.Equal(m.Document.Data, b.Bytes()) {
		t.Errorf("photo = %+v %v", m, err)
	}
	if err := lan.Edit(id, "ảnh hội trường"); err != nil {
		t.Fatal(err)
	}
	if m := lan.Last(); m.Text != "ảnh hội trường" {
		t.Errorf("edited = %+v", m)
	}
	batch := r.updates()
	if e := batch[2]["edited_message"].(map[string]any); e["caption"] != "ảnh hội trường" || e["text"] != nil {
		t.Errorf("edited_message = %v", e)
	}
	if _, err := lan.SendPhoto([]byte("text"), ""); err == nil {
		t.Error("a text is a photo")
	}
}

func TestWaitQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, Options{Settle: time.Second})
		r.lan()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := r.WaitQuiet(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with an update waiting: %v", err)
		}
		r.do("getUpdates", "offset", firstID+1)
		if err := r.WaitQuiet(t.Context()); err != nil || !r.Quiet() {
			t.Errorf("with nothing waiting: %v", err)
		}
	})
}
