package emulator

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

//go:generate sh -c "go run ./internal/compact $TELEGRAM_API > api.json"

//go:embed api.json
var apiJSON []byte

// api is the documented Bot API: what a request may hold and what an answer
// must hold. It is read once and never changed.
var api = loadAPI(apiJSON)

type apiData struct {
	version string
	methods map[string]method
	types   map[string]map[string]field
	unions  map[string][]typ
}

type method struct {
	params  map[string]field
	returns []typ
}

// field is one parameter of a method or one field of an object.
type field struct {
	types    []typ
	required bool
	attach   bool     // may name an uploaded part as attach://<part>
	oneOf    []string // the only values allowed
	limit    *limit
}

// typ is a named type, wrapped in so many arrays.
type typ struct {
	name   string
	arrays int
}

func (t typ) String() string { return strings.Repeat("Array of ", t.arrays) + t.name }

func (t typ) element() typ { return typ{t.name, t.arrays - 1} }

// limit is a documented range. unit says what is counted: "value" of a number,
// "items" of a list, "bytes" or "chars" of a string, or chars once its markup
// is "parsed".
type limit struct {
	min, max int64
	unit     string
}

func loadAPI(data []byte) *apiData {
	var raw struct {
		Version string
		Returns map[string]string
		Methods map[string]map[string]string
		Unions  map[string]string
		Types   map[string]map[string]string
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		panic("emulator: api.json: " + err.Error())
	}
	a := &apiData{
		version: raw.Version,
		methods: map[string]method{},
		types:   map[string]map[string]field{},
		unions:  map[string][]typ{},
	}
	for name, params := range raw.Methods {
		a.methods[name] = method{loadFields(params), loadTypes(raw.Returns[name])}
	}
	for name, fields := range raw.Types {
		a.types[name] = loadFields(fields)
	}
	for name, members := range raw.Unions {
		a.unions[name] = loadTypes(members)
	}
	return a
}

func loadFields(raw map[string]string) map[string]field {
	out := map[string]field{}
	for name, s := range raw {
		out[name] = loadField(s)
	}
	return out
}

// loadField reads a field as the generator in internal/compact writes it, for
// example "!String 1-64:bytes".
func loadField(s string) field {
	var f field
	s, f.required = strings.CutPrefix(s, "!")
	words := strings.Fields(s)
	f.types = loadTypes(words[0])
	for _, w := range words[1:] {
		switch {
		case w == "attach":
			f.attach = true
		case strings.HasPrefix(w, "="):
			f.oneOf = strings.Split(w[1:], ",")
		default:
			span, unit, _ := strings.Cut(w, ":")
			low, high, _ := strings.Cut(span, "-")
			f.limit = &limit{unit: unit}
			f.limit.min, _ = strconv.ParseInt(low, 10, 64)
			f.limit.max, _ = strconv.ParseInt(high, 10, 64)
		}
	}
	return f
}

func loadTypes(s string) []typ {
	var out []typ
	for n := range strings.SplitSeq(s, "|") {
		t := typ{name: n}
		for strings.HasPrefix(t.name, "[]") {
			t.name = t.name[2:]
			t.arrays++
		}
		out = append(out, t)
	}
	return out
}

// updateKinds are the names that allowed_updates may hold.
func (a *apiData) updateKinds() []string {
	var out []string
	for name := range a.types["Update"] {
		if name != "update_id" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
