package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A Finding is one thing that was looked at.
type Finding struct {
	What string
	Well bool
	Said string // how it is, and what to do where it is not well
}

// Line is a finding on one line; what wants attention stands out without colour.
func (f Finding) Line() string {
	mark := "ok "
	if !f.Well {
		mark = "!! "
	}
	return mark + f.What + ": " + f.Said
}

// doctor looks at the records: clusters and their logs, publications, what was put aside, what
// could not be delivered, who cannot be reached.
func (d *Desk) doctor(ctx context.Context, _ Request) (a Answer, err error) {
	var list []Finding
	err = d.Store.View(ctx, func(r storage.Reader) error {
		for _, look := range []func(storage.Reader, time.Time) ([]Finding, error){lookClusters, lookLogs, lookPublications, lookQuarantine, lookFiles, lookStamps, lookOutbox, lookUnreachable} {
			found, err := look(r, d.now())
			if err != nil {
				return err
			}
			list = append(list, found...)
		}
		return nil
	})
	for _, f := range list {
		a.Out = fmt.Appendln(a.Out, f.Line())
		if !f.Well {
			a.Faults = append(a.Faults, f.What+" wants attention")
		}
	}
	return a, err
}

func lookClusters(r storage.Reader, now time.Time) ([]Finding, error) {
	all, err := workflow.Clusters(r)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return []Finding{{"clusters", false, "none loaded: thidua cluster apply FILE.yaml"}}, nil
	}
	var list []Finding
	for i, c := range all {
		if i > 0 && all[i-1].ID == c.ID {
			continue
		}
		said := fmt.Sprintf("%s, %d members", c.Name, len(c.Members))
		admins, err := workflow.Holders(r, c.ID, workflow.Admin, "", now)
		if err != nil {
			return nil, err
		}
		well := len(admins) > 0
		if !well {
			said += "; nobody is administrator yet: thidua invite --cluster " + c.ID + " --role admin"
		}
		list = append(list, Finding{"cluster " + c.ID, well, said})
	}
	return list, nil
}

func lookLogs(r storage.Reader, _ time.Time) ([]Finding, error) {
	all, err := workflow.Clusters(r)
	var list []Finding
	for i, c := range all {
		if i > 0 && all[i-1].ID == c.ID {
			continue
		}
		f := Finding{"log " + c.ID, true, "every line follows from the one before"}
		if err := workflow.CheckLog(r, c.ID); err != nil {
			f.Well, f.Said = false, err.Error()+": restore the last good backup, and find out who wrote to the file"
		}
		list = append(list, f)
	}
	return list, err
}

func lookQuarantine(r storage.Reader, _ time.Time) ([]Finding, error) {
	list, err := intake.Quarantine(r)
	f := Finding{"quarantine", len(list) == 0, "empty"}
	if len(list) > 0 {
		f.Said = fmt.Sprintf("%d events could not be handled, the last %s; report them with the log lines of that time", len(list), list[len(list)-1].ID)
	}
	return []Finding{f}, err
}

func lookFiles(r storage.Reader, now time.Time) ([]Finding, error) {
	jobs, err := intake.Jobs(r)
	jobs = slices.DeleteFunc(jobs, func(j intake.Job) bool { return j.Kind() != intake.KindFile })
	f := Finding{"files", true, fmt.Sprintf("%d to be fetched", len(jobs))}
	for _, j := range jobs {
		if now.Sub(j.Event.At) > time.Hour {
			f.Well = false
			f.Said += ", one since " + j.Event.At.UTC().Format(time.RFC3339) + ": is thidua serve running, and can it reach /file/bot… of the Bot API?"
			break
		}
	}
	return []Finding{f}, err
}

// lookStamps says what is without the time stamp that it is to have, and why. A
// failure that nothing waits for any more is only mentioned.
func lookStamps(r storage.Reader, _ time.Time) ([]Finding, error) {
	owed, err := workflow.StampsOwed(r)
	if err != nil {
		return nil, err
	}
	last, failed, err := workflow.LastStampFailure(r)
	f := Finding{"time stamps", len(owed) == 0, fmt.Sprintf("%d owed", len(owed))}
	for _, cov := range owed {
		f.Said += fmt.Sprintf(", %s (tried %d times, again at %s)", cov.Code, cov.StampTries, cov.StampNext.Format(time.RFC3339))
	}
	if failed {
		f.Said += "; the last failure " + last.At.Format(time.RFC3339) + ": " + last.Failure
	}
	if !f.Well {
		f.Said += ": is thidua serve running with THIDUA_TSA_URL, and can it reach the authority?"
	}
	return []Finding{f}, err
}

func lookOutbox(r storage.Reader, now time.Time) ([]Finding, error) {
	waiting, err := outbox.Waiting(r)
	if err != nil {
		return nil, err
	}
	f := Finding{"outbox", true, fmt.Sprintf("%d waiting", len(waiting))}
	if len(waiting) > 0 && now.Sub(waiting[0].Queued) > time.Hour {
		f.Well = false
		f.Said += ", the oldest since " + waiting[0].Queued.UTC().Format(time.RFC3339) + ": is thidua serve running, and can it reach Telegram?"
	}
	dead, err := outbox.Dead(r)
	g := Finding{"dead letters", len(dead) == 0, "none"}
	if len(dead) > 0 {
		last := dead[len(dead)-1]
		g.Said = fmt.Sprintf("%d messages could not be delivered, the last to chat %s: %s", len(dead), last.Chat, last.Failure)
	}
	return []Finding{f, g}, err
}

func lookUnreachable(r storage.Reader, _ time.Time) ([]Finding, error) {
	away, err := outbox.Unreachable(r)
	f := Finding{"people", true, "everybody can be reached"}
	var names []string
	for _, a := range away {
		p, known, err := workflow.FindPerson(r, a.Chat)
		if err != nil {
			return nil, err
		}
		if !known {
			p.Name = "chat " + a.Chat
		}
		names = append(names, text.Clean(p.Name))
	}
	if len(names) > 0 {
		f.Well, f.Said = false, strings.Join(names, ", ")+" blocked the bot: ask them to open the chat and press Start"
	}
	return []Finding{f}, err
}
