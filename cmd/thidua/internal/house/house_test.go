package house

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"thidua/bot/emulator"
	"thidua/storage"
	"thidua/workflow/intake"
)

// A house is not quiet while a file is fetched, or waits to be, or is being
// answered.
func TestIdleCountsFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const token = "4242424242:AAF-secret_secret_secret_secret"
		api := emulator.New(emulator.Options{Token: token, BotName: "CumBot"})
		place := Place{Path: filepath.Join(t.TempDir(), "thidua.db"), Clock: Running{}}
		db, err := place.Open(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		h, err := New(Settings{
			Store: db, Key: make([]byte, keySize), Clock: Running{}, Token: token, URL: "https://telegram.test",
			Transport: api.Transport(), Bell: EveryMinute, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- h.Run(ctx) }()
		defer func() {
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}()
		pass := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
		}

		lan := api.Person(7, "Lan", "", "vi")
		lan.SendFile("a.csv", []byte("a;b"), "text/csv", "")
		pass(10 * time.Second)
		if next, idle := h.Idle(); !idle || !next.IsZero() {
			t.Fatalf("before: %v until %v", idle, next)
		}
		said := len(lan.Chat())

		api.Fault(emulator.Next(1, emulator.Download, emulator.Fault{Delay: 10 * time.Second, Code: 500, Text: "Internal Server Error"}))
		file := intake.File{Kind: intake.Document, ID: lan.Chat()[0].Document.ID, Name: "a.csv"}
		if err := db.Update(t.Context(), "7", func(tx storage.Tx) error {
			return intake.Fetch(tx, intake.Event{ID: "tg/1", Kind: intake.KindMessage, At: time.Now(), Chat: "7", From: "7", File: &file})
		}); err != nil {
			t.Fatal(err)
		}
		h.files.Wake()
		pass(5 * time.Second)
		if _, idle := h.Idle(); idle {
			t.Error("idle while a file is fetched")
		}
		pass(5*time.Second + time.Millisecond)
		if next, idle := h.Idle(); !idle || next.IsZero() {
			t.Errorf("between two tries: %v until %v", idle, next)
		}
		pass(time.Minute)
		if next, idle := h.Idle(); !idle || !next.IsZero() {
			t.Errorf("after: %v until %v", idle, next)
		}
		if len(lan.Chat()) == said {
			t.Error("nobody answered the file")
		}
	})
}
