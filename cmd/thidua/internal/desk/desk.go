// Package desk is what an operator can ask of a store: load a cluster, invite,
// import, rank, back up. Each request is a value with an answer, so that it is
// done the same way in the asker's own process and, through a socket, in the one
// that holds the store.
package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Request is one thing asked. Fields that do not apply are empty.
type Request struct {
	Op       string
	Cluster  string
	Year     int
	Period   string
	Format   string
	Vote     int // 0: all
	No       int // of an amendment; 0: the covenant
	Role     string
	Member   string
	Name     string
	Head     string   // of the next year; empty: as elected
	Deputies []string // of the next year; nil: as elected
	DryRun   bool
	Verified bool
	File     []byte // what the asker read: a cluster file, figures
	FileName string
	Version  int    // of a publication; 0: the last
	Files    bool   // its files, not only their list
	Path     string // absolute, where a backup goes to or comes from

	Kind, Criterion string // of a chart; empty: all of them, none

	Key, OldKey []byte   // master keys: the one that counts, the one until now
	Roots       [][]byte // certificates to be trusted, DER

	Content string // of which the points are asked, as of Criterion
}

// An Answer is what came of it.
type Answer struct {
	Out    []byte   // for standard output, or the file that was asked for
	Files  []File   // for the folder that was asked for
	Said   []string // for the person, beside Out
	Faults []string // why it was refused or failed, one line each; empty: done
}

// A File is one of several that a request makes.
type File struct {
	Name  string
	Bytes []byte
}

// A Desk answers requests about one store.
type Desk struct {
	Place house.Place
	Store *bolt.DB
	Log   *slog.Logger

	// Wake is called after a request changed something; may be nil.
	Wake func()
}

// operations are what can be asked. An error that is a *text.Problem or a
// refusal is told in its own words; any other is logged by whoever asked.
var operations = map[string]func(*Desk, context.Context, Request) (Answer, error){
	"explain":        (*Desk).explain,
	"whatif":         (*Desk).whatif,
	"who":            (*Desk).who,
	"cluster apply":  (*Desk).applyCluster,
	"cluster export": (*Desk).exportCluster,
	"invite":         (*Desk).invite,
	"import figures": (*Desk).importFigures,
	"form":           (*Desk).form,
	"figures":        (*Desk).figures,
	"rank":           (*Desk).rank,
	"next":           (*Desk).next,
	"summary":        (*Desk).summary,
	"summary check":  (*Desk).checkSummary,
	"chart":          (*Desk).chart,
	"covenant":       (*Desk).covenant,
	"targets":        (*Desk).targets,
	"sheets":         (*Desk).sheets,
	"recount":        (*Desk).recount,
	"keys":           (*Desk).keys,
	"keys export":    (*Desk).exportKeys,
	"keys rewrap":    (*Desk).rewrap,
	"keys check":     (*Desk).checkKeys,
	"minutes":        (*Desk).minutes,
	"nominations":    (*Desk).nominations,
	"published":      (*Desk).published,
	"documents":      (*Desk).documents,
	"verify":         (*Desk).verify,
	"audit":          (*Desk).audit,
	"backup":         (*Desk).backup,
	"restore":        (*Desk).restore,
	"doctor":         (*Desk).doctor,
}

// Creates says whether a request makes a store where there is none.
func Creates(r Request) bool { return r.Op == "cluster apply" && !r.DryRun || r.Op == "restore" }

// Do answers a request.
func (d *Desk) Do(ctx context.Context, r Request) Answer {
	do := operations[r.Op]
	if do == nil {
		return refusal("this program does not know %q: is another version of it running?", r.Op)
	}
	a, err := do(d, ctx, r)
	if err != nil {
		return d.failed(r, err)
	}
	if d.Wake != nil {
		d.Wake()
	}
	return a
}

func refusal(format string, args ...any) Answer {
	return Answer{Faults: []string{fmt.Sprintf(format, args...)}}
}

// failed tells an operator, who may see causes, what went wrong in one line.
func (d *Desk) failed(r Request, err error) Answer {
	if p, ok := errors.AsType[*text.Problem](err); ok {
		return refusal("%s", text.Plain(text.English, p.Notice))
	}
	d.Log.Error("request failed", "request", r.Op, "cause", err)
	return refusal("%s: %v", r.Op, err)
}

// act is what an operator does: dated by the house's clock, named by chance, so
// that two requests are never taken for one.
func (d *Desk) act() workflow.Act {
	var id [8]byte
	rand.Read(id[:]) // never fails
	return workflow.Act{By: workflow.Operator, At: d.Place.Clock.Now(), Event: "desk/" + hex.EncodeToString(id[:])}
}

// view runs fn on the named year of the named cluster.
func (d *Desk) view(ctx context.Context, r Request, fn func(storage.Reader, *rules.Cluster) error) error {
	return d.Store.View(ctx, func(s storage.Reader) error {
		c, err := find(s, r)
		if err != nil {
			return err
		}
		return fn(s, c)
	})
}

// find is the cluster and year that a request names.
func find(s storage.Reader, r Request) (*rules.Cluster, error) {
	c, err := workflow.FindCluster(s, r.Cluster, r.Year)
	if err != nil || c != nil {
		return c, err
	}
	years, err := workflow.Years(s, r.Cluster)
	if err != nil {
		return nil, err
	}
	if len(years) == 0 {
		return nil, text.Wrong("desk.no_cluster", "cluster", r.Cluster)
	}
	return nil, text.Wrong("desk.no_year", "cluster", r.Cluster, "year", fmt.Sprint(r.Year))
}

func (d *Desk) now() time.Time { return d.Place.Clock.Now() }
