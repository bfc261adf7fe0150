package naming

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"thidua/workflow/legacy/syllable"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// sample is what the criteria of the sample cluster may be called.
func sample(t testing.TB) (ids []string, names [][]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "rules", "sample", "tay-nam-bo-2017.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	cluster, faults := rules.Load(b)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, content := range cluster.Contents {
		for _, k := range content.Criteria {
			ids = append(ids, k.ID)
			names = append(names, []string{k.ID, k.Name})
		}
	}
	return ids, names
}

func TestFindInTheSample(t *testing.T) {
	ids, names := sample(t)
	for said, want := range map[string]string{
		"thu-ngan-sach": "thu-ngan-sach",
		"Tổng thu ngân sách trên địa bàn":                "thu-ngan-sach",
		"3. TỔNG THU  NGÂN SÁCH TRÊN ĐỊA BÀN (tỷ đồng):": "thu-ngan-sach",
		"- tong thu ngan sach tren dia ban":              "thu-ngan-sach",
		"III. Tổng kim ngạch xuất khẩu (triệu USD)":      "xuat-khau",
		"Tongthungansachtrendiaban":                      "thu-ngan-sach",
		"toongr thu ngaan sachs treen ddiaj banf":        "thu-ngan-sach",
		"toongr thu ngaan sachs":                         "thu-ngan-sach",
		"tong3 thu ngan6 sach1 ":                         "thu-ngan-sach",
		"tong63 thu ngaan sách":                          "thu-ngan-sach",
		"thu ngân sách":                                  "thu-ngan-sach",
		"tổng thu ngân":                                  "thu-ngan-sach",
		"thu NSNN":                                       "thu-ngan-sach",
		"Thu NS trên địa bàn":                            "thu-ngan-sach",
		"tổng thu ngân sácch trên địa bàn":               "thu-ngan-sach",
		"tỏng thu ngân sahc trên địa bàn":                "thu-ngan-sach",
		"xuat khau":                  "xuat-khau",
		"kim ngạch XK":               "xuat-khau",
		"BHYT":                       "bhyt",
		"tỷ lệ dân số tham gia BHYT": "bhyt",
		"bảo hiểm y tế":              "bhyt",
		"xã nông thôn mới":           "nong-thon-moi",
		"xã NTM":                     "nong-thon-moi",
		"NTM":                        "nong-thon-moi",
		"GRDP":                       "tang-truong-grdp",
		"tăng trưởng kinh tế":        "tang-truong-grdp",
		"Tốc độ tăng trưởng GRDP":    "tang-truong-grdp",
		"chỉ số CCHC":                "cchc",
		"Chỉ số cải cách hành chính": "cchc",
		"giảm nghèo":                 "giam-ngheo",
		"Giảm tỷ lệ hộ nghèo":        "giam-ngheo",
		"Số vụ TNGT":                 "tai-nan",
		"số người chết do TNGT":      "tai-nan-chet",
		"việc làm":                   "viec-lam",
		"Giải quyết việc làm cho người LĐ":              "viec-lam",
		"Cờ thi đua của UBND tỉnh":                      "co-thi-dua-tinh",
		"Bằng khen của TTg":                             "bang-khen-ttg",
		"thu nhập bình quân":                            "thu-nhap",
		"Thu nhập bình quân đầu người (triệu đồng/năm)": "thu-nhap",
		"tổng VĐT toàn XH":                              "von-dau-tu",
		"đảng viên mới":                                 "dang-vien-moi",
		"Tæng thu ng©n s¸ch trªn ®Þa bµn":               "thu-ngan-sach",
		"Tæng kim ng¹ch xuÊt khÈu (triÖu USD)":          "xuat-khau",
		"Thu nhËp b×nh qu©n ®Çu ng\u00adêi":             "thu-nhap",
		"3. Toång thu ngaân saùch":                      "thu-ngan-sach",
		"XAÂY DÖÏNG XAÕ NOÂNG THOÂN MÔÙI":               "nong-thon-moi",
		// One of several, or none: asked about.
		"":                         "",
		"3.":                       "",
		"tai nạn giao thông":       "",
		"TNGT":                     "",
		"bằng khen":                "",
		"cờ thi đua":               "",
		"tỷ lệ hộ nghèo":           "", // the criterion is its fall
		"tỷ lệ hộ cận nghèo":       "",
		"tỷ lệ tăng hộ nghèo":      "",
		"tổng kim ngạch":           "", // in or out
		"tổng kim ngạch nhập khẩu": "",
		"Tổng chi ngân sách trên địa bàn":                "",
		"Số người không bị thương do tai nạn giao thông": "",
		"Số vụ phạm pháp hình sự 2016":                   "",
		"xyz":                                            "",
	} {
		got, close := Find(said, names)
		switch {
		case want == "" && got >= 0:
			t.Errorf("%q: taken for %s", said, ids[got])
		case want != "" && got < 0:
			t.Errorf("%q: not found, want %s; close: %v", said, want, close)
		case want != "" && ids[got] != want:
			t.Errorf("%q: taken for %s, want %s", said, ids[got], want)
		case got >= 0 && close != nil || len(close) > suggestions:
			t.Errorf("%q: found, and suggests %v", said, close)
		}
	}
}

