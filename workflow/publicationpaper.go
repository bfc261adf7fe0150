package workflow

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A document is one file of a publication before it is kept: made from its
// values, or (kind "json") bytes that stand for themselves.
type document struct {
	kind, name string
	values     any
	power      Power // see Issued
}

// documents are what a publication consists of, dated on the day it was frozen.
// Whoever makes a new kind of document for a period's result adds it here.
func documents(r storage.Reader, c *rules.Cluster, p Publication, before *Publication) ([]document, error) {
	ranking, err := Rank(r, c, p.Period)
	if err != nil {
		return nil, err
	}
	data, err := ranking.JSON()
	if err != nil {
		return nil, err
	}
	places, err := RankingPaper(r, c, p.Period, p.FrozenAt)
	if err != nil {
		return nil, err
	}
	report, err := ReportPaper(r, c, p.Period, p.FrozenAt)
	if err != nil {
		return nil, err
	}
	sheets, err := SheetsPaper(r, c, p.Period, "", p.FrozenAt)
	if err != nil {
		return nil, err
	}
	minutes, err := MinutesPaper(r, c, p.Period, p.FrozenAt)
	if err != nil {
		return nil, err
	}
	var nominations paper.Nominations
	if len(c.Awards) > 0 {
		if nominations, err = NominationsPaper(r, c, p.Period, p.FrozenAt); err != nil {
			return nil, err
		}
	}
	charts, err := ChartPaper(r, c, p.Period, ChartWish{}, p.FrozenAt)
	if err != nil {
		return nil, err
	}
	edition, moved, err := replacing(r, c, p, before, places)
	if err != nil {
		return nil, err
	}
	places.Edition, report.Edition, sheets.Edition = edition, edition, edition
	minutes.Edition, nominations.Edition, charts.Edition = edition, edition, edition
	if moved != "" {
		places.Notes = append(places.Notes, moved)
	}
	list := []document{
		{"ranking", p.file("xep-hang", "pdf"), places, ""},
		{"report", p.file("bao-cao", "pdf"), report, ""},
		{"workbook", p.file("xep-hang", "xlsx"), places, ""},
		{"json", p.file("xep-hang", "json"), data, ""},
		{"minutes", p.file("bien-ban", "pdf"), minutes, ""},
		{"nominations", p.file("de-nghi-khen-thuong", "pdf"), nominations, ""},
		{"chart", p.file("bieu-do", "pdf"), charts, ""},
		{"sheets", p.file("phieu-diem", "pdf"), sheets, MaySheet},
	}
	if len(c.Awards) == 0 {
		list = slices.DeleteFunc(list, func(d document) bool { return d.kind == "nominations" })
	}
	return list, nil
}

// file is the name of a document of the version.
func (p Publication) file(what, kind string) string {
	name := fmt.Sprintf("%s-%s-%d", what, p.Period, p.Year)
	if p.N > 1 {
		name += fmt.Sprintf("-ban-%d", p.N)
	}
	return name + "." + kind
}

// keep makes the document and keeps it with its values.
func (d document) keep(tx storage.Tx, press Press) (out Issued, err error) {
	out = Issued{Kind: d.kind, Name: d.name, Power: d.power}
	b, raw := d.values.([]byte)
	if !raw {
		values, err := json.Marshal(d.values)
		if err != nil {
			return out, err
		}
		if out.Values, err = keepPaper(tx, d.name+".values", values); err != nil {
			return out, err
		}
		if b, err = press(d.kind, values); err != nil {
			return out, err
		}
	}
	out.SHA256, err = keepPaper(tx, d.name, b)
	return out, err
}

// replacing is what every paper of a version after the first says about the one
// it takes the place of, and who moved since; empty for the first.
func replacing(r storage.Reader, c *rules.Cluster, p Publication, before *Publication, now paper.Ranking) (edition, moved string, err error) {
	if before == nil {
		return "", "", nil
	}
	day := before.Published.At.In(c.Location()).Format(time.DateOnly)
	edition = printed("congbo.paper.edition", "n", itoa(p.N), "day", day, "note", strings.TrimRight(p.Note, ". "))
	then, err := publishedRanking(r, *before)
	if err != nil {
		return "", "", err
	}
	was := map[string]paper.RankingRow{}
	for _, row := range then.Rows {
		was[row.Member] = row
	}
	var list []string
	for _, row := range now.Rows {
		old, known := was[row.Member]
		if !known || old.Rank == row.Rank && old.Total == row.Total {
			continue
		}
		if old.Total == row.Total {
			list = append(list, printed("congbo.paper.moved_place", "unit", row.Name, "from", itoa(old.Rank), "to", itoa(row.Rank)))
			continue
		}
		list = append(list, printed("congbo.paper.moved_unit", "unit", row.Name, "from", itoa(old.Rank), "to", itoa(row.Rank), "before", old.Total, "after", row.Total))
	}
	if len(list) == 0 {
		return edition, printed("congbo.paper.unmoved", "n", itoa(before.N)), nil
	}
	return edition, printed("congbo.paper.moved", "n", itoa(before.N), "list", strings.Join(list, "; ")), nil
}

// publishedRanking is the ranking's paper as a version holds it.
func publishedRanking(r storage.Reader, p Publication) (values paper.Ranking, err error) {
	d := p.Document("ranking")
	if d == nil {
		return values, fmt.Errorf("publication %d of %s/%d/%s has no ranking", p.N, p.Cluster, p.Year, p.Period)
	}
	b, err := Paper(r, d.Values)
	if err != nil {
		return values, err
	}
	return values, json.Unmarshal(b, &values)
}

// PublishedNow returns the published version of a period that stands, nil where
// there is none, and whether today's figures come to another result.
func PublishedNow(r storage.Reader, c *rules.Cluster, period string) (p *Publication, differs bool, err error) {
	list, err := Publications(r, c, period)
	if err != nil {
		return nil, false, err
	}
	if p, _ = Latest(list); p == nil {
		return nil, false, nil
	}
	then, now, err := p.recount(r, c)
	if err != nil {
		return p, false, err
	}
	var a, b struct{ Members json.RawMessage } // another cluster file may come to the same
	if err := json.Unmarshal(then, &a); err != nil {
		return p, false, err
	}
	if now == nil {
		return p, true, nil
	}
	err = json.Unmarshal(now, &b)
	return p, string(a.Members) != string(b.Members), err
}

// recount returns the ranking for other programs as it was kept, and as today's
// figures make it; nil where the cluster file has no such ranking any more.
func (p Publication) recount(r storage.Reader, c *rules.Cluster) (then, now []byte, err error) {
	d := p.Document("json")
	if d == nil {
		return nil, nil, fmt.Errorf("publication %d of %s/%d/%s has no figures", p.N, p.Cluster, p.Year, p.Period)
	}
	if then, err = Paper(r, d.SHA256); err != nil {
		return nil, nil, err
	}
	ranking, err := Rank(r, c, p.Period)
	if _, gone := errors.AsType[*text.Problem](err); gone {
		return then, nil, nil
	}
	if err == nil {
		now, err = ranking.JSON()
	}
	return then, now, err
}
