// Package workflow is what a cluster does in a year: people join, targets are
// registered, the covenant is signed, figures are reported, reviewed, scored and
// ranked. It knows no network, no files and no sentences.
package workflow

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// An Act is who does something, when, and because of which event. Every change
// of state is made by one and is logged under it.
type Act struct {
	By    string // person id, or "operator" at the command line
	At    time.Time
	Event string
}

// Operator is whoever works at the command line of the server.
const Operator = "operator"

// edition is one cluster file as it was applied.
type edition struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	Source  string    `json:"source"`
	Applied time.Time `json:"applied"`
}

var editions = storage.Table[edition]{Name: "clusters", Key: func(e edition) string { return yearKey(e.Cluster, e.Year) }}

// join makes a key; the parts are ids, which never hold a slash.
func join(parts ...string) string { return strings.Join(parts, "/") }

func yearKey(cluster string, year int) string { return join(cluster, fmt.Sprintf("%04d", year)) }

// loaded remembers parsed cluster files by their bytes: parsing is pure, and a
// file of two hundred lines is read at every turn of every conversation.
var loaded sync.Map // source → *rules.Cluster

func (e edition) rules() (*rules.Cluster, error) {
	if c, ok := loaded.Load(e.Source); ok {
		return c.(*rules.Cluster), nil
	}
	c, faults := rules.Load([]byte(e.Source))
	if len(faults) > 0 {
		return nil, fmt.Errorf("stored cluster file %s/%d: %w", e.Cluster, e.Year, faults)
	}
	loaded.Store(e.Source, c)
	return c, nil
}

// ApplyCluster keeps a cluster file that has been loaded without faults, over an
// earlier one of the same year. It returns that one, or nil.
func ApplyCluster(tx storage.Tx, act Act, c *rules.Cluster) (old *rules.Cluster, err error) {
	old, err = FindCluster(tx, c.ID, c.Year)
	if err != nil {
		return nil, err
	}
	if old != nil && old.SHA256 == c.SHA256 {
		return old, nil
	}
	if old != nil {
		if err := sealed(tx, old, everything); err != nil {
			return nil, err
		}
	}
	if err := editions.Put(tx, edition{c.ID, c.Year, string(c.Source), act.At.UTC()}); err != nil {
		return nil, err
	}
	from := ""
	if old != nil {
		from = old.SHA256
	}
	return old, Log(tx, act, c.ID, Change{What: "cluster.apply", Year: c.Year, From: from, To: c.SHA256})
}

// FindCluster returns the cluster of a year, or nil when no file was applied.
func FindCluster(r storage.Reader, id string, year int) (*rules.Cluster, error) {
	e, ok, err := editions.Find(r, yearKey(id, year))
	if err != nil || !ok {
		return nil, err
	}
	return e.rules()
}

// Years returns every year of a cluster, earliest first; none when the cluster
// is not known.
func Years(r storage.Reader, id string) ([]*rules.Cluster, error) {
	return clusters(r, id+"/")
}

// Clusters returns every year of every cluster, by id and year.
func Clusters(r storage.Reader) ([]*rules.Cluster, error) { return clusters(r, "") }

func clusters(r storage.Reader, prefix string) ([]*rules.Cluster, error) {
	list, err := editions.List(r, prefix)
	if err != nil {
		return nil, err
	}
	years := make([]*rules.Cluster, len(list))
	for i, e := range list {
		if years[i], err = e.rules(); err != nil {
			return nil, err
		}
	}
	return years, nil
}

// Living returns the year whose people hold the power at a moment, and the
// years after it that are already loaded: what a conversation may be about.
// Nil when the cluster is not known.
func Living(r storage.Reader, id string, at time.Time) ([]*rules.Cluster, error) {
	years, err := Years(r, id)
	for len(years) > 1 && at.After(handover(years[0], years[1])) {
		years = years[1:]
	}
	return years, err
}

// handover is the last moment in which the people named in one year's file hold
// the power; then those named in the next year's file do. Without a date it is
// the end of the day before the next year begins.
func handover(c, next *rules.Cluster) time.Time {
	day := c.Handover
	if day.IsZero() {
		day = rules.Date{Year: next.Year - 1, Month: time.December, Day: 31}
	}
	return day.AddDays(1).In(c.Location()).Add(-time.Nanosecond)
}
