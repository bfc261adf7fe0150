package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/text"
)

// languageForm holds nothing: the choice is kept with the person.
type languageForm struct{}

// language (/ngonngu) chooses between Vietnamese and English.
var language = dialog.Flow[languageForm]{
	Name:  "language",
	Steps: []dialog.Step[languageForm]{{Name: "which", Ask: askLanguage, Take: takeLanguage}},
}

func (b *Bot) language(t *dialog.Turn, args string) error {
	if args == text.Vietnamese || args == text.English {
		return setLanguage(t, args)
	}
	return language.Start(t, languageForm{})
}

func askLanguage(*dialog.Turn, *languageForm) (*dialog.Question, error) {
	return &dialog.Question{
		Lines: lines(text.Say("language.ask")),
		Choices: [][]dialog.Choice{{
			choice(text.Vietnamese, "language.vi", "vi", "tieng viet", "vietnamese"),
			choice(text.English, "language.en", "en", "tieng anh", "english"),
		}},
	}, nil
}

func takeLanguage(t *dialog.Turn, _ *languageForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	if err := setLanguage(t, a.Value); err != nil {
		return err
	}
	return t.End()
}

func setLanguage(t *dialog.Turn, lang string) error {
	t.Person.Language = lang
	if err := workflow.KeepPerson(t.Tx, t.Person); err != nil {
		return err
	}
	return t.Send(lines(text.Say("language.set")), nil)
}
