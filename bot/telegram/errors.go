package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-telegram/bot"

	"thidua/workflow/outbox"
)

var (
	// ErrToken: Telegram does not know the token, or it is none.
	ErrToken = errors.New("the bot token is not accepted")
	// ErrConflict: another program fetches the updates of the same bot.
	ErrConflict = errors.New("another program fetches this bot's updates")
)

// errWebhook: updates go to a web address, and cannot be fetched.
var errWebhook = errors.New("a webhook is set")

// A statusError is an answer that is not one of the Bot API: of a server in
// trouble, or of whatever stands in between.
type statusError struct{ code int }

func (e *statusError) Error() string {
	return fmt.Sprintf("answer %d %s", e.code, http.StatusText(e.code))
}

// refusal is the error for an answer of the Bot API that is not ok, to a call of
// ours; outcome is the one for calls of the library.
func refusal(method string, code int, description string, retryAfter int) error {
	said := fmt.Errorf("%s: %d %s", method, code, hide(description))
	switch code {
	case http.StatusUnauthorized, http.StatusNotFound: // 404 answers what has not the form of a token
		return fmt.Errorf("%w: %w", ErrToken, said)
	case http.StatusConflict:
		if strings.Contains(strings.ToLower(description), "webhook") {
			return fmt.Errorf("%w: %w", errWebhook, said)
		}
		return fmt.Errorf("%w: %w", ErrConflict, said)
	case http.StatusTooManyRequests:
		return &outbox.RetryError{After: atLeastOne(retryAfter)}
	}
	return said
}

func atLeastOne(seconds int) time.Duration { return time.Duration(max(1, seconds)) * time.Second }

// outcome says what became of a delivery, in the outbox's words. What it does
// not know is passing.
func outcome(err error) error {
	if err == nil || undecoded(err) {
		return nil
	}
	if e, ok := errors.AsType[*bot.TooManyRequestsError](err); ok {
		return &outbox.RetryError{After: atLeastOne(e.RetryAfter)}
	}
	if e, ok := errors.AsType[*bot.MigrateError](err); ok {
		return &outbox.MovedError{To: fmt.Sprint(e.MigrateToChatID)}
	}
	status, _ := errors.AsType[*statusError](err)
	said := hide(err.Error())
	switch {
	case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound):
		return fmt.Errorf("%w: %s", outbox.ErrStop, said)
	case errors.Is(err, bot.ErrorForbidden):
		return fmt.Errorf("%w: %s", outbox.ErrUnreachable, said)
	case status != nil && status.code == http.StatusRequestEntityTooLarge:
		return fmt.Errorf("%w: %s", outbox.ErrRefused, said)
	case !errors.Is(err, bot.ErrorBadRequest):
		return conceal(err)
	case says(err, "can't parse entities"):
		return fmt.Errorf("%w: %s", outbox.ErrMarkup, said)
	case says(err, "chat not found", "peer_id_invalid", "deactivated", "bot was kicked"):
		return fmt.Errorf("%w: %s", outbox.ErrUnreachable, said)
	}
	return fmt.Errorf("%w: %s", outbox.ErrRefused, said)
}

// says looks for words in what Telegram answered; it has no codes for reasons.
func says(err error, words ...string) bool {
	s := strings.ToLower(err.Error())
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// undecoded says whether Telegram did what was asked, and only the description of
// it was not understood. Asking again would do it twice.
func undecoded(err error) bool {
	return strings.HasPrefix(err.Error(), "error decode response result")
}
