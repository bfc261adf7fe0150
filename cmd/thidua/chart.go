package main

import (
	"context"

	"thidua/cmd/thidua/internal/desk"
)

// chartCommand draws what the chat sends under /bieudo.
type chartCommand struct {
	storeSettings
	clusterYear
	Period    string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Kind      string `env:"THIDUA_KIND" default:"all" enum:"all,ranking,contents,attainment,years,points" help:"ranking, contents, attainment, years (against last year), points (totals over the years), all (default; PDF only)."`
	Criterion string `env:"THIDUA_CRITERION" placeholder:"ID" help:"With years: this criterion of every unit."`
	Member    string `env:"THIDUA_MEMBER" placeholder:"ID" help:"With contents, years, points: this unit."`
	Format    string `env:"THIDUA_FORMAT" default:"pdf" enum:"png,pdf" help:"pdf (default), png."`
	Out       string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
}

func (c *chartCommand) Run(ctx context.Context) error {
	kind := c.Kind
	if kind == "all" {
		kind = ""
	}
	switch {
	case kind == "" && c.Format == "png":
		return usageError("a picture holds one chart: say which with --kind")
	case c.Criterion != "" && kind != "years":
		return usageError("--criterion goes with --kind years")
	case c.Member != "" && kind != "contents" && kind != "years" && kind != "points":
		return usageError("--member goes with --kind contents, years or points")
	}
	return c.ask(ctx, desk.Request{Op: "chart", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Kind: kind, Criterion: c.Criterion, Member: c.Member, Format: c.Format}, c.Out)
}
