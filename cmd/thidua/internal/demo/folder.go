package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"thidua/cmd/thidua/internal/desk"
	"thidua/workflow/rules"
)

// What a demo leaves behind.
const (
	index        = "README.md"
	store        = "thidua.db"
	conversation = "hoi-thoai.txt"
	clusterFile  = "cluster.yaml"
	figuresFile  = "figures.csv"
	sampleRoot   = "chung-thu-goc-mau.pem"
	sums         = "SHA256SUMS" // of what was published
)

// mark is the index's first line; a folder is a demo's when it has one.
const mark = "<!-- thidua demo -->"

// A folder takes what a demo leaves behind.
type folder struct {
	dir   string
	items []item
	err   error
}

// An item is a file of the folder and what it is.
type item struct{ name, what string }

// openFolder makes the folder, or empties one that an earlier demo left. One
// that holds anything else is refused and left as it is.
func openFolder(dir string, c *rules.Cluster) (*folder, error) {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("%s is not a folder that the demo can write to; choose another with --out", dir)
	case len(list) > 0:
		b, err := os.ReadFile(filepath.Join(dir, index))
		if err != nil || !strings.HasPrefix(string(b), mark) {
			return nil, fmt.Errorf("%s holds something that is not a demo's; choose another folder with --out", dir)
		}
		own := strings.Split(string(b), "`")
		for _, e := range list {
			if name := e.Name(); name != index && !slices.Contains(own, name) {
				return nil, fmt.Errorf("%s holds %s, which is not the demo's; choose another folder with --out", dir, name)
			}
		}
		for _, e := range list {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return nil, err
			}
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f := &folder{dir: dir}
	f.items = append(f.items,
		item{covenantName(c), "bản giao ước thi đua, đủ chữ ký: điện tử, token, giấy (covenant); thidua verify kiểm tra lại"},
		item{auditName(c), "phiếu kiểm chứng chữ ký của giao ước (audit sheet of its signatures)"},
		item{sampleRoot, "chứng thư gốc mẫu của token, dùng với thidua verify --trust (root of the sample token)"},
		item{covenantPrint(c), "bản in giao ước để ký bút (print copy, for signing on paper)"},
		item{result(c, "xep-hang", "pdf"), "bảng xếp hạng đã công bố, có phụ lục điểm từng chỉ tiêu (ranking)"},
		item{result(c, "xep-hang", "xlsx"), "bảng xếp hạng dạng Excel, có công thức tính lại tổng điểm"},
		item{result(c, "xep-hang", "json"), "bảng xếp hạng cho chương trình khác (JSON)"},
		item{result(c, "phieu-diem", "pdf"), "phiếu điểm của các đơn vị (score sheets)"},
		item{result(c, "bien-ban", "pdf"), "biên bản bình xét thi đua (minutes of the review)"},
		item{result(c, "de-nghi-khen-thuong", "pdf"), "tờ trình và danh sách đề nghị khen thưởng (nominations)"},
		item{result(c, "bieu-do", "pdf"), "biểu đồ (charts)"},
		item{result(c, "bieu-do", "png"), "biểu đồ xếp hạng như gửi trong cuộc trò chuyện (a chart as sent in the chat)"},
	)
	for _, p := range c.Periods {
		f.items = append(f.items, item{reportName(c, &p), "báo cáo tổng hợp " + p.Name + " (summary report)"})
	}
	f.items = append(f.items,
		item{sums, "mã SHA-256 của các tài liệu đã công bố; sha256sum -c kiểm lại (hashes of what was published)"},
		item{result(c, "bieu-mau", "xlsx"), "biểu mẫu Excel một đơn vị đã điền và gửi lại (a form, filled in)"},
		item{result(c, "phu-luc-tham-dinh", "pdf"), "phụ lục thẩm định của một đơn vị (annex of an appraisal)"},
		item{result(c, "tien-do", "png"), "tiến độ báo cáo dạng hình (who has reported, as a picture)"},
		item{nextFile(c), "dự thảo tệp cụm năm sau (next year's cluster file, drafted)"},
		item{nextFigures(c), "số liệu năm nay làm gốc so sánh năm sau (last year's figures for it)"},
		item{conversation, "toàn bộ hội thoại của năm (the conversation)"},
		item{store, "kho dữ liệu (the store)"},
		item{store + ".key", "khóa chính của kho (the store's master key)"},
		item{clusterFile, "tệp cụm đã dùng (the cluster file)"},
		item{figuresFile, "tệp số liệu đã dùng (the figures file)"},
	)
	return f, f.writeIndex(c)
}

