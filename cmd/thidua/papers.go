package main

import (
	"context"

	"thidua/cmd/thidua/internal/desk"
)

// periodPaper are the settings of a PDF about one period.
type periodPaper struct {
	storeSettings
	clusterYear
	Period string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Out    string `env:"THIDUA_OUT" placeholder:"FILE.pdf" help:"Write to this file."`
}

func (c *periodPaper) request(op string) desk.Request {
	return desk.Request{Op: op, Cluster: c.Cluster, Year: c.Year, Period: c.Period}
}

type sheetsCommand struct {
	periodPaper
	Member string `env:"THIDUA_MEMBER" placeholder:"ID" help:"Only this unit's sheet (default: a sheet for each)."`
	Format string `env:"THIDUA_FORMAT" default:"pdf" enum:"pdf,xlsx" help:"pdf (default), xlsx."`
}

func (c *sheetsCommand) Run(ctx context.Context) error {
	r := c.request("sheets")
	r.Member, r.Format = c.Member, c.Format
	return c.ask(ctx, r, c.Out)
}

type minutesCommand struct{ periodPaper }

func (c *minutesCommand) Run(ctx context.Context) error {
	return c.ask(ctx, c.request("minutes"), c.Out)
}

type nominationsCommand struct{ periodPaper }

func (c *nominationsCommand) Run(ctx context.Context) error {
	return c.ask(ctx, c.request("nominations"), c.Out)
}
