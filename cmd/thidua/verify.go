package main

import (
	"context"
	"os"

	"thidua/cmd/thidua/internal/desk"
)

// verifyCommand works offline and without a store; where there is one, its
// authorities are trusted and its register is asked.
type verifyCommand struct {
	storeSettings
	trustSettings
	File   string `arg:"" help:"The signed PDF."`
	Format string `env:"THIDUA_FORMAT" default:"text" enum:"text,json" help:"text (default), json."`
}

func (c *verifyCommand) Run(ctx context.Context) error {
	file, err := os.ReadFile(c.File)
	if err != nil {
		return plainly(err)
	}
	roots, err := c.roots()
	if err != nil {
		return err
	}
	r := desk.Request{Op: "verify", File: file, FileName: c.File, Format: c.Format}
	for _, root := range roots {
		r.Roots = append(r.Roots, root.Raw)
	}
	d, err := c.desk()
	if err != nil {
		return err
	}
	if exists(d.Place.Path) {
		return c.ask(ctx, r, "")
	}
	a, err := desk.VerifyAlone(r)
	if err != nil {
		return err
	}
	if err := deliver(a.Out, ""); err != nil {
		return err
	}
	if len(a.Faults) > 0 {
		return faults(a.Faults)
	}
	return nil
}
