package rules

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// Diff says what changes when a cluster file is applied over another: one line
// for each changed key, in the words of the file. It walks the fields
// themselves, so that a new one cannot be forgotten. old may be nil.
func Diff(old, new *Cluster) []string {
	if old == nil {
		return []string{fmt.Sprintf("cluster %s, year %d: new (%d members, %d periods, %d contents)",
			new.ID, new.Year, len(new.Members), len(new.Periods), len(new.Contents))}
	}
	var d diff
	d.fields("", "", reflect.ValueOf(*old), reflect.ValueOf(*new))
	if len(d.lines) == 0 && string(old.Source) != string(new.Source) {
		d.lines = []string{"only the text of the file changed (comments, layout, keys without effect): the rules stay, their SHA-256 changes"}
	}
	return d.lines
}

type diff struct{ lines []string }

func (d *diff) add(owner, format string, args ...any) {
	if owner != "" {
		owner += ": "
	}
	d.lines = append(d.lines, owner+fmt.Sprintf(format, args...))
}

// fields compares two structs of owner ("member x"), whose keys begin with
// prefix ("signer.").
func (d *diff) fields(owner, prefix string, a, b reflect.Value) {
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if !f.IsExported() || f.Name == "Source" || f.Name == "SHA256" {
			continue
		}
		key := prefix + keyOf(a.Type(), f.Name)
		x, y := a.Field(i), b.Field(i)
		switch {
		case hasID(f.Type):
			d.elements(owner, key, x, y)
		case isGroup(f.Type):
			d.fields(owner, key+".", x, y)
		default:
			if from, to := shown(f.Name, x), shown(f.Name, y); from != to {
				d.add(owner, "%s %s → %s", key, from, to)
			}
		}
	}
}

// elements compares two lists of things with ids.
func (d *diff) elements(owner, key string, a, b reflect.Value) {
	one := strings.ToLower(a.Type().Elem().Name())
	find := func(list reflect.Value, id string) (reflect.Value, bool) {
		for i := range list.Len() {
			if idOf(list, i) == id {
				return list.Index(i), true
			}
		}
		return reflect.Value{}, false
	}
	var before, after []string // ids that are in both
	for i := range a.Len() {
		if _, ok := find(b, idOf(a, i)); ok {
			before = append(before, idOf(a, i))
		} else {
			d.add(owner, "%s %s removed", one, idOf(a, i))
		}
	}
	for i := range b.Len() {
		id := idOf(b, i)
		x, ok := find(a, id)
		if !ok {
			d.add(owner, "%s %s added", one, id)
			continue
		}
		after = append(after, id)
		d.fields(one+" "+id, "", x, b.Index(i))
	}
	if !slices.Equal(before, after) {
		d.add(owner, "%s in another order: %s", key, strings.Join(after, ", "))
	}
}

func idOf(list reflect.Value, i int) string { return list.Index(i).FieldByName("ID").String() }

func hasID(t reflect.Type) bool {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return false
	}
	_, ok := t.Elem().FieldByName("ID")
	return ok
}

// isGroup: a struct whose keys are told one by one.
func isGroup(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[Issuer](), reflect.TypeFor[Signer](), reflect.TypeFor[Reminders](),
		reflect.TypeFor[AwardRules](), reflect.TypeFor[Review](), reflect.TypeFor[Method](), reflect.TypeFor[Voting](), reflect.TypeFor[text.NumberWords](),
		reflect.TypeFor[Report](), reflect.TypeFor[Covenant](), reflect.TypeFor[Quorum](), reflect.TypeFor[Telling]():
		return true
	}
	return false
}

// keyOf is how the file calls a field.
func keyOf(owner reflect.Type, field string) string {
	switch field {
	case "DeadlineBefore":
		return "deadlines.before"
	case "DeadlineAfter":
		return "deadlines.after"
	case "ConferenceBefore":
		return "conferences.before"
	case "Lower":
		return "better"
	case "PlanMean":
		return "plan_percent"
	case "LeadersByValue":
		return "leaders_by"
	case "Places":
		if owner == reflect.TypeFor[Method]() {
			return "points"
		}
	case "ID":
		if owner == reflect.TypeFor[Cluster]() {
			return "cluster"
		}
	}
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 && field != "ID" {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// shown is a value as the file would have it.
func shown(field string, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		return x.String()
	case time.Time:
		return x.Format("2006-01-02T15:04")
	case Clock:
		return fmt.Sprintf("%02d:%02d", x/60, x%60)
	case Fraction:
		return x.String()
	case Date:
		return orNone(x.String())
	case DateRange:
		if x.First == x.Last {
			return x.First.String()
		}
		return x.First.String() + "/" + x.Last.String()
	case bool:
		switch {
		case field == "Lower":
			return pick(x, "lower", "higher")
		case field == "PlanMean":
			return pick(x, "mean", "ratio")
		case field == "LeadersByValue":
			return pick(x, "value", "percent")
		}
		return fmt.Sprint(x)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "(none)"
		}
		return shown(field, v.Elem())
	case reflect.Slice:
		list := make([]string, v.Len())
		for i := range list {
			list[i] = shown("", v.Index(i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case reflect.Struct:
		var list []string
		for i := range v.NumField() {
			if s := shown("", v.Field(i)); s != "(none)" {
				list = append(list, keyOf(v.Type(), v.Type().Field(i).Name)+": "+s)
			}
		}
		return "{" + strings.Join(list, ", ") + "}"
	}
	s := fmt.Sprint(v.Interface())
	if strings.ContainsAny(s, `,:[]{}("`) { // [a, b] is not ["a, b"]
		s = strconv.Quote(s)
	}
	return orNone(s)
}

func pick(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
