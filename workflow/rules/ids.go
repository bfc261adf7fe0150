package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"thidua/workflow/text"
)

var (
	clusterPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	idPattern      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)
)

func clusterID(s string) (string, error) {
	if !clusterPattern.MatchString(s) {
		return "", fmt.Errorf("%s is not a cluster id: use a-z, 0-9 and -, beginning with a letter or digit, at most 32", quote(s))
	}
	return s, nil
}

func plainID(s string) (string, error) {
	if !idPattern.MatchString(s) {
		return "", fmt.Errorf("%s is not an id: use letters without accents, digits and - _ . beginning with a letter or digit, at most 32", quote(s))
	}
	return s, nil
}

// ids are the ids of one kind of thing in a file. What refers to them is
// checked only when all could be read: a misspelt id key is one fault, not one
// for everybody who names it.
type ids struct {
	what  string
	list  []string
	bad   []string       // as they were probably meant
	lines map[string]int // of each id, in lower case: 6t and 6T would be one in a chat
	holes bool
}

func newIDs(what string) *ids { return &ids{what: what, lines: map[string]int{}} }

// define reads the id of an object and names the object by it.
func (s *ids) define(o *object) string {
	read := false
	id := required(o, "id", func(v string) (string, error) {
		read = true
		s.list = append(s.list, v)
		o.what = fmt.Sprintf("%s %s", s.what, quote(v))
		if _, err := plainID(v); err != nil {
			s.bad = append(s.bad, text.Fold(v))
			return "", err
		}
		if line := s.lines[strings.ToLower(v)]; line > 0 {
			return "", fmt.Errorf("another %s has the id %s (line %d): ids are unique", s.what, quote(v), line)
		}
		s.lines[strings.ToLower(v)] = o.values["id"].Line
		return v, nil
	})
	s.holes = s.holes || !read
	return id
}

// known reads a reference.
func (s *ids) known(v string) (string, error) {
	if s.holes || slices.Contains(s.list, v) || nearest(v, s.bad) != "" {
		return v, nil
	}
	if near := nearest(v, s.list); near != "" {
		return "", fmt.Errorf("there is no %s %s: did you mean %q?", s.what, quote(v), near)
	}
	return "", fmt.Errorf("there is no %s %s", s.what, quote(v))
}

// nearest is the word that v is probably a slip for, or "".
func nearest(v string, words []string) string {
	v = strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(v))
	best, least := "", 3
	for _, w := range words {
		k := strings.ReplaceAll(strings.ToLower(w), "-", "_")
		limit := max(1, min(2, len(k)/3))
		if n := len(v) - len(k); n > limit || n < -limit {
			continue
		}
		if d := distance(v, k); d <= limit && d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed or swapped
// with their neighbour.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
