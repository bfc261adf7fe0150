package workflow

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// usualClauses are how a covenant is carried out where nobody says otherwise.
var usualClauses = []rules.Clause{
	{ID: "thuc-hien", Heading: "Thực hiện", Text: "Các đơn vị thành viên cụ thể hóa giao ước thành kế hoạch của đơn vị, phát động và tổ chức các phong trào thi đua thiết thực, hiệu quả; phấn đấu hoàn thành và hoàn thành vượt mức các chỉ tiêu đã đăng ký {phu_luc}."},
	{ID: "bao-cao", Heading: "Báo cáo", Text: "Các đơn vị báo cáo kết quả {bao_cao}."},
	{ID: "cham-diem", Heading: "Chấm điểm", Text: "Tổng điểm chuẩn là {diem} điểm. Số liệu do các đơn vị báo cáo được thẩm định trước khi chấm điểm, xếp hạng; không đơn vị nào tự thẩm định số liệu của mình."},
	{ID: "theo-doi", Heading: "Tiêu chí không có điểm chuẩn", Text: "Tiêu chí có điểm chuẩn “–” để theo dõi hoặc để cộng, trừ điểm."},
	{ID: "khen-thuong", Heading: "Khen thưởng", Text: "Căn cứ kết quả xếp hạng, Cụm đề nghị xét tặng {khen_thuong}."},
}

// wording is the clauses of a covenant as the head wrote them, placeholders and all.
type wording struct {
	Cluster string         `json:"cluster"`
	Year    int            `json:"year"`
	Clauses []rules.Clause `json:"clauses"`
	Made    int            `json:"made"` // how many were added in the chat: ids are never used again
}

var wordings = storage.Table[wording]{Name: "clauses", Key: func(w wording) string { return yearKey(w.Cluster, w.Year) }}

// CovenantClauses are the clauses of a year's covenant with their placeholders:
// as the head wrote them in the chat, or else as the file has them, as the
// cluster's last year had them, or the usual ones.
func CovenantClauses(r storage.Reader, c *rules.Cluster) ([]rules.Clause, error) {
	w, err := findWording(r, c)
	return w.Clauses, err
}

func findWording(r storage.Reader, c *rules.Cluster) (wording, error) {
	w, ok, err := wordings.Find(r, yearKey(c.ID, c.Year))
	if ok || err != nil {
		return w, err
	}
	w = wording{Cluster: c.ID, Year: c.Year, Clauses: c.Covenant.Clauses}
	if len(w.Clauses) > 0 {
		return w, nil
	}
	before, ok, err := wordings.Find(r, yearKey(c.ID, c.Year-1))
	if err != nil {
		return w, err
	}
	if ok {
		w.Clauses, w.Made = before.Clauses, before.Made
		return w, nil
	}
	last, err := FindCluster(r, c.ID, c.Year-1)
	if err == nil && last != nil && len(last.Covenant.Clauses) > 0 {
		w.Clauses = last.Covenant.Clauses
		return w, nil
	}
	w.Clauses = usualFor(c)
	return w, err
}

// usualFor are the usual clauses that have something to say in this cluster.
func usualFor(c *rules.Cluster) []rules.Clause {
	unscored := slices.ContainsFunc(c.Contents, func(n rules.Content) bool {
		return slices.ContainsFunc(n.Criteria, func(k rules.Criterion) bool { return k.Points.Sign() == 0 })
	})
	return slices.DeleteFunc(slices.Clone(usualClauses), func(k rules.Clause) bool {
		return k.ID == "khen-thuong" && len(c.Awards) == 0 || k.ID == "theo-doi" && !unscored
	})
}

// editClauses changes the clauses while the covenant is a draft.
func editClauses(tx storage.Tx, act Act, c *rules.Cluster, change Change, edit func(*wording) error) error {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return err
	}
	if cov.State != CovenantDraft {
		return text.Wrong("soan.not_draft", "year", yearText(c.Year))
	}
	w, err := findWording(tx, c)
	if err != nil {
		return err
	}
	w.Clauses = slices.Clone(w.Clauses)
	if err := edit(&w); err != nil {
		return err
	}
	if err := wordings.Put(tx, w); err != nil {
		return err
	}
	change.Year = c.Year
	return Log(tx, act, c.ID, change)
}

func (w *wording) at(id string) (int, error) {
	i := slices.IndexFunc(w.Clauses, func(k rules.Clause) bool { return k.ID == id })
	if i < 0 {
		return 0, text.Wrong("soan.no_clause")
	}
	return i, nil
}

