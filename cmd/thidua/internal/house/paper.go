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
	"thidua/workflow/paper"
	"thidua/workflow/workbook"
)

// Press prints a covenant; it is what workflow freezes and completes it with.
func Press(p paper.Covenant) ([]byte, error) {
	d, err := pdf.Covenant(p)
	return d.Bytes, err
}

// render makes the file that an outgoing document stands for: drawn from its
// values, or fetched where it was kept as bytes.
func render(ctx context.Context, store storage.Store, d outbox.Document) (b []byte, err error) {
	if len(d.Bytes) > 0 {
		return d.Bytes, nil
	}
	switch d.Kind {
	case "covenant":
		return draw(pdf.Covenant, d.Values)
	case "ranking":
		return draw(pdf.Ranking, d.Values)
	case "report":
		return draw(pdf.Report, d.Values)
	case "appraisal":
		return draw(pdf.Appraisal, d.Values)
	case "form":
		return made(workbook.Form, d.Values)
	case "progress":
		return made(picture.Progress, d.Values)
	case "stored":
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
	return nil, fmt.Errorf("%w: a document of kind %q", errors.ErrUnsupported, d.Kind)
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
