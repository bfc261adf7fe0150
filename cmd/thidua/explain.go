package main

import (
	"context"
	"os"

	"thidua/cmd/thidua/internal/desk"
)

type explainCommand struct {
	storeSettings
	clusterYear
	Period    string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Member    string `env:"THIDUA_MEMBER" required:"" placeholder:"ID" help:"The member's id."`
	Criterion string `env:"THIDUA_CRITERION" placeholder:"ID" help:"One criterion, by id or number; all in short without."`
	Out       string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
}

func (c *explainCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "explain", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Member: c.Member, Criterion: c.Criterion}, c.Out)
}

type whatifCommand struct {
	storeSettings
	clusterYear
	Period string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Format string `env:"THIDUA_FORMAT" default:"table" enum:"table,json" help:"table (default), json."`
	Out    string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
	File   string `arg:"" help:"Another cluster file of the same cluster and year (YAML)."`
}

func (c *whatifCommand) Run(ctx context.Context) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return plainly(err)
	}
	return c.ask(ctx, desk.Request{Op: "whatif", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Format: c.Format, File: b, FileName: c.File}, c.Out)
}
