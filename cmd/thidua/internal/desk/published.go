package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// published lists a period's versions, or brings the files of one of them: the
// bytes that were published, never made again.
func (d *Desk) published(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		a = Answer{}
		p := c.Period(r.Period)
		switch {
		case p == nil:
			return text.Wrong("period.unknown", "period", r.Period)
		case !p.Scored:
			return text.Wrong("period.not_scored", "period", p.Name)
		}
		list, err := workflow.Publications(s, c, r.Period)
		if err != nil {
			return err
		}
		latest, _ := workflow.Latest(list)
		if latest == nil {
			return text.Wrong("desk.not_published", "period", p.Name)
		}
		if !r.Files {
			for _, v := range list {
				if v.Published != nil {
					a.Out = append(a.Out, versionText(c, v, v.N == latest.N)...)
				}
			}
			return nil
		}
		for _, v := range list {
			if v.Published == nil || v.N != r.Version && (r.Version != 0 || v.N != latest.N) {
				continue
			}
			found, err := workflow.CheckPublication(s, c, v, house.Press)
			if err != nil {
				return err
			}
			if len(found.Damaged) > 0 {
				a.Faults = append(a.Faults, fmt.Sprintf("version %d is damaged (%s): restore a backup", v.N, strings.Join(found.Damaged, ", ")))
				return nil
			}
			for _, issued := range v.Documents {
				b, err := workflow.Paper(s, issued.SHA256)
				if err != nil {
					return err
				}
				a.Files = append(a.Files, File{issued.Name, b})
			}
			a.Files = append(a.Files, File{"SHA256SUMS", v.Manifest()})
			a.Out = versionText(c, v, v.N == latest.N)
			return nil
		}
		return text.Wrong("desk.no_version", "n", fmt.Sprint(r.Version), "last", fmt.Sprint(latest.N))
	})
	return a, err
}

// versionText is a version with its hashes, a line each.
func versionText(c *rules.Cluster, v workflow.Publication, stands bool) []byte {
	b := fmt.Appendf(nil, "version %d, published %s", v.N, v.Published.At.In(c.Location()).Format(time.RFC3339))
	if !stands {
		b = append(b, ", replaced"...)
	}
	if v.Note != "" {
		b = append(b, ": "+text.Clean(v.Note)...)
	}
	b = fmt.Appendf(b, "\nall of it %s\nlog       %s\n", v.SHA256, v.Chain)
	return append(b, v.Manifest()...)
}

// lookPublications hashes everything that was published again, makes it again
// from the values that were kept, and ranks again where nothing changed since.
func lookPublications(r storage.Reader, _ time.Time) ([]Finding, error) {
	all, err := workflow.Clusters(r)
	if err != nil {
		return nil, err
	}
	f := Finding{"publications", true, "none"}
	versions := 0
	var wrong, redrawn []string
	for _, c := range all {
		for _, p := range c.Periods {
			list, err := workflow.Publications(r, c, p.ID)
			if err != nil {
				return nil, err
			}
			for i, v := range list {
				found, err := workflow.CheckPublication(r, c, v, house.Press)
				if err != nil {
					return nil, err
				}
				versions++
				name := fmt.Sprintf("%s %d %s version %d", c.ID, c.Year, p.ID, v.N)
				switch {
				case len(found.Damaged) > 0:
					wrong = append(wrong, name+": "+strings.Join(found.Damaged, ", ")+" is not what its hash says")
				case found.Strayed && i == len(list)-1:
					wrong = append(wrong, name+": the same figures come to another ranking now")
				case len(found.Redrawn) > 0:
					redrawn = append(redrawn, name)
				}
			}
		}
	}
	switch {
	case len(wrong) > 0:
		f.Well, f.Said = false, strings.Join(wrong, "; ")+": restore the last good backup, and find out who wrote to the file"
	case versions > 0:
		f.Said = fmt.Sprintf("%d kept, every byte as its hash says", versions)
		if len(redrawn) > 0 {
			f.Said += "; this program would draw otherwise: " + strings.Join(redrawn, ", ") + " (what was published stands)"
		}
	}
	return []Finding{f}, nil
}
