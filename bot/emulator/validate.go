package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validate judges a request by the documented API alone, without looking at
// chats or messages, and returns everything that is wrong with it.
func validate(c *call) []error {
	m, ok := api.methods[c.method]
	if !ok {
		return []error{badRequest("method %q is unknown", c.method)}
	}
	v := &validator{files: c.files, used: map[string]bool{}}
	var problems []error
	note := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.params)) {
		f, known := m.params[name]
		if !known {
			note(fmt.Errorf("unknown parameter %q", name))
			continue
		}
		x, err := fromText(f, c.params[name])
		if err == nil {
			err = v.field(name, f, x)
		}
		note(at(name, err))
	}
	for _, name := range slices.Sorted(maps.Keys(m.params)) {
		f := m.params[name]
		_, given := c.params[name]
		if _, ok := c.files[name]; ok && f.takesFile() {
			v.used[name] = true
			if given {
				note(fmt.Errorf("parameter %q is given twice", name))
			}
			given = true
		}
		if f.required && !given {
			note(missing(name))
		}
		if f.limit != nil && f.limit.unit == "parsed" && given {
			note(at(name, parsedLength(name, *f.limit, c.str)))
		}
	}
	note(methodRule(c))
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		if !v.used[name] {
			note(fmt.Errorf("uploaded part %q belongs to no parameter", name))
		}
	}
	return problems
}

func missing(name string) error {
	switch name {
	case "text":
		return badRequest("message text is empty")
	case "chat_id":
		return badRequest("chat_id is empty")
	}
	return fmt.Errorf("required %q is missing", name)
}

// at puts the place before the fault, unless the words are Telegram's own.
func at(place string, err error) error {
	var own *apiError
	if err == nil || errors.As(err, &own) {
		return err
	}
	return fmt.Errorf("%s: %w", place, err)
}

func (f field) takesFile() bool {
	return slices.Contains(f.types, typ{name: "InputFile"})
}

func (f field) takes(name string) bool { return slices.Contains(f.types, typ{name: name}) }

// fromText turns what a form field holds into the value it stands for.
func fromText(f field, x any) (any, error) {
	s, ok := x.(string)
	switch {
	case !ok:
		return x, nil
	case f.takes("Integer"):
		if _, err := strconv.ParseInt(s, 10, 64); err == nil {
			return json.Number(s), nil
		}
		if f.takes("String") && !strings.HasPrefix(s, "@") {
			return nil, badRequest("chat not found")
		}
		return s, nil
	case f.takes("String"), f.takesFile():
		return s, nil
	case f.takes("Boolean"):
		switch s {
		case "true", "True":
			return true, nil
		case "false", "False":
			return false, nil
		}
		return s, nil
	case f.takes("Float"):
		if _, err := strconv.ParseFloat(s, 64); err == nil {
			return json.Number(s), nil
		}
		return s, nil
	}
	decoded, err := decodeJSON([]byte(s))
	if err != nil {
		return nil, fmt.Errorf("can't parse as JSON: %w", err)
	}
	return decoded, nil
}

// validator checks values against types. For answers, limits and the rules
// that bind only the bot are left out.
type validator struct {
	files  map[string]*upload
	used   map[string]bool
	answer bool
}

// checkAnswer checks what the emulator itself is about to send.
func checkAnswer(types []typ, x any) error {
	return (&validator{answer: true}).value(types, x)
}

func (v *validator) field(name string, f field, x any) error {
	if err := v.value(f.types, x); err != nil {
		return err
	}
	s, isText := x.(string)
	if f.oneOf != nil && !slices.Contains(f.oneOf, s) {
		return fmt.Errorf("%q is none of %s", s, strings.Join(f.oneOf, ", "))
	}
	if isText && !v.answer && (f.attach || f.takesFile()) {
		if part, ok := strings.CutPrefix(s, "attach://"); ok {
			if v.files[part] == nil {
				return fmt.Errorf("no part %q was uploaded", part)
			}
			v.used[part] = true
		} else if !f.takes("String") {
			return errors.New("a file must be uploaded")
		}
	}
	if f.limit == nil || v.answer {
		return nil
	}
	return f.limit.check(x)
}

