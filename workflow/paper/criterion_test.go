package paper_test

import (
	"testing"

	"thidua/workflow/paper"
)

func TestWithUnit(t *testing.T) {
	for _, x := range []struct{ name, unit, want string }{
		{"Thu ngân sách", "tỷ đồng", "Thu ngân sách (tỷ đồng)"},
		{"Chỉ số PCI (hạng trên 63 tỉnh, thành phố)", "hạng", "Chỉ số PCI (hạng trên 63 tỉnh, thành phố)"},
		{"Chỉ số PCI", "hạng", "Chỉ số PCI"},
		{"Thu ngân sách (tỷ đồng)", "tỷ đồng", "Thu ngân sách (tỷ đồng)"},
		{"Tăng trưởng (GRDP)", "%", "Tăng trưởng (GRDP) (%)"},
		{"Vụ (số) xảy ra", "vụ", "Vụ (số) xảy ra (vụ)"},
		{"Đạt chuẩn", "", "Đạt chuẩn"},
		{")", "vụ", ") (vụ)"},
	} {
		if got := paper.WithUnit(x.name, x.unit); got != x.want {
			t.Errorf("%q, %q: %q, want %q", x.name, x.unit, got, x.want)
		}
	}
}
