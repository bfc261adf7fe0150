// Package naming finds which thing of a list somebody means by what they wrote.
// A figure under the wrong name is in the wrong row, so nothing is picked where
// two are about as good: whoever calls asks, with the candidates at hand.
package naming

import (
	"cmp"
	"slices"
	"strings"

	"thidua/workflow/legacy"
	"thidua/workflow/text"
)

// Levels, closest first. A level is only looked at when the ones before it know
// nothing, and decides only when it knows one thing.
const (
	exact      = iota // as written
	loose             // but for case, spaces, signs and where the tone stands
	folded            // but for accents
	keystrokes        // Telex or VNI keys that no keyboard turned into letters
	expanded          // but for customary abbreviations
	shortened         // the start of a name, or words of it in order
	slipped           // but for slips of typing
	nothing
)

// Find says which of names is meant by said: names[i] are all the ways the i-th
// thing may be called, and said is as it came, perhaps in the font of an old file.
// The index is -1 where none is meant or more than one may be; close then holds
// up to three to suggest, best first.
func Find(said string, names [][]string) (index int, close []int) {
	if fixed, _, ok := legacy.Repair(said); ok { // before cleaning, which takes letters of old fonts away
		said = fixed
	}
	said = strings.TrimSpace(text.Clean(said))
	if said == "" {
		return -1, nil
	}
	clean := make([][]string, len(names))
	for i, ways := range names {
		clean[i] = make([]string, len(ways))
		for j, way := range ways {
			clean[i][j] = strings.TrimSpace(text.Clean(way))
		}
	}
	if hits := exactly(said, clean); len(hits) == 1 {
		return hits[0], nil
	} else if len(hits) > 1 {
		return -1, hits[:min(len(hits), suggestions)]
	}
	if len(said) > longest {
		return -1, nil
	}
	l := read(said, clean)
	for level := loose; level < nothing; level++ {
		hits, sure := l.at(level)
		if len(hits) == 1 && sure {
			return hits[0], nil
		}
		if len(hits) > 0 {
			return -1, l.suggest(hits)
		}
	}
	return -1, l.suggest(nil)
}

// longest is how many bytes something may have that is still read as a name.
const longest = 500

// suggestions is how many are offered at most.
const suggestions = 3

func exactly(said string, names [][]string) []int {
	var hits []int
	for i, ways := range names {
		if slices.Contains(ways, said) {
			hits = append(hits, i)
		}
	}
	return hits
}

// A list is what was said beside everything it may mean.
type list struct {
	said []form
	ways [][]form // of each thing
}

func read(said string, names [][]string) list {
	l := list{said: forms(said, true), ways: make([][]form, len(names))}
	for i, ways := range names {
		for _, way := range ways {
			l.ways[i] = append(l.ways[i], forms(way, false)...)
		}
	}
	return l
}

// at is who is meant on one level. What agrees without taking a unit off goes
// before what agrees only without it. Where the one found is not sure, it is
// something to ask about: it says more than was said, or another comes near it.
func (l list) at(level int) (hits []int, sure bool) {
	if level == slipped {
		return l.slips()
	}
	var plain, taken []int
	sure = true
	for i, ways := range l.ways {
		whole, off := l.agree(level, ways, false), none
		if whole == none {
			off = l.agree(level, ways, true)
		}
		switch {
		case whole != none:
			plain = append(plain, i)
		case off != none:
			taken = append(taken, i)
		}
		sure = sure && whole != inPart && off != inPart
	}
	if len(plain)+len(taken) == 1 && level >= expanded {
		// Weak evidence goes for nothing where a slip would lead elsewhere.
		for i, g := range l.gaps() {
			if g.slips <= 1 && !slices.Contains(plain, i) && !slices.Contains(taken, i) {
				plain, sure = append(plain, i), false
			}
		}
	}
	if len(plain) > 0 {
		return plain, sure
	}
	return taken, sure
}

func (l list) agree(level int, ways []form, unitOff bool) fit {
	best := none
	for _, s := range l.said {
		for _, w := range ways {
			if !s.empty() && !w.empty() && !otherUnit(s, w) && unitOff == (s.unitOff || w.unitOff) {
				best = max(best, agree(level, s, w))
			}
		}
	}
	return best
}

// A fit is how far what was said covers a name.
type fit int

const (
	none   fit = iota
	inPart     // but for a word that turns the meaning
	inFull
)

func agree(level int, s, w form) fit {
	ok := false
	switch level {
	case loose:
		ok = s.loose == w.loose
	case folded:
		ok = s.joined == w.joined
	case keystrokes:
		ok = slices.EqualFunc(s.words, w.words, func(a, b word) bool { return typed(a, b, w.accented) })
	case expanded:
		for _, a := range s.long {
			for _, b := range w.long {
				ok = ok || slices.EqualFunc(a, b, func(a, b word) bool { return typed(a, b, w.accented) })
			}
		}
	case shortened:
		return shortens(s, w)
	}
	if ok {
		return inFull
	}
	return none
}

// suggest puts the nearest first: of those found on a level, else of all that
// share words with what was said or are a few slips away from it.
func (l list) suggest(hits []int) []int {
	type candidate struct{ index, far int }
	var found []candidate
	for i, ways := range l.ways {
		far, near := 1<<20, false
		for _, s := range l.said {
			for _, w := range ways {
				if s.empty() || w.empty() {
					continue
				}
				d, ok := apart(s, w)
				far, near = min(far, d), near || ok
			}
		}
		if len(hits) == 0 && near || slices.Contains(hits, i) {
			found = append(found, candidate{i, far})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	var close []int
	for _, c := range found[:min(len(found), suggestions)] {
		close = append(close, c.index)
	}
	return close
}

// apart is how far a name is from what was said, in letters of the words that
// one has and the other has not, and whether it is worth a suggestion: half of
// what was said is in it, or few letters differ.
func apart(s, w form) (far int, near bool) {
	far = 1 << 20
	for _, said := range s.long {
		for _, name := range w.long {
			shared, all := 0, letters(said)
			for _, a := range said {
				if slices.ContainsFunc(name, func(b word) bool { return typed(a, b, w.accented) }) {
					shared += len(a.bare)
				}
			}
			far = min(far, all+max(letters(name), all)-2*shared)
			near = near || 2*shared >= all && shared >= 3
		}
	}
	const most = 6
	if !near {
		if slips := distance(s.spaced, w.spaced, most); slips <= most && 3*slips <= len(s.joined) {
			return 3 * slips, true
		}
	}
	return far, near
}

func letters(ws []word) int {
	n := 0
	for _, w := range ws {
		n += len(w.bare)
	}
	return n
}
