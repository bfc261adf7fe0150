package bot_test

import (
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/bot"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/score"
)

// hall is a house with a bound group, the head a1, and a leader for every unit but
// d: a2, b2, c2.
func hall(t testing.TB) (h *house, head *person, leaders map[string]*person) {
	h = newHouse(t)
	h.now = at("2018-04-03 08:00")
	head = h.person("a1", workflow.Head, "a")
	head.in(group).says("/cum")
	leaders = map[string]*person{}
	for _, m := range []string{"a", "b", "c"} {
		leaders[m] = h.person(m+"2", workflow.Leader, m)
	}
	return h, head, leaders
}

// opens opens a vote between all on who leads.
func (p *person) opens(what string) reply {
	p.t.Helper()
	p.says("/bophieu")
	p.presses("Mở cuộc bỏ phiếu mới")
	p.presses(what)
	p.presses("Tất cả 4 đơn vị")
	return p.presses("Mở bỏ phiếu")
}

// casts chooses twice.
func (p *person) casts(choice string) reply {
	p.t.Helper()
	p.presses(choice)
	return p.presses("✔ " + choice)
}

// closes closes a vote.
func (p *person) closes(n string) reply {
	p.t.Helper()
	p.says("/bophieu")
	p.presses("Đóng số " + n)
	return p.presses("Đóng và kiểm phiếu")
}

// box is what the ballots of all votes name, in order of name.
func (h *house) box() string {
	h.t.Helper()
	var list []string
	h.view(func(r storage.Reader) error {
		records, err := r.Scan("ballots", "", "", 0)
		for _, rec := range records {
			list = append(list, regexp.MustCompile(`"choice":"([^"]*)"`).FindStringSubmatch(string(rec.Value))[1])
		}
		return err
	})
	slices.Sort(list)
	return strings.Join(list, "")
}

func TestAVoteFromOpeningToResult(t *testing.T) {
	h, head, leaders := hall(t)
	head.says("/bophieu").has(t, "Năm 2017 chưa có cuộc bỏ phiếu nào")
	r := head.opens("Suy tôn đơn vị dẫn đầu").has(t, "Đã mở bỏ phiếu số 1", "Đã bỏ phiếu: 0/4")
	contains(t, r.to("b2"), "Cụm trưởng đã mở bỏ phiếu", "Bỏ phiếu số 1: suy tôn đơn vị dẫn đầu cụm", "An, Bình, Châu, Đức", "ít nhất 2/3 số đơn vị", "quá 1/2 số phiếu", "Phiếu kín")
	contains(t, r.to(group), "Bỏ phiếu số 1: suy tôn đơn vị dẫn đầu cụm", "Đã bỏ phiếu: 0/4")
	leaders["b"].presses("Bỏ phiếu").has(t, "Phiếu của Bình")
	leaders["b"].presses("3. Châu").has(t, "chọn lại đúng như vừa rồi").lacks(t, "Châu")
	r = leaders["b"].presses("✔ 3. Châu").has(t, "Đã nhận phiếu của Bình lúc").lacks(t, "Châu")
	contains(t, r.to(group), "Đã bỏ phiếu: 1/4")
	if r.to("a1") != "" {
		t.Errorf("the head is told of a ballot: %s", r.to("a1"))
	}
	leaders["a"].presses("Bỏ phiếu")
	leaders["a"].casts("3. Châu")
	// Of an open vote nobody sees more than how many have voted; the head also who.
	for _, p := range []*person{head, leaders["a"], leaders["c"].in(group)} {
		p.says("/bophieu").has(t, "Đã bỏ phiếu: 2/4").lacks(t, " phiếu\n")
		p.says("/huy")
	}
	head.says("/bophieu")
	head.presses("Đóng số 1").has(t, "Đã bỏ phiếu: 2/4", "Chưa bỏ phiếu: Châu, Đức", "Chưa có lãnh đạo tham gia nên chưa bỏ phiếu được: Đức", "Chưa đủ 2/3").lacks(t, "•")
	head.presses("Chưa đóng")
	leaders["c"].presses("Bỏ phiếu")
	leaders["c"].says("phiếu trắng")
	leaders["c"].says("trang").has(t, "Đã nhận phiếu của Châu")
	head.says("/bophieu")
	head.presses("Đóng số 1").lacks(t, "Chưa đủ")
	r = head.presses("Đóng và kiểm phiếu")
	for _, said := range []string{r.text, r.to("a2"), r.to("b2"), r.to("c2"), r.to(group)} {
		contains(t, said, "Đã bỏ phiếu: 3/4", "• Châu: 2 phiếu", "• An: 0 phiếu", "• Phiếu trắng: 1", "Châu được 2/3 phiếu, quá 1/2 số phiếu")
	}
	contains(t, r.to(group), "Đã đóng. Đã bỏ phiếu: 3/4")
	leaders["b"].says("/bophieu 1").has(t, "• Châu: 2 phiếu")
	if h.box() != "*cc" || h.logged("vote.open") != 1 || h.logged("vote.cast") != 3 || h.logged("vote.close") != 1 {
		t.Errorf("box %s", h.box())
	}
	boards := 0
	h.view(func(r storage.Reader) error {
		all, err := outbox.Waiting(r)
		for _, m := range all {
			if strings.HasPrefix(m.Board, "bophieu/") {
				boards++
			}
		}
		return err
	})
	if boards != 1 {
		t.Errorf("%d messages in the group say how many have voted", boards)
	}
}

