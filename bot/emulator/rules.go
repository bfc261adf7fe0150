package emulator

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rules that the descriptions of the API state in words, beside types and
// plain limits.

var (
	commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageTag = regexp.MustCompile(`^([a-z]{2})?$`)
	secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

const maxInlineButtons = 100

// methodRule checks what concerns several parameters of a method, or the
// letters of one.
func methodRule(c *call) error {
	switch c.method {
	case "editMessageText", "editMessageCaption", "editMessageReplyMarkup":
		if !c.has("inline_message_id") && (!c.has("chat_id") || !c.has("message_id")) {
			return badRequest("message identifier is not specified")
		}
		if c.method == "editMessageText" && !c.has("text") && !c.has("rich_message") {
			return badRequest("message text is empty")
		}
	case "setMyCommands", "getMyCommands", "deleteMyCommands":
		if !languageTag.MatchString(c.str("language_code")) {
			return badRequest("invalid language code specified")
		}
	case "setWebhook":
		if s := c.str("secret_token"); s != "" && !secretToken.MatchString(s) {
			return badRequest("secret token contains illegal characters")
		}
	}
	if c.has("allowed_updates") {
		var kinds []string
		c.json("allowed_updates", &kinds)
		for _, k := range kinds {
			if !slices.Contains(api.updateKinds(), k) {
				return fmt.Errorf("allowed_updates: %q is no kind of update", k)
			}
		}
	}
	return nil
}

// objectRule checks an object whose fields are each of the right type.
func objectRule(name string, object map[string]any) error {
	switch name {
	case "InlineKeyboardButton":
		return buttonRule(object)
	case "KeyboardButton":
		if object["text"] == "" {
			return badRequest("keyboard button text must be non-empty")
		}
	case "InlineKeyboardMarkup":
		n := 0
		rows, _ := object["inline_keyboard"].([]any)
		for _, row := range rows {
			buttons, _ := row.([]any)
			n += len(buttons)
		}
		if n > maxInlineButtons {
			return badRequest("reply markup is too long")
		}
	case "BotCommand":
		if s, _ := object["command"].(string); !commandName.MatchString(s) {
			return badRequest("BOT_COMMAND_INVALID")
		}
	}
	return nil
}

// withoutEmptyCopyText drops the empty copy_text that go-telegram/bot v1.19.0
// sends with every inline button, and which Telegram lets pass.
func withoutEmptyCopyText(button map[string]any) map[string]any {
	c, ok := button["copy_text"].(map[string]any)
	if !ok || len(c) != 1 || c["text"] != "" {
		return button
	}
	out := map[string]any{}
	for k, v := range button {
		if k != "copy_text" {
			out[k] = v
		}
	}
	return out
}

func buttonRule(button map[string]any) error {
	if text, _ := button["text"].(string); strings.TrimSpace(text) == "" {
		return badRequest("can't parse inline keyboard button: the text must be non-empty")
	}
	var does []string
	for key := range button {
		if key != "text" && key != "icon_custom_emoji_id" && key != "style" {
			does = append(does, key)
		}
	}
	switch {
	case len(does) == 0:
		return badRequest("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
	case len(does) > 1:
		slices.Sort(does)
		return fmt.Errorf("a button does exactly one thing, not %s", strings.Join(does, " and "))
	}
	if link, ok := button["url"].(string); ok {
		u, err := url.Parse(link)
		if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "tg"}, u.Scheme) {
			return badRequest("inline keyboard button URL %q is invalid", link)
		}
	}
	return nil
}

// parsedLength checks a text that may carry markup: that the markup can be
// read, and the length of what is left of it.
func parsedLength(name string, l limit, get func(string) string) error {
	mode := get(name + "_parse_mode")
	if mode == "" {
		mode = get("parse_mode")
	}
	f, err := format(get(name), mode)
	if err != nil {
		return err
	}
	switch n := int64(utf8.RuneCountInString(f.text)); {
	case n < l.min:
		return badRequest("message text is empty")
	case n > l.max && name == "caption":
		return badRequest("message caption is too long")
	case n > l.max:
		return badRequest("message is too long")
	}
	return nil
}

// format reads text as its parse mode says. The project writes HTML; the other
// modes are known and refused, so that nobody believes them tested.
func format(text, mode string) (formatted, error) {
	switch strings.ToLower(mode) {
	case "":
		return plain(text).trim(), nil
	case "html":
		f, err := parseHTML(text)
		if err != nil {
			return formatted{}, badRequest("can't parse entities: %v", err)
		}
		return f.trim(), nil
	case "markdown", "markdownv2":
		return formatted{}, errors.New("parse_mode " + mode + " is not emulated")
	}
	return formatted{}, badRequest("unsupported parse_mode")
}
