package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// tellCeremony tells everybody whom it concerns what has become of a signing,
// from what it was to what it is: who has signed, whose turn it is now, that the
// file is free again, that it is complete or that its time is over. Whoever acted
// has been told already.
func tellCeremony(t *dialog.Turn, c *rules.Cluster, before, after workflow.Covenant) error {
	complete := after.State == workflow.CovenantComplete && before.State != workflow.CovenantComplete
	was, is := &before.Ceremony, &after.Ceremony
	n, of := counted(is)
	for i := range is.Places {
		p := &is.Places[i]
		if old := was.Place(p.Field); p.State != ceremony.Signed || old == nil || old.State == ceremony.Signed || complete {
			continue
		}
		said := func(lang string) text.Notice {
			if p.Seal {
				return text.Say("ky.tell_sealed", "unit", workflow.PartyName(c, p.Member), "paper", paperIn(lang, c, after.No))
			}
			return text.Say("ky.tell_signed", "unit", workflow.PartyName(c, p.Member), "paper", paperIn(lang, c, after.No), "way", "ky.way."+p.Way, "n", n, "of", of)
		}
		if err := tellEach(t, c, workflow.Head, "", said, nil); err != nil {
			return err
		}
	}
	if err := tellTurns(t, c, was, after); err != nil {
		return err
	}
	if err := tellFree(t, c, before, after); err != nil {
		return err
	}
	switch {
	case complete:
		return finish(t, c, after)
	case after.State == workflow.CovenantExpired && before.State == workflow.CovenantOpen:
		return tellExpired(t, c, after)
	}
	return nil
}

// tellTurns asks those to sign whose turn has come.
func tellTurns(t *dialog.Turn, c *rules.Cluster, was *ceremony.Ceremony, after workflow.Covenant) error {
	asked := was.Next()
	d, err := covenantFile(t.Tx, c, after)
	if err != nil {
		return err
	}
	for _, p := range after.Ceremony.Next() {
		if slices.ContainsFunc(asked, func(old ceremony.Place) bool { return old.Field == p.Field }) {
			continue
		}
		unit := workflow.PartyName(c, p.Member)
		said := func(lang string) text.Notice {
			if p.Seal {
				return text.Say("ky.your_seal", "unit", unit, "paper", paperIn(lang, c, after.No))
			}
			return text.Say("ky.your_turn", "unit", unit, "paper", paperIn(lang, c, after.No), "sha", after.SHA256)
		}
		for _, role := range workflow.SigningRoles(&p) {
			list, err := workflow.Holders(t.Tx, c.ID, role, p.Member, t.At())
			if err != nil {
				return err
			}
			if err := tellPeople(t, list, said, covenantButton(c, after.No), d); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellFree tells whoever waits that nobody has the file any more.
func tellFree(t *dialog.Turn, c *rules.Cluster, before, after workflow.Covenant) error {
	if after.Ceremony.Holds(t.At()) != nil || after.Ceremony.Pending() != nil {
		return nil
	}
	waited, err := workflow.TurnFree(t.Tx, after)
	if err != nil || after.State != workflow.CovenantOpen {
		return err
	}
	for _, p := range waited {
		if p.ID == t.Person.ID {
			continue
		}
		if err := tell(t, p, lines(text.Say("ky.free", "paper", paperIn(p.Language, c, after.No))), covenantButton(c, after.No)(p.Language)); err != nil {
			return err
		}
	}
	return nil
}

func tellExpired(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	n, of := counted(&cov.Ceremony)
	said := func(lang string) text.Notice {
		return text.Say("ky.expired", "paper", paperIn(lang, c, cov.No), "day", cov.LastDay(c).String(), "n", n, "of", of, "units", names(c, unsigned(&cov.Ceremony)))
	}
	return tellConcerned(t, c, cov, said)
}

// tellConcerned tells the head's people, who drafted a covenant, and all who have
// signed it.
func tellConcerned(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant, said func(lang string) text.Notice) error {
	list, err := workflow.Holders(t.Tx, c.ID, workflow.Head, "", t.At())
	if err != nil {
		return err
	}
	ids := []string{cov.OpenedBy}
	for _, p := range cov.Ceremony.Places {
		if p.State == ceremony.Signed && p.Way != ceremony.Pen {
			ids = append(ids, p.Person)
		}
	}
	for _, id := range ids {
		p, known, err := workflow.FindPerson(t.Tx, id)
		if err != nil {
			return err
		}
		if known {
			list = append(list, p)
		}
	}
	return tellPeople(t, list, said, covenantButton(c, cov.No))
}

// tellEach tells everybody who has a role, for a member or (empty) for any, in
// their language.
func tellEach(t *dialog.Turn, c *rules.Cluster, role workflow.Role, member string, said func(lang string) text.Notice, button func(lang string) [][]outbox.Button) error {
	list, err := workflow.Holders(t.Tx, c.ID, role, member, t.At())
	if err != nil {
		return err
	}
	return tellPeople(t, list, said, button)
}

// tellPeople tells each of a list but who acted, once.
func tellPeople(t *dialog.Turn, list []workflow.Person, said func(lang string) text.Notice, button func(lang string) [][]outbox.Button, documents ...outbox.Document) error {
	told := map[string]bool{t.Person.ID: true}
	for _, p := range list {
		if told[p.ID] {
			continue
		}
		told[p.ID] = true
		var buttons [][]outbox.Button
		if button != nil {
			buttons = button(p.Language)
		}
		if err := tell(t, p, lines(said(p.Language)), buttons, documents...); err != nil {
			return err
		}
	}
	return nil
}

// covenantButton leads to a covenant, or an amendment of it.
func covenantButton(c *rules.Cluster, no int) func(lang string) [][]outbox.Button {
	return func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("button.giaouoc")), c.ID, "giaouoc "+covenantForm{c.Year, no}.mark())}}
	}
}

// finish sends the complete covenant to everybody, and a word to the groups.
func finish(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	n, _ := counted(&cov.Ceremony)
	said := func(lang string) text.Notice {
		return text.Say("ky.tell_complete", "paper", paperIn(lang, c, cov.No), "n", n, "code", cov.Code)
	}
	var everybody []workflow.Person
	for _, role := range workflow.Roles {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		everybody = append(everybody, list...)
	}
	d, err := covenantFile(t.Tx, c, cov)
	if err != nil {
		return err
	}
	if err := tellPeople(t, everybody, said, nil, d); err != nil {
		return err
	}
	if err := postHead(t, c, text.Say("ky.tell_group", "paper", paperIn(text.Vietnamese, c, cov.No), "n", n, "code", cov.Code)); err != nil {
		return err
	}
	if t.Event.Chat == "" || t.Person.ID == "" { // nobody acted: a time stamp came, or a day ended
		return nil
	}
	t.Say(said(t.Person.Language))
	if err := t.Flush(); err != nil {
		return err
	}
	return t.Send(nil, nil, d)
}
