package bot

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// kept is a file whose bytes are in the store and whose criterion is asked.
type kept struct {
	SHA256, Name, Kind, Album string
	Size                      int
}

// kindOf says what a file's bytes are; empty for what is no evidence.
func kindOf(b []byte) string {
	for kind, magic := range map[string]string{"pdf": "%PDF-", "jpeg": "\xff\xd8\xff", "png": "\x89PNG\r\n\x1a\n"} {
		if bytes.HasPrefix(b, []byte(magic)) {
			return kind
		}
	}
	return ""
}

// captioned is the criterion that a caption begins with: "3", "3: biên bản".
var captioned = regexp.MustCompile(`^\s*#?(\d{1,3})\s*(?:$|[:–-])`)

// evidence (minh chứng) takes a photo, a scan or a PDF that proves a figure: its
// caption says of which criterion, or the bot asks.
func (b *Bot) evidence(t *dialog.Turn, file *intake.File, kind string) error {
	talk, f, c, caption, err := b.reporting(t, t.Event.Text)
	if err != nil {
		return err
	}
	k := kept{Name: file.Name, Kind: kind, Album: file.Album, Size: len(file.Bytes)}
	if k.Name == "" {
		k.Name = "minh-chung-" + file.SHA256[:8] + "." + map[string]string{"pdf": "pdf", "jpeg": "jpg", "png": "png"}[kind]
	}
	if k.SHA256, err = workflow.KeepFile(t.Tx, k.Name, file.Bytes); err != nil {
		return err
	}
	var criterion *rules.Criterion
	if m := captioned.FindStringSubmatch(caption); m != nil {
		criterion = find(c, f.Period, m[1])
	} else if name, _, _ := strings.Cut(caption, ":"); name != "" {
		criterion = find(c, f.Period, name)
	} else if criterion, err = f.ofAlbum(t, c, k.Album); err != nil {
		return err
	}
	if criterion == nil || !criterion.Method.Kind.Reported() {
		if len(f.Files) >= 20 {
			return text.Wrong("minhchung.too_many", "n", "20")
		}
		f.Files = append(f.Files, k)
		return report.Go(t, talk, "file", f)
	}
	if err := f.attach(t, c, criterion, k); err != nil {
		return err
	}
	return again(t, talk)
}

// ofAlbum is the criterion of another file that was sent in the same album.
func (f *reportForm) ofAlbum(t *dialog.Turn, c *rules.Cluster, album string) (*rules.Criterion, error) {
	if album == "" {
		return nil, nil
	}
	files, err := workflow.AllEvidence(t.Tx, c, f.Period, t.Actor.Member(workflow.Official))
	for id, list := range files {
		if slices.ContainsFunc(list, func(e workflow.Evidence) bool { return e.Album == album }) {
			return criterion(c, f.Period, id), err
		}
	}
	return nil, err
}