func TestWhoeverCannotVote(t *testing.T) {
	h, head, leaders := hall(t)
	official := h.person("c1", workflow.Official, "c")
	head.opens("Suy tôn đơn vị dẫn đầu")
	official.says("/bophieu").has(t, "Đã bỏ phiếu: 0/4")
	official.says("/bophieu 1").has(t, "Chọn một trong: An, Bình, Châu, Đức")
	if h.step("c1") != "" || len(head.labels()) == 0 || slices.Contains(head.labels(), "Bỏ phiếu") {
		t.Errorf("official at %q, head has %v", h.step("c1"), head.labels())
	}
	leaders["c"].says("/bophieu 7").has(t, "Không có cuộc bỏ phiếu số 7")
	// Nobody starts a conversation in a group.
	leaders["c"].in(group).says("/bophieu 1").has(t, "Đã bỏ phiếu: 0/4")
	head.in(group).says("/bophieu").has(t, "Đã bỏ phiếu: 0/4")
	if h.step(group) != "" {
		t.Errorf("a conversation in the group: %s", h.step(group))
	}
}

func TestOneBallotForEachUnit(t *testing.T) {
	h, head, leaders := hall(t)
	second := h.person("b3", workflow.Leader, "b")
	two := h.person("c2", workflow.Leader, "d") // leads c and d
	head.opens("Suy tôn đơn vị dẫn đầu")

	// One press that comes twice, and the same update offered again.
	leaders["b"].presses("Bỏ phiếu")
	leaders["b"].presses("1. An")
	data := leaders["b"].buttons()[0].Data
	e := leaders["b"].change(func(e *intake.Event) { e.Kind, e.Data, e.Callback = intake.KindButton, data, "cb" })
	h.offer(e)
	if err := h.handle(t.Context(), h.store, e); err != nil {
		t.Fatal(err)
	}
	if r := leaders["b"].pressesData(data); r.text != "" || !strings.Contains(r.answers[0], "đã cũ") {
		t.Errorf("the second press: %s %q", r.text, r.answers)
	}
	if h.box() != "a" {
		t.Errorf("box %s", h.box())
	}
	// Another leader of the unit comes late.
	second.presses("Bỏ phiếu").has(t, "Huyện Bình đã bỏ phiếu (Nguyễn Văn b2, lúc").lacks(t, "Phiếu của Bình")

	// A leader of two units has two ballots.
	two.presses("Bỏ phiếu").has(t, "bỏ phiếu nào trước")
	two.presses("1. Số 1, phiếu của Châu")
	two.casts("2. Bình").has(t, "Đã nhận phiếu của Châu", "Phiếu của Đức")
	two.casts("2. Bình").has(t, "Đã nhận phiếu của Đức")
	two.at("")
	two.says("/bophieu").has(t, "Đã bỏ phiếu: 3/4")
	if h.box() != "abb" {
		t.Errorf("box %s", h.box())
	}
}

