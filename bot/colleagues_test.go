package bot_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

func TestColleaguesSeeEachOthersFigures(t *testing.T) {
	p := official(t)
	q := p.person("c5", workflow.Official, "c")
	p.talk("/baocao 6T", "2: 250")
	q.says("/baocao 6T 2").has(t, "Đã nhập: 250 nghìn tấn (Nguyễn Văn c1)")
	q.says("260").has(t, "👥 Nguyễn Văn c1 đã nhập 2. Sản lượng lúa: 250 nghìn tấn", "Anh/chị vừa gửi 260 nghìn tấn. Giữ số nào?")
	if got := p.draft("6T", "c", "san-luong"); got != "250" {
		t.Fatalf("overwritten unseen: %s", got)
	}
	p.says("2: 255") // meanwhile the other one corrects it
	q.presses("Thay bằng 260 nghìn tấn").has(t, "đã nhập 2. Sản lượng lúa: 255 nghìn tấn")
	q.says("giữ").has(t, "giữ số của đồng nghiệp")
	if got := p.draft("6T", "c", "san-luong"); got != "255" {
		t.Errorf("the colleague's figure was to stay: %s", got)
	}
	q.talk("2: 260", "thay")
	if got := p.draft("6T", "c", "san-luong"); got != "260" {
		t.Errorf("it was to be replaced: %s", got)
	}
	q.says("1: 5531,5\n2: 270\n3: đạt").has(t, "260 nghìn tấn → 270 nghìn tấn")
	p.says("3: không đạt")
	q.says("đúng").has(t, "Có thay đổi từ lúc xem trước", "không đạt (do Nguyễn Văn c1 nhập) → đạt")
	q.says("đúng").has(t, "Đã ghi 3 số")
	r := q.talk("4: 7", "nộp")
	contains(t, r.to("c1"), "Nguyễn Văn c5 đã nộp báo cáo 6 tháng đầu năm 2017")
}

// A confirmed entry is one that the bot says it keeps.
type confirmed struct{ criterion, value string }

// Two officials of one unit report at the same time, in a thousand orders. What
// one of them was told is kept is in the log, in that order, and nothing else;
// the last of it stands; and nobody's figure is taken away unseen.
func TestTwoOfficialsInAThousandOrders(t *testing.T) {
	orders := 250
	if testing.Short() {
		orders = 25
	}
	for part := range uint64(4) {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			interleave(t, rand.New(rand.NewPCG(5, part)), orders)
		})
	}
}

func interleave(t *testing.T, random *rand.Rand, orders int) {
	h := newHouse(t)
	unit := map[string]string{"1": "thu", "2": "san-luong", "4": "vu"}
	asked, entries := 0, 0
	for n := range orders {
		// A year of its own each: the same people, nothing entered yet.
		if n > 0 && n%20 == 0 {
			h = newHouse(t)
		}
		member := []string{"a", "b", "c", "d"}[n%4]
		period := []string{"6T", "CN"}[n/4%2]
		one, two := fmt.Sprint("o", n), fmt.Sprint("t", n)
		people := []*person{h.person(one, workflow.Official, member), h.person(two, workflow.Official, member)}
		h.clear(period, member)
		seq, owner := h.logAfter(0, nil), map[string]string{} // who entered what stands
		scripts := [][]string{
			{"/baocao " + period, "1: 101", "2: 22", "/sua 1 = 103", "1: 104\n4: 41"},
			{"/baocao " + period, "1: 201", "4: 42", "2: 26", "/sua 4 = 43"},
		}
		var said []confirmed
		hear := func(p *person, line string) {
			r := p.says(line)
			seq = h.logAfter(seq, func(l workflow.Change) {
				if l.What != "figure.draft" {
					return
				}
				if by := owner[l.Criterion]; by != "" && by != p.id && line != "thay" && line != "đúng" {
					t.Fatalf("order %d: %s took %s's %s away unseen with %q", n, p.id, by, l.Criterion, line)
				}
				if !strings.Contains(r.text, "✔️") {
					t.Fatalf("order %d: kept without a word: %s", n, r.text)
				}
				owner[l.Criterion] = l.By
				said = append(said, confirmed{l.Criterion, l.To})
			})
		}
		for len(scripts[0])+len(scripts[1]) > 0 {
			i := random.IntN(2)
			if len(scripts[i]) == 0 {
				i = 1 - i
			}
			p, line := people[i], scripts[i][0]
			scripts[i] = scripts[i][1:]
			hear(p, line)
			for try := 0; ; try++ { // questions are answered, perhaps after the other one went on
				step := h.step(p.id)
				if step != "report/settle" && step != "report/preview" || try == 8 {
					break
				}
				asked++
				answer := map[string]string{"report/settle": []string{"thay", "giữ"}[random.IntN(2)], "report/preview": "đúng"}[step]
				if j := 1 - i; len(scripts[j]) > 0 && random.IntN(3) == 0 && h.step(people[j].id) != "report/settle" && h.step(people[j].id) != "report/preview" {
					other := scripts[j][0]
					scripts[j] = scripts[j][1:]
					hear(people[j], other)
				}
				hear(p, answer)
			}
		}
		for _, p := range people { // nobody is left with an open question
			for try := 0; try < 8 && (h.step(p.id) == "report/settle" || h.step(p.id) == "report/preview"); try++ {
				hear(p, map[string]string{"report/settle": "giữ", "report/preview": "đúng"}[h.step(p.id)])
			}
			if s := h.step(p.id); s != "report/figure" && s != "report/check" {
				t.Fatalf("order %d: %s is left at %s", n, p.id, s)
			}
		}
		entries += len(said)
		for _, criterion := range unit {
			want := "-"
			for _, s := range said {
				if s.criterion == criterion {
					want = s.value
				}
			}
			if got := h.draft(period, member, criterion); got != want {
				t.Fatalf("order %d: %s is %s, the last one kept was %s", n, criterion, got, want)
			}
		}
	}
	if asked < orders || entries < 5*orders {
		t.Errorf("only %d questions and %d entries in %d orders: nothing is shown by that", asked, entries, orders)
	}
}

