// Package telegram is the Bot API: it fetches what people do and delivers what
// they are told. It is the only place that knows the library and the token.
package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-telegram/bot"
)

const defaultURL = "https://api.telegram.org"

// callTime is how long an ordinary call may take.
const callTime = time.Minute

// Options are what an API may be told. Only Token is required.
type Options struct {
	Token     Token
	URL       string            // of the Bot API; empty: Telegram's
	Transport http.RoundTripper // nil: the network, through HTTPS_PROXY if set
}

// An API is one bot's side of the Bot API.
//
// The library sends. What is fetched is ours: the library acknowledges updates
// before they are handled, and stops at one that it cannot decode.
type API struct {
	bot    *bot.Bot
	client *client

	// These hold the token where nothing prints it.
	address func(method string) string
	place   func(path string) string // of a file
}

// New makes an API. It calls nobody: the bot starts while Telegram is away.
func New(o Options) (*API, error) {
	if !wellFormed.MatchString(string(o.Token)) {
		return nil, fmt.Errorf("%w: it has not the form 123456:ABC-def, in which @BotFather gives it", ErrToken)
	}
	if o.URL == "" {
		o.URL = defaultURL
	}
	base, err := parseURL(o.URL)
	if err != nil {
		return nil, err
	}
	c := newClient(o.Transport)
	b, err := bot.New(string(o.Token),
		bot.WithSkipGetMe(),
		bot.WithServerURL(base),
		bot.WithHTTPClient(callTime, c),
		bot.WithErrorsHandler(func(error) {}), // of pipes that closed; the call itself tells
	)
	if err != nil {
		return nil, conceal(err)
	}
	return &API{
		bot: b, client: c,
		address: func(method string) string { return base + "/bot" + string(o.Token) + "/" + method },
		place:   func(path string) string { return base + "/file/bot" + string(o.Token) + "/" + path },
	}, nil
}

// Me is who the token belongs to.
type Me struct {
	ID       int64
	Username string
	Date     time.Time // by Telegram's clock; zero when it did not say
}

// Me asks who the token belongs to.
func (a *API) Me(ctx context.Context) (Me, error) {
	var user struct {
		ID       int64  `json:"id"`
		Username string `json:"username"`
	}
	header, err := a.call(ctx, "getMe", nil, &user, callTime)
	if err != nil {
		return Me{}, err
	}
	date, _ := http.ParseTime(header.Get("Date"))
	return Me{user.ID, user.Username, date}, nil
}

// call is a call past the library.
func (a *API) call(ctx context.Context, method string, params, result any, most time.Duration) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	body, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	if params == nil {
		body = []byte("{}")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.address(method), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, conceal(err))
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := a.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	defer resp.Body.Close()
	var answer struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Code        int             `json:"error_code"`
		Description string          `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, conceal(err))
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("%s: %w", method, &statusError{resp.StatusCode})
	}
	if !answer.OK {
		return nil, refusal(method, answer.Code, answer.Description, answer.Parameters.RetryAfter)
	}
	if err := json.Unmarshal(answer.Result, result); err != nil {
		return nil, fmt.Errorf("%s: the result is not understood: %w", method, err)
	}
	return resp.Header, nil
}
