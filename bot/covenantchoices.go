package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signingChoices are what the person may do with the places that are theirs and
// whose turn it is. A value names the place behind a colon: who sits for several
// chooses for whom.
func signingChoices(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) [][]dialog.Choice {
	if turn := cov.Ceremony.Holds(t.At()); turn != nil && turn.Person == t.Person.ID {
		return [][]dialog.Choice{
			{choice("token:"+turn.Field, "ky.button.again", "gui lai"), choice("back", "ky.button.give_back", "tra luot", "give back")},
		}
	}
	mine := placesOf(t.Actor, cov)
	var rows [][]dialog.Choice
	for _, p := range mine {
		unit := workflow.PartyName(c, p.Member)
		label := func(value, one, several string, words ...string) dialog.Choice {
			if len(mine) > 1 {
				return dialog.Choice{Value: value, Label: text.Say(several, "unit", unit)}
			}
			return choice(value, one, words...)
		}
		var row []dialog.Choice
		if slices.Contains(c.Signing, "chat") && !p.Seal {
			row = append(row, label("sign:"+p.Field, "giaouoc.button.sign", "ky.button.sign", "ky", "sign"))
		}
		if p.State != ceremony.Declined && !p.Seal {
			row = append(row, label("refuse:"+p.Field, "giaouoc.button.refuse", "ky.button.refuse", "tu choi", "refuse"))
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
		switch {
		case p.Seal:
			rows = append(rows, []dialog.Choice{label("token:"+p.Field, "ky.button.seal", "ky.button.seal_for", "dong dau", "seal")})
		case cov.Current != "" && slices.Contains(c.Signing, "token"):
			rows = append(rows, []dialog.Choice{label("token:"+p.Field, "ky.button.token", "ky.button.token_for", "token", "usb")})
		}
	}
	return rows
}

// placesOf are the places that are the actor's to sign and whose turn it is.
func placesOf(a workflow.Actor, cov workflow.Covenant) []ceremony.Place {
	return slices.DeleteFunc(cov.Ceremony.Next(), func(p ceremony.Place) bool { return !signsAt(a, &p) })
}

// signsAt says whether a place is the actor's: of their unit, or as the witness
// that they are. An agency's seal is put by its leader or an official.
func signsAt(a workflow.Actor, p *ceremony.Place) bool {
	return p != nil && slices.ContainsFunc(a.Seats, func(s workflow.Seat) bool {
		return s.Member == p.Member && slices.Contains(workflow.SigningRoles(p), s.Role)
	})
}

// headChoices are what the head can decide now.
func headChoices(cov workflow.Covenant) [][]dialog.Choice {
	cer := &cov.Ceremony
	var row, more []dialog.Choice
	switch cov.State {
	case workflow.CovenantDraft:
		return [][]dialog.Choice{{choice("draft", "soan.button.draft", "soan", "draft")}, {choice("open", "giaouoc.button.open", "mo ky", "open")}}
	case workflow.CovenantOpen:
		if len(replaceable(cer)) > 0 {
			row = append(row, choice(arrangeReplace, "ky.button.replace", "thay", "replace"))
		}
	case workflow.CovenantExpired:
	default:
		return nil
	}
	if !cer.Until.IsZero() {
		row = append(row, choice(arrangeExtend, "ky.button.extend", "gia han", "extend"))
	}
	if cer.Met() && len(unsigned(cer)) > 0 {
		more = append(more, choice(arrangeClose, "ky.button.close", "ket thuc", "close"))
	}
	more = append(more, choice(arrangeWithdraw, "giaouoc.button.withdraw", "thu hoi", "withdraw"))
	if len(row) == 0 {
		return [][]dialog.Choice{more}
	}
	return [][]dialog.Choice{row, more}
}

// replaceable are the places whose signer can be replaced.
func replaceable(cer *ceremony.Ceremony) []ceremony.Place {
	var list []ceremony.Place
	for _, p := range cer.Places {
		if !p.Seal && (p.State == ceremony.Waiting || p.State == ceremony.Declined) {
			list = append(list, p)
		}
	}
	return list
}
