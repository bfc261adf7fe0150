package workflow

import (
	"slices"

	"thidua/storage"
)

// Facts are what anybody who holds a document may be told of it: what the
// register says, and the cluster's name. Of the messenger nothing is in it.
type Facts struct {
	Document
	ClusterName string
	Instead     *Document  // what took the place of one that was replaced or withdrawn; nil: nothing
	Base        *Document  // the covenant that an amendment changes
	ChangedBy   []Document // the amendments of a covenant, being signed or in force
}

// FindByCode is the document with a code, in whatever cluster, also one that was
// replaced or withdrawn; false where no register has it. A dash left out or an O
// for a zero are read as meant.
func FindByCode(r storage.Reader, code string) (Facts, bool, error) {
	key := receiptKey(code)
	return findFacts(r, func(d Document) bool { return d.Code != "" && receiptKey(d.Code) == key })
}

// FindBySHA256 is the document whose bytes as issued, or as they stand now, have
// the hash.
func FindBySHA256(r storage.Reader, sum string) (Facts, bool, error) {
	return findFacts(r, func(d Document) bool { return d.ID != "" && (d.ID == sum || d.SHA256 == sum) })
}

// findFacts is the first document of any register that is meant.
func findFacts(r storage.Reader, meant func(Document) bool) (Facts, bool, error) {
	all, err := Clusters(r)
	if err != nil {
		return Facts{}, false, err
	}
	for _, c := range all {
		list, err := Documents(r, c)
		if err != nil {
			return Facts{}, false, err
		}
		if i := slices.IndexFunc(list, meant); i >= 0 {
			f := Facts{Document: list[i], ClusterName: c.Name}
			f.relate(list)
			return f, true, nil
		}
	}
	return Facts{}, false, nil
}

// relate finds what a document has to do with others of its year.
func (f *Facts) relate(list []Document) {
	for i, d := range list {
		alive := d.State == DocumentOpen || d.State == DocumentInForce
		same := d.Kind == f.Kind && d.Period == f.Period && d.No == f.No && d.ID != f.ID
		switch {
		case !alive:
		case same && (f.State == DocumentReplaced || f.State == DocumentWithdrawn):
			f.Instead = &list[i]
		case f.Kind == "covenant" && d.Kind == "amendment" && f.State != DocumentWithdrawn:
			f.ChangedBy = append(f.ChangedBy, d)
		case f.Kind == "amendment" && d.Kind == "covenant":
			f.Base = &list[i]
		}
	}
	slices.SortFunc(f.ChangedBy, func(a, b Document) int { return a.No - b.No })
}

// Gone says whether a document counts no longer: it was withdrawn or replaced, or
// its time to be signed is over.
func (d Document) Gone() bool {
	return d.State == DocumentWithdrawn || d.State == DocumentReplaced || d.State == DocumentExpired
}
