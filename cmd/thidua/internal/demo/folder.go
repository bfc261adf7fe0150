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
		item{covenantName(c), "bản giao ước thi đua, đủ xác nhận của lãnh đạo các đơn vị (covenant)"},
		item{rankingName(c, "pdf"), "bảng xếp hạng, có phụ lục điểm từng chỉ tiêu (ranking)"},
		item{rankingName(c, "xlsx"), "bảng xếp hạng dạng Excel"},
	)
	f.items = append(f.items,
		item{sheetsName(c), "phiếu điểm của các đơn vị (score sheets)"},
		item{minutesName(c), "biên bản bình xét thi đua (minutes of the review)"},
		item{nominationsName(c), "tờ trình và danh sách đề nghị khen thưởng (nominations)"},
	)
	for _, p := range c.Periods {
		f.items = append(f.items, item{reportName(c, &p), "báo cáo tổng hợp " + p.Name + " (summary report)"})
	}
	f.items = append(f.items,
		item{formName(c), "biểu mẫu Excel một đơn vị đã điền và gửi lại (a form, filled in)"},
		item{annexName(c), "phụ lục thẩm định của một đơn vị (annex of an appraisal)"},
		item{progressName(c), "tiến độ báo cáo dạng hình (who has reported, as a picture)"},
		item{conversation, "toàn bộ hội thoại của năm (the conversation)"},
		item{store, "kho dữ liệu (the store)"},
		item{store + ".key", "khóa chính của kho (the store's master key)"},
		item{clusterFile, "tệp cụm đã dùng (the cluster file)"},
		item{figuresFile, "tệp số liệu đã dùng (the figures file)"},
	)
	return f, f.writeIndex(c)
}

func covenantName(c *rules.Cluster) string { return fmt.Sprintf("giao-uoc-%d.pdf", c.Year) }
func rankingName(c *rules.Cluster, kind string) string {
	return fmt.Sprintf("xep-hang-%s-%d.%s", c.Yearly().ID, c.Year, kind)
}
func reportName(c *rules.Cluster, p *rules.Period) string {
	return fmt.Sprintf("bao-cao-%s-%d.pdf", p.ID, c.Year)
}

func sheetsName(c *rules.Cluster) string {
	return fmt.Sprintf("phieu-diem-%s-%d.pdf", c.Yearly().ID, c.Year)
}
func minutesName(c *rules.Cluster) string {
	return fmt.Sprintf("bien-ban-%s-%d.pdf", c.Yearly().ID, c.Year)
}
func nominationsName(c *rules.Cluster) string {
	return fmt.Sprintf("de-nghi-khen-thuong-%s-%d.pdf", c.Yearly().ID, c.Year)
}

func formName(c *rules.Cluster) string {
	return fmt.Sprintf("bieu-mau-%s-%d.xlsx", c.Yearly().ID, c.Year)
}
func annexName(c *rules.Cluster) string {
	return fmt.Sprintf("phu-luc-tham-dinh-%s-%d.pdf", c.Yearly().ID, c.Year)
}
func progressName(c *rules.Cluster) string {
	return fmt.Sprintf("tien-do-%s-%d.png", c.Yearly().ID, c.Year)
}

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
	s.folder.keep(figuresFile, s.figures)
	s.paper(covenantName(s.cluster), "covenant", "", "")
	scored := s.cluster.Yearly().ID
	s.paper(rankingName(s.cluster, "pdf"), "rank", scored, "pdf")
	s.paper(rankingName(s.cluster, "xlsx"), "rank", scored, "xlsx")
	s.paper(sheetsName(s.cluster), "sheets", scored, "")
	s.paper(minutesName(s.cluster), "minutes", scored, "")
	s.paper(nominationsName(s.cluster), "nominations", scored, "")
	for _, p := range s.cluster.Periods {
		if _, err := os.Stat(s.folder.path(reportName(s.cluster, &p))); err != nil {
			s.paper(reportName(s.cluster, &p), "summary", p.ID, "pdf")
		}
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

// paper asks the desk for a document and keeps it.
func (s *stage) paper(name, op, period, format string) {
	if s.err != nil {
		return
	}
	a := s.desk.Do(s.ctx, desk.Request{Op: op, Cluster: s.cluster.ID, Year: s.cluster.Year, Period: period, Format: format})
	for _, fault := range a.Faults {
		s.fail("%s: %s", name, fault)
	}
	s.folder.keep(name, a.Out)
}