func (l limit) check(x any) error {
	var n int64
	switch x := x.(type) {
	case json.Number:
		f, _ := x.Float64()
		if f < float64(l.min) || f > float64(l.max) {
			return fmt.Errorf("%s is outside %d-%d", x, l.min, l.max)
		}
		return nil
	case []any:
		n = int64(len(x))
	case string:
		switch l.unit {
		case "bytes":
			n = int64(len(x))
		case "chars":
			n = int64(utf8.RuneCountInString(x))
		default:
			return nil
		}
	}
	if n < l.min || n > l.max {
		return fmt.Errorf("%d %s, allowed are %d-%d", n, l.unit, l.min, l.max)
	}
	return nil
}

// value accepts x when one of the types does. Of several refusals it returns
// the one of the type that knows most of what was given.
func (v *validator) value(types []typ, x any) error {
	if list, ok := x.([]any); ok && len(types) > 1 && !slices.ContainsFunc(types, func(t typ) bool { return t.arrays == 0 }) {
		var elements []typ // a list may mix the types its elements may have
		for _, t := range types {
			elements = append(elements, t.element())
		}
		return v.list(elements, list)
	}
	types = v.candidates(types, x)
	var best error
	for _, t := range types {
		err := v.one(t, x)
		if err == nil {
			return nil
		}
		if best == nil {
			best = err
		}
	}
	if best == nil {
		best = fmt.Errorf("%s fits no type", describe(x))
	}
	return best
}

// candidates resolves unions and puts the likeliest types first.
func (v *validator) candidates(types []typ, x any) []typ {
	var out []typ
	for _, t := range types {
		if members, ok := api.unions[t.name]; ok && t.arrays == 0 {
			out = append(out, v.candidates(members, x)...)
		} else {
			out = append(out, t)
		}
	}
	object, ok := x.(map[string]any)
	if !ok || len(out) == 1 {
		return out
	}
	out = slices.DeleteFunc(out, func(t typ) bool {
		fields, isObject := api.types[t.name]
		if !isObject || t.arrays > 0 {
			return true
		}
		for name, f := range fields {
			if len(f.oneOf) == 1 && (name == "type" || name == "status" || name == "source") {
				return object[name] != f.oneOf[0]
			}
		}
		return false
	})
	slices.SortStableFunc(out, func(a, b typ) int { return strangers(a, object) - strangers(b, object) })
	return out
}

func strangers(t typ, object map[string]any) int {
	n := 0
	for name := range object {
		if _, ok := api.types[t.name][name]; !ok {
			n++
		}
	}
	return n
}

func (v *validator) list(types []typ, list []any) error {
	for i, x := range list {
		if err := v.value(types, x); err != nil {
			return at(strconv.Itoa(i), err)
		}
	}
	return nil
}

func (v *validator) one(t typ, x any) error {
	wrong := fmt.Errorf("%s must be %s", describe(x), t)
	if t.arrays > 0 {
		list, ok := x.([]any)
		if !ok {
			return wrong
		}
		return v.list([]typ{t.element()}, list)
	}
	ok := false
	switch t.name {
	case "Integer":
		var n json.Number
		if n, ok = x.(json.Number); ok {
			_, err := n.Int64()
			ok = err == nil
		}
	case "Float":
		_, ok = x.(json.Number)
	case "Boolean", "True":
		_, ok = x.(bool)
	case "String", "InputFile":
		_, ok = x.(string)
	default:
		object, isObject := x.(map[string]any)
		if !isObject {
			return wrong
		}
		return v.object(t.name, object)
	}
	if !ok {
		return wrong
	}
	return nil
}

func (v *validator) object(name string, object map[string]any) error {
	fields := api.types[name]
	if name == "InlineKeyboardButton" && !v.answer {
		object = withoutEmptyCopyText(object)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		f, known := fields[key]
		if !known {
			return fmt.Errorf("%s has no field %q", name, key)
		}
		if err := v.field(key, f, object[key]); err != nil {
			return at(key, err)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		f := fields[key]
		_, given := object[key]
		if f.required && !given {
			return fmt.Errorf("%s lacks the field %q", name, key)
		}
		if given && !v.answer && f.limit != nil && f.limit.unit == "parsed" {
			get := func(n string) string { s, _ := object[n].(string); return s }
			if err := parsedLength(key, *f.limit, get); err != nil {
				return at(key, err)
			}
		}
	}
	if v.answer {
		return nil
	}
	return objectRule(name, object)
}

func describe(x any) string {
	switch x := x.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("the text %.40q", x)
	case json.Number:
		return "the number " + x.String()
	case bool:
		return fmt.Sprint(x)
	case []any:
		return "a list"
	}
	return "an object"
}
