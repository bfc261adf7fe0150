package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"thidua/cmd/thidua/internal/demo"
	"thidua/workflow/rules/sample"
)

// demoCommand plays a year. It ignores the settings of a real installation, so
// that trying it out can never touch one.
type demoCommand struct {
	Out     string `env:"THIDUA_DEMO_OUT" default:"thidua-demo" placeholder:"DIR" help:"Leave every paper and the store in this folder (default thidua-demo)."`
	Fast    bool   `env:"THIDUA_DEMO_FAST" help:"Do not wait for readers: a year in seconds."`
	Cluster string `env:"THIDUA_DEMO_CLUSTER" placeholder:"FILE" help:"Play this cluster file instead of the sample."`
	Figures string `env:"THIDUA_DEMO_FIGURES" placeholder:"FILE" help:"With these figures."`
}

func (c *demoCommand) Run(ctx context.Context) error {
	o := demo.Options{Cluster: sample.Cluster, Figures: sample.Figures, Dir: c.Out, Fast: c.Fast, Out: os.Stdout, Names: [2]string{c.Cluster, c.Figures}, Check: checkInChild}
	if (c.Cluster == "") != (c.Figures == "") {
		return usageError("--cluster and --figures go together")
	}
	if c.Cluster != "" {
		var err error
		if o.Cluster, err = os.ReadFile(c.Cluster); err != nil {
			return plainly(err)
		}
		if o.Figures, err = os.ReadFile(c.Figures); err != nil {
			return plainly(err)
		}
	}
	wrong, err := demo.Play(ctx, o)
	if len(wrong) > 0 {
		return faults(wrong)
	}
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped before the year was over; run it again, the folder is used anew")
	case err != nil:
		return err
	}
	fmt.Printf("\nEverything of the year is in %s; README.md there says what is what.\n", c.Out)
	return nil
}
