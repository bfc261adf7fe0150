package main

import (
	"context"

	"thidua/cmd/thidua/internal/desk"
)

type publishedCommand struct {
	storeSettings
	clusterYear
	Period  string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Edition int    `env:"THIDUA_EDITION" placeholder:"N" help:"Which version (default: the last)."`
	Out     string `env:"THIDUA_OUT" placeholder:"DIR" help:"Write the version's files and SHA256SUMS into this folder; without it, list the versions."`
}

func (c *publishedCommand) Run(ctx context.Context) error {
	if c.Edition < 0 || c.Edition > 0 && c.Out == "" {
		return usageError("--edition counts from 1 and goes with --out DIR")
	}
	return c.ask(ctx, desk.Request{Op: "published", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Version: c.Edition, Files: c.Out != ""}, c.Out)
}