func covenantName(c *rules.Cluster) string { return fmt.Sprintf("giao-uoc-%d.pdf", c.Year) }

// result is the name of a file about the year's scored period.
func result(c *rules.Cluster, what, kind string) string {
	return fmt.Sprintf("%s-%s-%d.%s", what, c.Yearly().ID, c.Year, kind)
}

func reportName(c *rules.Cluster, p *rules.Period) string {
	return fmt.Sprintf("bao-cao-%s-%d.pdf", p.ID, c.Year)
}

func nextFile(c *rules.Cluster) string    { return fmt.Sprintf("%s-%d.yaml", c.ID, c.Year+1) }
func nextFigures(c *rules.Cluster) string { return fmt.Sprintf("%s-%d-figures.csv", c.ID, c.Year+1) }

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

// keep writes a file; the first failure is remembered.
func (f *folder) keep(name string, b []byte) {
	if f.err == nil {
		f.err = os.WriteFile(f.path(name), b, 0o644)
	}
}

// writeIndex says what is what. It is written first, so that a demo that was cut
// off is recognised.
func (f *folder) writeIndex(c *rules.Cluster) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n# %s, năm %d: một năm diễn thử\n\n", mark, c.Name, c.Year)
	b.WriteString("`thidua demo` đã tạo thư mục này. (Made by `thidua demo`.)\n\n| tệp | là gì |\n|---|---|\n")
	for _, i := range f.items {
		fmt.Fprintf(&b, "| `%s` | %s |\n", i.name, i.what)
	}
	fmt.Fprintf(&b, "\nThử tiếp với kho dữ liệu này (go on with this store):\n\n```\nthidua rank --store bolt:%s --cluster %s --year %d --period %s\nthidua doctor --store bolt:%s\n```\n", f.path(store), c.ID, c.Year, c.Yearly().ID, f.path(store))
	return os.WriteFile(f.path(index), []byte(b.String()), 0o644)
}

// leave puts what the whole year produced into the folder.
func (s *stage) leave() {
	s.folder.keep(clusterFile, s.file)
	s.folder.keep(sampleRoot, s.authority.root())
	s.folder.keep(figuresFile, s.figures)
	s.paper(covenantName(s.cluster), "covenant", "", "")
	for _, p := range s.cluster.Periods {
		s.paper(reportName(s.cluster, &p), "summary", p.ID, "pdf")
	}
	if s.err == nil {
		s.err = errors.Join(s.folder.err, s.folder.finish(s.cluster))
	}
}

// finish takes out of the index what this year did not bring.
func (f *folder) finish(c *rules.Cluster) error {
	f.items = slices.DeleteFunc(f.items, func(i item) bool {
		_, err := os.Stat(f.path(i.name))
		return errors.Is(err, fs.ErrNotExist)
	})
	return f.writeIndex(c)
}

// paper asks the desk for a document and keeps it, where there is none yet.
func (s *stage) paper(name, op, period, format string) {
	if _, err := os.Stat(s.folder.path(name)); s.err != nil || err == nil {
		return
	}
	a := s.desk.Do(s.ctx, desk.Request{Op: op, Cluster: s.cluster.ID, Year: s.cluster.Year, Period: period, Format: format})
	for _, fault := range a.Faults {
		s.fail("%s: %s", name, fault)
	}
	s.folder.keep(name, a.Out)
}
