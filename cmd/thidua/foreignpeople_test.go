package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// happens puts an update before the bot.
func (f *foreign) happens(kind string, what map[string]any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	f.updates = append(f.updates, map[string]any{"update_id": f.last, kind: what})
	f.news.Broadcast()
}

// says is somebody writing to the bot.
func (f *foreign) says(who int, text string) { f.saysIn(who, who, text) }

// saysIn is somebody writing in the private chat or, if it is another, a group.
func (f *foreign) saysIn(where, who int, text string) {
	kind := "private"
	if where != who {
		kind = "supergroup"
	}
	f.mu.Lock()
	f.ids++
	id := f.ids
	f.mu.Unlock()
	f.happens("message", map[string]any{
		"message_id": id, "date": time.Now().Unix(), "text": text, "unknown_to_us": []int{1},
		"from": map[string]any{"id": who, "is_bot": false, "first_name": fmt.Sprint("Người ", who), "language_code": "vi"},
		"chat": map[string]any{"id": where, "type": kind, "title": "Cụm"},
	})
}

// sends is somebody sending a document or a photo.
func (f *foreign) sends(who int, kind, data, caption string) {
	f.mu.Lock()
	f.ids++
	id := f.ids
	file := fmt.Sprint("file", id)
	f.files[file] = data
	f.mu.Unlock()
	m := map[string]any{
		"message_id": id, "date": time.Now().Unix(),
		"from": map[string]any{"id": who, "is_bot": false, "first_name": fmt.Sprint("Người ", who)},
		"chat": map[string]any{"id": who, "type": "private"},
	}
	if caption != "" {
		m["caption"] = caption
	}
	if m[kind] = map[string]any{"file_id": file, "file_unique_id": "u" + file, "file_name": "bien-ban.pdf"}; kind == "photo" {
		m[kind] = []any{
			map[string]any{"file_id": "small", "file_unique_id": "s", "width": 90, "height": 60},
			map[string]any{"file_id": file, "file_unique_id": "u", "width": 900, "height": 600},
		}
	}
	f.happens("message", m)
}

// presses is somebody pressing the newest button that begins with a label.
func (f *foreign) presses(t *testing.T, who int, label string) {
	t.Helper()
	f.mu.Lock()
	var on said
	data := ""
	for _, m := range slices.Backward(f.chats[who]) {
		for _, row := range m.buttons {
			for _, b := range row {
				if data == "" && strings.HasPrefix(b.Text, label) {
					on, data = m, b.Data
				}
			}
		}
	}
	f.ids++
	id := f.ids
	f.mu.Unlock()
	if data == "" {
		t.Fatalf("%d has no button %q", who, label)
	}
	f.happens("callback_query", map[string]any{
		"id": fmt.Sprint(900000 + id), "chat_instance": "1", "data": data,
		"from":    map[string]any{"id": who, "is_bot": false, "first_name": "N"},
		"message": map[string]any{"message_id": on.id, "date": time.Now().Unix(), "text": on.text, "chat": map[string]any{"id": who, "type": "private"}},
	})
}

// count is how many messages somebody has.
func (f *foreign) count(who int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.chats[who])
}

// waits waits for a message after the first n that fits, and returns it.
func (f *foreign) waits(t *testing.T, who, n int, fits func(said) bool) said {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		f.mu.Lock()
		all := slices.Clone(f.chats[who])
		f.mu.Unlock()
		for _, m := range all[min(n, len(all)):] {
			if fits(m) {
				return m
			}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t.Fatalf("%d waits for something that does not come; last %+v", who, f.chats[who][max(0, len(f.chats[who])-2):])
	return said{}
}

// hears does something and waits for an answer with these words.
func (f *foreign) hears(t *testing.T, who int, do func(), words string) said {
	t.Helper()
	n := f.count(who)
	do()
	return f.waits(t, who, n, func(m said) bool { return strings.Contains(m.text, words) })
}
