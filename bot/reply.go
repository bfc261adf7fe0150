package bot

import (
	"slices"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// agrees says whether words mean that a unit has nothing to explain.
func agrees(said string) bool {
	return slices.Contains([]string{"dong y", "nhat tri", "agree"}, dialog.Word(said))
}

// agree (/giaitrinh [kỳ] đồng ý) ends the unit's time to explain what was verified.
func agree(t *dialog.Turn, talk *dialog.Open, c *rules.Cluster, period string) error {
	m := c.Member(t.Actor.Member(workflow.Official))
	if m == nil {
		return text.Wrong("giaitrinh.not_official")
	}
	n, err := workflow.Agree(t.Tx, t.Act(), c, period, m.ID)
	if err != nil {
		return err
	}
	name := c.Period(period).Name
	t.Say(text.Say("giaitrinh.agreed", "n", itoa(n), "period", name))
	if err := tellReviewers(t, c, m.ID, text.Say("giaitrinh.tell_agreed", "unit", m.Name, "n", itoa(n), "period", name)); err != nil {
		return err
	}
	return again(t, talk)
}

// replyWindow says until when a unit may explain what has just been verified of
// its period, and gives the button with which it agrees; nothing where the cluster
// file sets no days.
func replyWindow(t *dialog.Turn, c *rules.Cluster, period, member string) ([]text.Notice, func(lang string) [][]outbox.Button, error) {
	entered, err := workflow.Figures(t.Tx, c, period, member)
	if err != nil || c.Review.ReplyDays == 0 {
		return nil, nil, err
	}
	var until time.Time
	for _, f := range entered {
		if end := f.ReplyUntil(c); f.Final == nil && end.After(until) {
			until = end
		}
	}
	if until.IsZero() || t.At().After(until) {
		return nil, nil, nil
	}
	button := func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("giaitrinh.button.agree")), c.ID, "giaitrinh "+year(c)+"/"+period+" dong y")}}
	}
	return lines(text.Say("giaitrinh.window", "until", local(c, until))), button, nil
}
