package main

import (
	"context"

	"thidua/cmd/thidua/internal/desk"
)

// formCommand makes the form that officials fill in in Excel; import figures
// takes it back.
type formCommand struct {
	storeSettings
	clusterYear
	Period string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Member string `env:"THIDUA_MEMBER" placeholder:"ID" help:"Only this unit's sheet (default: a sheet for each)."`
	Out    string `env:"THIDUA_OUT" placeholder:"FILE.xlsx" help:"Write to this file."`
}

func (c *formCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "form", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Member: c.Member}, c.Out)
}