func TestTwoLeadersOfAUnitAtOnce(t *testing.T) {
	h, head, leaders := hall(t)
	second := h.person("b3", workflow.Leader, "b")
	head.opens("Suy tôn đơn vị dẫn đầu")
	for _, p := range []*person{leaders["b"], second} {
		p.presses("Bỏ phiếu")
		p.presses("1. An")
	}
	second.presses("✔ 1. An").has(t, "Đã nhận phiếu của Bình")
	leaders["b"].presses("✔ 1. An").has(t, "Huyện Bình đã bỏ phiếu (Nguyễn Văn b3, lúc")
	leaders["b"].at("")
	if h.box() != "a" {
		t.Errorf("box %s", h.box())
	}
}

func TestClosedWhileSomebodyVotes(t *testing.T) {
	h, head, leaders := hall(t)
	head.opens("Suy tôn đơn vị dẫn đầu")
	for _, m := range []string{"a", "b", "c"} {
		leaders[m].presses("Bỏ phiếu")
	}
	leaders["b"].presses("1. An")
	head.closes("1").has(t, "Không hợp lệ vì không đủ số phiếu: 0/4 đơn vị bỏ phiếu", "Phiếu không được kiểm").lacks(t, "•")
	leaders["a"].presses("1. An").has(t, "Bỏ phiếu số 1 đã đóng lúc")
	leaders["b"].presses("✔ 1. An").has(t, "Bỏ phiếu số 1 đã đóng lúc")
	for _, m := range []string{"a", "b"} {
		leaders[m].at("")
	}
	leaders["c"].says("2").has(t, "đã đóng")
	if h.box() != "" {
		t.Errorf("box %s", h.box())
	}
}

// What differs is not confirmed; nor is what the running process does not
// remember.
func TestABallotIsConfirmedByTheSameChoice(t *testing.T) {
	h, head, leaders := hall(t)
	h.veil = "one"
	head.opens("Suy tôn đơn vị dẫn đầu")
	b := leaders["b"]
	b.presses("Bỏ phiếu")
	b.presses("1. An")
	b.presses("✔ 2. Bình").has(t, "Chưa xác nhận được", "Phiếu của Bình")
	b.presses("1. An")
	h.veil = "two" // started anew
	b.presses("✔ 1. An").has(t, "máy chủ vừa khởi động lại")
	b.presses("1. An")
	b.says("quay lại").has(t, "Phiếu của Bình")
	b.presses("4. Đức")
	b.says("huyện đức").has(t, "Đã nhận phiếu")
	if h.box() != "d" {
		t.Errorf("box %s", h.box())
	}
}

// What is typed is deleted from the chat, whatever becomes of it.
func TestATypedBallotIsDeleted(t *testing.T) {
	h, head, leaders := hall(t)
	head.opens("Suy tôn đơn vị dẫn đầu")
	b := leaders["b"]
	b.presses("Bỏ phiếu")
	for _, said := range []string{"huyện nào", "2", "Bình"} {
		if r := b.says(said); !r.deletes(h.n) {
			t.Errorf("%q stays in the chat", said)
		}
	}
	if h.box() != "b" {
		t.Errorf("box %s", h.box())
	}
}

