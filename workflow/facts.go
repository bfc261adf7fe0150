package workflow

import (
	"thidua/storage"
)

// Facts are what anybody who holds a document may be told of it: what the
// register says, and the cluster's name. Of the messenger nothing is in it.
type Facts struct {
	Document
	ClusterName string
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
		for _, d := range list {
			if meant(d) {
				return Facts{d, c.Name}, true, nil
			}
		}
	}
	return Facts{}, false, nil
}
