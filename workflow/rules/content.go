package rules

import (
	"slices"
	"strings"

	"thidua/workflow/decimal"
)

var zero = decimal.Int(0)

func (r *reader) readContents(o *object, c *Cluster) []Content {
	o.need("contents")
	objects := o.children("contents", "a content")
	o.filled("contents")
	r.contents.holes = !o.sound("contents")
	var list []Content
	for _, k := range objects {
		list = append(list, r.content(k, c))
	}
	r.criteria.holes = r.criteria.holes || r.contents.holes
	for i := range list {
		r.prerequisites(r.held[i], &list[i], list, c)
	}
	return list
}

func (r *reader) content(o *object, c *Cluster) Content {
	n := Content{
		ID:     r.contents.define(o),
		Name:   required(o, "name", name),
		Points: required(o, "points", notNegative),
	}
	if ceiling := optional(o, "ceiling", notNegative, zero); o.has("ceiling") {
		n.Ceiling = &ceiling
	}
	r.held = append(r.held, o.children("prerequisites", "a prerequisite"))
	o.need("criteria")
	objects := o.children("criteria", "a criterion")
	o.filled("criteria")
	r.criteria.holes = r.criteria.holes || !o.sound("criteria")
	sum, certain := zero, true
	for _, k := range objects {
		before := len(r.faults)
		one, sound := r.criterion(k, c)
		r.doubtful[one.ID] = len(r.faults) > before
		sum, certain = sum.Add(one.Points), certain && sound
		n.Criteria = append(n.Criteria, one)
	}
	o.done()
	if certain && o.sound("points", "criteria") && !sum.Equal(n.Points) {
		o.fault("points", "the criteria of content %q add up to %s points, not to %s: change them or the content", n.ID, sum, n.Points)
	}
	return n
}

// criterion also says whether its points may be added up.
func (r *reader) criterion(o *object, c *Cluster) (k Criterion, certain bool) {
	k = Criterion{
		ID:             r.criteria.define(o),
		Name:           required(o, "name", name),
		Unit:           optional(o, "unit", sentence, ""),
		Points:         required(o, "points", notNegative),
		Lower:          optional(o, "better", choice("higher", "lower"), "higher") == "lower",
		Of:             optional(o, "of", choice(OfPlan, OfLastYear, OfValue), OfPlan),
		Total:          optional(o, "total", choice(TotalSum, TotalMean, TotalMeanPercent, TotalCount, TotalNone), TotalNone),
		PlanMean:       optional(o, "plan_percent", choice("ratio", "mean"), "ratio") == "mean",
		Leaders:        optional(o, "leaders", whole(0, 1000), 3),
		LeadersByValue: optional(o, "leaders_by", choice("percent", "value"), "percent") == "value",
		Decimals:       optional(o, "decimals", whole(0, 10), 2),
		Evidence:       optional(o, "evidence", choice("optional", "required", "none"), "optional"),
		Range:          readRange(o),
		Periods:        r.periodsOf(o, c),
		Report:         r.telling(o.child("report")),
	}
	// Percents of the members can be averaged only where there is a plan (section 5).
	k.PlanMean = k.PlanMean && k.Of == OfPlan

	// A figure that is measured against nothing is met only where the file says at what value.
	if met := optional(o, "met_at", notNegative, decimal.Int(100)); o.has("met_at") || k.Of != OfValue {
		k.MetAt = &met
	}

	k.MetOver = optional(o, "met_over", flag, false)
	if k.MetOver && (k.Of != OfValue || k.MetAt == nil) {
		o.fault("met_over", `only a value is met beyond met_at: give "of: value" and met_at`)
	}

	o.need("method")
	m := o.child("method")
	o.done()
	if m != nil {
		k.Method = r.method(m, &k, o.sound("points"))
	}
	switch k.Method.Kind {
	case Adjust, None:
		if o.sound("points") && k.Points.Sign() != 0 {
			o.fault("points", "a criterion with the method %s carries 0 points, not %s", k.Method.Kind, k.Points)
		}
	case Proportional, Bands, HalfLeader:
		if k.Lower && k.Of == OfValue && o.sound("better", "of") {
			o.fault("better", `"lower" with "of: value" gives no percent for the method %s: measure against plan or last_year`, k.Method.Kind)
		}
	}
	return k, o.sound("points")
}

func readRange(o *object) *Range {
	least, most, ok := pair(o, "range", number)
	if !ok {
		return nil
	}
	if most.Less(least) {
		o.fault("range", "%s is above %s: write the smaller number first", least, most)
	}
	return &Range{least, most}
}

// periodsOf are the periods in which a criterion is reported: all, unless it
// names some.
func (r *reader) periodsOf(o *object, c *Cluster) []string {
	if o.has("periods") {
		list := several(o, "periods", distinct(r.periods.known))
		o.filled("periods")
		return list
	}
	o.ignore("periods")
	return slices.Clone(r.periods.list)
}

// tie is a step of what decides between equal members.
func (r *reader) tie(s string) (string, error) {
	if id, ok := strings.CutPrefix(s, "content."); ok {
		if _, err := r.contents.known(id); err != nil {
			return "", err
		}
		return s, nil
	}
	words := []string{"vote"}
	for _, id := range r.contents.list {
		words = append(words, "content."+id)
	}
	return choice(words...)(s)
}