func TestSuggestions(t *testing.T) {
	ids, names := sample(t)
	for said, want := range map[string][]string{
		"tai nạn giao thông":       {"tai-nan"},
		"tỷ lệ hộ nghèo":           {"giam-ngheo"},
		"tổng kim ngạch nhập khẩu": {"xuat-khau"},
		"bằng khen":                {"bang-khen-tinh", "bang-khen-ttg"},
		"cờ thi đua":               {"co-thi-dua-cp", "co-thi-dua-tinh"},
		"số xã đạt NTM":            {"nong-thon-moi"},
		"xyz":                      nil,
	} {
		_, close := Find(said, names)
		var got []string
		for _, i := range close {
			got = append(got, ids[i])
		}
		if len(want) == 0 && len(got) > 0 || len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%q: suggests %v, want first %v", said, got, want)
		}
	}
}

// Pairs that differ in one word that turns the meaning: what names one is never
// taken for the other, whether the other is the only one in the list or not.
func TestConfusable(t *testing.T) {
	for _, pair := range [][2]string{
		{"Tỷ lệ hộ nghèo", "Tỷ lệ hộ cận nghèo"},
		{"Tỷ lệ hộ nghèo", "Giảm tỷ lệ hộ nghèo"},
		{"Tỷ lệ hộ nghèo", "Tỷ lệ hộ thoát nghèo"},
		{"Tỷ lệ hộ nghèo", "Tỷ lệ hộ tái nghèo"},
		{"Tổng kim ngạch xuất khẩu", "Tổng kim ngạch nhập khẩu"},
		{"Tổng thu ngân sách", "Tổng chi ngân sách"},
		{"Tỷ lệ tăng dân số", "Tỷ lệ giảm dân số"},
		{"Giá trị sản xuất công nghiệp", "Giá trị sản xuất nông nghiệp"},
		{"Số xã đạt chuẩn nông thôn mới", "Số xã đạt chuẩn nông thôn mới nâng cao"},
		{"Số xã đạt chuẩn nông thôn mới", "Số xã không đạt chuẩn nông thôn mới"},
		{"Hồ sơ giải quyết đúng hạn", "Hồ sơ giải quyết quá hạn"},
		{"Dịch vụ công trực tuyến mức độ 3", "Dịch vụ công trực tuyến mức độ 4"},
		{"Số vụ tai nạn giao thông", "Số người chết do tai nạn giao thông"},
		{"Lao động có việc làm", "Lao động chưa có việc làm"},
		{"Vốn đầu tư trong nước", "Vốn đầu tư ngoài nước"},
		{"Doanh nghiệp thành lập mới", "Doanh nghiệp giải thể"},
		{"Số lao động nam", "Số lao động nữ"},
		{"Kết quả 6 tháng", "Kết quả 9 tháng"},
		{"Tổ chức đảng trong sạch, vững mạnh", "Tổ chức đảng yếu kém"},
	} {
		for i, j := range []int{1, 0} {
			if got, _ := Find(pair[i], [][]string{{pair[j]}}); got != -1 {
				t.Errorf("%q is taken for %q", pair[i], pair[j])
			}
			if got, _ := Find(pair[i], [][]string{{pair[0]}, {pair[1]}}); got != i {
				t.Errorf("%q of %q: %d", pair[i], pair, got)
			}
			if got, _ := Find(text.Fold(pair[i]), [][]string{{pair[0]}, {pair[1]}}); got != i {
				t.Errorf("%q of %q without accents: %d", pair[i], pair, got)
			}
		}
	}
}

