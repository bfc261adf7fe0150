package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// covenantLines say where a covenant stands: until when, who signed how, whose
// turn it is, who declined and why.
func covenantLines(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) []text.Notice {
	said := lines(text.Say("giaouoc.title", "year", paperName(t, c, cov.No), "state", "giaouoc.state."+cov.State))
	if cov.State == workflow.CovenantDraft {
		return said
	}
	cer := &cov.Ceremony
	if cov.Owed() {
		said = append(said, text.Say("dautg.note.owed"))
	}
	if cov.State != workflow.CovenantComplete && !cer.Until.IsZero() {
		said = append(said, dueLine(t, c, cov))
	}
	n, of := counted(cer)
	said = append(said, text.Say("ky.progress", "n", n, "of", of))
	now := cer.Next()
	for _, s := range ceremony.Stages {
		said = append(said, stageLines(c, cer, s, slices.ContainsFunc(now, func(p ceremony.Place) bool { return p.Stage == s && !p.Seal }))...)
	}
	if n, of := seals(cer); of > 0 {
		said = append(said, text.Say("ky.seals", "n", itoa(n), "of", itoa(of)))
	}
	if turn := cer.Holds(t.At()); turn != nil {
		p := cer.Place(turn.Field)
		if turn.Person == t.Person.ID {
			said = append(said, text.Say("ky.turn_yours", "box", boxName(t, c, p), "until", local(c, turn.Until)))
		} else {
			said = append(said, text.Say("ky.turn_held", "name", turn.Name, "unit", workflow.PartyName(c, p.Member), "until", local(c, turn.Until)))
		}
	}
	return append(said, text.Say("ky.sum", "short", shortHash(cov.SHA256)))
}

// dueLine says until when a covenant can be signed: the last day, which lasts to
// its end.
func dueLine(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) text.Notice {
	day := cov.LastDay(c)
	days := day.DaysSince(rules.DateOf(t.At().In(c.Location())))
	key := "ky.due"
	switch {
	case days == 0:
		key = "ky.due_today"
	case days < 0:
		key = "ky.due_over"
	}
	return text.Say(key, "day", day.String(), "days", itoa(days))
}

// stageLines are a stage: how many signed, each signature, who has not.
func stageLines(c *rules.Cluster, cer *ceremony.Ceremony, s ceremony.Stage, now bool) []text.Notice {
	n, of, need := cer.Count(s)
	if of == 0 {
		return nil
	}
	key := "ky.stage_open"
	switch {
	case n == of:
		key = "ky.stage_done"
	case now:
		key = "ky.stage_now"
	case n == 0 && cer.State == ceremony.Open:
		key = "ky.stage_later"
	}
	said := lines(text.Say(key, "stage", "ky.stage."+s.String(), "n", itoa(n), "of", itoa(of)))
	if need < of {
		said = append(said, text.Say("ky.quorum", "need", itoa(need)))
	}
	var waiting []string
	for _, p := range cer.Places {
		if p.Stage != s || p.Seal {
			continue
		}
		args := []string{"unit", names(c, []string{p.Member}), "name", p.Hand.Name, "way", "ky.way." + p.Way, "at", local(c, p.At), "reason", p.Reason}
		switch p.State {
		case ceremony.Signed:
			said = append(said, text.Say("ky.line", args...))
		case ceremony.Pending:
			said = append(said, text.Say("ky.line_pending", args...))
		case ceremony.Paper:
			said = append(said, text.Say("ky.line_paper", args...))
		case ceremony.Declined:
			said = append(said, text.Say("ky.line_declined", args...))
		default:
			waiting = append(waiting, p.Member)
		}
	}
	if len(waiting) > 0 && key != "ky.stage_later" {
		said = append(said, text.Say("ky.waiting", "units", names(c, waiting)))
	}
	return said
}

// seals says how many agencies have put their seal, and how many are to.
func seals(cer *ceremony.Ceremony) (n, of int) {
	for _, p := range cer.Places {
		if p.Seal {
			of++
			if p.State == ceremony.Signed {
				n++
			}
		}
	}
	return n, of
}

// counted says how many have signed and how many are to, seals apart.
func counted(cer *ceremony.Ceremony) (n, of string) {
	signed, all := 0, 0
	for _, s := range ceremony.Stages {
		a, b, _ := cer.Count(s)
		signed, all = signed+a, all+b
	}
	return itoa(signed), itoa(all)
}

// unsigned are the members and witnesses that have not signed.
func unsigned(cer *ceremony.Ceremony) (list []string) {
	for _, p := range cer.Places {
		if !p.Seal && p.State != ceremony.Signed {
			list = append(list, p.Member)
		}
	}
	return list
}

// paperName names a covenant or an amendment of it behind "giao ước năm".
func paperName(t *dialog.Turn, c *rules.Cluster, no int) string {
	return paperIn(t.Person.Language, c, no)
}

func paperIn(lang string, c *rules.Cluster, no int) string {
	if no == 0 {
		return year(c)
	}
	return text.Plain(lang, text.Say("ky.paper", "year", year(c), "no", itoa(no)))
}

// boxName is what a box is called to whoever looks for it in the document.
func boxName(t *dialog.Turn, c *rules.Cluster, p *ceremony.Place) string {
	key := "ky.box"
	if p.Seal {
		key = "ky.box_seal"
	}
	return text.Plain(t.Person.Language, text.Say(key, "unit", workflow.PartyName(c, p.Member)))
}

// shortHash is the beginning of a SHA-256 as people compare it.
func shortHash(sum string) string {
	if len(sum) < 16 {
		return sum
	}
	return sum[:4] + " " + sum[4:8] + " " + sum[8:12] + " " + sum[12:16]
}
