package bot

import (
	"fmt"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// summary (/tongket [kỳ]) sends the cluster's summary report as text and as PDF.
// Who may write it also hears which numbers of written paragraphs are not in the
// figures, and gets to write with a button or /tongket sửa [kỳ].
func (b *Bot) summary(t *dialog.Turn, args string) error {
	if first, rest, _ := strings.Cut(args, " "); dialog.Word(first) == "sua" || dialog.Word(first) == "edit" {
		return write(t, strings.TrimSpace(rest))
	}
	p, err := asked(t, args, underWay(t))
	if err != nil {
		return err
	}
	d, err := workflow.DraftReport(t.Tx, p.cluster, p.period.ID, t.At())
	if err != nil {
		return err
	}
	values := d.Paper()
	document, err := drawn("report", fmt.Sprintf("bao-cao-%s-%d.pdf", p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	said := reportLines(values)
	var buttons [][]outbox.Button
	if t.Actor.Can(workflow.MayWrite) && !t.Event.Group {
		for i, g := range d.Paragraphs {
			if doubts := doubtLines(d, g); len(doubts) > 0 {
				said = append(append(said, text.Say("tongket.doubts", "n", itoa(i+1))), doubts...)
			}
		}
		label := text.Plain(t.Person.Language, text.Say("tongket.button.write"))
		buttons = [][]outbox.Button{{clusterButton(label, p.cluster.ID, "tongket sua "+p.value())}}
	}
	published, err := publishedLines(t, p)
	if err != nil {
		return err
	}
	return t.Send(append(said, published...), buttons, document)
}

// reportLines are the report for a small screen: headings in bold, a blank line
// before each paragraph.
func reportLines(p paper.Report) []text.Notice {
	said := lines(text.Say("tongket.heading", "text", workflow.ReportTitle(p)))
	say := func(paragraphs []string) {
		for _, s := range paragraphs {
			said = append(said, text.Say("tongket.text", "text", ""), text.Say("tongket.text", "text", s))
		}
	}
	say(p.Opening)
	for i, s := range p.Sections {
		said = append(said, text.Say("tongket.text", "text", ""), text.Say("tongket.heading", "text", workflow.ReportHeading(p, i)))
		say(s.Paragraphs)
	}
	return said
}
