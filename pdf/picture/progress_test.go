package picture

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/opentype"
	"golang.org/x/text/unicode/norm"

	"thidua/pdf/chart"
	"thidua/workflow/paper"
)

var out = flag.String("out", "", "folder to leave the pictures in, to be looked at")

var (
	units    = strings.Split("An Giang,Bạc Liêu,Bến Tre,Cà Mau,Đồng Tháp,Hậu Giang,Kiên Giang,Long An,Sóc Trăng,Tiền Giang,Trà Vinh,Vĩnh Long", ",")
	subjects = []string{
		"Tổng thu ngân sách trên địa bàn", "Thu nhập bình quân đầu người", "Kim ngạch xuất khẩu",
		"Tỷ lệ hộ dân sử dụng nước sạch, nước hợp vệ sinh", "Số người chết do tai nạn giao thông",
		"Xây dựng nông thôn mới, phát triển đô thị văn minh và nâng cao chất lượng đời sống văn hóa ở khu dân cư",
	}
)

// sample is a period in which some have reported everything and others nothing.
func sample(members, criteria int) paper.Progress {
	v := paper.Progress{
		Cluster: "tay-nam-bo", ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2018, Period: "6T", PeriodName: "6 tháng đầu năm 2018",
		At: "08:00 04/07/2018", ReportBy: "2018-07-10",
	}
	for k := range criteria {
		v.Criteria = append(v.Criteria, paper.ProgressCriterion{N: k + 1, Name: subjects[k%len(subjects)]})
	}
	for i := range members {
		r := paper.ProgressRow{Name: fmt.Sprintf("Xã Tân Hòa Thành %d", i+1), OnTime: []string{"on", "open", "late"}[i%3]}
		if members <= len(units) {
			r.Name = units[i]
		}
		for k := range criteria {
			state := []string{"accepted", "sent", "draft", "missing"}[min(3, (k+2*i)*4/(criteria+2*members))]
			switch {
			case i == 0:
				state = "final"
			case (k+3*i)%11 == 5:
				state = "returned"
			case (k+5*i)%13 == 3:
				state = "na"
			case (k+7*i)%17 == 4:
				state = "none"
			case k == criteria-1 && criteria > 5:
				state = ""
			}
			switch state {
			case "accepted", "final":
				r.Accepted++
				r.Sent++
			case "sent", "none":
				r.Sent++
			}
			if state != "" && state != "na" {
				r.Asked++
			}
			r.Cells = append(r.Cells, state)
		}
		v.Rows = append(v.Rows, r)
	}
	return v
}

// drawn is a picture, or the end of the test.
func drawn(t testing.TB, v paper.Progress) ([]byte, *image.Paletted) {
	t.Helper()
	file, err := Progress(v)
	if err != nil {
		t.Fatal(err)
	}
	read, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	picture, is := read.(*image.Paletted)
	if !is {
		t.Fatalf("the file holds a %T", read)
	}
	return file, picture
}

func TestSizes(t *testing.T) {
	for _, test := range []struct{ members, criteria int }{
		{0, 0}, {1, 0}, {0, 5}, {1, 1}, {5, 5}, {5, 26}, {5, 60}, {12, 5}, {12, 26}, {12, 30}, {12, 60}, {40, 5}, {40, 26}, {40, 60}, {40, 120},
	} {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			if testing.Short() && test.members*test.criteria > 400 {
				t.Skip("a large picture")
			}
			file, picture := drawn(t, sample(test.members, test.criteria))
			size := picture.Rect.Size()
			if size.X < narrowest || test.criteria <= 30 && size.X > broadest || test.criteria <= 60 && size.X > 1760 || size.Y > tallest {
				t.Errorf("%d × %d pixels", size.X, size.Y)
			}
			if len(file) > 300_000 {
				t.Errorf("%d bytes", len(file))
			}
			if *out != "" {
				if err := os.WriteFile(filepath.Join(*out, fmt.Sprintf("progress-%dx%d.png", test.members, test.criteria)), file, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for i := range margin / 2 { // nothing runs over the edge
				for y := range size.Y {
					for _, x := range []int{i, size.X - 1 - i} {
						if picture.At(x, y) != onSheet.ground {
							t.Fatalf("something is drawn at (%d, %d)", x, y)
						}
					}
				}
			}
		})
	}
}

func TestSameValuesSameBytes(t *testing.T) {
	v := sample(12, 26)
	first, _ := drawn(t, v)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if again, err := Progress(v); err != nil || !bytes.Equal(first, again) {
				t.Errorf("other bytes the second time (%v)", err)
			}
		})
	}
	all.Wait()
	v.Rows[3].Cells[4] = "final"
	if other, _ := drawn(t, v); bytes.Equal(first, other) {
		t.Error("another state, the same picture")
	}
}

// Whoever sees no colours reads the signs, so two states must never differ in
// colour alone, in any size of tile.
func TestNothingIsToldByColourAlone(t *testing.T) {
	f, err := newFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []image.Point{{16, 30}, {38, 38}, {94, 50}} {
		shape := map[string]string{}
		for _, state := range tiles {
			c := newCanvas(size.X, size.Y)
			c.tile(c.Rect, state, face(f.bold, min(24, 0.68*float64(min(size.X, size.Y)))))
			ink := make([]byte, len(c.Pix)/4)
			for i := range ink {
				if p := c.RGBAAt(i%size.X, i/size.X); !state.tone.mixes(p) {
					t.Fatalf("%q has another tone's pixel: %v", state.state, p)
				}
				ink[i] = '0' // nearer to the ground
				if at, t := int(c.Pix[4*i]), state.tone; abs(at-int(t.ink.R)) < abs(at-int(t.ground.R)) {
					ink[i] = '1'
				}
			}
			if !bytes.ContainsRune(ink, '1') {
				t.Errorf("%v: %q has no sign", size, state.state)
			}
			if twin, is := shape[string(ink)]; is {
				t.Errorf("%v: %q and %q have one sign", size, twin, state.state)
			}
			shape[string(ink)] = state.state
		}
	}
}

