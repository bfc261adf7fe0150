package number_test

import (
	"testing"

	"thidua/workflow/number"
)

// BenchmarkRead reads what an official typically types.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		for _, s := range []string{"5531,5", "5.531,5 tỷ đồng", "65.913", "1 tỷ 200 triệu", "đạt 103,46% kế hoạch"} {
			number.Read(s, number.Question{Unit: "tỷ đồng"})
		}
	}
}