func TestLists(t *testing.T) {
	for _, c := range []struct {
		said  string
		names [][]string
		want  int
	}{
		{"Cà Mau", [][]string{{"ca-mau", "tỉnh Cà Mau", "Cà Mau"}, {"bac-lieu", "Bạc Liêu"}}, 0},
		{"số bò", [][]string{{"Số bò"}, {"Số bộ"}}, 0},
		{"so bo", [][]string{{"Số bò"}, {"Số bộ"}}, -1},
		{"soos bof", [][]string{{"Số bò"}, {"Số bộ"}}, 0},
		{"so61 bo65", [][]string{{"Số bò"}, {"Số bộ"}}, 1},
		{"Hoà Bình", [][]string{{"Hòa Bình"}, {"Hóa Bình"}}, 0},
		{"Tỉ lệ hộ nghèo (tỉ đồng)", [][]string{{"Tỷ lệ hộ nghèo (tỷ đồng)"}, {"Tỷ lệ hộ cận nghèo"}}, 0},
		{"Quí 1", [][]string{{"Quý 1"}, {"Quý 2"}}, 0},
		{"ky4 thi", [][]string{{"Kĩ thi"}, {"Kí thi"}}, 0},
		{"thúy", [][]string{{"thúi"}}, -1},
		{"Số bò cái", [][]string{{"Số bộ cái tạo"}}, -1},
		{"Tổng số bò", [][]string{{"Tổng số bộ cái tạo"}}, -1},
		{"GRDP 2017", [][]string{{"GRDP 2016"}, {"GRDP 2017"}}, 1},
		{"GRDP 2018", [][]string{{"GRDP 2016"}, {"GRDP 2017"}}, -1},
		{"quy2", [][]string{{"Quý 1"}, {"Quý 2"}}, 1},
		{"quy2", [][]string{{"Quý"}}, -1},
		{"as", [][]string{{"Á"}, {"AS"}}, 1},
		{"so", [][]string{{"Số"}, {"so"}}, 1},
		{"Trùng", [][]string{{"Trùng"}, {"khác"}, {"Trùng"}}, -1},
		{"Giảm nghèo (hộ)", [][]string{{"Giảm nghèo (hộ)"}, {"Giảm nghèo (%)"}}, 0},
		{"giam ngheo (%)", [][]string{{"Giảm nghèo (hộ)"}, {"Giảm nghèo (%)"}}, 1},
		{"giam ngheo", [][]string{{"Giảm nghèo (hộ)"}, {"Giảm nghèo (%)"}}, -1},
		{"giam ngheo (xa)", [][]string{{"Giảm nghèo (hộ)"}}, -1},
		{"Số vụ tai nạn (đường sắt)", [][]string{{"Số vụ tai nạn (đường bộ)"}, {"x"}}, -1},
		{"Số vụ tai nạn", [][]string{{"Số vụ tai nạn (đường bộ)"}, {"Số vụ tai nạn (đường thủy)"}}, -1},
		{"ty le ho ngheo", [][]string{{"tyle"}, {"ty-le-ho-ngheo", "Tỷ lệ hộ nghèo"}}, 1},
		{"nông thôn mới", [][]string{{"Xã NTM"}, {"khác"}}, 0},
		{"GQVL", [][]string{{"Giải quyết việc làm"}, {"Gia quyến vẻ lạ"}}, 0},
		{"XDTHCQ", [][]string{{"Xây dựng trường học chuẩn quốc gia"}, {"Trường học"}}, 0},
	} {
		if got, close := Find(c.said, c.names); got != c.want {
			t.Errorf("%q of %q: %d (close %v), want %d", c.said, c.names, got, close, c.want)
		}
	}
}

func TestAbbreviationsAreNoWords(t *testing.T) {
	for short, longs := range abbreviations {
		if syllable.ValidBare(short) || len(longs) == 0 || len(longs[0]) < 2 {
			t.Errorf("%s: %v", short, longs)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	_, names := sample(b)
	for i := 0; len(names) < 40; i++ {
		names = append(names, names[i])
	}
	for _, said := range []string{"thu ngân sách", "tỏng thu ngân sahc trên địa bàn", "không có chỉ tiêu nào tên như thế này"} {
		b.Run(said, func(b *testing.B) {
			for b.Loop() {
				Find(said, names)
			}
		})
	}
}
