package workflow

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"thidua/storage"
	"thidua/workflow/rules"
)

// A Recheck is what looking at a publication again found. Only Damaged and
// Strayed are faults: a newer program may draw the same values otherwise, and
// what was published stands as bytes.
type Recheck struct {
	Damaged []string // names of documents that are not what their hash says; "SHA256SUMS": the list of them
	Redrawn []string // names of documents that this program makes otherwise from the values that were kept
	Strayed bool     // nothing changed since, and yet the figures come to another ranking
}

// CheckPublication hashes the bytes of a version again, makes its documents again
// from the values that were kept, and ranks again where nothing changed since.
func CheckPublication(r storage.Reader, c *rules.Cluster, p Publication, press Press) (found Recheck, err error) {
	for _, d := range p.Documents {
		b, intact, err := kept(r, d.SHA256)
		if err != nil {
			return found, err
		}
		if !intact {
			found.Damaged = append(found.Damaged, d.Name)
			continue
		}
		if d.Values == "" {
			continue
		}
		values, intact, err := kept(r, d.Values)
		if err != nil {
			return found, err
		}
		if !intact {
			found.Damaged = append(found.Damaged, d.Name)
			continue
		}
		again, err := press(d.Kind, values)
		if err != nil || string(again) != string(b) {
			found.Redrawn = append(found.Redrawn, d.Name)
		}
	}
	if hashOf(p.Manifest()) != p.SHA256 {
		found.Damaged = append(found.Damaged, "SHA256SUMS")
	}
	if len(found.Damaged) > 0 {
		return found, nil
	}
	changed, err := changedSince(r, p)
	if err != nil || changed {
		return found, err
	}
	then, now, err := p.recount(r, c)
	found.Strayed = string(then) != string(now)
	return found, err
}

// kept is a stored document, and whether it is what its hash says.
func kept(r storage.Reader, hash string) (b []byte, intact bool, err error) {
	b, err = Paper(r, hash)
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrCorrupt) {
		return nil, false, nil
	}
	return b, hashOf(b) == hash, err
}

func hashOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// changedSince says whether the log has a line about the year behind the last one
// that a version knew.
func changedSince(r storage.Reader, p Publication) (bool, error) {
	list, err := changes.Range(r, join(p.Cluster, fmt.Sprintf("%012d", p.Seq+1)), storage.PrefixEnd(p.Cluster+"/"), 0)
	for _, line := range list {
		if line.Year == p.Year && !strings.HasPrefix(line.What, "publication.") {
			return true, err
		}
	}
	return false, err
}