// choiceOnly is all that may differ where somebody chose otherwise: the choice that
// waits to be confirmed, under a veil that is kept nowhere.
var choiceOnly = regexp.MustCompile(`"First":"[0-9a-f]{64}"`)

// state is everything that is stored, but the ballots.
func (h *house) state() map[string]string {
	h.t.Helper()
	all := map[string]string{}
	h.view(func(r storage.Reader) error {
		stored, err := r.Tables()
		for _, table := range stored {
			records, err := r.Scan(table, "", "", 0)
			if err != nil {
				return err
			}
			for _, rec := range records {
				_, data, err := storage.Unseal(rec.Value)
				if err != nil {
					return err
				}
				if table != "ballots" {
					all[table+" "+rec.Key] = choiceOnly.ReplaceAllString(string(data), "")
				}
			}
		}
		return err
	})
	return all
}

// The same vote is held three times with other choices, by buttons or words:
// after every event all that is stored and said is the same, but the ballots. So
// nothing in the store can join a member and a choice.
func TestNothingStoredTellsWhoChoseWhat(t *testing.T) {
	type step struct {
		state map[string]string
		said  string
	}
	play := func(typed bool, choices ...string) (steps []step) {
		h, head, leaders := hall(t)
		keep := func(r reply) { steps = append(steps, step{h.state(), r.text + strings.Join(r.answers, "")}) }
		keep(head.opens("Suy tôn đơn vị dẫn đầu"))
		for i, m := range []string{"a", "b", "c"} {
			p := leaders[m]
			keep(p.presses("Bỏ phiếu"))
			if typed {
				keep(p.says(choices[i]))
				keep(p.says(choices[i]))
				continue
			}
			keep(p.presses(choices[i]))
			keep(p.presses("✔ " + choices[i]))
		}
		return steps
	}
	for _, typed := range []bool{false, true} {
		one := play(typed, "1. An", "2. Bình", "Phiếu trắng")
		for _, choices := range [][]string{{"2. Bình", "1. An", "4. Đức"}, {"Phiếu trắng", "3. Châu", "1. An"}} {
			for i, s := range play(typed, choices...) {
				if s.said != one[i].said {
					t.Errorf("step %d says %q, with other choices %q", i, s.said, one[i].said)
				}
				for k, v := range s.state {
					if one[i].state[k] != v {
						t.Errorf("step %d, %s tells the choice:\n%s\n%s", i, k, v, one[i].state[k])
					}
				}
				if len(s.state) != len(one[i].state) {
					t.Errorf("step %d: %d records, with other choices %d", i, len(s.state), len(one[i].state))
				}
			}
		}
	}
}

// A ballot holds the vote and the choice under an id, and nothing of it stands
// anywhere else.
func TestWhatABallotHolds(t *testing.T) {
	h, head, leaders := hall(t)
	head.opens("Suy tôn đơn vị dẫn đầu")
	leaders["b"].presses("Bỏ phiếu")
	leaders["b"].casts("3. Châu")
	h.view(func(r storage.Reader) error {
		box, err := r.Scan("ballots", "", "", 0)
		if err != nil || len(box) != 1 {
			t.Fatalf("%d ballots, %v", len(box), err)
		}
		_, data, err := storage.Unseal(box[0].Value)
		if ok := regexp.MustCompile(`^{"vote":"cum/2017/0001","id":"[0-9a-f]{32}","choice":"c"}$`).Match(data); !ok {
			t.Errorf("a ballot is %s", data)
		}
		id := strings.TrimPrefix(box[0].Key, "cum/2017/0001/")
		for k, v := range h.state() {
			if strings.Contains(k+v, id) {
				t.Errorf("the ballot's id is in %s: %s", k, v)
			}
		}
		return err
	})
}

