package desk

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/text"
)

// entry is a document of the register for other programs.
type entry struct {
	Kind   string       `json:"kind"`
	Title  string       `json:"title"`
	Year   int          `json:"year"`
	Code   string       `json:"code,omitempty"`
	Number string       `json:"number,omitempty"`
	Date   string       `json:"date,omitempty"`
	State  string       `json:"state"`
	Next   int          `json:"replaced_by,omitempty"`
	Amends []int        `json:"amended_by,omitempty"`
	Reason string       `json:"reason,omitempty"`
	Since  string       `json:"since,omitempty"`
	Issued string       `json:"sha256_issued,omitempty"`
	SHA256 string       `json:"sha256,omitempty"`
	Signed []entrySaid  `json:"signed,omitempty"`
	Was    []entryGiven `json:"numbers_before,omitempty"`
}

type entrySaid struct {
	Member string `json:"member,omitempty"`
	Agency string `json:"agency,omitempty"`
	Name   string `json:"name"`
	Time   string `json:"time"`
	Way    string `json:"way"`
}

type entryGiven struct {
	Number string `json:"number"`
	Date   string `json:"date"`
}

// documents lists a cluster's register, of one year or of all.
func (d *Desk) documents(ctx context.Context, r Request) (a Answer, err error) {
	var list []entry
	err = d.Store.View(ctx, func(s storage.Reader) error {
		years, err := workflow.Years(s, r.Cluster)
		if err != nil {
			return err
		}
		if len(years) == 0 {
			return text.Wrong("desk.no_cluster", "cluster", r.Cluster)
		}
		all, err := workflow.Register(s, r.Cluster)
		if r.Year != 0 {
			c, missing := find(s, r)
			if missing != nil {
				return missing
			}
			all, err = workflow.Documents(s, c)
		}
		list = []entry{}
		for _, doc := range all {
			for _, c := range years {
				if c.Year == doc.Year {
					list = append(list, entryOf(doc, c.Location()))
				}
			}
		}
		return err
	})
	if err != nil {
		return a, err
	}
	a.Out, err = documentsText(list, r.Format)
	return a, err
}

func entryOf(doc workflow.Document, zone *time.Location) entry {
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.In(zone).Format(time.RFC3339)
	}
	e := entry{Kind: doc.Kind, Title: text.Plain(text.Vietnamese, doc.Title()), Year: doc.Year, Code: doc.Code, State: doc.State,
		Next: doc.Next, Amends: doc.Amended, Reason: doc.Reason, Since: moment(doc.Since), Issued: doc.ID, SHA256: doc.SHA256}
	for i, n := range doc.Numbers {
		if i < len(doc.Numbers)-1 {
			e.Was = append(e.Was, entryGiven{n.String(), n.Day.String()})
			continue
		}
		e.Number, e.Date = n.String(), n.Day.String()
	}
	for _, s := range doc.Signers {
		e.Signed = append(e.Signed, entrySaid{s.Member, s.Agency, s.Name, moment(s.At), s.Way})
	}
	return e
}

func documentsText(list []entry, format string) ([]byte, error) {
	var out bytes.Buffer
	switch format {
	case "json":
		b, err := json.MarshalIndent(list, "", " ")
		return append(b, '\n'), err
	case "csv":
		w := csv.NewWriter(&out)
		rows := [][]string{{"kind", "title", "year", "code", "number", "date", "state", "replaced_by", "since", "sha256_issued", "sha256", "signed"}}
		for _, e := range list {
			next := ""
			if e.Next > 0 {
				next = fmt.Sprint(e.Next)
			}
			rows = append(rows, []string{e.Kind, e.Title, fmt.Sprint(e.Year), e.Code, e.Number, e.Date, e.State, next, e.Since, e.Issued, e.SHA256, fmt.Sprint(len(e.Signed))})
		}
		err := w.WriteAll(rows)
		return out.Bytes(), err
	}
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "Số\tNgày\tVăn bản\tMã\tTình trạng")
	for _, e := range list {
		state := text.Plain(text.Vietnamese, text.Say("vanthu.state."+e.State))
		if e.Next > 0 {
			state += fmt.Sprintf(" (bản %d)", e.Next)
		}
		if len(e.Amends) > 0 {
			state += fmt.Sprintf(" (phụ lục %s)", strings.Trim(fmt.Sprint(e.Amends), "[]"))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", dash(e.Number), dash(text.DateText(e.Date)), e.Title, dash(e.Code), state)
	}
	err := w.Flush()
	return out.Bytes(), err
}

// dash stands where there is nothing.
func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
