package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
)

type keysCommand struct {
	List   listKeysCommand   `cmd:"" default:"withargs" help:"List the certificates: whose, kind, from, to, fingerprint, state."`
	Export exportKeysCommand `cmd:"" help:"Write a cluster's certificates as PEM; the folder serves as verify --trust DIR."`
	Rewrap rewrapCommand     `cmd:"" help:"Seal all signing keys under another master key; PINs are forgotten."`
}

type listKeysCommand struct {
	storeSettings
	Cluster string `env:"THIDUA_CLUSTER" placeholder:"ID" help:"Only this cluster's."`
}

func (c *listKeysCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "keys", Cluster: c.Cluster}, "")
}

type exportKeysCommand struct {
	storeSettings
	Cluster string `env:"THIDUA_CLUSTER" required:"" placeholder:"ID" help:"The cluster's id."`
	Out     string `env:"THIDUA_OUT" placeholder:"DIR" help:"Write a file for each into this folder; without it, all to standard output."`
}

func (c *exportKeysCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "keys export", Cluster: c.Cluster, Files: c.Out != ""}, c.Out)
}

type rewrapCommand struct {
	storeSettings
	Old string `name:"old-key-file" env:"THIDUA_OLD_KEY_FILE" required:"" placeholder:"FILE" help:"The master key until now."`
	New string `name:"new-key-file" env:"THIDUA_NEW_KEY_FILE" required:"" placeholder:"FILE" help:"The master key from now on; made when there is no such file."`
}

func (c *rewrapCommand) Run(ctx context.Context) error {
	if _, err := os.Stat(c.Old); err != nil {
		return plainly(err)
	}
	old, err := house.MasterKey("", c.Old)
	if err != nil {
		return plainly(err)
	}
	fresh, err := house.MasterKey("", c.New)
	if err != nil {
		return plainly(err)
	}
	if string(old) == string(fresh) {
		return errors.New("the two master keys are the same; nothing was changed")
	}
	if err := c.ask(ctx, desk.Request{Op: "keys rewrap", OldKey: old, Key: fresh}, ""); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "from now on run with %s: set THIDUA_KEY_FILE, or put it in the place of the key beside the store; keep %s for older backups\n", c.New, c.Old)
	return nil
}

// trustSettings say whose signatures are known.
type trustSettings struct {
	Trust string `env:"THIDUA_TRUST" placeholder:"DIR" help:"Folder with the certificates (PEM) of official authorities, of time stamps too."`
}

func (s trustSettings) roots() ([]*x509.Certificate, error) {
	roots, err := house.Trust(s.Trust)
	return roots, plainly(err)
}