// A ballot that cannot be handled goes into quarantine without its bytes.
func TestAQuarantinedBallotHasNoContent(t *testing.T) {
	for name, send := range map[string]func(e *intake.Event, data string){
		"pressed": func(e *intake.Event, data string) { e.Kind, e.Data, e.Callback = intake.KindButton, data, "cb" },
		"typed":   func(e *intake.Event, _ string) { e.Text = "An" },
	} {
		h, head, leaders := hall(t)
		head.opens("Suy tôn đơn vị dẫn đầu")
		leaders["b"].presses("Bỏ phiếu")
		leaders["b"].presses("1. An")
		e := leaders["b"].change(func(e *intake.Event) { send(e, leaders["b"].buttons()[0].Data) })
		e.Raw = []byte(`{"data":"` + e.Data + `","text":"` + e.Text + `"}`)
		b := bot.New(workflow.Chancery{Key: key, Press: press}, slog.New(slog.DiscardHandler))
		b.Secrecy = bot.Secrecy{Veil: []byte(h.veil), Draw: func() [16]byte { panic("no chance") }}
		door := &intake.Door{Store: h.store, Handler: b, Log: b.Log, Secret: b.Secret}
		if err := door.Handle(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		h.view(func(r storage.Reader) error {
			aside, err := intake.Quarantine(r)
			if err != nil || len(aside) != 1 || len(aside[0].Raw) > 0 {
				t.Errorf("%s: %+v %v", name, aside, err)
			}
			return err
		})
		if h.box() != "" {
			t.Errorf("%s: box %s", name, h.box())
		}
	}
}

// A tie across the award line waits for the vote; the head is offered it.
func TestATieIsVotedOnInTheChat(t *testing.T) {
	h, head, leaders := hall(t)
	h.apply(edit(t, yearFile, "contents:\n", "awards: [{name: Cờ thi đua, places: 1}]\ncontents:\n"))
	h.equal("b", "c")
	head.says("/xephang").has(t, "khen thưởng chờ biểu quyết")
	head.says("/bophieu")
	head.presses("Mở cuộc bỏ phiếu mới")
	head.presses("Xét hạng các đơn vị cùng hạng").has(t, "1. Hạng 1, năm 2017: Bình, Châu – khen thưởng đang chờ", "2. Hạng 3, năm 2017: An, Đức")
	head.presses("1. Hạng 1").has(t, "xét hạng 1 giữa các đơn vị cùng hạng (Bình, Châu)")
	head.presses("Mở bỏ phiếu")
	for m, choice := range map[string]string{"a": "2. Châu", "b": "1. Bình", "c": "2. Châu"} {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts(choice)
	}
	head.closes("1").has(t, "Châu được 2/3 phiếu")
	head.says("/xephang").has(t, "Hạng 1, Châu: theo kết quả bỏ phiếu ngày 03/04/2018 (2/3 phiếu).", "Cờ thi đua").lacks(t, "khen thưởng chờ biểu quyết")
}

// equal gives units the same points.
func (h *house) equal(units ...string) {
	h.t.Helper()
	c := h.cluster()
	h.do(func(tx storage.Tx, act workflow.Act) error {
		for _, m := range units {
			row := workflow.ImportRow{Period: "CN", Member: m, Criterion: "chuan", Actual: score.Value{Kind: score.Yes}, Given: true}
			if err := workflow.ImportFigure(tx, act, c, row, true); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAResultThatMovesNobodySaysSo(t *testing.T) {
	h, head, leaders := hall(t)
	h.equal("b", "c")
	head.says("/bophieu")
	head.presses("Mở cuộc bỏ phiếu mới")
	head.presses("Xét hạng các đơn vị cùng hạng")
	head.presses("1. Hạng 1")
	head.presses("Mở bỏ phiếu")
	h.equal("d") // comes level with them
	for _, m := range []string{"a", "b", "c"} {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts("2. Châu")
	}
	head.closes("1").has(t, "Châu được 3/3 phiếu", "nay không còn cùng hạng")
	head.says("/xephang").has(t, "Hạng 1: các đơn vị bằng nhau").lacks(t, "theo kết quả bỏ phiếu")
}

func TestAnotherRoundInTheChat(t *testing.T) {
	_, head, leaders := hall(t)
	head.opens("Bầu Cụm trưởng năm 2018")
	for m, choice := range map[string]string{"a": "1. An", "b": "2. Bình", "c": "Phiếu trắng"} {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts(choice)
	}
	head.closes("1").has(t, "Không có kết quả: không đơn vị nào được quá 1/2 số phiếu (3 phiếu)")
	head.says("/bophieu")
	head.presses("Vòng tiếp theo của số 1").has(t, "Bỏ phiếu số 2: bầu Cụm trưởng năm 2018", "(vòng tiếp theo của bỏ phiếu số 1)", "Chọn một trong: An, Bình;")
	r := head.presses("Mở bỏ phiếu")
	contains(t, r.to("c2"), "An, Bình; hoặc phiếu trắng")
	if slices.Contains(head.labels(), "Vòng tiếp theo của số 1") {
		t.Errorf("offered again: %v", head.labels())
	}
	for m := range leaders {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts("2. Bình")
	}
	head.closes("2").has(t, "Bình được 3/3 phiếu")
	head.says("/bophieu")
	head.presses("Mở cuộc bỏ phiếu mới")
	head.presses("Bầu Cụm phó thứ nhất năm 2018").has(t, "1. An, 3. Châu, 4. Đức").lacks(t, "Bình")
	head.says("1, huyện nào").has(t, "Không rõ “huyện nào” là đơn vị nào")
	head.says("1, bình").has(t, "Bình không thể được đưa vào cuộc bỏ phiếu này")
	head.at("vote/candidates")
	head.says("1; đức").has(t, "Chọn một trong: An, Đức;")
}

// What is not decided when the year is handed over is decided afterwards, until
// the result is published.
func TestVotesAfterTheHandover(t *testing.T) {
	h, head, leaders := hall(t)
	h.now = at("2018-04-04 08:00")
	head.opens("Bầu Cụm trưởng năm 2018")
	for m, choice := range map[string]string{"a": "4. Đức", "b": "4. Đức", "c": "4. Đức"} {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts(choice)
	}
	head.closes("1")
	h.equal("b", "c")
	h.apply(strings.NewReplacer("year: 2017", "year: 2018", "2018-04-04", "2019-04-04").Replace(yearFile))
	h.now = at("2018-04-05 08:00")
	leaders["b"].says("/bophieu 1").has(t, "Bỏ phiếu số 1: bầu Cụm trưởng năm 2018", "Đức được 3/3 phiếu")
	leaders["b"].says("/bophieu 2017/1").has(t, "Đức được 3/3 phiếu")
	head.says("/bophieu").has(t, "Năm 2017:", "Đức được 3/3 phiếu")
	head.presses("Mở cuộc bỏ phiếu mới")
	head.presses("Xét hạng các đơn vị cùng hạng").has(t, "Hạng 1, năm 2017: Bình, Châu")
	head.presses("1. Hạng 1").has(t, "xét hạng 1 giữa các đơn vị cùng hạng (Bình, Châu)")
	head.presses("Mở bỏ phiếu")
	for m, choice := range map[string]string{"a": "2. Châu", "b": "1. Bình", "c": "Phiếu trắng"} {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts(choice)
	}
	head.closes("2 (2017)").has(t, "Không có kết quả")
	head.says("/bophieu")
	head.presses("Vòng tiếp theo của số 2 (2017)")
	head.presses("Mở bỏ phiếu").has(t, "Đã mở bỏ phiếu số 3")
	for m := range leaders {
		leaders[m].presses("Bỏ phiếu")
		leaders[m].casts("2. Châu")
	}
	head.closes("3 (2017)").has(t, "Châu được 3/3 phiếu")
	head.says("/xephang CN 2017").has(t, "Hạng 1, Châu: theo kết quả bỏ phiếu")
}
