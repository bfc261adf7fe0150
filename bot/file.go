package bot

import (
	"bytes"
	"encoding/json"
	"errors"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// opened is what a file turned out to be before its unit of work began.
type opened struct {
	Workbook bool             `json:"workbook,omitempty"`
	Fault    string           `json:"fault,omitempty"` // key of why the workbook cannot be read
	Sheets   []workbook.Sheet `json:"sheets,omitempty"`
}

// workbookFaults are what people are told of a workbook that cannot be read.
var workbookFaults = map[error]string{
	workbook.ErrDamaged: "bieumau.damaged", workbook.ErrEncrypted: "bieumau.encrypted", workbook.ErrOld: "bieumau.old",
	workbook.ErrMacros: "bieumau.macros", workbook.ErrLarge: "bieumau.large", workbook.ErrNoSheet: "bieumau.no_sheet", workbook.ErrRows: "bieumau.rows",
}

// OpenFile reads a workbook, which takes too long for a unit of work. It touches
// nothing but the bytes.
func OpenFile(f intake.File) json.RawMessage {
	var o opened
	zipped := bytes.HasPrefix(f.Bytes, []byte("PK\x03\x04")) && !bytes.Contains(f.Bytes, []byte("word/document.xml")) // a letter is none
	if o.Workbook = zipped || bytes.HasPrefix(f.Bytes, []byte("\xd0\xcf\x11\xe0")); o.Workbook {
		sheets, err := workbook.Read(f.Bytes)
		o.Sheets = sheets
		for known, key := range workbookFaults {
			if errors.Is(err, known) {
				o.Fault = key
			}
		}
		if err != nil && o.Fault == "" {
			o.Fault = "bieumau.damaged"
		}
	}
	b, err := json.Marshal(o)
	if err != nil { // cannot be: it is texts and flags
		return nil
	}
	return b
}

// fileSent fetches a file that somebody may send; what it is shows when it is here.
func (b *Bot) fileSent(t *dialog.Turn) error {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return err
	}
	_, verifies := b.verifies(open)
	takes := verifies || t.Actor.Can(workflow.MayReport) || t.Actor.Can(workflow.MayCollect) || t.Actor.Can(workflow.MaySign)
	if t.Event.File.Kind == intake.Other || !takes {
		return t.Send(lines(text.Say("home.file")), nil)
	}
	return intake.Fetch(t.Tx, t.Event)
}

// fileCame takes a file whose bytes are here: a scan that is waited for, a workbook
// with figures, or evidence.
func (b *Bot) fileCame(t *dialog.Turn) error {
	file := t.Event.File
	switch file.Failure {
	case intake.TooLarge:
		return text.Wrong("file.large")
	case intake.Gone:
		return text.Wrong("file.gone")
	}
	kind := kindOf(file.Bytes)
	if mine, err := b.scanCame(t, file, kind); mine || err != nil {
		return err
	}
	if mine, err := b.verificationCame(t, file, kind); mine || err != nil {
		return err
	}
	if mine, err := b.signedFileCame(t, file, kind); mine || err != nil {
		return err
	}
	var o opened
	if err := json.Unmarshal(file.Opened, &o); err != nil {
		return text.Wrong("bieumau.damaged")
	}
	switch {
	case !t.Actor.Can(workflow.MayReport) && !t.Actor.Can(workflow.MayCollect) && t.Actor.Can(workflow.MaySign) && kind == "pdf":
		return t.Send(lines(text.Say("ky.token_no_turn")), nil)
	case !t.Actor.Can(workflow.MayReport) && !t.Actor.Can(workflow.MayCollect): // no longer
		return t.Send(lines(text.Say("home.file")), nil)
	case o.Fault != "":
		return text.Wrong(o.Fault)
	case o.Workbook:
		return b.workbookCame(t, o.Sheets)
	case kind == "":
		return text.Wrong("file.kind")
	case !t.Actor.Can(workflow.MayReport):
		return t.Send(lines(text.Say("home.file")), nil)
	}
	return b.evidence(t, file, kind)
}
