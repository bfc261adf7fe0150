package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// whatif scores the stored figures with another file of the same cluster and
// year. It reads only.
func (d *Desk) whatif(ctx context.Context, r Request) (a Answer, err error) {
	other, faults := rules.Load(r.File)
	if len(faults) > 0 {
		return faulty(r.FileName, faults), nil
	}
	var w workflow.WhatIf
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		w, err = workflow.TryRules(s, c, other, r.Period)
		return err
	})
	switch {
	case err != nil:
	case r.Format == "json":
		a.Out, err = whatifJSON(w)
	default:
		a.Out = whatifTable(w, r.FileName)
	}
	return a, err
}

// change is a value by the stored file and by the other one.
type change struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// changed is what of gives for a member by both files; "" where a file does not
// have the member.
func changed(m workflow.WhatIfMove, of func(*score.Row) string) (c change) {
	if m.Before != nil {
		c.Before = of(m.Before)
	}
	if m.After != nil {
		c.After = of(m.After)
	}
	return c
}

func rankOf(r *score.Row) string  { return fmt.Sprint(r.Rank) }
func totalOf(r *score.Row) string { return r.Total.String() }
func maxOf(r *score.Row) string   { return r.Max.String() }
func ratioOf(r *score.Row) string { return r.Percent.Round(3).String() }
func awardOf(r *score.Row) string { return r.Award }

// whatifTable is what another file would change, for a terminal.
func whatifTable(w workflow.WhatIf, file string) []byte {
	var out bytes.Buffer
	c := w.Before.Cluster
	fmt.Fprintf(&out, "Chấm thử %s – %s bằng tệp %s (quy tắc %s, đang dùng %s). Không có gì được lưu.\n",
		c.Period(w.Before.Period).Name, c.Name, file, w.After.Cluster.SHA256[:12], c.SHA256[:12])
	t := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "Hạng\tĐơn vị\tTổng điểm\tĐiểm tối đa\tTỷ lệ (%)\tĐề nghị khen thưởng")
	var moved, handed []string
	for _, m := range w.Moves {
		words := func(c change) string {
			if c.Before == c.After {
				return number(c.After)
			}
			for _, s := range []*string{&c.Before, &c.After} {
				if *s = number(*s); *s == "" {
					*s = "–"
				}
			}
			return c.Before + " → " + c.After
		}
		rank, award := changed(m, rankOf), changed(m, awardOf)
		if rank.Before != rank.After {
			moved = append(moved, m.Member.Short)
		}
		if award.Before != award.After {
			handed = append(handed, m.Member.Short+": "+words(award))
		}
		fmt.Fprintln(t, strings.TrimRight(strings.Join([]string{words(rank), m.Member.Short, words(changed(m, totalOf)), words(changed(m, maxOf)),
			words(changed(m, ratioOf)), words(award)}, "\t"), "\t"))
	}
	_ = t.Flush() // a buffer takes everything
	list := func(title string, names []string) {
		if len(names) > 0 {
			fmt.Fprintf(&out, "%s: %s.\n", title, strings.Join(names, "; "))
		}
	}
	if len(moved)+len(handed) == 0 {
		fmt.Fprintln(&out, "Không đơn vị nào đổi hạng hay đổi khen thưởng.")
	}
	list("Đổi hạng", moved)
	list("Đổi khen thưởng", handed)
	list("Có số liệu nhưng tệp này không có tiêu chí", criterionNames(w.Dropped))
	list("Tiêu chí mới, chưa có số liệu", criterionNames(w.Added))
	return out.Bytes()
}

func criterionNames(list []*rules.Criterion) (names []string) {
	for _, k := range list {
		names = append(names, k.Name+" ("+k.ID+")")
	}
	return names
}

func whatifJSON(w workflow.WhatIf) ([]byte, error) {
	type places struct {
		Before int `json:"before,omitempty"`
		After  int `json:"after,omitempty"`
	}
	type member struct {
		Member  string `json:"member"`
		Rank    places `json:"rank"`
		Total   change `json:"total"`
		Max     change `json:"max"`
		Percent change `json:"percent"`
		Award   change `json:"award"`
	}
	ids := func(list []*rules.Criterion) []string {
		names := []string{}
		for _, k := range list {
			names = append(names, k.ID)
		}
		return names
	}
	out := struct {
		Cluster     string   `json:"cluster"`
		Year        int      `json:"year"`
		Period      string   `json:"period"`
		RulesSHA256 change   `json:"rules_sha256"`
		Members     []member `json:"members"`
		Dropped     []string `json:"criteria_dropped"`
		Added       []string `json:"criteria_added"`
	}{w.Before.Cluster.ID, w.Before.Cluster.Year, w.Before.Period, change{w.Before.Cluster.SHA256, w.After.Cluster.SHA256}, nil, ids(w.Dropped), ids(w.Added)}
	for _, m := range w.Moves {
		var rank places
		if m.Before != nil {
			rank.Before = m.Before.Rank
		}
		if m.After != nil {
			rank.After = m.After.Rank
		}
		out.Members = append(out.Members, member{m.Member.ID, rank, changed(m, totalOf), changed(m, maxOf), changed(m, ratioOf), changed(m, awardOf)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(out)
	return b.Bytes(), err
}
