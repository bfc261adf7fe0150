package naming

import (
	"slices"
	"strings"
	"unicode"
)

// abbreviations are the customary ones of official papers, as folded words. None
// of them is a word itself.
var abbreviations = table(`
	antt: an ninh trật tự
	attp: an toàn thực phẩm
	bhtn: bảo hiểm thất nghiệp
	bhxh: bảo hiểm xã hội
	bhyt: bảo hiểm y tế
	bqdn: bình quân đầu người
	bvmt: bảo vệ môi trường
	cb: cán bộ
	cbcc: cán bộ công chức
	cbccvc: cán bộ công chức viên chức
	cchc: cải cách hành chính
	cn: công nghiệp | công nghệ | cá nhân
	cntt: công nghệ thông tin
	cqg: chuẩn quốc gia
	cstd: chiến sĩ thi đua
	ctxh: chính trị xã hội
	dn: doanh nghiệp
	dv: đảng viên | dịch vụ | đơn vị
	gd: giáo dục | gia đình
	gddt: giáo dục đào tạo | giáo dục và đào tạo
	gqvl: giải quyết việc làm
	grdp: tổng sản phẩm trên địa bàn | tổng sản phẩm
	gtsx: giá trị sản xuất
	hdnd: hội đồng nhân dân
	htx: hợp tác xã
	kcb: khám chữa bệnh | khám bệnh chữa bệnh
	kh: kế hoạch | khoa học
	khcn: khoa học công nghệ | khoa học và công nghệ
	kn: kim ngạch
kt: khen thưởng | kinh tế
	ktxh: kinh tế xã hội
	ld: lao động
	ldxs: lao động xuất sắc
	mttq: mặt trận tổ quốc
	nk: nhập khẩu
	nn: nông nghiệp | nhà nước | nước ngoài
	ns: ngân sách
	nsnn: ngân sách nhà nước | ngân sách
	ntm: nông thôn mới
	qp: quốc phòng
	qpan: quốc phòng an ninh
	sx: sản xuất
	tdkt: thi đua khen thưởng
	thcs: trung học cơ sở
	thpt: trung học phổ thông
	tngt: tai nạn giao thông
	ttg: thủ tướng chính phủ | thủ tướng
	tthc: thủ tục hành chính
	ubnd: ủy ban nhân dân
	vdt: vốn đầu tư
	xd: xây dựng
	xdcb: xây dựng cơ bản
	xh: xã hội
	xk: xuất khẩu
	xnk: xuất nhập khẩu
`)

func table(rows string) map[string][][]word {
	m := map[string][][]word{}
	for row := range strings.SplitSeq(strings.TrimSpace(rows), "\n") {
		short, long, _ := strings.Cut(strings.TrimSpace(row), ": ")
		for way := range strings.SplitSeq(long, " | ") {
			m[short] = append(m[short], words(way))
		}
	}
	return m
}

// expand writes abbreviations out, each way where there is more than one.
func expand(ws []word) [][]word {
	if !slices.ContainsFunc(ws, func(w word) bool { return abbreviations[w.bare] != nil }) {
		return [][]word{ws}
	}
	ways := [][]word{nil}
	for _, w := range ws {
		longs := abbreviations[w.bare]
		if longs == nil || len(ways)*len(longs) > mostWays {
			longs = [][]word{{w}}
		}
		var next [][]word
		for _, way := range ways {
			for _, long := range longs {
				longer := append(slices.Clip(way), long...)
				for i := len(way); i < len(longer); i++ {
					longer[i].noted = w.noted
				}
				next = append(next, longer)
			}
		}
		ways = next
	}
	return ways
}

const mostWays = 9

// turning are words that make another thing of a name: they are never among
// what a shortening leaves out, nor on one side only of a slip.
var turning = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`không chưa cận tăng giảm xuất nhập thu chi chết thương bị tái thoát trừ ngoài yếu nâng kiểu hụt nợ quá trước
		khong chua can tang giam xuat nhap chet thoat ngoai yeu < > ≤ ≥`) {
		m[placed(w)] = true
	}
	return m
}()

func turns(w word) bool {
	return !w.noted && (turning[w.loose] || strings.ContainsFunc(w.bare, unicode.IsDigit))
}

// shortest is how many letters a shortening has at least.
const shortest = 6

// shortens says whether what was said is a part of a name: its words in order,
// the last one perhaps begun only. It is a part that turns the meaning where a
// word that is left out would.
func shortens(s, w form) fit {
	best := none
	for _, said := range s.long {
		for _, name := range w.long {
			best = max(best, within(said, name, w.accented))
		}
	}
	for _, said := range s.words { // "GRDP" for "Tốc độ tăng trưởng kinh tế (GRDP)"
		if len(s.words) == 1 && len(said.bare) >= 3 && abbreviations[said.bare] != nil &&
			slices.ContainsFunc(w.words, func(n word) bool { return n.noted && n.bare == said.bare }) {
			return inFull
		}
	}
	return best
}

func within(said, name []word, accented bool) fit {
	letters, at := 0, 0
	var out []word
	for i, s := range said {
		last := i == len(said)-1
		found := -1
		took := 1
		for j := at; j < len(name) && found < 0; j++ {
			switch n := initials(s, name[j:]); {
			case agrees(s, name[j], accented), last && begins(s, name[j], accented):
				found = j
			case n > 0:
				found, took = j, n
			}
		}
		if found < 0 {
			return none
		}
		out = append(out, name[at:found]...)
		if took > 1 {
			out = append(out, name[found:found+took]...)
			letters += shortest
		}
		at = found + took
		letters += min(len(s.bare), len(name[found].bare))
	}
	if letters < shortest {
		return none
	}
	for _, w := range append(out, name[at:]...) {
		if turns(w) && !slices.ContainsFunc(said, func(s word) bool { return s.bare == w.bare }) {
			return inPart
		}
	}
	return inFull
}

// agrees is stricter than elsewhere: a few words are weak evidence, so accents
// that were typed must be those of the name.
func agrees(said, name word, accented bool) bool {
	if accented && said.loose != said.bare && said.loose != name.loose {
		return false
	}
	return typed(said, name, accented)
}

func begins(said, name word, accented bool) bool {
	if accented && said.loose != said.bare {
		return strings.HasPrefix(name.loose, said.loose)
	}
	return len(said.bare) >= 2 && strings.HasPrefix(name.bare, said.bare)
}

// initials is how many words of a name a word spells the first letters of: TNGT
// is tai nạn giao thông. It takes four, and no vowel that would make it a word.
func initials(said word, name []word) int {
	n := len(said.bare)
	if n < 4 || n > len(name) || strings.ContainsAny(said.bare, "aeiouy0123456789") {
		return 0
	}
	for i := range n {
		if name[i].bare[0] != said.bare[i] {
			return 0
		}
	}
	return n
}
