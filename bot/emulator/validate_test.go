package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func keyboardOf(button string) string {
	return `{"inline_keyboard":[[` + button + `]]}`
}

func commandList(n int) string {
	var out []map[string]string
	for i := range n {
		out = append(out, map[string]string{"command": fmt.Sprintf("c%d", i), "description": "x"})
	}
	data, _ := json.Marshal(out)
	return string(data)
}

// Each rule with one request that keeps it and one that breaks it.
func TestRules(t *testing.T) {
	button := func(s string) []any {
		return []any{"chat_id", 7, "text", "x", "reply_markup", keyboardOf(s)}
	}
	text := func(s string, more ...any) []any { return append([]any{"chat_id", 7, "text", s}, more...) }
	markup := func(s string) []any { return text("x", "reply_markup", s) }
	command := func(name, description string) []any {
		list, _ := json.Marshal([]map[string]string{{"command": name, "description": description}})
		return []any{"commands", string(list)}
	}
	entities := func(s string) []any { return text("abc", "entities", s) }
	for _, test := range []struct {
		rule, method string
		good, bad    []any
		want         string
	}{
		{"unknown parameter", "sendMessage", text("x"), text("x", "txt", "y"), `unknown parameter "txt"`},
		{"required", "sendMessage", text("x"), []any{"chat_id", 7}, "message text is empty"},
		{"chat required", "sendMessage", text("x"), []any{"text", "x"}, "chat_id is empty"},
		{"integer", "sendMessage", text("x"), []any{"chat_id", "seven", "text", "x"}, "chat not found"},
		{"integer only", "getUpdates", []any{"limit", 5}, []any{"limit", "five"}, "limit"},
		{"boolean", "sendMessage", text("x", "protect_content", true), text("x", "protect_content", "ja"), "must be Boolean"},
		{"array", "deleteMessages", []any{"chat_id", 7, "message_ids", "[1,2]"}, []any{"chat_id", 7, "message_ids", "1"}, "must be Array of Integer"},
		{"array element", "deleteMessages", []any{"chat_id", 7, "message_ids", "[1]"}, []any{"chat_id", 7, "message_ids", `["1"]`}, "must be Integer"},
		{"array length", "deleteMessages", []any{"chat_id", 7, "message_ids", "[1]"}, []any{"chat_id", 7, "message_ids", "[]"}, "0 items"},
		{"JSON", "sendMessage", markup(`{"force_reply":true}`), markup(`{"force_reply":true`), "can't parse as JSON"},
		{"null", "sendMessage", text("x"), markup("null"), "null must be"},
		{"nested unknown", "sendMessage", markup(`{"force_reply":true}`), markup(`{"force_reply":true,"x":1}`), `no field "x"`},
		{"nested missing", "sendMessage", text("x", "link_preview_options", `{"is_disabled":true}`), text("x", "reply_parameters", `{}`), ""},
		{"nested type", "sendMessage", text("x", "link_preview_options", `{"is_disabled":true}`), text("x", "link_preview_options", `{"is_disabled":1}`), "must be Boolean"},
		{"union", "setMyCommands", []any{"commands", "[]", "scope", `{"type":"default"}`}, []any{"commands", "[]", "scope", `{"type":"everywhere"}`}, "fits no type"},
		{"union missing", "setMyCommands", []any{"commands", "[]", "scope", `{"type":"chat","chat_id":7}`}, []any{"commands", "[]", "scope", `{"type":"chat"}`}, "lacks"},
		{"fixed value", "sendChatAction", []any{"chat_id", 7, "action", "typing"}, []any{"chat_id", 7, "action", "thinking"}, "none of"},
		{"UTF-8", "sendMessage", text("ế"), text("\xff"), "UTF-8"},

		{"text length", "sendMessage", text(strings.Repeat("ế", 4096)), text(strings.Repeat("ế", 4097)), "message is too long"},
		{"text length after markup", "sendMessage", text("<b>"+strings.Repeat("&lt;", 4096)+"</b>", "parse_mode", "HTML"), text("<b>"+strings.Repeat("&lt;", 4097)+"</b>", "parse_mode", "HTML"), "message is too long"},
		{"text empty", "sendMessage", text("x"), text(" \n"), "message text is empty"},
		{"markup only", "sendMessage", text("<b>x</b>", "parse_mode", "HTML"), text("<b></b>", "parse_mode", "HTML"), "message text is empty"},
		{"tag unknown", "sendMessage", text("<b>x</b>", "parse_mode", "HTML"), text("<p>x</p>", "parse_mode", "HTML"), "can't parse entities: Unsupported start tag \"p\" at byte offset 0"},
		{"parse mode", "sendMessage", text("x", "parse_mode", "html"), text("x", "parse_mode", "RTF"), "unsupported parse_mode"},
		{"entities", "sendMessage", entities(`[{"type":"bold","offset":0,"length":1}]`), entities(`[{"type":"bold","offset":0}]`), `lacks the field "length"`},
		{"callback answer", "answerCallbackQuery", []any{"callback_query_id", "1", "text", strings.Repeat("ế", 200)}, []any{"callback_query_id", "1", "text", strings.Repeat("ế", 201)}, "201 chars"},

		{"callback data", "sendMessage", button(`{"text":"x","callback_data":"` + strings.Repeat("a", 64) + `"}`), button(`{"text":"x","callback_data":"` + strings.Repeat("ế", 22) + `"}`), "66 bytes"},
		{"callback data empty", "sendMessage", button(`{"text":"x","callback_data":"y"}`), button(`{"text":"x","callback_data":""}`), "0 bytes"},
		{"empty copy_text", "sendMessage", button(`{"text":"x","callback_data":"y","copy_text":{"text":""}}`), button(`{"text":"x","copy_text":{"text":""}}`), "text buttons are unallowed"},
		{"button text", "sendMessage", button(`{"text":"x","callback_data":"y"}`), button(`{"text":" ","callback_data":"y"}`), "non-empty"},
		{"button action", "sendMessage", button(`{"text":"x","url":"https://a.vn"}`), button(`{"text":"x","url":"https://a.vn","callback_data":"y"}`), "exactly one thing"},
		{"button link", "sendMessage", button(`{"text":"x","url":"https://a.vn"}`), button(`{"text":"x","url":"a.vn"}`), "URL"},
		{"button style", "sendMessage", button(`{"text":"x","callback_data":"y","style":"primary"}`), button(`{"text":"x","callback_data":"y","style":"pink"}`), "none of"},
		{"many buttons", "sendMessage", button(strings.Repeat(`{"text":"x","callback_data":"y"},`, 99) + `{"text":"x","callback_data":"y"}`), button(strings.Repeat(`{"text":"x","callback_data":"y"},`, 100) + `{"text":"x","callback_data":"y"}`), "too long"},
		{"reply keyboard", "sendMessage", markup(`{"keyboard":[[{"text":"x"}]]}`), markup(`{"keyboard":[[{"text":""}]]}`), "non-empty"},
		{"inline only", "editMessageReplyMarkup", nil, []any{"chat_id", 7, "message_id", 1, "reply_markup", `{"force_reply":true}`}, "InlineKeyboardMarkup"},
		{"edit without message", "editMessageText", nil, text("x"), "message identifier is not specified"},

		{"command", "setMyCommands", command("xep_hang2", "x"), command("Xep", "x"), "BOT_COMMAND_INVALID"},
		{"command length", "setMyCommands", command(strings.Repeat("a", 32), "x"), command(strings.Repeat("a", 33), "x"), "33 chars"},
		{"description", "setMyCommands", command("a", strings.Repeat("ế", 256)), command("a", strings.Repeat("ế", 257)), "257 chars"},
		{"description empty", "setMyCommands", command("a", "x"), command("a", ""), "0 chars"},
		{"commands", "setMyCommands", []any{"commands", commandList(100)}, []any{"commands", commandList(101)}, "101 items"},
		{"language", "setMyCommands", []any{"commands", "[]", "language_code", "vi"}, []any{"commands", "[]", "language_code", "v"}, "language"},

		{"limit", "getUpdates", []any{"limit", 100}, []any{"limit", 101}, "outside 1-100"},
		{"timeout", "getUpdates", []any{"timeout", 0}, []any{"timeout", 51}, "outside 0-50"},
		{"allowed updates", "getUpdates", []any{"allowed_updates", `["message"]`}, []any{"allowed_updates", `["messages"]`}, "no kind of update"},
		{"secret token", "setWebhook", []any{"url", "https://a.vn", "secret_token", "aB_-1"}, []any{"url", "https://a.vn", "secret_token", "a b"}, "illegal"},
		{"part not sent", "sendDocument", nil, []any{"chat_id", 7, "document", "attach://d"}, `no part "d"`},
	} {
		t.Run(test.rule, func(t *testing.T) {
			r := newRig(t, Options{})
			r.lan()
			if test.good != nil {
				if _, err := r.call(test.method, test.good...); err != nil {
					t.Fatal(err)
				}
				r.clean()
			}
			r.refused(400, "Bad Request: ", test.method, test.bad...)
			a := r.refused(400, test.want, test.method, test.bad...)
			if len(r.Violations()) == 0 {
				t.Errorf("%q was not recorded", a.Description)
			}
		})
	}
}

