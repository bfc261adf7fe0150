package workflow

import (
	"testing"

	"thidua/workflow/rules"
)

func TestOfficeNamesInASentence(t *testing.T) {
	c := &rules.Cluster{Members: []rules.Member{{Short: "Vĩnh Long"}}}
	for agency, want := range map[string]string{
		"BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG":  "Ban Thi đua - Khen thưởng Trung ương",
		"ỦY BAN NHÂN DÂN TỈNH VĨNH LONG":        "Ủy ban nhân dân tỉnh Vĩnh Long",
		"SỞ NỘI VỤ TỈNH KIÊN GIANG":             "Sở Nội vụ tỉnh Kiên Giang",
		"HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH":   "Hội đồng Thi đua - Khen thưởng tỉnh",
		"ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ":     "Ủy ban nhân dân thành phố Cần Thơ",
		"Ban Thi đua - Khen thưởng tỉnh An Hòa": "Ban Thi đua - Khen thưởng tỉnh An Hòa",
		"VĂN PHÒNG CHÍNH PHỦ":                   "Văn phòng Chính phủ",
	} {
		if got := officeName(c, agency); got != want {
			t.Errorf("%s: got %q, want %q", agency, got, want)
		}
	}
}
