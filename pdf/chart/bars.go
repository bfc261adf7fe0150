package chart

import (
	"fmt"
	"math"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

const byPercent = "percent" // rank_by

// bars is a ranking: a bar for each member in its parts, on an axis that begins
// at 0. One that begins at the lowest score would make small differences look
// large.
type bars struct {
	rows     []bar
	contents []string
	adjusted bool
	atLeast  float64 // the axis goes at least this far
	awards   []string
	held     bool
}

// A bar is one member's: a part per content, what was added or taken away, and
// the total as it is printed.
type bar struct {
	name   string
	parts  []string // machine form
	adjust string
	total  string // as printed
	award  int    // index into the awards; -1: none
	held   bool   // an award waits for a vote
	last   bool   // of its award
}

// Ranking draws what the ranking goes by: points in their parts, or the percent
// of what a member could have.
func Ranking(rankBy string, contents []paper.RankingContent, rows []paper.RankingRow) Figure {
	b := bars{atLeast: 100}
	if rankBy != byPercent {
		most := decimal.Int(0)
		for i, c := range contents {
			b.contents = append(b.contents, fmt.Sprintf("Nội dung %d: %s", i+1, closed(c.Name)))
			if d, err := decimal.Parse(c.Points); err == nil {
				most = most.Add(d)
			}
		}
		b.atLeast = length(most.String())
	}
	for _, r := range rows {
		one := bar{name: OneLine(r.Name), award: -1, held: r.Held}
		if rankBy == byPercent {
			one.parts, one.total = []string{r.Percent}, number(r.Percent)
		} else {
			one.adjust, one.total = r.Adjust, points(r.Total)
			for i := range contents {
				one.parts = append(one.parts, at(r.Contents, i))
			}
			b.adjusted = b.adjusted || length(r.Adjust) != 0
		}
		one.total = OneLine(one.total)
		b.held = b.held || r.Held
		if name := OneLine(r.Award); name != "" && !r.Held {
			for i, a := range b.awards {
				if a == name {
					one.award = i
				}
			}
			if one.award < 0 {
				one.award, b.awards = len(b.awards), append(b.awards, name)
			}
		}
		b.rows = append(b.rows, one)
	}
	for i := range b.awards {
		for j := len(b.rows) - 1; j >= 0; j-- {
			if b.rows[j].award == i {
				b.rows[j].last = true
				break
			}
		}
	}
	return b
}

func (b bars) Measure(f Frame) Size {
	width, _, _, _ := b.columns(f)
	names := make([]string, len(b.rows))
	for i, r := range b.rows {
		names[i] = r.name
	}
	return Size{Rows: len(b.rows), Head: 0.3 * f.Em, Row: f.rowHigh(names, width, 1.9*f.Em), Least: 1.25 * f.Em, Foot: 1.6 * f.Em}
}

// columns are where the bars begin, how far they may go, and where the letters
// of the awards stand.
func (b bars) columns(f Frame) (names, bars, totals, marks float64) {
	for _, r := range b.rows {
		names = max(names, f.Width(r.name, Font{Size: f.Em}))
		totals = max(totals, f.Width(r.total, Font{true, f.Em}))
	}
	names, totals = min(names, 0.3*f.Span), min(totals, 0.2*f.Span)+0.8*f.Em
	if len(b.awards) > 0 || b.held {
		marks = 1.5 * f.Em
	}
	return names, f.Span - names - 0.5*f.Em - totals - marks, totals, marks
}

func (b bars) Draw(f Frame, from, to int, pitch float64) {
	names, room, totals, marks := b.columns(f)
	x, top := f.X+names+0.5*f.Em, f.Y+0.3*f.Em
	height := float64(to-from) * pitch
	most := b.atLeast
	for _, r := range b.rows {
		sum := math.Max(0, length(r.adjust))
		for _, part := range r.parts {
			sum += math.Max(0, length(part))
		}
		most = math.Max(most, sum)
	}
	step := tick(most)
	scale := room / (step * math.Max(1, math.Ceil(most/step-1e-9)))

	y := top
	for _, r := range b.rows[from:to] {
		if r.award >= 0 {
			f.Rect(f.X, y, f.Span, pitch, honour)
		}
		y += pitch
	}
	for i := 0; float64(i)*step*scale <= room*1.0001; i++ {
		at := x + float64(i)*step*scale
		f.Line(Point{at, top - 0.3*f.Em}, Point{at, top + height + 0.15*f.Em}, 0.04*f.Em, grid)
		words := number(decimal.Int(int(math.Round(float64(i) * step * 100))).Quo(decimal.Int(100)).String())
		f.put(at-1.6*f.Em, top+height+0.25*f.Em, 3.2*f.Em, 1.1*f.Em, words, Font{Size: 0.8 * f.Em}, centre, Soft)
	}
	y = top
	for _, r := range b.rows[from:to] {
		size := min(f.Em, 0.8*pitch)
		f.name(f.X, y, names, pitch, r.name, right)
		end := b.bar(f, r, x, y, pitch, scale)
		font, w := Font{true, size}, f.X+f.Span-marks-end-0.3*f.Em
		ground := White
		if r.award >= 0 {
			ground = honour
		}
		f.Rect(end+0.1*f.Em, y+0.1*pitch, min(w+0.2*f.Em, f.Width(r.total, font)+0.3*f.Em), 0.8*pitch, ground) // no line of the axis through a number
		f.put(end+0.3*f.Em, y, w, pitch, r.total, font, left, Ink)
		b.mark(f, r, y, pitch)
		y += pitch
	}
	_ = totals
}

// bar draws one member's bar and says where it ended. What was taken away is
// cut off the end, and the place is left as an empty frame.
func (b bars) bar(f Frame, r bar, x, y, pitch, scale float64) (end float64) {
	thick := 0.66 * pitch
	y += (pitch - thick) / 2
	at := x
	for i, c := range shades(len(r.parts)) {
		w := math.Max(0, length(r.parts[i])) * scale
		if w <= 0 {
			continue
		}
		f.Rect(at, y, math.Max(w-0.06*f.Em, w/2), thick, c) // neighbours in like colours are told apart
		font := Font{Size: min(0.72*f.Em, 0.7*thick)}
		if words := points(r.parts[i]); len(r.parts) > 1 && f.Width(words, font) < w-0.5*f.Em {
			f.put(at, y, w, thick, words, font, centre, on(c))
		}
		at += w
	}
	switch adjust := length(r.adjust) * scale; {
	case adjust > 0:
		f.Rect(at, y, adjust, thick, gold)
		return at + adjust
	case adjust < 0:
		cut := math.Min(-adjust, at-x)
		f.Rect(at-cut, y, cut, thick, White)
		f.outline(at-cut, y, cut, thick, min(0.07*f.Em, cut), taken)
	}
	return at
}

// mark draws the letter of a member's award, and the line below the last one.
func (b bars) mark(f Frame, r bar, y, pitch float64) {
	k, any := b.key(r)
	if !any {
		return
	}
	side := min(1.15*f.Em, 0.85*pitch)
	f.swatch(f.X+f.Span-side-0.1*f.Em, y+(pitch-side)/2, side, side, k)
	if r.last {
		f.dashes(Point{f.X, y + pitch}, Point{f.X + f.Span, y + pitch}, 0.08*f.Em, ochre)
	}
}

func (b bars) key(r bar) (k Key, any bool) {
	switch {
	case r.held:
		return Key{Means: "chờ cụm biểu quyết", Colour: Soft, Look: hollow, Sign: "?"}, true
	case r.award >= 0:
		return Key{Means: "đề nghị " + b.awards[r.award], Colour: gold, Sign: string(rune('A' + r.award%26))}, true
	}
	return k, false
}

func (b bars) Legend() (list []Key) {
	for i, c := range shades(len(b.contents)) {
		list = append(list, Key{Means: b.contents[i], Colour: c})
	}
	if b.adjusted {
		list = append(list, Key{Means: "điểm thưởng", Colour: gold}, Key{Means: "điểm phạt (phần bị trừ)", Colour: taken, Look: hollow})
	}
	for i := range b.awards {
		k, _ := b.key(bar{award: i})
		list = append(list, k)
	}
	if len(b.awards) > 0 {
		list = append(list, Key{Means: "ranh giới các mức khen thưởng", Colour: ochre, Look: across})
	}
	if b.held {
		k, _ := b.key(bar{held: true})
		list = append(list, k)
	}
	return list
}

func (b bars) Notes() []string { return []string{"Độ dài các thanh được tính từ 0."} }
