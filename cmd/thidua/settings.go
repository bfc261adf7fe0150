package main

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"time"

	"thidua/bot/telegram"
	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
	"thidua/storage/bolt"
	"thidua/workflow/intake"
)

// storeSettings say where the records are and what time it is.
type storeSettings struct {
	Store string `env:"THIDUA_STORE" default:"bolt:thidua.db" placeholder:"bolt:FILE" help:"Where the records are kept (default bolt:thidua.db)."`
	Now   string `env:"THIDUA_NOW" placeholder:"TIME" help:"Start the clock at this moment (RFC 3339), for tests and rehearsals."`
}

// keySettings are the master key.
type keySettings struct {
	Key     string `env:"THIDUA_KEY" placeholder:"HEX" help:"Master key for PINs and signing keys, 64 hexadecimal digits (default: kept beside the store)."`
	KeyFile string `env:"THIDUA_KEY_FILE" placeholder:"FILE" help:"Read the master key from this file."`
}

// telegramSettings say how the Bot API is reached.
type telegramSettings struct {
	TelegramToken     telegram.Token `env:"THIDUA_TELEGRAM_TOKEN" placeholder:"TOKEN" help:"The bot's token, as @BotFather gave it."`
	TelegramTokenFile string         `env:"THIDUA_TELEGRAM_TOKEN_FILE" placeholder:"FILE" help:"Read the token from this file."`
	TelegramURL       string         `env:"THIDUA_TELEGRAM_URL" default:"https://api.telegram.org" placeholder:"URL" help:"Bot API (default https://api.telegram.org)."`
}

// stampSettings say who stamps signatures with the time.
type stampSettings struct {
	TSA string `name:"tsa-url" env:"THIDUA_TSA_URL" placeholder:"URL" help:"Time-stamp authority (RFC 3161) that is asked for each signature (default: none)."`
}

// stamper is the authority; nil when none is set.
func (s stampSettings) stamper() (intake.Stamper, error) {
	if s.TSA == "" {
		return nil, nil
	}
	tsa, err := house.NewTSA(s.TSA)
	if err != nil {
		return nil, fmt.Errorf("THIDUA_TSA_URL: %w", err)
	}
	return tsa, nil
}

func (s storeSettings) clock() (house.Clock, error) {
	if s.Now == "" {
		return house.Running{}, nil
	}
	start, err := time.Parse(time.RFC3339, s.Now)
	if err != nil {
		return nil, usageError(fmt.Sprintf("THIDUA_NOW %q is not a moment: write it as 2018-02-13T08:00:00+07:00", s.Now))
	}
	return house.Running{Ahead: time.Until(start)}, nil
}

// desk is the operator's desk of the store.
func (s storeSettings) desk() (desk.Desk, error) {
	path, err := house.ParseStore(s.Store)
	if err != nil {
		return desk.Desk{}, usageError(err.Error())
	}
	clock, err := s.clock()
	if err != nil {
		return desk.Desk{}, err
	}
	return desk.Desk{Place: house.Place{Path: path, Clock: clock, Check: checkInChild}, Log: logger()}, nil
}

// logger writes to standard error, times in UTC.
func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{ReplaceAttr: telegram.HideToken}))
}

// master is the master key, given or kept beside the store.
func (s keySettings) master(p house.Place) ([]byte, error) {
	given, err := fromFile(s.Key, s.KeyFile)
	if err != nil {
		return nil, err
	}
	return house.MasterKey(given, p.Key())
}

// token is the bot's token; empty when none was given.
func (s telegramSettings) token() (telegram.Token, error) {
	t, err := fromFile(string(s.TelegramToken), s.TelegramTokenFile)
	return telegram.Token(t), err
}

// fromFile is a secret: given, or the content of a file.
func fromFile(given, path string) (string, error) {
	if given != "" || path == "" {
		return given, nil
	}
	b, err := os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// checkStoreCommand checks a store file in a process of its own, which a damaged
// page may take down.
type checkStoreCommand struct {
	File string `arg:""`
}

func (c *checkStoreCommand) Run() error { return bolt.Check(c.File) }

// checkInChild runs check-store; a child that dies is a bad answer.
func checkInChild(path string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	out, err := exec.Command(program, "check-store", path).CombinedOutput()
	if err != nil {
		last := strings.TrimSpace(string(out))
		if i := strings.IndexByte(last, '\n'); i >= 0 {
			last = last[:i]
		}
		for _, known := range []error{bolt.ErrForeign, bolt.ErrLocked} {
			if strings.Contains(last, known.Error()) {
				return known
			}
		}
		return fmt.Errorf("%w: %s", bolt.ErrDamaged, last)
	}
	return nil
}