// SetClause gives a clause another text and, where it is not empty, another
// heading; of an empty id a new one is added at the end.
func SetClause(tx storage.Tx, act Act, c *rules.Cluster, id, heading, said string) error {
	heading = strings.TrimSpace(text.Clean(heading))
	if n := len([]rune(heading)); n > 120 || strings.ContainsAny(heading, "{}\n") {
		return text.Wrong("soan.bad_heading")
	}
	for _, known := range rules.Placeholders {
		said = strings.ReplaceAll(said, "["+known+"]", "{"+known+"}")
	}
	if bad := rules.UnknownPlaceholder(said); bad != "" {
		return text.Wrong("soan.placeholder", "bad", bracketed(bad), "known", "["+strings.Join(rules.Placeholders, "], [")+"]")
	}
	said, err := rules.ClauseText(said)
	if err != nil {
		return text.Wrong("soan.bad_text", "most", strconv.Itoa(rules.MaxClause))
	}
	change := Change{What: "covenant.clause", To: said}
	return editClauses(tx, act, c, change, func(w *wording) error {
		if id == "" {
			if heading == "" {
				return text.Wrong("soan.bad_heading")
			}
			w.Made++
			w.Clauses = append(w.Clauses, rules.Clause{ID: fmt.Sprint("them-", w.Made), Heading: heading, Text: said})
			return nil
		}
		i, err := w.at(id)
		if err != nil {
			return err
		}
		if w.Clauses[i].Text = said; heading != "" {
			w.Clauses[i].Heading = heading
		}
		return nil
	})
}

// bracketed shows placeholders as people see and may type them in the chat:
// [nam] for {nam}.
func bracketed(s string) string { return strings.NewReplacer("{", "[", "}", "]").Replace(s) }

// Shown is a clause's text as the chat shows it, placeholders in square brackets;
// SetClause takes it back so.
func Shown(k rules.Clause) string { return bracketed(k.Text) }

// RemoveClause takes a clause out; one always stays.
func RemoveClause(tx storage.Tx, act Act, c *rules.Cluster, id string) error {
	return editClauses(tx, act, c, Change{What: "covenant.clause_removed", From: id}, func(w *wording) error {
		i, err := w.at(id)
		if err != nil {
			return err
		}
		if len(w.Clauses) == 1 {
			return text.Wrong("soan.last_clause")
		}
		w.Clauses = slices.Delete(w.Clauses, i, i+1)
		return nil
	})
}

// MoveClause gives a clause another number, from 1.
func MoveClause(tx storage.Tx, act Act, c *rules.Cluster, id string, to int) error {
	return editClauses(tx, act, c, Change{What: "covenant.clause_moved", From: id, To: itoa(to)}, func(w *wording) error {
		i, err := w.at(id)
		if err != nil {
			return err
		}
		if to < 1 || to > len(w.Clauses) {
			return text.Wrong("soan.no_clause")
		}
		k := w.Clauses[i]
		w.Clauses = slices.Insert(slices.Delete(w.Clauses, i, i+1), to-1, k)
		return nil
	})
}

// filled are the clauses as they are printed.
func filled(list []rules.Clause, c *rules.Cluster, p paper.Covenant) []paper.Clause {
	var out []paper.Clause
	for i, k := range list {
		said := rules.FillClause(k.Text, func(placeholder string) string { return placeholderText(placeholder, c, p) })
		for _, end := range []string{".", ";", ","} {
			said = strings.ReplaceAll(said, " "+end, end) // a placeholder that says nothing here
		}
		out = append(out, paper.Clause{ID: k.ID, N: i + 1, Heading: k.Heading, Text: said})
	}
	return out
}

// placeholderText is what rules.Placeholders stand for.
func placeholderText(placeholder string, c *rules.Cluster, p paper.Covenant) string {
	var list []string
	switch placeholder {
	case "nam":
		return yearText(c.Year)
	case "cum":
		return c.Name
	case "cum_truong":
		return c.Member(c.Head).Name
	case "cum_pho":
		for _, d := range c.Deputies {
			list = append(list, c.Member(d).Name)
		}
		return strings.Join(list, ", ")
	case "so_don_vi":
		return fmt.Sprintf("%02d", len(c.Members))
	case "chu_de":
		return c.Theme
	case "diem":
		return text.NumberText(text.Vietnamese, p.MaxPoints)
	case "bao_cao":
		for _, d := range c.Periods {
			list = append(list, d.Name+" chậm nhất "+text.LongDate(text.Vietnamese, d.ReportBy.In(time.UTC)))
		}
		return strings.Join(list, "; ")
	case "khen_thuong":
		for _, a := range c.Awards {
			list = append(list, fmt.Sprintf("%s cho %02d đơn vị", a.Name, a.Places))
		}
		return strings.Join(list, "; ")
	case "phu_luc":
		if len(p.Annex) > 0 {
			return "tại Phụ lục kèm theo"
		}
	}
	return ""
}

// TargetList is the yearly targets as text, whose SHA-256 the covenant carries:
// cluster and year on a line each, then member/criterion=plan for each that has
// one, in the file's order (docs/formats.md, section 2).
func TargetList(r storage.Reader, c *rules.Cluster) ([]byte, error) { return targetList(r, c, nil) }

// targetList is TargetList as it is once the changes are in force.
func targetList(r storage.Reader, c *rules.Cluster, changes []TargetChange) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%d\n", c.ID, c.Year)
	yearly := c.Yearly().ID
	for _, m := range c.Members {
		for _, k := range c.Criteria(yearly) {
			t, err := FindTarget(r, c, Subject{c.ID, c.Year, yearly, m.ID, k.ID})
			if err != nil {
				return nil, err
			}
			for i, change := range changes {
				if change.Member == m.ID && change.Criterion == k.ID {
					t.Plan = &changes[i].New
				}
			}
			if t.Plan != nil {
				fmt.Fprintf(&b, "%s/%s=%s\n", m.ID, k.ID, t.Plan)
			}
		}
	}
	return []byte(b.String()), nil
}
