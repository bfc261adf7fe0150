package telegram

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"
)

// A Token is what Telegram knows the bot by, and lets everybody be the bot who
// has it. However it is printed or logged, it shows as ***.
type Token string

const hidden = "***"

func (Token) String() string               { return hidden }
func (Token) MarshalText() ([]byte, error) { return []byte(hidden), nil }
func (Token) LogValue() slog.Value         { return slog.StringValue(hidden) }

// Format stands for every verb: without it %d would print the letters.
func (Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

var (
	wellFormed = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	// A token in an address, and one that stands alone.
	tokens = regexp.MustCompile(`\bbot[0-9]+(?::|%3[Aa])[A-Za-z0-9_-]+|[0-9]{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}`)
)

func hide(s string) string { return tokens.ReplaceAllString(s, hidden) }

// HideToken takes out of a log whatever looks like the token of a bot, in texts,
// errors and values of any kind. It is a slog.HandlerOptions.ReplaceAttr.
func HideToken(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(hide(v.String()))
	case slog.KindAny:
		// The second form shows the letters of bytes, and errors in structs.
		for _, form := range []string{"%+v", "%s"} {
			if s := fmt.Sprintf(form, v.Any()); hide(s) != s {
				a.Value = slog.StringValue(hide(s))
				break
			}
		}
	}
	return a
}
