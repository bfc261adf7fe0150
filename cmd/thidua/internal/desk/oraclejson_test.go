package desk

import (
	"math/big"
	"slices"
)

// places are a period's rows by rank.
func (o *oracle) places(period string) []*oRow {
	var rows []*oRow
	for _, m := range o.Members {
		rows = append(rows, o.row(period, m.ID))
	}
	for _, r := range rows {
		r.rank = 1
		for _, other := range rows {
			if o.before(other, r) < 0 {
				r.rank++
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b *oRow) int { return a.rank - b.rank })
	return rows
}

// earlier is the last scored period before one, with its ranks by member; none
// where nothing was reported in it.
func (o *oracle) earlier(period string) (id string, ranks map[string]int) {
	for _, p := range o.Periods {
		if p.ID == period {
			break
		}
		if p.Scored {
			id = p.ID
		}
	}
	if id == "" {
		return "", nil
	}
	some := false
	ranks = map[string]int{}
	for _, r := range o.places(id) {
		ranks[r.member] = r.rank
		for _, cell := range r.cells {
			state := cell.(map[string]any)["state"]
			some = some || state == "verified" || state == "submitted"
		}
	}
	if !some {
		return "", nil
	}
	return id, ranks
}

// ranking is what rank --format json says.
func (o *oracle) ranking(period string) map[string]any {
	rows := o.places(period)
	before, ranks := o.earlier(period)
	o.award(rows)
	members := []any{}
	for _, r := range rows {
		contents := map[string]any{}
		for i, n := range o.Contents {
			contents[n.ID] = whole(r.contents[i])
		}
		m := map[string]any{"rank": r.rank, "member": r.member, "total": whole(r.total), "max": whole(r.max),
			"percent": decimals(r.percent, 3), "adjust": whole(r.adjust), "contents": contents, "criteria": r.cells}
		if r.award != "" {
			m["award"] = r.award
		}
		if r.cuts != nil {
			m["cuts"] = r.cuts
		}
		if before != "" {
			m["moved"] = []any{map[string]any{"period": before, "year": o.Year, "rank": ranks[r.member]}}
		}
		members = append(members, m)
	}
	return map[string]any{"cluster": o.Cluster, "year": o.Year, "period": period, "provisional": o.provisional(period),
		"rules_sha256": o.sha256, "members": members}
}

// award gives the places down the ranking. Who shares a rank shares its places:
// all of one award, or none before the vote.
func (o *oracle) award(rows []*oRow) {
	var places []string
	for _, a := range o.Awards {
		for range a.Places {
			places = append(places, a.Name)
		}
	}
	for rank := 1; rank <= len(rows); rank++ {
		var group []*oRow
		for _, r := range rows {
			if r.rank == rank && !r.excluded {
				group = append(group, r)
			}
		}
		theirs := places[:min(len(group), len(places))]
		places = places[len(theirs):]
		if len(theirs) < len(group) || slices.ContainsFunc(theirs, func(a string) bool { return a != theirs[0] }) {
			continue
		}
		for _, r := range group {
			r.award = theirs[0]
		}
	}
}

func (o *oracle) provisional(period string) bool {
	for at, f := range o.figures {
		if at[0] == period && f.value != "" && !f.verified {
			return true
		}
	}
	return false
}

// summary is what summary --format json says.
func (o *oracle) summary(period string) map[string]any {
	criteria := []any{}
	list, _ := o.criteria(period)
	for _, k := range list {
		criteria = append(criteria, o.aggregate(period, k))
	}
	return map[string]any{"cluster": o.Cluster, "year": o.Year, "period": period, "members": len(o.Members), "criteria": criteria}
}

// An oEntry is a member with a figure.
type oEntry struct {
	member string
	f      oFigure
}

func (o *oracle) aggregate(period string, k *oCriterion) map[string]any {
	var given []oEntry
	missing := []any{}
	for _, m := range o.Members {
		f := o.figure(period, m.ID, k)
		switch f.state() {
		case "verified", "submitted":
			given = append(given, oEntry{m.ID, f})
		case "missing":
			if k.Method.Kind != "adjust" {
				missing = append(missing, m.ID)
			}
		}
	}
	out := map[string]any{"id": k.ID, "missing": missing}
	if k.Method.Kind == "pass" || k.MetAt != "" && (k.measures() || k.Of == "value") {
		n, of := 0, 0
		for _, e := range given {
			met, able := k.met(e.f)
			if able {
				of++
			}
			if met {
				n++
			}
		}
		out["met"] = map[string]any{"n": n, "of": of}
	}
	if k.Method.Kind == "pass" {
		return out
	}
	if leaders := k.leaders(given); leaders != nil {
		out["leaders"] = leaders
	}
	if k.Total == "sum" || k.Total == "mean" {
		k.compare(out, given)
	}
	if k.Total == "mean_percent" || (k.Total == "sum" || k.Total == "mean") && k.PlanPercent == "mean" && k.Of == "plan" {
		delete(out, "plan_percent")
		var all []*big.Rat
		for _, e := range given {
			if p, best, ok := k.achieved(e.f); ok && !best {
				all = append(all, p)
			}
		}
		if len(all) > 0 {
			out["plan_percent"] = decimals(over(sum(all), big.NewRat(int64(len(all)), 1)), 2)
		}
	}
	return out
}

// compare sets the cluster's own figure against plan and last year, each over
// the members that have it.
func (k *oCriterion) compare(out map[string]any, given []oEntry) {
	form := func(all []*big.Rat) *big.Rat {
		if k.Total == "mean" {
			return over(sum(all), big.NewRat(int64(len(all)), 1))
		}
		return sum(all)
	}
	text := func(r *big.Rat) string {
		if k.Total == "mean" {
			return decimals(r, 6)
		}
		return whole(r)
	}
	pick := func(of func(oFigure) *big.Rat) (theirs, own []*big.Rat) {
		for _, e := range given {
			if b := of(e.f); b != nil {
				theirs, own = append(theirs, b), append(own, rat(e.f.value))
			}
		}
		return theirs, own
	}
	if _, all := pick(func(oFigure) *big.Rat { return zero }); len(all) > 0 {
		out["total"] = text(form(all))
	}
	if plans, own := pick(func(f oFigure) *big.Rat { return f.plan }); len(plans) > 0 {
		out["plan_total"] = text(form(plans))
		if form(plans).Sign() != 0 {
			out["plan_percent"] = decimals(over(times(hundred, form(own)), form(plans)), 2)
		}
	}
	if last, own := pick(func(f oFigure) *big.Rat { return f.last }); len(last) > 0 {
		out["last_total"], out["change"] = text(form(last)), text(minus(form(own), form(last)))
		if form(last).Sign() != 0 {
			out["growth_percent"] = decimals(minus(over(times(hundred, form(own)), form(last)), hundred), 2)
		}
	}
}

func sum(all []*big.Rat) *big.Rat {
	s := zero
	for _, r := range all {
		s = add(s, r)
	}
	return s
}

// leaders are nil where the criterion names none.
func (k *oCriterion) leaders(given []oEntry) []any {
	byValue := k.LeadersBy == "value"
	if *k.Leaders == 0 || !byValue && (k.Of == "value" || !k.measures()) {
		return nil
	}
	type one struct {
		member string
		key    *big.Rat // nil: nothing left, better than any
	}
	var list []one
	for _, e := range given {
		if byValue {
			list = append(list, one{e.member, rat(e.f.value)})
		} else if p, best, ok := k.achieved(e.f); best || ok && p.Cmp(hundred) > 0 {
			list = append(list, one{e.member, p})
		}
	}
	compare := func(a, b one) int {
		switch {
		case a.key == nil && b.key == nil:
			return 0
		case a.key == nil:
			return -1
		case b.key == nil:
			return 1
		case byValue && k.Better == "lower":
			return a.key.Cmp(b.key)
		}
		return b.key.Cmp(a.key)
	}
	slices.SortStableFunc(list, compare)
	named := []any{}
	for i, l := range list {
		if i >= *k.Leaders && compare(list[*k.Leaders-1], l) != 0 {
			break
		}
		m := map[string]any{"member": l.member}
		switch {
		case byValue:
			m["value"] = whole(l.key)
		case l.key != nil:
			m["percent"] = decimals(l.key, 2)
		}
		named = append(named, m)
	}
	return named
}
