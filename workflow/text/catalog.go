// Package text holds every sentence, said or printed, in every language, and
// the way people write numbers and dates.
package text

import (
	"embed"
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Languages that the house speaks. Vietnamese comes first, and is what a reader
// gets who asked for nothing.
const (
	Vietnamese = "vi"
	English    = "en"
)

//go:embed catalog/*.yaml
var files embed.FS

// sentences holds key → language → sentence. Both languages of a sentence stand
// side by side in the catalog, so that neither is changed alone.
var sentences = load()

func load() map[string]map[string]string {
	all := map[string]map[string]string{}
	entries, err := files.ReadDir("catalog")
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, e := range entries {
		b, err := files.ReadFile("catalog/" + e.Name())
		var part map[string]map[string]string
		if err == nil {
			err = yaml.Unmarshal(b, &part)
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", e.Name(), err))
		}
		for key, langs := range part {
			if all[key] != nil {
				panic(e.Name() + ": " + key + " stands twice")
			}
			all[key] = langs
		}
	}
	return all
}

// Has says whether the catalogs know the key.
func Has(key string) bool { return sentences[key] != nil }

func sentence(lang, key string) string {
	s, ok := sentences[key][lang]
	if !ok {
		s, ok = sentences[key][Vietnamese]
	}
	if !ok {
		return key // a test keeps this from happening
	}
	return strings.TrimSpace(s)
}

// A slot is {name} or {name|form}.
var slot = regexp.MustCompile(`{(\w+)(?:\|(\w+))?}`)

// HTML puts a notice into words with the few tags that Telegram takes. What the
// sentence brings is markup, what the arguments bring is escaped: here, and
// nowhere else.
func HTML(lang string, n Notice) string {
	return fill(lang, n, html.EscapeString)
}

// Plain puts a notice into words without markup.
func Plain(lang string, n Notice) string {
	return StripTags(fill(lang, n, html.EscapeString))
}

var tag = regexp.MustCompile(`</?[a-z][^>]*>`)

// StripTags makes plain text of what HTML returned.
func StripTags(s string) string {
	return html.UnescapeString(tag.ReplaceAllString(s, ""))
}

func fill(lang string, n Notice, escape func(string) string) string {
	return slot.ReplaceAllStringFunc(sentence(lang, n.Key), func(s string) string {
		part := slot.FindStringSubmatch(s)
		v, ok := n.Args[part[1]]
		if !ok {
			return s // an argument left out shows as it stands; a test finds it
		}
		return escape(form(lang, part[2], v))
	})
}

// form writes a machine-form argument the way the language writes it.
func form(lang, kind, v string) string {
	if v == "" {
		return ""
	}
	switch kind {
	case "number":
		return NumberText(lang, v)
	case "rounded":
		return RoundedText(lang, v)
	case "date":
		return DateText(v)
	case "time":
		return TimeText(v)
	case "longdate":
		return LongDateText(lang, v)
	case "t":
		return sentence(lang, v)
	case "upper": // at the beginning of a sentence
		return upperFirst(v)
	case "tupper":
		return upperFirst(sentence(lang, v))
	}
	return v
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Lines puts notices into words, one below the other.
func Lines(lang string, notices []Notice) string {
	list := make([]string, len(notices))
	for i, n := range notices {
		list[i] = HTML(lang, n)
	}
	return strings.Join(list, "\n")
}
