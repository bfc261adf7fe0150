package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// An installation is thidua in processes of its own, around one store and one
// Bot API.
type installation struct {
	t      *testing.T
	dir    string
	env    []string
	server *exec.Cmd
	log    *bytes.Buffer
}

const day = "2025-03-01T08:00:00+07:00"

func newInstallation(t *testing.T, api string) *installation {
	p := &installation{t: t, dir: t.TempDir(), log: &bytes.Buffer{}}
	p.env = append(os.Environ(), asProgram+"=1",
		"THIDUA_STORE=bolt:"+filepath.Join(p.dir, "t.db"), "THIDUA_NOW="+day,
		"THIDUA_TELEGRAM_TOKEN="+secret, "THIDUA_TELEGRAM_URL="+api)
	t.Cleanup(func() {
		if p.server != nil {
			p.kill()
		}
		if strings.Contains(p.log.String(), "foreign-token") {
			t.Error("the token is in the log")
		}
	})
	return p
}

func (p *installation) command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env, c.Dir = p.env, p.dir
	return c
}

// run runs a command and returns what it printed.
func (p *installation) run(args ...string) string {
	p.t.Helper()
	var out, errs bytes.Buffer
	c := p.command(args...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		p.t.Fatalf("%v: %v\n%s", args, err, errs.String())
	}
	return out.String()
}

// fails runs a command that is refused, and returns its code and why.
func (p *installation) fails(args ...string) (int, string) {
	p.t.Helper()
	out, err := p.command(args...).CombinedOutput()
	if err == nil {
		p.t.Fatalf("%v was not refused: %s", args, out)
	}
	return err.(*exec.ExitError).ExitCode(), string(out)
}

