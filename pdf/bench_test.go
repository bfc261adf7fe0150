package pdf

import (
	"testing"

	"thidua/pdf/chart/charttest"
)

func BenchmarkCovenant(b *testing.B) { bench(b, Covenant, sampleCovenant(12, 3, 12)) }
func BenchmarkFields(b *testing.B)   { bench(b, Covenant, fieldCovenant(12, 1, false)) }
func BenchmarkRanking(b *testing.B)  { bench(b, Ranking, sampleRanking(12, 3, 17)) }
func BenchmarkReport(b *testing.B)   { bench(b, Report, sampleReport(8)) }
func BenchmarkCharts(b *testing.B)   { bench(b, Charts, charttest.Sample(12, 3, 26)) }

func bench[T any](b *testing.B, print func(T) (Document, error), v T) {
	b.ReportAllocs()
	for b.Loop() {
		d := printed(b, print, v)
		b.SetBytes(int64(len(d.Bytes)))
	}
}