// attach ties a file to a criterion, and says where the same file was sent before.
func (f *reportForm) attach(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, file kept) error {
	s := f.subject(t, c, k.ID)
	again, err := workflow.AddEvidence(t.Tx, t.Act(), c, workflow.Evidence{Subject: s, SHA256: file.SHA256, Name: file.Name, Kind: file.Kind, Size: file.Size, Album: file.Album})
	if err != nil {
		return err
	}
	args := []string{"n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "file", file.Name, "size", sizeWords(file.Size), "sum", file.SHA256[:12]}
	if slices.ContainsFunc(again, func(e workflow.Evidence) bool { return e.Subject == s }) {
		t.Say(text.Say("minhchung.same", args...))
		return nil
	}
	t.Say(text.Say("minhchung.added", args...))
	for _, e := range again {
		other, _ := c.Criterion(e.Criterion)
		if other != nil && e.Member == s.Member && e.Year == c.Year {
			t.Say(text.Say("minhchung.elsewhere", "name", other.Name, "at", local(c, e.At)))
		}
	}
	return nil
}

// sizeWords is a file's size as people read it.
func sizeWords(n int) string {
	if n < 1<<20 {
		return itoa((n+1023)>>10) + " KB"
	}
	return itoa((n+1<<19)>>20) + " MB"
}

func askFile(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if len(f.Files) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	files, err := workflow.AllEvidence(t.Tx, c, f.Period, t.Actor.Member(workflow.Official))
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("minhchung.ask", "n", itoa(len(f.Files)), "file", f.Files[0].Name, "period", c.Period(f.Period).Name))}
	for _, k := range c.Asked(f.Period) {
		if k.ID != f.At && (k.Evidence != "required" || len(files[k.ID]) > 0 || len(q.Choices) >= 8) {
			continue
		}
		n := itoa(place(c, f.Period, k.ID))
		q.Choices = append(q.Choices, []dialog.Choice{{Value: k.ID, Label: text.Say("minhchung.choice", "n", n, "name", k.Name), Words: []string{n, k.ID, k.Name}}})
	}
	q.Choices = append(q.Choices, numberRows(c, f.Period)...)
	q.Choices = append(q.Choices, []dialog.Choice{choice("drop", "minhchung.button.drop", "bo", "drop")})
	return q, nil
}

func takeFile(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	if a.Value == "drop" {
		t.Say(text.Say("minhchung.dropped"))
		f.Files = nil
		return t.Go("mapping")
	}
	name := a.Value
	if name == "" {
		name = a.Text
	}
	name = strings.TrimPrefix(name, "#")
	k := find(c, f.Period, name)
	if k == nil || !k.Method.Kind.Reported() {
		return text.Wrong("baocao.no_such", "text", quote(name))
	}
	for _, file := range f.Files {
		if err := f.attach(t, c, k, file); err != nil {
			return err
		}
	}
	f.Files = nil
	return t.Go("mapping")
}

func dropFile(_ *dialog.Turn, f *reportForm) bool {
	f.Files = nil
	return false
}

// storedFile is a kept file on its way out.
func storedFile(name, sum string) outbox.Document {
	values, _ := json.Marshal(sum) // a string cannot fail
	return outbox.Document{Kind: "stored", Name: name, Values: values}
}

// evidenceList (/minhchung [kỳ]) lists the unit's files; "/minhchung bỏ 2" takes
// one away that is not yet accepted.
func (b *Bot) evidenceList(t *dialog.Turn, args string) error {
	talk, f, c, rest, err := b.reporting(t, args)
	if err != nil {
		return err
	}
	by, err := workflow.AllEvidence(t.Tx, c, f.Period, t.Actor.Member(workflow.Official))
	if err != nil {
		return err
	}
	var all []workflow.Evidence
	for _, k := range c.Criteria(f.Period) {
		all = append(all, by[k.ID]...)
	}
	if m := dropLine.FindStringSubmatch(text.Fold(rest)); m != nil {
		n, err := strconv.Atoi(strings.TrimSpace(m[1]))
		if err != nil || n < 1 || n > len(all) {
			return text.Wrong("minhchung.no_such", "text", quote(rest))
		}
		if err := workflow.DropEvidence(t.Tx, t.Act(), c, all[n-1]); err != nil {
			return err
		}
		t.Say(text.Say("minhchung.removed", "file", all[n-1].Name))
		return again(t, talk)
	}
	said := lines(text.Say("minhchung.title", "period", c.Period(f.Period).Name, "n", itoa(len(all))))
	for i, e := range all {
		k := criterion(c, f.Period, e.Criterion)
		said = append(said, text.Say("minhchung.line", "i", itoa(i+1), "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "file", e.Name,
			"size", sizeWords(e.Size), "at", local(c, e.At), "sum", e.SHA256[:12]))
	}
	for _, k := range c.Asked(f.Period) {
		if k.Evidence == "required" && len(by[k.ID]) == 0 {
			said = append(said, text.Say("minhchung.missing", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
		}
	}
	return t.Send(append(said, text.Say("minhchung.how")), nil)
}
