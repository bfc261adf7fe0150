package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"thidua/bot/telegram"
	"thidua/cmd/thidua/internal/desk"
)

// doctorCommand looks at everything that a bot in service depends on, and says
// what to do where something is not well.
type doctorCommand struct {
	storeSettings
	keySettings
	telegramSettings
	trustSettings
	stampSettings
}

func (c *doctorCommand) Run(ctx context.Context) error {
	d, err := c.desk()
	if err != nil {
		return err
	}
	var wrong faults
	show := func(list ...desk.Finding) {
		for _, f := range list {
			fmt.Println(f.Line())
			if !f.Well {
				wrong = append(wrong, f.What+" wants attention")
			}
		}
	}
	a := d.Call(ctx, desk.Request{Op: "doctor"})
	if len(a.Out) == 0 {
		show(desk.Finding{What: "store", Said: strings.Join(a.Faults, "; ")})
	} else {
		show(desk.Finding{What: "store", Well: true, Said: d.Place.Path})
		fmt.Print(string(a.Out))
		wrong = append(wrong, a.Faults...)
	}
	key := c.masterKey(d)
	show(key)
	if key.Well && len(a.Out) > 0 {
		signing := d.Call(ctx, desk.Request{Op: "keys check", Key: c.present(d)})
		fmt.Print(string(signing.Out))
		wrong = append(wrong, signing.Faults...)
	}
	show(c.trusted(d.Place.Clock.Now())...)
	show(c.authority())
	show(desk.Finding{What: "Bot API", Well: true, Said: c.TelegramURL})
	show(c.bot(ctx, d)...)
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// masterKey says where the master key comes from; never what it is.
func (c *doctorCommand) masterKey(d desk.Desk) desk.Finding {
	f := desk.Finding{What: "master key", Well: true}
	_, err := os.Stat(d.Place.Key())
	switch {
	case c.Key != "" || c.KeyFile != "":
		if _, err := c.master(d.Place); err != nil {
			f.Well, f.Said = false, err.Error()
			break
		}
		f.Said = "given (hidden)"
	case errors.Is(err, os.ErrNotExist):
		f.Said = "none yet; thidua serve makes one at " + d.Place.Key()
	default:
		f.Said = d.Place.Key() + " (hidden); a backup of the store does not hold it"
	}
	return f
}

// present is the master key that is there; doctor makes none.
func (c *doctorCommand) present(d desk.Desk) []byte {
	if _, err := os.Stat(d.Place.Key()); err != nil && c.Key == "" && c.KeyFile == "" {
		return nil
	}
	key, err := c.master(d.Place)
	if err != nil {
		return nil
	}
	return key
}

// trusted looks at the folder of official authorities.
func (c *doctorCommand) trusted(now time.Time) []desk.Finding {
	if c.Trust == "" {
		return []desk.Finding{{What: "trusted authorities", Well: true, Said: "none set (THIDUA_TRUST); signatures by official token are accepted and their authority is called unknown"}}
	}
	roots, err := c.roots()
	switch {
	case err != nil:
		return []desk.Finding{{What: "trusted authorities", Said: err.Error()}}
	case len(roots) == 0:
		return []desk.Finding{{What: "trusted authorities", Said: c.Trust + " holds no certificate of an authority (.pem, .crt, .cer): put them there, or unset THIDUA_TRUST"}}
	}
	list := []desk.Finding{{What: "trusted authorities", Well: true, Said: fmt.Sprintf("%d in %s", len(roots), c.Trust)}}
	for _, r := range roots {
		if r.NotAfter.Before(now.AddDate(0, 3, 0)) {
			list = append(list, desk.Finding{What: "trusted authority", Well: true, Said: r.Subject.CommonName + " ends on " + r.NotAfter.UTC().Format(time.DateOnly)})
		}
	}
	return list
}

// authority says who stamps signatures with the time.
func (c *doctorCommand) authority() desk.Finding {
	f := desk.Finding{What: "time-stamp authority", Well: true, Said: c.TSA}
	if c.TSA == "" {
		f.Said = "none set (THIDUA_TSA_URL); signatures bear the program's own time"
	} else if _, err := c.stamper(); err != nil {
		f.Well, f.Said = false, err.Error()
	}
	return f
}

// bot asks Telegram who the token belongs to, and compares the clocks.
func (c *doctorCommand) bot(ctx context.Context, d desk.Desk) []desk.Finding {
	token, err := c.token()
	switch {
	case err != nil:
		return []desk.Finding{{What: "bot token", Said: plainly(err).Error()}}
	case token == "":
		return []desk.Finding{{What: "bot token", Said: "none: set THIDUA_TELEGRAM_TOKEN to what @BotFather gave you"}}
	}
	api, err := telegram.New(telegram.Options{Token: token, URL: c.TelegramURL})
	if err != nil {
		return []desk.Finding{{What: "bot token", Said: err.Error()}}
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	me, err := api.Me(ctx)
	switch {
	case errors.Is(err, telegram.ErrToken):
		return []desk.Finding{{What: "bot token", Said: "Telegram does not accept it: compare it with what @BotFather gave you"}}
	case err != nil:
		return []desk.Finding{{What: "Telegram", Said: fmt.Sprintf("cannot be reached (%v): check the network, HTTPS_PROXY and THIDUA_TELEGRAM_URL", err)}}
	}
	list := []desk.Finding{{What: "bot token", Well: true, Said: "of @" + me.Username + " (hidden)"}}
	if me.Date.IsZero() {
		return list
	}
	off := time.Since(me.Date).Round(time.Second)
	clock := desk.Finding{What: "clock", Well: off.Abs() < 30*time.Second, Said: fmt.Sprintf("%v from Telegram's", off)}
	if !clock.Well {
		clock.Said += ": set this machine's clock (NTP); reminders follow it"
	}
	if c.Now != "" {
		clock.Said += "; THIDUA_NOW moves the program's clock to " + d.Place.Clock.Now().Format(time.RFC3339)
	}
	return append(list, clock)
}
