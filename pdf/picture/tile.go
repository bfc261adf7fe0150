package picture

import (
	"image"

	"golang.org/x/image/font"
)

// A tile shows one state. Its sign says the same as its colour, and the legend
// says it in words.
type tile struct {
	state string
	tone  tone
	sign  string    // a letter,
	lines [][]point // or lines
	means string
}

// tiles are the states in the order of the legend: what is done first.
var tiles = []tile{
	{state: "final", tone: onFinal, lines: [][]point{{{0.12, 0.55}, {0.32, 0.75}, {0.62, 0.28}}, {{0.46, 0.73}, {0.50, 0.76}, {0.86, 0.28}}}, means: "kết quả cuối cùng"},
	{state: "accepted", tone: onAccepted, lines: [][]point{{{0.20, 0.55}, {0.42, 0.76}, {0.80, 0.26}}}, means: "đã duyệt"},
	{state: "sent", tone: onSent, sign: "N", means: "đã nộp, chờ duyệt"},
	{state: "none", tone: onNone, sign: "0", means: "báo là chưa có số liệu"},
	{state: "returned", tone: onReturned, sign: "T", means: "bị trả lại"},
	{state: "draft", tone: onDraft, lines: [][]point{{{0.5, 0.5}}}, means: "đang nhập, chưa nộp"},
	{state: "missing", tone: onMissing, lines: [][]point{{{0.28, 0.5}, {0.72, 0.5}}}, means: "chưa nhập"},
	{state: "na", tone: onNA, sign: "K", means: "không áp dụng"},
	{state: "", tone: onNothing, means: "không phải báo cáo"},
}

// tileOf is the tile of a state.
func tileOf(state string) (tile, bool) {
	for _, t := range tiles {
		if t.state == state {
			return t, true
		}
	}
	return tile{}, false
}

// tile draws t into r.
func (c canvas) tile(r image.Rectangle, t tile, letters font.Face) {
	c.fill(r, t.tone.ground)
	if t.state == "" {
		c.frame(r, t.tone.ink)
	}
	side := min(r.Dx(), r.Dy(), 34)
	corner := image.Pt(r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/2)
	pen := 0.11
	if len(t.lines) == 1 && len(t.lines[0]) == 1 {
		pen = 0.26 // a dot
	}
	for _, through := range t.lines {
		c.stroke(image.Rectangle{corner, corner.Add(image.Pt(side, side))}, pen, t.tone.ink, through...)
	}
	if t.sign != "" {
		c.middle(r, t.sign, letters, t.tone)
	}
}

// middle draws s in the middle of r.
func (c canvas) middle(r image.Rectangle, s string, f font.Face, t tone) {
	c.text(r.Min.X+(r.Dx()-width(f, s)+1)/2, baseline(r, f), s, f, t.ink, false)
}

// baseline is where a line of text stands in the middle of r's height.
func baseline(r image.Rectangle, f font.Face) int {
	return r.Min.Y + (r.Dy()+f.Metrics().CapHeight.Ceil()+1)/2
}
