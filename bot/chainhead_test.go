package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// postsHead demands that an answer posted to the group exactly where the log
// stands after it, and what was made known.
func (h *house) postsHead(r reply, what string) {
	h.t.Helper()
	var head workflow.Change
	h.view(func(s storage.Reader) (err error) { head, err = workflow.LogHead(s, "cum"); return err })
	said := r.to("-100")
	for _, want := range []string{"🔗 " + what, head.Hash, fmt.Sprintf("dòng %d:", head.Seq), head.At.In(h.cluster().Location()).Format("15:04 02/01/2006")} {
		if !strings.Contains(said, want) {
			h.t.Errorf("the group does not read %q:\n%s", want, said)
		}
	}
	if strings.Count(said, "🔗") != 1 {
		h.t.Errorf("posted %d times", strings.Count(said, "🔗"))
	}
}

func (h *house) bind() {
	h.t.Helper()
	h.do(func(tx storage.Tx, act workflow.Act) error {
		return workflow.BindGroup(tx, act, workflow.Group{Chat: "-100", Cluster: "cum", Title: "Cụm"})
	})
}

func TestTheHeadOfTheLogIsPosted(t *testing.T) {
	h, head, deputy, _ := closing(t)
	h.bind()
	head.says("/congbo CN")
	if said := head.presses("🔒 Khoá sổ ngay").to("-100"); said != "" {
		t.Errorf("posted before anything was published: %s", said)
	}
	deputy.says("/congbo CN")
	h.postsHead(deputy.says("công bố bản 1"), "Đã công bố kết quả năm 2017 (bản 1).")
	head.says("/vanthu bảng xếp hạng").has(t, "1. Bảng xếp hạng năm 2017", "Chưa có số · mã BXH-2017-", "Có hiệu lực từ")
}

func TestTheHeadOfTheLogIsPostedWithTheCovenant(t *testing.T) {
	h, _, leader := signers(t)
	h.bind()
	var r reply
	for unit, secret := range map[string]string{"a": "730915", "b": "482059", "c": "590318", "d": "915720"} {
		if said := r.to("-100"); said != "" {
			t.Errorf("posted before the last signature: %s", said)
		}
		r = leader[unit].signs(secret)
	}
	h.postsHead(r, "Giao ước thi đua năm 2017 đã ký xong, 4 chữ ký; mã tra cứu GU-2017-")
}
