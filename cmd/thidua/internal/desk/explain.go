package desk

import (
	"context"
	"slices"
	"strconv"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// explain says why a member's points are what they are: of one criterion, or of
// all in short.
func (d *Desk) explain(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		if c.Member(r.Member) == nil {
			return text.Wrong("desk.no_member", "member", r.Member)
		}
		said, err := explained(s, c, r)
		for _, line := range said {
			a.Out = append(a.Out, text.Plain(text.Vietnamese, line)+"\n"...)
		}
		return err
	})
	return a, err
}

func explained(s storage.Reader, c *rules.Cluster, r Request) ([]text.Notice, error) {
	if r.Criterion == "" {
		return workflow.WhyMember(s, c, r.Period, r.Member, text.Vietnamese)
	}
	k, err := criterionOf(c, r.Period, r.Criterion)
	if err != nil {
		return nil, err
	}
	return workflow.WhyCriterion(s, c, r.Period, r.Member, k, text.Vietnamese)
}

// criterionOf is a criterion of the period by its id, or its number in the list.
func criterionOf(c *rules.Cluster, period, said string) (*rules.Criterion, error) {
	all := c.Criteria(period)
	i := slices.IndexFunc(all, func(k *rules.Criterion) bool { return k.ID == said })
	if n, err := strconv.Atoi(said); i < 0 && err == nil && n >= 1 && n <= len(all) {
		i = n - 1
	}
	if i < 0 {
		return nil, text.Wrong("desk.no_criterion", "criterion", said, "period", period)
	}
	return all[i], nil
}
