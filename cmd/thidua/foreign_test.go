package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// secret is the bot's token at the foreign server.
const secret = "123456789:AAFforeign-token_of_thirty-five_chars"

// A foreign is a Bot API server that shares nothing with bot/emulator: it
// answers as the documentation says, with keys that nobody asked for, and writes
// down what it would refuse.
type foreign struct {
	*httptest.Server
	mu      sync.Mutex
	news    sync.Cond
	updates []map[string]any
	last    int // update id
	chats   map[int][]said
	wrong   []string
	ids     int
	files   map[string]string // what may be fetched, by file id
	kills   int               // of the program, after which what was on its way may come again
}

// said is a message of the bot.
type said struct {
	id      int
	text    string
	buttons [][]struct {
		Text string `json:"text"`
		Data string `json:"callback_data"`
	}
	file   []byte
	edits  int
	pinned bool
}

func newForeign(t *testing.T) *foreign {
	f := &foreign{chats: map[int][]said{}, last: 5000, files: map[string]string{}}
	f.news.L = &f.mu
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		f.CloseClientConnections()
		f.Close()
		if len(f.wrong) > 0 {
			t.Errorf("requests that Telegram would refuse: %q", f.wrong)
		}
	})
	return f
}

func (f *foreign) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+secret+"/documents/a folder/"); ok {
		f.mu.Lock()
		data, known := f.files[id]
		f.mu.Unlock()
		if !known {
			f.refuse("file %q", id)
		}
		for part := range slices.Chunk([]byte(data), 1000) { // in pieces, without a length
			_, _ = w.Write(part)
			w.(http.Flusher).Flush()
		}
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+secret+"/")
	if !ok {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
		return
	}
	p, file := parameters(r)
	var result any = true
	switch method {
	case "getMe":
		result = map[string]any{"id": 123456789, "is_bot": true, "first_name": "Cụm", "username": "CumForeignBot", "has_topics_enabled": false}
	case "getUpdates":
		result = f.fetch(p, r)
	case "sendMessage", "sendDocument", "sendPhoto":
		result = f.sent(p, file)
	case "getFile":
		result = map[string]any{"file_id": p["file_id"], "file_unique_id": "u" + p["file_id"], "file_path": "documents/a folder/" + p["file_id"]}
	case "editMessageText":
		if result = f.edited(p); result == nil {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"ok":false,"error_code":400,"description":"Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"}`)
			return
		}
	case "pinChatMessage":
		f.pinned(p)
	case "answerCallbackQuery", "deleteMessage", "setMyCommands", "deleteMyCommands", "deleteWebhook":
	default:
		f.refuse("method %s", method)
	}
	w.Header()["Content-Type"] = nil // some proxies take it away
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result, "came_with_a_later_version": 1})
}

// parameters reads a request in any of the documented forms.
func parameters(r *http.Request) (map[string]string, []byte) {
	p := map[string]string{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var raw map[string]json.RawMessage
		_ = json.NewDecoder(r.Body).Decode(&raw)
		for k, v := range raw {
			var s string
			if json.Unmarshal(v, &s) != nil {
				s = string(v)
			}
			p[k] = s
		}
		return p, nil
	}
	_ = r.ParseMultipartForm(64 << 20)
	for k := range r.Form {
		p[k] = r.FormValue(k)
	}
	if r.MultipartForm != nil {
		for _, list := range r.MultipartForm.File {
			if part, err := list[0].Open(); err == nil {
				b, _ := io.ReadAll(part)
				return p, b
			}
		}
	}
	return p, nil
}

func (f *foreign) refuse(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wrong = append(f.wrong, fmt.Sprintf(format, args...))
}

func (f *foreign) fetch(p map[string]string, r *http.Request) any {
	offset, _ := strconv.Atoi(p["offset"])
	f.mu.Lock()
	defer f.mu.Unlock()
	f.updates = slices.DeleteFunc(f.updates, func(u map[string]any) bool { return u["update_id"].(int) < offset })
	for end := time.Now().Add(2 * time.Second); len(f.updates) == 0 && time.Now().Before(end) && r.Context().Err() == nil; {
		wake := time.AfterFunc(100*time.Millisecond, f.news.Broadcast)
		f.news.Wait()
		wake.Stop()
	}
	return slices.Clone(f.updates)
}

var markup = regexp.MustCompile(`</?[a-z][^>]*>`)

// read reads a message that the bot sends, or that it makes of another.
func (f *foreign) read(p map[string]string, file []byte) (chat int, m said) {
	m = said{text: markup.ReplaceAllString(p["text"], ""), file: file}
	if p["reply_markup"] != "" {
		var k struct {
			Keyboard json.RawMessage `json:"inline_keyboard"`
		}
		if json.Unmarshal([]byte(p["reply_markup"]), &k) != nil || json.Unmarshal(k.Keyboard, &m.buttons) != nil {
			f.refuse("reply_markup %s", p["reply_markup"])
		}
	}
	if n := utf8.RuneCountInString(m.text); n > 4096 || n == 0 && len(file) == 0 {
		f.refuse("a text of %d characters", n)
	}
	for _, row := range m.buttons {
		for _, b := range row {
			if b.Text == "" || len(b.Data) == 0 || len(b.Data) > 64 {
				f.refuse("button %+v", b)
			}
		}
	}
	chat, err := strconv.Atoi(p["chat_id"])
	if err != nil {
		f.refuse("chat_id %q", p["chat_id"])
	}
	return chat, m
}

func (f *foreign) sent(p map[string]string, file []byte) any {
	chat, m := f.read(p, file)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ids++
	m.id = f.ids
	f.chats[chat] = append(f.chats[chat], m)
	return map[string]any{"message_id": m.id, "date": time.Now().Unix(), "chat": map[string]any{"id": chat, "type": "private"}, "text": m.text}
}

// edited puts another text into a message. One that says the same is refused, and
// held against the bot but for the one that a kill may have brought.
func (f *foreign) edited(p map[string]string) any {
	chat, m := f.read(p, nil)
	same := false
	f.change(chat, p, func(old *said) bool {
		if same = old.text == m.text && len(old.buttons) == len(m.buttons); same && f.kills > 0 {
			f.kills--
			return old.file == nil
		}
		old.text, old.buttons, old.edits = m.text, m.buttons, old.edits+1
		return !same && old.file == nil
	})
	if same {
		return nil
	}
	return map[string]any{"message_id": json.Number(p["message_id"]), "date": time.Now().Unix(), "edit_date": time.Now().Unix(), "chat": map[string]any{"id": chat, "type": "supergroup"}}
}

func (f *foreign) pinned(p map[string]string) {
	chat, _ := strconv.Atoi(p["chat_id"])
	f.change(chat, p, func(m *said) bool {
		m.pinned = true
		return p["disable_notification"] == "true"
	})
}

// change changes a message of the bot that a request names.
func (f *foreign) change(chat int, p map[string]string, does func(*said) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.chats[chat], func(m said) bool { return strconv.Itoa(m.id) == p["message_id"] })
	if i < 0 || !does(&f.chats[chat][i]) {
		f.wrong = append(f.wrong, fmt.Sprintf("a change of message %q in %d", p["message_id"], chat))
	}
}

// killed says that the program is about to be killed.
func (f *foreign) killed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kills++
}
