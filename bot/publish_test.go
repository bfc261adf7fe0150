package bot_test

import (
	"strconv"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/outbox"
	"thidua/workflow/score"
)

// loads imports a verified figure of the year for a member.
func (h *house) loads(member, criterion, value string) {
	h.t.Helper()
	c := h.cluster()
	hundred := decimal.Must("100")
	row := workflow.ImportRow{Period: "CN", Member: member, Criterion: criterion, LastYear: &hundred, Given: true, Actual: score.Value{Kind: score.Kind(value)}}
	if value != "yes" {
		row.Actual = score.Value{Kind: score.Number, Number: decimal.Must(value)}
	}
	if criterion == "thu" || criterion == "san-luong" {
		row.Plan = &hundred
	}
	h.do(func(tx storage.Tx, act workflow.Act) error { return workflow.ImportFigure(tx, act, c, row, true) })
}

// closing is the year 2017 with all figures verified, and who publishes it.
func closing(t *testing.T) (h *house, head, deputy, official *person) {
	h = newHouse(t)
	h.now = at("2018-03-01 09:00")
	for i, m := range []string{"a", "b", "c", "d"} {
		for id, v := range map[string]string{"thu": strconv.Itoa(90 + i), "san-luong": "100", "chuan": "yes", "vu": "90", "tham-muu": "8", "hang": strconv.Itoa(i + 1)} {
			h.loads(m, id, v)
		}
	}
	return h, h.person("a1", workflow.Head, "a"), h.person("b1", workflow.Deputy, "b"), h.person("c1", workflow.Official, "c")
}

func (h *house) frozen() (p *workflow.Publication) {
	h.t.Helper()
	c := h.cluster()
	h.view(func(r storage.Reader) error {
		list, err := workflow.Publications(r, c, "CN")
		_, p = workflow.Latest(list)
		return err
	})
	return p
}

