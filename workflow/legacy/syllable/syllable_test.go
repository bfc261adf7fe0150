package syllable

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

func TestValid(t *testing.T) {
	for _, w := range strings.Fields(`Tổng thu ngân sách trên địa bàn khuỷu nghiêng giếng gì gìn quốc quỳnh quyết quý hòa hoà thủy thuỷ
		ĐƯỜNG rượu khuya xoong yêu ước Ủy uỷ nghị kỷ luật giao thông thương giặc quở khoẻ huênh hoạch ngoằn uẩn ý ở ạ đã ký Huyền`) {
		if !Valid(w) {
			t.Errorf("%s is a syllable", w)
		}
	}
	for _, w := range strings.Fields("coût Paulo naïve Tæng Væît tổngg kă ghà ngì ắắ thuật1 câf x ng tóán cut đat café Genève") {
		if Valid(w) {
			t.Errorf("%s is none", w)
		}
	}
}

func TestValidBare(t *testing.T) {
	for _, w := range strings.Fields("tong thu ngan sach dia ban quoc nghieng dat viec a y") {
		if !ValidBare(w) {
			t.Errorf("%s is a syllable without its accents", w)
		}
	}
	for _, w := range strings.Fields("toongr sacn nagn grdp ngna th sachs") {
		if ValidBare(w) {
			t.Errorf("%s is none", w)
		}
	}
}

// The cluster file's own words are the corpus: whatever of them carries an
// accent is Vietnamese.
func TestSampleIsVietnamese(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "rules", "sample", "tay-nam-bo-2017.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, w := range strings.FieldsFunc(string(b), func(r rune) bool { return !unicode.IsLetter(r) }) {
		accented := strings.ContainsFunc(w, func(r rune) bool { base, tone := Split(unicode.ToLower(r)); return tone != Level || Bare(base) != base })
		if !accented || strings.ToUpper(w) == w && !Valid(w) { // abbreviations
			continue
		}
		if seen++; !Valid(w) {
			t.Errorf("%s is a syllable", w)
		}
	}
	if seen < 500 {
		t.Errorf("only %d words were read", seen)
	}
}