func (p *installation) start() {
	p.t.Helper()
	p.server = p.command("serve")
	p.server.Stderr = p.log
	p.server.Env = append(slices.Clone(p.env), asProgram+"="+whileParentLives)
	if _, err := p.server.StdinPipe(); err != nil { // held until Wait
		p.t.Fatal(err)
	}
	if err := p.server.Start(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *installation) kill() {
	_ = p.server.Process.Kill()
	_ = p.server.Wait()
	p.server = nil
}

// stop ends the server as an operator would, and waits for its clean end.
func (p *installation) stop() {
	p.t.Helper()
	if err := p.server.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.server.Wait(); err != nil {
		p.t.Errorf("not a clean end: %v\n%s", err, p.log)
	}
	p.server = nil
}

// joins makes somebody a member of the cluster.
func (p *installation) joins(api *foreign, who int, role, member string) {
	p.t.Helper()
	args := []string{"invite", "--cluster", "a-b", "--role", role, "--name", fmt.Sprint("Người ", who)}
	if member != "" {
		args = append(args, "--member", member)
	}
	code, _, _ := strings.Cut(p.run(args...), "\n")
	api.hears(p.t, who, func() { api.says(who, "/start "+code) }, "Thông tin trên có đúng không?")
	api.hears(p.t, who, func() { api.presses(p.t, who, "Đúng, tham gia") }, "đã tham gia")
}

func small(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("internal", "demo", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// At a Bot API server that is not ours people join, report, get something back,
// sign and ask for the ranking, and operators work meanwhile.
func TestServeAtAForeignServer(t *testing.T) {
	t.Parallel()
	api := newForeign(t)
	p := newInstallation(t, api.URL)
	p.run("cluster", "apply", small(t, "small.yaml"))
	p.start()

	const official, head, observer, leader, group = 101, 102, 103, 201, -1001234567890
	p.joins(api, official, "official", "x1")
	p.joins(api, head, "head", "x2")
	p.joins(api, observer, "observer", "")
	for i := range 4 {
		p.joins(api, leader+i, "leader", fmt.Sprint("x", i+1))
	}
	if link := p.run("invite", "--cluster", "a-b", "--role", "observer"); !strings.Contains(link, "https://t.me/CumForeignBot?start=") {
		t.Errorf("no link: %q", link)
	}

	say := func(who int, line, words string) said {
		t.Helper()
		return api.hears(t, who, func() { api.says(who, line) }, words)
	}
	press := func(who int, label, words string) said {
		t.Helper()
		return api.hears(t, who, func() { api.presses(t, who, label) }, words)
	}
	api.hears(t, group, func() { api.saysIn(group, head, "/cum") }, "Nhóm này gắn với")
	say(official, "/baocao N", "mã: p1")
	say(official, "1: 125,125", "A. 125,125 tỷ đồng")
	press(official, "A. ", "✔️ 1. Thu ngân sách: 125,125 tỷ đồng")
	say(official, "2: 0\n3: 12\n4: đạt\n9: 7", "chưa ghi số nào")
	press(official, "Đúng, ghi 4 số", "Xin kiểm tra lại từng số")
	for kind, begin := range map[string]string{"document": "%PDF-1.7", "photo": "\xff\xd8\xff"} {
		data := begin + strings.Repeat(" biên bản", 1000)
		api.hears(t, official, func() { api.sends(official, kind, data, "2: sổ gốc") }, fmt.Sprintf("SHA-256: %.6x", sha256.Sum256([]byte(data))))
	}
	p.run("form", "--cluster", "a-b", "--year", "2025", "--period", "N", "--member", "x1", "--out", "form.xlsx")
	form, err := os.ReadFile(filepath.Join(p.dir, "form.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	api.hears(t, official, func() { api.sends(official, "document", string(form), "") }, "không có số nào khác")
	receipt := press(official, "Nộp báo cáo", "Mã biên nhận")
	board := api.waits(t, group, 0, func(m said) bool { return m.pinned && strings.Contains(m.text, "nộp 5/5 chỉ tiêu, duyệt 0") })
	say(head, "/duyet", "Anh/chị thẩm định kỳ nào?")
	press(head, "2. ", "Thẩm định đơn vị nào")
	press(head, "1. ", "📨 1. Thu ngân sách")
	sent := api.count(official)
	say(head, "trả 1: nhầm đơn vị tính", "Đã trả lại 1 số liệu")
	api.waits(t, official, sent, func(m said) bool { return strings.Contains(m.text, "nhầm đơn vị tính") })
	press(official, "Sửa ngay", "Bị trả lại: nhầm đơn vị tính")
	say(official, "126", "Xin kiểm tra lại từng số")
	again := press(official, "Nộp báo cáo", "Mã biên nhận")
	if receipt.text == again.text {
		t.Error("another content has the same receipt")
	}
	say(head, "/duyet", "Anh/chị thẩm định kỳ nào?")
	press(head, "2. ", "Thẩm định đơn vị nào")
	press(head, "1. ", "126 tỷ đồng")
	press(head, "Duyệt hết", "Đã duyệt 5 số liệu")

	say(head, "/giaouoc", "dự thảo")
	press(head, "Chốt và mở ký", "Đã ký: 0/4")
	for _, i := range []int{1, 0, 2, 3} { // the head first, then the members
		who := leader + i
		api.waits(t, who, 0, func(m said) bool { return bytes.HasPrefix(m.file, []byte("%PDF-")) })
		say(who, "giao ước", "Chưa ký")
		press(who, "Ký", "đặt mã PIN")
		say(who, "280117", "Xin nhập lại mã PIN")
		say(who, "280117", "Mã xác nhận")
	}
	api.waits(t, official, 0, func(m said) bool { return strings.Contains(m.text, "đã ký xong, đủ 4 chữ ký") })
	n := api.count(observer)
	say(observer, "/tiendo N", "Tiến độ báo cáo")
	api.waits(t, observer, n, func(m said) bool { return bytes.HasPrefix(m.file, []byte("\x89PNG")) })
	n = api.count(observer)
	say(observer, "/xephang", "Xếp hạng")
	api.waits(t, observer, n, func(m said) bool { return bytes.HasPrefix(m.file, []byte("%PDF-")) })

	// Operators, through the socket.
	if info, err := os.Stat(filepath.Join(p.dir, "t.db.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v %v", info, err)
	}
	if rank := p.run("rank", "--cluster", "a-b", "--year", "2025", "--period", "N", "--format", "json"); !strings.Contains(rank, `"actual": "126"`) {
		t.Errorf("rank: %s", rank)
	}
	p.run("backup", "copy")
	p.run("covenant", "--cluster", "a-b", "--year", "2025", "--out", "covenant.pdf")
	code, why := p.fails("serve")
	if code != exitFailed || !strings.Contains(why, fmt.Sprintf("held by process %d", p.server.Process.Pid)) {
		t.Errorf("a second serve: %d %s", code, why)
	}

	// What was said while nobody served is answered afterwards.
	p.stop()
	if _, err := os.Stat(filepath.Join(p.dir, "t.db.sock")); err == nil {
		t.Error("the socket is still there")
	}
	n = api.count(official)
	api.says(official, "/phieu")
	p.env = append(p.env, "THIDUA_NOW=2025-03-01T10:00:00+07:00") // boards change every minute at most
	p.start()
	api.waits(t, group, 0, func(m said) bool { return m.id == board.id && m.edits > 0 && strings.Contains(m.text, "duyệt 5") })
	api.waits(t, official, n, func(m said) bool { return strings.Contains(m.text, "Phiếu điểm của xã Thới An") })
	api.killed()
	p.kill() // leaves its socket behind
	p.run("cluster", "export", "a-b", "2025")
	p.start()
	say(official, "/trogiup", "/baocao")
	p.stop()
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	p := newInstallation(t, newForeign(t).URL)
	p.env = append(p.env, "THIDUA_TELEGRAM_TOKEN=123456789:AAFwrong-but-well-formed_token_35chars")
	code, why := p.fails("serve")
	if code != exitFailed || !strings.Contains(why, "the bot token is not accepted by Telegram") || strings.Contains(why, "AAFwrong") {
		t.Errorf("%d %s", code, why)
	}
	if code, why := p.fails("doctor"); code != exitFailed || !strings.Contains(why, "!! bot token: Telegram does not accept it") || strings.Contains(why, "AAFwrong") {
		t.Errorf("%d %s", code, why)
	}
	p.env = append(p.env, "THIDUA_NOW=tomorrow")
	if code, why := p.fails("serve"); code != exitUsage || !strings.Contains(why, "write it as") {
		t.Errorf("%d %s", code, why)
	}
}
