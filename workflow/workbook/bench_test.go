package workbook

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// filled is a workbook as a spreadsheet program saves it: sheets of 30 rows and
// 12 columns, a quarter of them texts.
func filled(t testing.TB, sheets int) []byte {
	t.Helper()
	f := excelize.NewFile()
	for s := range sheets {
		name := fmt.Sprint("Sheet", s+1)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for row := 1; row <= 30; row++ {
			for column := 1; column <= 12; column++ {
				var v any = float64(row*column) * 1.1
				if column <= 3 {
					v = fmt.Sprintf("Chỉ tiêu %d của đơn vị %d", row, column)
				}
				if err := f.SetCellValue(name, Address(column, row), v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	for _, sheets := range []int{1, 50} {
		b.Run(fmt.Sprintf("sheets=%d", sheets), func(b *testing.B) {
			file := filled(b, sheets)
			b.ReportAllocs()
			for b.Loop() {
				if got, err := Read(file); err != nil || len(got) != sheets {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}

// BenchmarkHostile reads each hostile file. peak-MiB is how much the objects on
// the heap took at most while it was read once, garbage not yet swept included,
// beyond what was there before, as the file itself was: looked at every
// millisecond.
func BenchmarkHostile(b *testing.B) {
	for _, x := range hostiles {
		b.Run(x.name, func(b *testing.B) {
			file := x.make(b)
			refused := func() {
				if _, err := Read(file); err != x.want {
					b.Fatal(err)
				}
			}
			peak := peakHeap()
			refused()
			most := peak()
			for b.Loop() {
				refused()
			}
			b.ReportMetric(most, "peak-MiB")
		})
	}
}

// peakHeap watches the heap until it is asked for the peak.
func peakHeap() func() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	heap := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() }
	runtime.GC()
	before := heap()
	most := before
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.Tick(time.Millisecond); ; {
			select {
			case <-tick:
				most = max(most, heap())
			case <-stop:
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-stopped
		return float64(most-before) / (1 << 20)
	}
}
