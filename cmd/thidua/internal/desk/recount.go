package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// recount counts the ballots of a year's votes again, a line for each vote, and
// says where they do not agree with the roll or with what was announced.
func (d *Desk) recount(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		again, err := workflow.CountAgain(s, c, r.Vote)
		if err != nil {
			return err
		}
		var out strings.Builder
		for _, v := range again {
			if p, ok := errors.AsType[*text.Problem](v.Wrong); ok {
				a.Faults = append(a.Faults, text.Plain(text.English, p.Notice))
				continue
			}
			if v.Wrong != nil {
				return v.Wrong
			}
			fmt.Fprintln(&out, recounted(v))
		}
		if len(again) == 0 {
			fmt.Fprintf(&out, "no votes in %d\n", c.Year)
		}
		a.Out = []byte(out.String())
		return nil
	})
	return a, err
}

// recounted is a vote whose ballots fit, in a line.
func recounted(v workflow.Recount) string {
	line := fmt.Sprintf("vote %s (%s, %s): %d ballots, %d on the roll of %d", v.Vote.ID(), v.Vote.Kind, v.Vote.Period, v.Ballots, v.Ballots, len(v.Vote.Voters))
	switch {
	case v.Vote.Result == nil:
		return line + "; open, not counted"
	case len(v.Counts) == 0:
		return line + "; invalid, not counted"
	}
	var counts []string
	for _, n := range v.Counts {
		name := n.Choice
		if name == workflow.Blank {
			name = "blank"
		}
		counts = append(counts, fmt.Sprintf("%s %d", name, n.N))
	}
	outcome := "no result"
	if v.Vote.Result.Outcome == workflow.OutcomeWon {
		outcome = "won by " + v.Vote.Result.Winner
	}
	return fmt.Sprintf("%s; %s; %s, as announced", line, strings.Join(counts, ", "), outcome)
}
