package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Operators work through the socket while the program runs, wherever its store
// lies.
func TestOperateWhileServing(t *testing.T) {
	t.Parallel()
	api := newEmulated(t)
	p := newInstallation(t, api.URL)
	deep := filepath.Join(p.dir, strings.Repeat("thư mục có tên rất dài ", 6))
	if err := os.Mkdir(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(deep, "t.db")
	p.env = append(p.env, "THIDUA_STORE=bolt:"+store, "THIDUA_CLUSTER=tay-nam-bo", "THIDUA_YEAR=2017", "THIDUA_PERIOD=CN", "THIDUA_NOW=2018-02-01T08:00:00+07:00")
	p.start() // makes the store
	p.answers(api, 301)

	p.run("cluster", "apply", sampleFile(t, ".yaml"))
	if got := p.run("cluster", "apply", sampleFile(t, ".yaml")); !strings.HasSuffix(got, "unchanged\n") {
		t.Errorf("applied again: %s", got)
	}
	p.run("import", "figures", "--as", "verified", sampleFile(t, "-figures.csv"))
	const first = "1,long-an,997.57,"
	if rank := p.run("rank", "--format", "csv"); !strings.Contains(rank, first) {
		t.Errorf("rank: %s", rank)
	}
	p.run("backup", "copy")
	if err := os.WriteFile(filepath.Join(p.dir, "changed.csv"), []byte("period,member,criterion,plan,last_year,actual,note\nCN,long-an,mo-hinh,,,8.5,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("import", "figures", "--as", "verified", "changed.csv")
	if rank := p.run("rank", "--format", "csv"); strings.Contains(rank, first) {
		t.Errorf("the change does not show: %s", rank)
	}
	p.run("restore", "copy")
	if rank := p.run("rank", "--format", "csv"); !strings.Contains(rank, first) {
		t.Errorf("restored: %s", rank)
	}
	p.answers(api, 301) // with other records under it
	if code, why := p.fails("import", "figures", "absent.csv"); code != exitFailed || why != "absent.csv: no such file or directory\n" {
		t.Errorf("%d %s", code, why)
	}
	if code, why := p.fails("rank", "--period", "6T"); code != exitFailed || strings.Count(why, "\n") != 1 {
		t.Errorf("%d %s", code, why)
	}
	// Another store can neither take this one's place nor be made of it.
	p.run("cluster", "apply", "--store", "bolt:other.db", sampleFile(t, ".yaml"))
	for _, does := range []string{"backup", "restore"} {
		if code, why := p.fails(does, "--store", "bolt:other.db", store); code != exitFailed || !strings.Contains(why, "is the store of another running program") {
			t.Errorf("%s: %d %s", does, code, why)
		}
	}
	p.run("invite", "--role", "admin")
	if code, why := p.fails("serve"); code != exitFailed || !strings.Contains(why, fmt.Sprintf("held by process %d", p.server.Process.Pid)) {
		t.Errorf("a second serve: %d %s", code, why)
	}
	p.stop()
	if _, err := os.Stat(store + ".sock"); err == nil {
		t.Error("the socket is still there")
	}
	if rank := p.run("rank", "--format", "csv"); !strings.Contains(rank, first) {
		t.Errorf("without a server: %s", rank)
	}
}