func TestPublishing(t *testing.T) {
	h, head, deputy, official := closing(t)
	h.do(func(tx storage.Tx, act workflow.Act) error {
		return workflow.BindGroup(tx, act, workflow.Group{Chat: "-100", Cluster: "cum", Title: "Cụm"})
	})
	official.says("/congbo").has(t, "Kết quả năm 2017 chưa được công bố")
	official.presses("Xong")
	deputy.says("công bố").has(t, "Công bố kết quả năm 2017: chưa khoá sổ", "Không còn vướng mắc").lacks(t, "loại đơn vị")
	if b := h.shown["b1"]; has(b, "Khoá sổ") {
		t.Errorf("a deputy can freeze: %v", b)
	}
	head.says("/congbo CN").has(t, "chưa khoá sổ", "Không còn vướng mắc", "loại đơn vị: lý do")
	r := head.presses("🔒 Khoá sổ ngay").has(t, "Đã khoá sổ năm 2017", "đã khoá sổ, chờ công bố", "Người khoá sổ không công bố", "1. Bảng xếp hạng (PDF) · ", "7. Phiếu điểm các đơn vị (PDF) · ").lacks(t, "congbo.kind", ".pdf")
	sum := h.frozen().SHA256
	contains(t, r.text, sum)
	contains(t, r.to("b1"), "đã khoá sổ kết quả năm 2017", sum)
	if said := r.to("c1"); said != "" {
		t.Errorf("an official hears of the freeze: %s", said)
	}
	if has(h.shown["a1"], "Công bố bản 1") {
		t.Error("whoever froze can publish")
	}
	official.says("/congbo").has(t, "chưa được công bố")

	deputy.presses("Xem bản công bố").has(t, "chờ công bố", "Nguyễn Văn a1 đã khoá sổ", sum, "Xin đọc các tài liệu")
	if docs := deputy.presses("📄 1. Bảng xếp hạng (PDF)").documents("b1"); len(docs) != 1 || docs[0].Kind != "stored" {
		t.Errorf("documents %+v", docs)
	}
	r = deputy.presses("📢 Công bố bản 1 (mã "+sum[:8]+")").has(t, "Đã công bố bản 1 kết quả năm 2017", "đã công bố")
	for _, id := range []string{"a1", "c1", "-100"} {
		contains(t, r.to(id), "Công bố kết quả năm 2017", sum, "Mã nhật ký: ")
		if docs := r.documents(id); len(docs) != 1 || docs[0].Name != "xep-hang-CN-2017.pdf" || docs[0].Kind != "stored" {
			t.Errorf("%s got %+v", id, docs)
		}
	}
	official.says("/congbo").has(t, "năm 2017: đã công bố", "Bản 1: công bố", "1. Bảng xếp hạng (PDF)")
	if docs := official.says("2").documents("c1"); len(docs) != 1 || docs[0].Name != "bao-cao-CN-2017.pdf" {
		t.Errorf("documents %+v", docs)
	}
	official.says("/xephang").has(t, "Đã công bố bản 1 ngày 01/03/2018 (mã "+sum[:8]+"); kết quả trên đây giống bản đó")
	official.says("/tongket CN").has(t, "Đã công bố bản 1 ngày 01/03/2018")
	h.loads("d", "thu", "50")
	official.says("/xephang").has(t, "KHÁC bản đã công bố")

	// The second version.
	head.says("/congbo").has(t, "số liệu sau đó đã thay đổi", "Không còn vướng mắc")
	head.presses("🔒 Khoá sổ ngay").has(t, "Đã có bản 1. Vì sao ra bản mới?")
	head.says("Đức nộp nhầm số thu").has(t, "Đã khoá sổ năm 2017", "Lý do có bản 2: Đức nộp nhầm số thu")
	deputy.says("/congbo")
	r = deputy.presses("📢 Công bố bản 2 (mã "+h.frozen().SHA256[:8]+")").has(t, "Đã công bố bản 2")
	contains(t, r.to("c1"), "Bản này thay thế bản 1. Lý do: Đức nộp nhầm số thu")
	official.says("/congbo").has(t, "Bản 1: công bố", "đã được thay thế", "Bản 2: công bố", "Lý do có bản 2: Đức nộp nhầm số thu")
	if docs := official.says("bản 1").documents("c1"); len(docs) < 4 || docs[0].Name != "xep-hang-CN-2017.pdf" {
		t.Errorf("documents of version 1: %+v", docs)
	}
}

// What somebody looks at is what they publish.
func TestPublishingWhatWasSeen(t *testing.T) {
	h, head, deputy, _ := closing(t)
	head.says("/congbo")
	head.presses("🔒 Khoá sổ ngay")
	deputy.says("/congbo").has(t, "chờ công bố")
	old := h.frozen().SHA256
	head.presses("🔓 Mở lại").has(t, "Vì sao mở lại?")
	r := head.says("sửa số của Đức").has(t, "Đã mở lại năm 2017", "chưa khoá sổ")
	contains(t, r.to("b1"), "đã mở lại kết quả năm 2017. Lý do: sửa số của Đức")
	h.loads("d", "thu", "50")
	head.presses("🔒 Khoá sổ ngay").has(t, "Đã khoá sổ")
	if h.frozen().SHA256 == old {
		t.Fatal("another figure, the same hash")
	}
	deputy.says("công bố").has(t, "chờ công bố", h.frozen().SHA256)
	head.says("/congbo")
	head.presses("🔓 Mở lại")
	head.says("sửa nữa")
	h.loads("d", "thu", "60")
	head.presses("🔒 Khoá sổ ngay")
	deputy.says("Công bố bản 1").has(t, "không còn là bản anh/chị đã xem", h.frozen().SHA256)
	if h.frozen() == nil {
		t.Error("it was published unseen")
	}
}

