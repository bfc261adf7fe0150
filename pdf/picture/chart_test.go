package picture

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thidua/pdf/chart/charttest"
	"thidua/workflow/paper"
)

func TestCharts(t *testing.T) {
	for name, all := range charttest.Tortures() {
		for kind, v := range charttest.Each(all) {
			if testing.Short() && name != "ordinary" && name != "many of all" {
				continue
			}
			file, err := Chart(v)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, kind, err)
			}
			picture, err := png.Decode(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			size := picture.Bounds().Size()
			if size.X < narrowest || len(all.Attainment.Members) <= 12 && size.X > narrowest || size.X > 2500 || size.Y > tallest+500 {
				t.Errorf("%s, %s: %d × %d pixels", name, kind, size.X, size.Y)
			}
			if len(file) > 400_000 {
				t.Errorf("%s, %s: %d bytes", name, kind, len(file))
			}
			if at := overEdge(picture); at != nil {
				t.Errorf("%s, %s: something is drawn at %v", name, kind, *at)
			}
			if *out != "" {
				if err := os.WriteFile(filepath.Join(*out, strings.ReplaceAll(name, " ", "-")+"-"+kind+".png"), file, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// overEdge is a place in the margin where something is drawn.
func overEdge(picture image.Image) *image.Point {
	size := picture.Bounds().Size()
	for i := range margin / 2 {
		for y := range size.Y {
			for _, x := range []int{i, size.X - 1 - i} {
				if picture.At(x, y) != onSheet.ground {
					return &image.Point{X: x, Y: y}
				}
			}
		}
		for x := range size.X {
			for _, y := range []int{i, size.Y - 1 - i} {
				if picture.At(x, y) != onSheet.ground {
					return &image.Point{X: x, Y: y}
				}
			}
		}
	}
	return nil
}

func TestSameChartSameBytes(t *testing.T) {
	for kind, v := range charttest.Each(charttest.Sample(12, 3, 8)) {
		first, err := Chart(v)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Chart(v); !bytes.Equal(first, again) {
			t.Errorf("%s: other bytes the second time", kind)
		}
	}
}

func TestNoChartIsRefused(t *testing.T) {
	if _, err := Chart(paper.Chart{}); err == nil {
		t.Error("a picture of nothing")
	}
}

func BenchmarkChart(b *testing.B) {
	for kind, v := range charttest.Each(charttest.Sample(12, 3, 26)) {
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				file, err := Chart(v)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(file)))
			}
		})
	}
}