// logAfter calls each for every line of the log after one, and returns the last.
func (h *house) logAfter(after int64, each func(workflow.Change)) (last int64) {
	h.t.Helper()
	last = after
	h.view(func(r storage.Reader) error {
		list, err := r.Scan("log", fmt.Sprintf("cum/%012d", after+1), "cum/~", 0)
		for _, rec := range list {
			var l workflow.Change
			_, data, err := storage.Unseal(rec.Value)
			if err == nil {
				err = json.Unmarshal(data, &l)
			}
			if err != nil {
				return err
			}
			if last = l.Seq; each != nil {
				each(l)
			}
		}
		return err
	})
	return last
}

// clear forgets what a member has for a period, and what waits to be delivered.
func (h *house) clear(period, member string) {
	h.t.Helper()
	h.do(func(tx storage.Tx, _ workflow.Act) error {
		for table, prefix := range map[string]string{"figures": "cum/2017/" + period + "/" + member + "/", "outbox": ""} {
			list, err := tx.Scan(table, prefix, storage.PrefixEnd(prefix), 0)
			if err != nil {
				return err
			}
			for _, r := range list {
				if err := tx.Delete(table, r.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// What a colleague entered meanwhile is read back before it is submitted.
func TestNothingIsSubmittedUnread(t *testing.T) {
	p := official(t)
	q := p.person("c5", workflow.Official, "c")
	p.talk("/baocao 6T", fourRows, "đúng")
	q.says("/sua 6T 2 = 999")
	q.says("thay")
	p.presses("Nộp báo cáo").has(t, "Đồng nghiệp vừa nhập hoặc sửa số", "2. Sản lượng lúa: 999 nghìn tấn").lacks(t, "Mã biên nhận")
	p.presses("Nộp báo cáo").has(t, "Mã biên nhận")
}

// A paste is for the cluster in which it was begun, whichever is chosen meanwhile.
func TestAPasteStaysInItsCluster(t *testing.T) {
	p := official(t)
	p.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-hai", "số 1", "số 2"))
	p.seat("c1", "cum-hai", workflow.Official, "c")
	p.says("/cum")
	p.presses("Chọn cụm khác")
	p.says("cum")
	p.talk("/baocao 6T", fourRows)
	p.at("report/preview")
	p.says("/cum")
	p.presses("Chọn cụm khác")
	p.says("cum-hai")
	if p.step("c1") != "report/preview" {
		p.says("/baocao 6T").has(t, "Anh/chị còn số đang chờ xác nhận")
	}
	p.says("đúng").has(t, "Đã ghi 4 số")
	if got := p.draft("6T", "c", "san-luong"); got != "250" {
		t.Errorf("in its own cluster it is %s", got)
	}
	p.view(func(r storage.Reader) error {
		f, err := workflow.FindFigure(r, workflow.Subject{Cluster: "cum-hai", Year: 2017, Period: "6T", Member: "c", Criterion: "san-luong"})
		if f.Draft != nil {
			t.Errorf("in another cluster: %+v", f.Draft)
		}
		return err
	})
}

// A pending paste is lost to no command about another period.
func TestAPendingPasteIsNotReplaced(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", fourRows)
	p.says("/sua CN 2 = 300").has(t, "còn số đang chờ xác nhận")
	p.at("report/preview")
	p.says("đúng").has(t, "Đã ghi 4 số")
}
