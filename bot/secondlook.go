package bot

import (
	"encoding/json"
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// keepVerified answers a unit's explanation: what was verified stays, and why.
func (f *reviewForm) keepVerified(t *dialog.Turn, c *rules.Cluster, n, reason string) error {
	ids, err := f.ids(c, n)
	if err != nil {
		return err
	}
	if err := reasonFits(reason); err != nil {
		return err
	}
	s := f.subject(c, ids[0])
	if err := workflow.KeepVerified(t.Tx, t.Act(), c, s, reason); err != nil {
		return err
	}
	k, _ := c.Criterion(ids[0])
	said := []string{"n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "reason", reason, "period", c.Period(f.Period).Name}
	t.Say(text.Say("duyet.kept", said...))
	if err := tellRole(t, c, workflow.Official, f.Member, lines(text.Say("duyet.tell_kept", said...)), nil); err != nil {
		return err
	}
	return t.Go("unit")
}

// finalise makes everything of the unit's period final.
func (f *reviewForm) finalise(t *dialog.Turn, c *rules.Cluster) error {
	n, err := workflow.Finalise(t.Tx, t.Act(), c, f.Period, f.Member)
	if err != nil {
		return err
	}
	m, period := c.Member(f.Member), c.Period(f.Period)
	t.Say(text.Say("duyet.finalised", "n", itoa(n), "unit", m.Name))
	if err := tellRole(t, c, workflow.Official, f.Member, lines(text.Say("duyet.tell_final", "n", itoa(n), "period", period.Name)), nil); err != nil {
		return err
	}
	return t.Go("unit")
}

// mostFiles is how many files are sent at once.
const mostFiles = 10

// showFiles sends the evidence of the named criteria, or of all.
func (f *reviewForm) showFiles(t *dialog.Turn, c *rules.Cluster, criteria ...string) error {
	files, err := workflow.AllEvidence(t.Tx, c, f.Period, f.Member)
	if err != nil {
		return err
	}
	var said []text.Notice
	var documents []outbox.Document
	for i, k := range c.Criteria(f.Period) {
		if len(criteria) > 0 && !slices.Contains(criteria, k.ID) {
			continue
		}
		for _, e := range files[k.ID] {
			said = append(said, text.Say("duyet.file", "n", itoa(i+1), "name", k.Name, "file", e.Name, "size", sizeWords(e.Size), "at", local(c, e.At), "sum", e.SHA256[:12]))
			documents = append(documents, storedFile(e.Name, e.SHA256))
		}
	}
	if len(documents) == 0 {
		return text.Wrong("duyet.no_files")
	}
	if len(documents) > mostFiles {
		said, documents = append(said, text.Say("duyet.more_files", "n", itoa(mostFiles))), documents[:mostFiles]
	}
	if err := t.Send(said, nil, documents...); err != nil {
		return err
	}
	return t.Go("unit")
}

// annex sends the annex of the appraisal: reported, verified and final values
// with their points and reasons, and the evidence.
func (f *reviewForm) annex(t *dialog.Turn, c *rules.Cluster) error {
	p, err := workflow.AppraisalPaper(t.Tx, c, f.Period, f.Member, t.At())
	if err != nil {
		return err
	}
	values, err := json.Marshal(p)
	if err != nil {
		return err
	}
	name := "phu-luc-tham-dinh-" + f.Member + "-" + f.Period + "-" + year(c) + ".pdf"
	if err := t.Send(nil, nil, outbox.Document{Kind: "appraisal", Name: name, Values: values}); err != nil {
		return err
	}
	return t.Go("unit")
}
