package bot_test

import (
	"testing"

	"thidua/workflow"
)

// A code or a file of anybody is looked at, and the talk that waits for it goes on.
func TestADocumentIsCheckedByCodeAndByFile(t *testing.T) {
	h := newHouse(t)
	p := h.person("o1", workflow.Observer, "")
	p.says("/xacminh").has(t, "Xin gõ mã tra cứu")
	p.says("GU-2017-0000-0000").has(t, "Không có văn bản nào mang mã “GU-2017-0000-0000”")
	p.sendsFile("quet.pdf", []byte("%PDF-1.7\n%%EOF"), "").has(t, "CHƯA KẾT LUẬN ĐƯỢC", "SHA-256 của tệp:", "Có thể gõ mã khác")
	p.sendsFile("anh.jpg", []byte("\xff\xd8\xff\xe0"), "").has(t, "Tệp này không phải PDF")
	p.says("/huy")
	p.says("/xacminh GU-2017-0000-0000").has(t, "Không có văn bản nào mang mã")
}
