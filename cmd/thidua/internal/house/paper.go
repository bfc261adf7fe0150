package house

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"thidua/pdf"
	"thidua/pdf/picture"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/workbook"
)

// render makes the file that an outgoing document stands for: drawn from its
// values, or fetched where it was kept as bytes.
func render(ctx context.Context, store storage.Store, d outbox.Document) (b []byte, err error) {
	if len(d.Bytes) > 0 {
		return d.Bytes, nil
	}
	if d.Kind == "stored" {
		var sum string
		if err := json.Unmarshal(d.Values, &sum); err != nil {
			return nil, err
		}
		err = store.View(ctx, func(r storage.Reader) (err error) {
			b, err = workflow.Paper(r, sum)
			return err
		})
		return b, err
	}
	return Press(d.Kind, d.Values)
}

// Press makes a document from its values. It is also what workflow freezes
// covenants and publications with.
func Press(kind string, values json.RawMessage) ([]byte, error) {
	switch kind {
	case "covenant":
		return draw(pdf.Covenant, values)
	case "print copy":
		return draw(pdf.PrintCopy, values)
	case "audit":
		return draw(pdf.Audit, values)
	case "ranking":
		return draw(pdf.Ranking, values)
	case "league":
		return draw(pdf.League, values)
	case "workbook":
		return made(workbook.Ranking, values)
	case "report":
		return draw(pdf.Report, values)
	case "appraisal":
		return draw(pdf.Appraisal, values)
	case "sheets":
		return draw(pdf.Sheets, values)
	case "chart":
		return draw(pdf.Charts, values)
	case "chart picture":
		return made(picture.Chart, values)
	case "minutes":
		return draw(pdf.Minutes, values)
	case "nominations":
		return draw(pdf.Nominations, values)
	case "form":
		return made(workbook.Form, values)
	case "progress":
		return made(picture.Progress, values)
	}
	return nil, fmt.Errorf("%w: a document of kind %q", errors.ErrUnsupported, kind)
}

func draw[T any](print func(T) (pdf.Document, error), values json.RawMessage) ([]byte, error) {
	var v T
	if err := json.Unmarshal(values, &v); err != nil {
		return nil, err
	}
	d, err := print(v)
	return d.Bytes, err
}

// made is a file that needs no more than its values.
func made[T any](print func(T) ([]byte, error), values json.RawMessage) ([]byte, error) {
	var v T
	if err := json.Unmarshal(values, &v); err != nil {
		return nil, err
	}
	return print(v)
}
