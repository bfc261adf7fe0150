package naming

import (
	"slices"
	"strings"
	"unicode"

	"thidua/workflow/legacy/syllable"
)

const (
	lettersASlip = 6 // one slip for each so many letters
	mostSlips    = 3
	ahead        = 2 // slips that the next name must be worse
)

// A gap is how many slips lie between what was said and a thing's nearest name,
// whether so many may be slips in a text so long, and whether they look it.
type gap struct {
	slips      int
	few, looks bool
}

func (l list) gaps() []gap {
	gaps := make([]gap, len(l.ways))
	for i, ways := range l.ways {
		g := gap{slips: mostSlips + ahead + 1}
		for _, s := range l.said {
			for _, w := range ways {
				if s.empty() || w.empty() || otherUnit(s, w) {
					continue
				}
				d := distance(s.spaced, w.spaced, mostSlips+ahead)
				if d < g.slips {
					g = gap{slips: d}
				}
				if d == g.slips {
					g.few = g.few || d <= min(mostSlips, min(len(s.joined), len(w.joined))/lettersASlip)
					g.looks = g.looks || d <= mostSlips && slip(s.words, w.words)
				}
			}
		}
		gaps[i] = g
	}
	return gaps
}

// slips is the one thing whose name is a few slips away, or those that may be
// meant if another is nearly as near.
func (l list) slips() (hits []int, sure bool) {
	gaps := l.gaps()
	least := gap{slips: mostSlips + 1}
	for _, g := range gaps {
		if g.slips < least.slips {
			least = g
		}
	}
	if !least.few {
		return nil, false
	}
	for i, g := range gaps {
		if g.slips < least.slips+ahead {
			hits = append(hits, i)
		}
	}
	return hits, least.looks
}

// slip says whether two names differ in nothing that may be meant: each word
// that only one has is long enough to be known again, the typed one is no
// syllable (so it is no other word: công nghiệp is not nông nghiệp), and words
// that turn the meaning stand on both sides.
func slip(said, name []word) bool {
	said, name = without(said, name), without(name, said)
	for _, w := range said {
		if len(w.bare) < 3 || syllable.ValidBare(w.bare) || strings.ContainsFunc(w.bare, unicode.IsDigit) {
			return false
		}
	}
	for _, w := range name {
		w.noted = false
		if turns(w) || strings.ContainsFunc(w.bare, unicode.IsDigit) {
			return false
		}
	}
	return true
}

func without(a, b []word) []word {
	rest := slices.Clone(b)
	var found []word
	for _, w := range a {
		if i := slices.IndexFunc(rest, func(r word) bool { return r.bare == w.bare }); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		found = append(found, w)
	}
	return found
}

// distance counts slips between two texts without accents: a letter too many, too
// few, another one, or two in the wrong order; most+1 where there are more.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-most), min(len(b), i+most)
		row[from-1] = most + 1
		if from == 1 {
			row[0] = i
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := last[j-1] + cost
			if j < i+most {
				d = min(d, last[j]+1)
			}
			d = min(d, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
