// Command compact reads the whole Bot API as data and prints the part the
// emulator validates with: names, types, what is required, and the limits that
// the descriptions state. Everything else is left out, so that the result is
// small enough to embed and to read in a diff.
//
//	go run ./bot/emulator/internal/compact telegram-api.json > bot/emulator/api.json
//
// A field becomes one string: "!" when it is required, the types joined by "|",
// "[]" for "Array of", then the rules: "=a,b" for fixed values, "1-64:bytes"
// for a limit, "attach" for a string that may name an uploaded part.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

type source struct {
	Version string
	Methods map[string]entry
	Types   map[string]entry
}

type entry struct {
	Returns  []string
	Subtypes []string
	Fields   []struct {
		Name        string
		Types       []string
		Required    bool
		Description string
	}
}

type compact struct {
	Version string                       `json:"version"`
	Returns map[string]string            `json:"returns"`
	Methods map[string]map[string]string `json:"methods"`
	Unions  map[string]string            `json:"unions"`
	Types   map[string]map[string]string `json:"types"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: compact telegram-api.json > api.json")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var src source
	if err := json.Unmarshal(data, &src); err != nil {
		return err
	}
	out := compact{
		Version: src.Version,
		Returns: map[string]string{},
		Methods: map[string]map[string]string{},
		Unions:  map[string]string{},
		Types:   map[string]map[string]string{},
	}
	for name, m := range src.Methods {
		out.Returns[name] = types(m.Returns)
		out.Methods[name] = fields(name, m)
	}
	for name, t := range src.Types {
		switch {
		case name == "InputFile": // not an object: an uploaded part
		case t.Subtypes != nil:
			out.Unions[name] = types(t.Subtypes)
		default:
			out.Types[name] = fields(name, t)
		}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err = os.Stdout.Write(buf.Bytes())
	return err
}

func types(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, strings.ReplaceAll(n, "Array of ", "[]"))
	}
	return strings.Join(out, "|")
}

func fields(owner string, e entry) map[string]string {
	out := map[string]string{}
	for _, f := range e.Fields {
		s := types(f.Types)
		if f.Required {
			s = "!" + s
		}
		for _, rule := range rules(owner, f.Name, s, f.Description) {
			s += " " + rule
		}
		out[f.Name] = s
	}
	return out
}

var (
	fixed  = regexp.MustCompile(`(?:always|must be) ["“]?([a-z0-9_]+)["”]?$`)
	style  = regexp.MustCompile(`^Optional\. Style of the button\. Must be one of`)
	chars  = regexp.MustCompile(`\b(\d+)-(\d+) characters( with at most 2 line feeds)?( after entit)?`)
	octets = regexp.MustCompile(`\b(\d+)-(\d+) [bB]ytes`)
	items  = regexp.MustCompile(`(?:list of|must include|List of) (\d+)-(\d+) `)
	values = regexp.MustCompile(`(?:; |, |between )(\d+)-(\d+)(?:\. |\.$|$| are accepted)`)
)

// byHand holds limits that the descriptions state in words, or that the server
// applies without stating them.
var byHand = map[string][]string{
	"setMyCommands.commands":                   {"0-100:items"},
	"getUpdates.timeout":                       {"0-50:value"},
	"setMyCommands.language_code":              {"0-2:chars"},
	"getMyCommands.language_code":              {"0-2:chars"},
	"deleteMyCommands.language_code":           {"0-2:chars"},
	"sendDice.emoji":                           nil,
	"Dice.value":                               nil,
	"ChatInviteLink.member_limit":              nil,
	"InlineQueryResultsButton.start_parameter": {"1-64:chars"},
	"InputTextMessageContent.message_text":     {"1-4096:parsed"},
	"sendChatAction.action": {"=typing,upload_photo,record_video,upload_video,record_voice,upload_voice," +
		"upload_document,choose_sticker,find_location,record_video_note,upload_video_note"},
}

func rules(owner, name, typ, text string) []string {
	if r, ok := byHand[owner+"."+name]; ok {
		return r
	}
	var out []string
	if m := fixed.FindStringSubmatch(text); m != nil && slices.Contains([]string{"type", "status", "source"}, name) {
		out = append(out, "="+m[1])
	}
	if style.MatchString(text) {
		out = append(out, "=danger,success,primary")
	}
	if strings.Contains(text, "attach://") && !strings.Contains(typ, "InputFile") {
		out = append(out, "attach")
	}
	limit := func(m []string, unit string) {
		out = append(out, m[1]+"-"+m[2]+":"+unit)
	}
	switch {
	case strings.HasPrefix(strings.TrimPrefix(typ, "!"), "[]"):
		if m := items.FindStringSubmatch(text); m != nil {
			limit(m, "items")
		}
	case strings.HasSuffix(typ, "Integer"), strings.HasSuffix(typ, "Float"):
		if m := values.FindStringSubmatch(text); m != nil {
			limit(m, "value")
		}
	case strings.HasSuffix(typ, "String"):
		if m := chars.FindStringSubmatch(text); m != nil {
			unit := "chars"
			if m[4] != "" {
				unit = "parsed"
			}
			limit(m, unit)
		} else if m := octets.FindStringSubmatch(text); m != nil {
			limit(m, "bytes")
		}
	}
	return out
}
