package main

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"thidua/bot/telegram"
	"thidua/cmd/thidua/internal/house"
)

// serveCommand runs the bot until it is told to stop (Ctrl-C, SIGTERM). What was
// under way is settled first; what was not is done after the next start.
type serveCommand struct {
	storeSettings
	keySettings
	telegramSettings
	trustSettings
	publicSettings
	stampSettings
}

func (c *serveCommand) Run(ctx context.Context) error {
	token, err := c.token()
	if err != nil {
		return plainly(err)
	}
	if token == "" {
		return errors.New("no bot token: set THIDUA_TELEGRAM_TOKEN to what @BotFather gave you (thidua demo needs none)")
	}
	d, err := c.desk()
	if err != nil {
		return err
	}
	if d.Store, err = d.Place.Open(ctx, true); err != nil {
		return faults(d.Unopened(ctx, err))
	}
	defer func() {
		if err := d.Store.Close(); err != nil {
			d.Log.Error("closing the store", "cause", err)
		}
	}()
	key, err := c.master(d.Place)
	if err != nil {
		return plainly(err)
	}
	stamper, err := c.stamper()
	if err != nil {
		return err
	}
	settings := house.Settings{
		Store: d.Store, Key: key, Stamps: stamper, Clock: d.Place.Clock,
		Token: token, URL: c.TelegramURL,
		Bell: house.EveryMinute, Log: d.Log, Public: c.PublicURL,
	}
	if ahead, ok := d.Place.Clock.(house.Running); ok {
		settings.Ahead = ahead.Ahead
	}
	if settings.Roots, err = c.roots(); err != nil {
		return err
	}
	public, web, err := c.page(d, settings)
	if err != nil {
		return err
	}
	h, err := house.New(settings)
	if err != nil {
		return err
	}
	d.Wake = h.Wake
	socket, err := d.Listen()
	if err != nil {
		return plainly(err)
	}
	d.Log.Info("serving", "store", d.Place.Path, "telegram", c.TelegramURL)
	parts, running := errgroup.WithContext(ctx)
	parts.Go(func() error { return d.Serve(running, socket) })
	if public != nil {
		d.Log.Info("the public page is served", "address", web.Addr().String())
		parts.Go(func() error { return public.Serve(running, web) })
	}
	parts.Go(func() error {
		err := h.Run(running)
		if err == nil && ctx.Err() == nil {
			err = errors.New("the bot stopped by itself")
		}
		if err == nil {
			err = context.Canceled // the socket closes, too
		}
		return err
	})
	switch err = parts.Wait(); {
	case errors.Is(err, telegram.ErrToken):
		return errors.New("the bot token is not accepted by Telegram: compare THIDUA_TELEGRAM_TOKEN with what @BotFather gave you")
	case errors.Is(err, telegram.ErrConflict):
		return errors.New("another program fetches this bot's messages: stop it, or give this one a token of its own")
	case err != nil && !errors.Is(err, context.Canceled):
		return err
	}
	d.Log.Info("stopped")
	return nil
}
