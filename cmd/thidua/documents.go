package main

import (
	"context"

	"thidua/cmd/thidua/internal/desk"
)

type documentsCommand struct {
	storeSettings
	Cluster string `env:"THIDUA_CLUSTER" required:"" placeholder:"ID" help:"The cluster's id."`
	Year    int    `env:"THIDUA_YEAR" placeholder:"YEAR" help:"Only documents of this year's file (default: of all years)."`
	Format  string `env:"THIDUA_FORMAT" default:"text" enum:"text,json,csv" help:"text (default), json, csv."`
	Out     string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
}

func (c *documentsCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "documents", Cluster: c.Cluster, Year: c.Year, Format: c.Format}, c.Out)
}

type auditCommand struct {
	storeSettings
	clusterYear
	No  int    `env:"THIDUA_NO" placeholder:"N" help:"Of this amendment (default: of the covenant)."`
	Out string `env:"THIDUA_OUT" placeholder:"FILE.pdf" help:"Write to this file."`
}

func (c *auditCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "audit", Cluster: c.Cluster, Year: c.Year, No: c.No}, c.Out)
}