func TestExcludingAUnit(t *testing.T) {
	h, head, deputy, _ := closing(t)
	h.apply(edit(t, yearFile, "contents:\n", "awards:\n  - {name: Cờ thi đua, places: 1}\ncontents:\n"))
	head.says("/xephang").has(t, "1. An", "Cờ thi đua")
	head.says("/congbo")
	head.says("loại An").has(t, "Lý do cần từ")
	head.says("loại Ai đó: lý do").has(t, "Không có đơn vị “Ai đó”")
	head.says("loại An: đang bị kiểm tra").has(t, "không xét khen thưởng An", "Không xét khen thưởng An. Lý do: đang bị kiểm tra")
	deputy.says("/congbo").has(t, "Không xét khen thưởng An. Lý do: đang bị kiểm tra (Nguyễn Văn a1")
	deputy.says("loại Bình: thử").has(t, "dành cho người của cụm trưởng")
	head.says("/xephang").has(t, "An: không xét khen thưởng. Lý do: đang bị kiểm tra")
	head.says("/congbo")
	head.says("bỏ loại An").has(t, "An được xét khen thưởng năm 2017")
	head.says("bỏ loại An").has(t, "An không bị loại")
	head.presses("🔒 Khoá sổ ngay")
	head.says("loại An: muộn").has(t, "đã khoá sổ để công bố nên không thay đổi được nữa")
}

// has says whether one of the buttons has a label that begins so, signs aside.
func has(buttons []outbox.Button, label string) bool {
	for _, b := range buttons {
		if strings.Contains(b.Label, label) {
			return true
		}
	}
	return false
}

// A unit is told until when it may explain what was verified, and that it agrees
// ends the waiting.
func TestAgreeingWithAVerification(t *testing.T) {
	h := newHouse(t)
	h.apply(edit(t, yearFile, "contents:\n", "review: {reply_days: 5}\ncontents:\n"))
	h.target("c", "thu", "5042.4", "4203.3")
	official, head, deputy := h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a"), h.person("b1", workflow.Deputy, "b")
	official.sends("6T", fourRows)
	head.says("/duyet")
	head.says("6T")
	head.says("hc")
	r := head.presses("Duyệt hết 4 số")
	contains(t, r.to("c1"), "Đơn vị có thể giải trình đến 23:59")
	r = head.says("1: 5500 | theo kho bạc")
	contains(t, r.to("c1"), "Đơn vị có thể giải trình đến 23:59")
	deputy.says("/duyet")
	deputy.says("6T")
	deputy.says("hc")
	deputy.presses("Chốt số liệu").has(t, "Đơn vị còn được giải trình Tổng thu ngân sách đến")
	if !has(h.shown["c1"], "Giải trình") {
		t.Error("no button to explain")
	}
	r = official.presses("Đồng ý với thẩm định").has(t, "đơn vị đồng ý với 4 số liệu đã thẩm định 6 tháng đầu năm 2017")
	contains(t, r.to("a1"), "huyện Châu đồng ý với 4 số liệu")
	official.says("/giaitrinh 6T đồng ý").has(t, "Không có số liệu nào đang trong thời hạn giải trình")
	deputy.says("/duyet")
	deputy.says("6T")
	deputy.says("hc")
	deputy.presses("Chốt số liệu").has(t, "Đã chốt")
}

// A vote that was held after publishing is in no version yet: /congbo says so.
func TestAVoteAfterPublishing(t *testing.T) {
	h, head, deputy, _ := closing(t)
	head.says("/congbo")
	head.presses("🔒 Khoá sổ ngay")
	head.says("/bophieu")
	head.presses("Mở cuộc bỏ phiếu mới")
	head.presses("Suy tôn đơn vị dẫn đầu")
	head.presses("Tất cả 4 đơn vị").has(t, "khoá sổ").lacks(t, "ít nhất 2/3")
	deputy.says("/congbo")
	deputy.presses("📢 Công bố bản 1 (mã " + h.frozen().SHA256[:8] + ")")
	h.now = h.now.AddDate(0, 0, 1)
	head.opens("Suy tôn đơn vị dẫn đầu").has(t, "Đã mở bỏ phiếu số 1")
	head.says("/congbo").has(t, "năm 2017: đã công bố").lacks(t, "kết quả bỏ phiếu")
	head.closes("1")
	head.says("/congbo").has(t, "sau đó có kết quả bỏ phiếu chưa nằm trong bản công bố", "Không còn vướng mắc")
	head.presses("🔒 Khoá sổ ngay").has(t, "Vì sao ra bản mới?")
}
