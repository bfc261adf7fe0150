package pdf

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A run is text in one style. A paragraph is several of them; words may go on
// across their ends ("**bold**," is one word).
type run struct {
	text  string
	style style
}

// A word is what is not broken, in pieces of one style each.
type word struct {
	pieces []run
	width  float64
}

// A row of words that stand on one line.
type textLine struct {
	words []word
	width float64 // with spaces as the font has them
}

// words cuts runs at their spaces.
func words(runs []run, size float64) []word {
	var list []word
	open := false // whether the next text goes on with the last word
	for _, r := range runs {
		for i, part := range strings.Split(r.text, " ") {
			if i > 0 {
				open = false
			}
			if part == "" {
				continue
			}
			if !open {
				list = append(list, word{})
			}
			w := &list[len(list)-1]
			w.pieces = append(w.pieces, run{part, r.style})
			w.width += font{r.style, size}.width(part)
			open = true
		}
	}
	return list
}

// spaceWidth is the width of a space, the same in all four styles.
func spaceWidth(size float64) float64 { return font{regular, size}.width(" ") }

// wrap breaks runs into lines of the given width, the first one shorter by
// indent. A word longer than a line is broken where the line ends.
func wrap(runs []run, size, width, indent float64) []textLine {
	space := spaceWidth(size)
	var lines []textLine
	var line textLine
	room := width - indent
	end := func() {
		lines = append(lines, line)
		line, room = textLine{}, width
	}
	for _, w := range words(runs, size) {
		for len(line.words) > 0 && line.width+space+w.width > room+0.001 {
			end()
		}
		for w.width > room+0.001 {
			head, tail := w.cut(size, room)
			line.words, line.width = []word{head}, head.width
			w = tail
			end()
		}
		if len(line.words) > 0 {
			line.width += space
		}
		line.words, line.width = append(line.words, w), line.width+w.width
	}
	if len(line.words) > 0 || len(lines) == 0 {
		end()
	}
	return lines
}

// cut is the part of w that is at most width long, at least one character with
// its marks, and the rest.
func (w word) cut(size, width float64) (head, tail word) {
	for i, piece := range w.pieces {
		f := font{piece.style, size}
		for at, r := range piece.text {
			step := f.width(string(r))
			if head.width+step > width && (i > 0 || at > 0) && !unicode.Is(unicode.M, r) {
				if at > 0 {
					head.pieces = append(head.pieces, run{piece.text[:at], piece.style})
				}
				tail.pieces = append([]run{{piece.text[at:], piece.style}}, w.pieces[i+1:]...)
				tail.width = w.width - head.width
				return head, tail
			}
			head.width += step
		}
		head.pieces = append(head.pieces, piece)
	}
	return head, tail
}

// compounds are words that a title is not broken within.
var compounds = regexp.MustCompile(`(?i)ngày \d+ tháng \d+ năm \d+|nhân dân|thi đua|khen thưởng|trung ương|chính phủ|thủ tướng|chủ tịch|cụm trưởng|năm \d+|\d+ tháng`)

const glue = "\u00a0" // drawn as a space

// balanced breaks runs into as few lines as the width allows and then makes the
// lines about equally long, as titles are set.
func balanced(runs []run, size, width float64) []textLine {
	if lines := wrap(runs, size, width, 0); len(lines) == 1 || len(lines) > 6 { // that many are a text
		return lines
	}
	glued := slices.Clone(runs)
	for i, r := range glued {
		glued[i].text = compounds.ReplaceAllStringFunc(r.text, func(s string) string { return strings.ReplaceAll(s, " ", glue) })
	}
	if longest(words(glued, size)) <= width {
		runs = glued
	}
	lines := wrap(runs, size, width, 0)
	low, high := width/float64(len(lines)+1), width
	for high-low > 0.5 {
		if mid := (low + high) / 2; len(wrap(runs, size, mid, 0)) > len(lines) {
			low = mid
		} else {
			high = mid
		}
	}
	return wrap(runs, size, max(high, min(width, longest(words(runs, size)))), 0)
}

func longest(list []word) float64 {
	most := 0.0
	for _, w := range list {
		most = max(most, w.width)
	}
	return most
}

// smallest is the size nothing is set below: five points can still be read.
const smallest = 5

// whole is the size at which the longest word stays in one piece, where that
// takes no more than a third off; a longer word is broken at full size. A number
// cut in two would read as two numbers.
func whole(runs []run, size, width float64) float64 {
	if most := longest(words(runs, size)); most > width {
		if smaller := size * width / most * 0.995; smaller >= size*2/3 {
			return smaller
		}
	}
	return size
}

// fit breaks runs so that they stay within a box. The text wraps; where that is
// not enough it becomes smaller; what is too long even for the smallest size
// ends in "…".
func fit(runs []run, size, width, height float64) ([]textLine, float64) {
	size = whole(runs, size, width)
	for {
		lines := balanced(runs, size, width)
		if float64(len(lines))*leading(size) <= height+0.001 {
			return lines, size
		}
		if size <= smallest {
			n := max(1, int(height/leading(size)))
			if len(lines) > n {
				lines = lines[:n]
				lines[n-1] = lines[n-1].shortened(size, width)
			}
			return lines, size
		}
		size = max(smallest, size-0.5)
	}
}

// shortened is the line with "…" in place of what is too much.
func (l textLine) shortened(size, width float64) textLine {
	more := word{pieces: []run{{"…", regular}}, width: font{regular, size}.width("…")}
	for len(l.words) > 0 && l.width+more.width+spaceWidth(size) > width {
		l.width -= l.words[len(l.words)-1].width + spaceWidth(size)
		l.words = l.words[:len(l.words)-1]
	}
	if l.width = max(0, l.width) + more.width; len(l.words) > 0 {
		l.width += spaceWidth(size)
	}
	l.words = append(slices.Clip(l.words), more)
	return l
}

// drawLine sets a line from x on, its spaces widened by extra. Neighbouring
// words in one style are one text, so that they are found and copied as one.
func (p *press) drawLine(l textLine, x, base, size, extra float64) {
	var text strings.Builder
	current := regular
	flush := func() {
		f := font{current, size}
		p.text(x, base, strings.ReplaceAll(text.String(), glue, " "), f, extra)
		x += f.width(text.String()) + extra*float64(strings.Count(text.String(), " "))
		text.Reset()
	}
	for i, w := range l.words {
		if i > 0 {
			text.WriteByte(' ')
		}
		for _, piece := range w.pieces {
			if piece.style != current {
				flush()
				current = piece.style
			}
			text.WriteString(piece.text)
		}
	}
	flush()
}
