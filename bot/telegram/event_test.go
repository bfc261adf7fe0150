package telegram

import (
	"reflect"
	"testing"
	"time"

	"thidua/workflow/intake"
)

func TestRead(t *testing.T) {
	now := time.Date(2027, 3, 4, 1, 0, 0, 0, time.UTC)
	date := time.Unix(1_700_000_000, 0).UTC().Add(time.Hour)
	const lan = `"from":{"id":7,"is_bot":false,"first_name":"Lan","last_name":"Nguyê\u0303n","language_code":"vi"}`
	const private = `"chat":{"id":7,"type":"private","first_name":"Lan"}`
	const cluster = `"chat":{"id":-1001234567890,"type":"supergroup","title":"Cụm 1"}`
	who := func(e intake.Event) intake.Event {
		e.ID, e.From, e.Name, e.Language = "tg/5", "7", "Lan Nguyễn", "vi"
		if e.Chat == "" {
			e.Chat = "7"
		}
		if e.Group = e.Chat != "7"; e.Group {
			e.Title = "Cụm 1"
		}
		return e
	}
	for name, test := range map[string]struct {
		update string
		want   intake.Event
	}{
		"text": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"text":"TH\u200b-01\u00a0\u00e2\u0301"}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, Text: "TH-01 ấ"})},
		"text in a group": {`"message":{"message_id":3,` + lan + `,` + cluster + `,"date":1700000000,"text":"/xephang@thidua_bot"}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, Chat: "-1001234567890", Text: "/xephang@thidua_bot"})},
		"edited": {`"edited_message":{"message_id":3,` + lan + `,` + private + `,"date":1600000000,"edit_date":1700000000,"text":"x"}`,
			who(intake.Event{Kind: intake.KindEdited, At: date, Message: 3, Text: "x"})},
		"document": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"document":{"file_id":"f","file_unique_id":"u","file_name":"so\u0302\u0301 lie\u0323\u0302u.xlsx","mime_type":"application/x","file_size":9000000000,"thumbnail":7},"caption":"/baocao a\u0302\u0301","caption_entities":[]}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, Text: "/baocao ấ", File: &intake.File{Kind: intake.Document, ID: "f", Unique: "u", Name: "số liệu.xlsx", MIME: "application/x", Size: 9e9}})},
		"picture": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"media_group_id":"12","photo":[{"file_id":"s","file_unique_id":"us","width":90,"height":67,"file_size":1253},{"file_id":"l","file_unique_id":"ul","width":1280,"height":960,"file_size":98765},{"file_id":"m","file_unique_id":"um","width":320,"height":240}]}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, File: &intake.File{Kind: intake.Photo, ID: "l", Unique: "ul", MIME: "image/jpeg", Size: 98765, Album: "12"}})},
		"edited caption": {`"edited_message":{"message_id":3,` + lan + `,` + private + `,"date":1600000000,"edit_date":1700000000,"document":{"file_id":"f"},"caption":"x"}`,
			who(intake.Event{Kind: intake.KindEdited, At: date, Message: 3, Text: "x", File: &intake.File{Kind: intake.Document, ID: "f"}})},
		"animation": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"animation":{"file_id":"f"},"document":{"file_id":"f"},"caption":"x"}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, Text: "x", File: &intake.File{Kind: intake.Other}})},
		"what the library cannot decode": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]}}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, File: &intake.File{Kind: intake.Other}})},
		"sticker": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":1700000000,"sticker":{"file_id":"f"}}`,
			who(intake.Event{Kind: intake.KindMessage, At: date, Message: 3, File: &intake.File{Kind: intake.Other}})},
		"press": {`"callback_query":{"id":"99",` + lan + `,"message":{"message_id":3,` + private + `,"date":1700000000,"text":"q"},"chat_instance":"1","data":"report/a"}`,
			who(intake.Event{Kind: intake.KindButton, At: now, Message: 3, Callback: "99", Data: "report/a"})},
		"press on a message out of reach": {`"callback_query":{"id":"99",` + lan + `,"message":{"message_id":3,` + cluster + `,"date":0},"chat_instance":"1","data":"d"}`,
			who(intake.Event{Kind: intake.KindButton, At: now, Message: 3, Chat: "-1001234567890", Callback: "99", Data: "d"})},
		"press without a message": {`"callback_query":{"id":"99",` + lan + `,"inline_message_id":"i","chat_instance":"1","data":"d"}`,
			who(intake.Event{Kind: intake.KindButton, At: now, Callback: "99", Data: "d"})},
		"blocked": {`"my_chat_member":{` + private + `,` + lan + `,"date":1700000000,"new_chat_member":{"status":"kicked"}}`,
			who(intake.Event{Kind: intake.KindChat, At: date, Member: "blocked"})},
		"unblocked": {`"my_chat_member":{` + private + `,` + lan + `,"date":1700000000,"new_chat_member":{"status":"member"}}`,
			who(intake.Event{Kind: intake.KindChat, At: date, Member: "member"})},
		"added": {`"my_chat_member":{` + cluster + `,` + lan + `,"date":1700000000,"new_chat_member":{"status":"administrator"}}`,
			who(intake.Event{Kind: intake.KindChat, At: date, Chat: "-1001234567890", Member: "member"})},
		"restricted": {`"my_chat_member":{` + cluster + `,` + lan + `,"date":1700000000,"new_chat_member":{"status":"restricted","is_member":true}}`,
			who(intake.Event{Kind: intake.KindChat, At: date, Chat: "-1001234567890", Member: "member"})},
		"removed": {`"my_chat_member":{` + cluster + `,` + lan + `,"date":1700000000,"new_chat_member":{"status":"kicked"}}`,
			who(intake.Event{Kind: intake.KindChat, At: date, Chat: "-1001234567890", Member: "left"})},
		"moved": {`"message":{"message_id":3,` + lan + `,"chat":{"id":-5,"type":"group","title":"Cụm 1"},"date":1700000000,"migrate_to_chat_id":-1001234567890}`,
			intake.Event{ID: "tg/5", Kind: intake.KindChat, At: date, Chat: "-5", Group: true, Title: "Cụm 1", MovedTo: "-1001234567890"}},
		"channel":             {`"message":{"message_id":3,` + lan + `,"chat":{"id":-100,"type":"channel"},"date":1700000000,"text":"x"}`, intake.Event{ID: "tg/5"}},
		"added to a channel":  {`"my_chat_member":{"chat":{"id":-100,"type":"channel"},` + lan + `,"date":1700000000,"new_chat_member":{"status":"administrator"}}`, intake.Event{ID: "tg/5"}},
		"said by nobody":      {`"message":{"message_id":3,` + cluster + `,"date":1700000000,"text":"x"}`, intake.Event{ID: "tg/5"}},
		"of a kind to come":   {`"telepathy":{"thought":"x"}`, intake.Event{ID: "tg/5"}},
		"a date that is none": {`"message":{"message_id":3,` + lan + `,` + private + `,"date":0,"text":"x"}`, who(intake.Event{Kind: intake.KindMessage, At: now, Message: 3, Text: "x"})},
	} {
		raw := `{"update_id":5,` + test.update + `}`
		got, err := reader{time.Hour, now}.read([]byte(raw))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(got.Raw) != raw {
			t.Errorf("%s: raw = %s", name, got.Raw)
		}
		got.Raw = nil
		if test.want.Kind == "" && got.Kind == "" { // nobody reads the rest
			continue
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, test.want)
		}
	}
}

// Whatever comes, reading it neither fails without saying so nor panics.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"update_id":5,"message":{"message_id":3,"from":{"id":7},"chat":{"id":7,"type":"private"},"date":1,"text":"x"}}`))
	f.Add([]byte(`{"update_id":5,"callback_query":{"id":"1","from":{"id":7},"message":null}}`))
	f.Add([]byte(`{"update_id":"5"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := reader{}.read(raw)
		if err == nil && e.Kind != "" && e.Chat == "" {
			t.Errorf("an event of no chat: %+v", e)
		}
	})
}