func TestUploads(t *testing.T) {
	r := newRig(t, Options{})
	r.lan()
	pdf := []byte("%PDF")
	good := func(a answer, err error) {
		t.Helper()
		if err != nil || !a.OK {
			t.Errorf("refused: %v %s", err, a.Description)
		}
	}
	bad := func(want string, code int) func(answer, error) {
		return func(a answer, err error) {
			t.Helper()
			if err != nil || a.ErrorCode != code || !strings.Contains(a.Description, want) {
				t.Errorf("%v %+v, want %d %q", err, a, code, want)
			}
		}
	}
	good(r.upload("sendDocument", map[string][]byte{"document": pdf}, "chat_id", 7, "caption", strings.Repeat("a", 1024)))
	good(r.upload("sendDocument", map[string][]byte{"a": pdf}, "chat_id", 7, "document", "attach://a"))
	// An album is not played, but it is judged before that is said.
	bad("not emulated", 400)(r.upload("sendMediaGroup", nil, "chat_id", 7, "media", `[{"type":"photo","media":"x"},{"type":"video","media":"y"}]`))
	r.clean()
	bad("caption is too long", 400)(r.upload("sendDocument", map[string][]byte{"document": pdf}, "chat_id", 7, "caption", strings.Repeat("a", 1025)))
	bad("belongs to no parameter", 400)(r.upload("sendDocument", map[string][]byte{"document": pdf, "b": pdf}, "chat_id", 7))
	bad("lacks", 400)(r.upload("sendMediaGroup", nil, "chat_id", 7, "media", `[{"type":"photo"},{"type":"video","media":"y"}]`))
	bad("must be non-empty", 400)(r.upload("sendDocument", map[string][]byte{"document": {}}, "chat_id", 7))
	bad("IMAGE_PROCESS_FAILED", 400)(r.upload("sendPhoto", map[string][]byte{"photo": pdf}, "chat_id", 7))
	bad("Too Large", 413)(r.upload("sendDocument", map[string][]byte{"document": make([]byte, maxUpload+1)}, "chat_id", 7))
	r.refused(400, "wrong file identifier", "sendDocument", "chat_id", 7, "document", "gone")
}
