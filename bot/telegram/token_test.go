package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

func TestTokenIsNeverPrinted(t *testing.T) {
	token := Token(secret)
	options := Options{Token: token}
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%d", "%T %v"} {
		secretIsKept(t, fmt.Sprintf(strings.Replace(verb, "%T ", "", 1), token))
		secretIsKept(t, fmt.Sprintf(strings.Replace(verb, "%T ", "", 1), options))
	}
	if got := fmt.Sprint(token); got != hidden {
		t.Errorf("Sprint = %q", got)
	}
	b, err := json.Marshal(options.Token)
	if string(b) != `"***"` || err != nil {
		t.Errorf("JSON = %s %v", b, err)
	}
	api := newAPI(t, nil)
	secretIsKept(t, fmt.Sprintf("%+v %#v", api, api))
}

func TestHideToken(t *testing.T) {
	var out bytes.Buffer
	address := "https://api.telegram.org/bot" + secret + "/getMe"
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: HideToken}))
	log.Info("asking "+address,
		"token", Token(secret), "text", address, "short", "/bot1:x/getMe", "escaped", url.QueryEscape(secret),
		"bytes", []byte(address), "list", []string{secret}, "struct", struct{ Cause error }{errors.New(address)},
		"cause", fmt.Errorf("polling: %w", &url.Error{Op: "Post", URL: address, Err: errors.New("EOF")}),
		slog.Group("group", "inside", address),
		"harmless", "08:30 bot 12345:ok", "number", 12345)
	got := out.String()
	secretIsKept(t, got)
	for _, want := range []string{"token=***", "text=https://api.telegram.org/***/getMe", "short=/***/getMe", "EOF", `harmless="08:30 bot 12345:ok"`, "number=12345"} {
		if !strings.Contains(got, want) {
			t.Errorf("log lacks %s: %s", want, got)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, bad := range []Token{"", "abcd", "7531", secret + "\n", "7531:a/b", "7531:a?b"} {
		if _, err := New(Options{Token: bad}); !errors.Is(err, ErrToken) {
			t.Errorf("token %q: %v", string(bad), err)
		} else if bad != "" && strings.Contains(err.Error(), string(bad)) {
			t.Errorf("token %q shows in %v", string(bad), err)
		}
	}
	for _, bad := range []string{"api.telegram.org", "ftp://a", "http://", "http://a?x=1", "http://u:p@a", "http://a b", "http://a/bot" + secret + "?"} {
		_, err := New(Options{Token: secret, URL: bad})
		if err == nil {
			t.Errorf("URL %q is taken", bad)
			continue
		}
		secretIsKept(t, err.Error())
	}
}