func abs(n int) int { return max(n, -n) }

// mixes says whether a colour lies between the ground and the ink of a tone, by
// the same part in every channel but for rounding.
func (t tone) mixes(p color.RGBA) bool {
	off := [3]int{int(p.R) - int(t.ground.R), int(p.G) - int(t.ground.G), int(p.B) - int(t.ground.B)}
	way := [3]int{int(t.ink.R) - int(t.ground.R), int(t.ink.G) - int(t.ground.G), int(t.ink.B) - int(t.ground.B)}
	for i := range off {
		j := (i + 1) % 3
		if abs(off[i]) > abs(way[i])+1 || off[i]*way[i] < -abs(way[i]) || abs(off[i]*way[j]-off[j]*way[i]) > abs(way[i])+abs(way[j]) {
			return false
		}
	}
	return true
}

// Signs and words are read when they are much lighter or darker than their
// ground (WCAG asks 4.5 to 1).
func TestInkStandsOut(t *testing.T) {
	of := func(c color.RGBA) chart.Colour { return chart.Colour{R: c.R, G: c.G, B: c.B} }
	for name, t0 := range map[string]tone{"sheet": onSheet, "faint": faintly, "warning": warning, "head": onHead} {
		if contrast := chart.Contrast(of(t0.ground), of(t0.ink)); contrast < 4.5 {
			t.Errorf("%s: contrast %.1f", name, contrast)
		}
	}
	for _, one := range tiles {
		if contrast := chart.Contrast(of(one.tone.ground), of(one.tone.ink)); contrast < 4.5 && one.state != "" { // a frame
			t.Errorf("%q: contrast %.1f", one.state, contrast)
		}
	}
}

func TestNastyTexts(t *testing.T) {
	for name, s := range map[string]string{
		"empty": "", "spaces": " \t\u00a0", "emoji": "Thi đua 🏆👨‍👩‍👧 tốt", "broken": "Vĩnh \xff\xfe", "marks": "\u0301\u0323",
		"wide": strings.Repeat("Ẫ", 400), "lines": "một\nhai\r\nba", "long": strings.Repeat("nghiêng ", 200), "other script": "中文 العربية",
	} {
		t.Run(name, func(t *testing.T) {
			v := sample(5, 7)
			v.ClusterName, v.PeriodName, v.At, v.ReportBy = s, s, s, s
			for i := range v.Rows {
				v.Rows[i].Name = s
			}
			for i := range v.Criteria {
				v.Criteria[i].Name = s
			}
			v.Rows[1].Cells = v.Rows[1].Cells[:3]
			_, picture := drawn(t, v)
			for y := range picture.Rect.Dy() {
				if picture.At(picture.Rect.Max.X-margin/2, y) != onSheet.ground {
					t.Fatal("runs over the edge")
				}
			}
		})
	}
}

// Phones send letters and their marks apart; they are drawn as one.
func TestDecomposedLettersAreTheSame(t *testing.T) {
	v := sample(5, 5)
	want, _ := drawn(t, v)
	v.ClusterName, v.Rows[1].Name, v.Criteria[0].Name = norm.NFD.String(v.ClusterName), norm.NFD.String(v.Rows[1].Name), norm.NFD.String(v.Criteria[0].Name)
	if got, _ := drawn(t, v); !bytes.Equal(got, want) {
		t.Error("another picture")
	}
}

// The face has every letter of the language.
func TestVietnameseLetters(t *testing.T) {
	f, err := newFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYdđDĐ" {
		for _, mark := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			r := []rune(norm.NFC.String(string(letter) + mark))
			if len(r) > 1 {
				continue // no such letter
			}
			for name, one := range map[string]*opentype.Font{"regular": f.regular, "bold": f.bold} {
				if _, has := face(one, 20).GlyphAdvance(r[0]); !has {
					t.Errorf("%s has no %q", name, r)
				}
			}
		}
	}
}

func TestShortened(t *testing.T) {
	f, err := newFaces()
	if err != nil {
		t.Fatal(err)
	}
	body := face(f.regular, 20)
	for _, test := range []struct {
		s, want string
		most    int
	}{
		{"Vĩnh Long", "Vĩnh Long", 200}, {"Vĩnh Long", "Vĩnh…", 70}, {"Vĩnh Long", "…", 1}, {"", "", 0},
	} {
		if got := shortened(body, test.s, test.most); got != test.want {
			t.Errorf("%q in %d pixels: %q, want %q", test.s, test.most, got, test.want)
		}
	}
}

func TestUnknownStateIsRefused(t *testing.T) {
	v := sample(5, 5)
	v.Rows[2].Cells[2] = "done"
	if _, err := Progress(v); err == nil || !strings.Contains(err.Error(), `"done"`) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkProgress(b *testing.B) {
	v := sample(12, 30)
	b.ReportAllocs()
	for b.Loop() {
		file, err := Progress(v)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(file)))
	}
}
