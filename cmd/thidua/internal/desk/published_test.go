package desk

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// unit does something in a unit of work, as somebody.
func (d *Desk) unit(t *testing.T, by string, fn func(storage.Tx, workflow.Act, *rules.Cluster) error) {
	t.Helper()
	act := d.act()
	act.By = by
	err := d.Store.Update(t.Context(), "", func(tx storage.Tx) error {
		c, err := workflow.FindCluster(tx, "tay-nam-bo", 2017)
		if err != nil {
			return err
		}
		return fn(tx, act, c)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// publishes freezes the year as one person and publishes it as another.
func (d *Desk) publishes(t *testing.T, note string) {
	t.Helper()
	d.unit(t, "an", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
		_, err := workflow.Freeze(tx, act, c, "CN", note, house.Press)
		return err
	})
	d.unit(t, "binh", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
		list, err := workflow.Publications(tx, c, "CN")
		if err == nil {
			_, err = workflow.Publish(tx, act, c, "CN", list[len(list)-1].SHA256)
		}
		return err
	})
}

func (d *Desk) asks(t *testing.T, r Request) Answer {
	t.Helper()
	r.Cluster, r.Year, r.Period = "tay-nam-bo", 2017, "CN"
	return d.Do(t.Context(), r)
}

// What was published is the same bytes after a correction and after a restore;
// ranking the restored figures gives what was published.
func TestPublished(t *testing.T) {
	d := office(t)
	for id, role := range map[string]workflow.Role{"an": workflow.Head, "binh": workflow.Observer} {
		d.unit(t, workflow.Operator, func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
			seat := workflow.Seat{Cluster: c.ID, Role: role}
			if role == workflow.Head {
				seat.Member = c.Head
			}
			return workflow.TakeSeat(tx, act, workflow.Person{ID: id, Name: id}, seat)
		})
	}
	if a := d.importing(t, string(sample.Figures), true); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	if a := d.asks(t, Request{Op: "published"}); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "not been published") {
		t.Errorf("before: %+v", a)
	}
	d.publishes(t, "")
	first := d.asks(t, Request{Op: "published", Files: true})
	if len(first.Faults) > 0 || len(first.Files) < 5 {
		t.Fatalf("%d files, %v", len(first.Files), first.Faults)
	}
	for _, f := range first.Files {
		line := fmt.Sprintf("%x  %s\n", sha256.Sum256(f.Bytes), f.Name)
		if f.Name != "SHA256SUMS" && !strings.Contains(string(first.Out), line) {
			t.Errorf("%s is not in\n%s", line, first.Out)
		}
		if sum := fmt.Sprintf("all of it %x\n", sha256.Sum256(f.Bytes)); f.Name == "SHA256SUMS" && !strings.Contains(string(first.Out), sum) {
			t.Errorf("%s is not in\n%s", sum, first.Out)
		}
	}
	backup := t.TempDir() + "/backup"
	if a := d.Do(t.Context(), Request{Op: "backup", Path: backup, FileName: "backup"}); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	well := func(d *Desk, want string) {
		t.Helper()
		if a := d.Do(t.Context(), Request{Op: "doctor"}); !strings.Contains(string(a.Out), want) {
			t.Errorf("%q is not in\n%s", want, a.Out)
		}
	}
	well(d, "ok publications: 1 kept, every byte as its hash says\n")

	const header = "period,member,criterion,plan,last_year,actual,note\n"
	if a := d.importing(t, header+"CN,an-giang,thu-nhap,,,30,\n", true); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	d.unit(t, "an", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
		_, err := workflow.Freeze(tx, act, c, "CN", "An Giang báo cáo lại thu nhập bình quân", house.Press)
		return err
	})
	if a := d.importing(t, string(sample.Figures), true); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "frozen for publishing") {
		t.Errorf("a file while the books are closed: %d faults, the first %q", len(a.Faults), a.Faults[:1])
	}
	d.unit(t, "an", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
		_, err := workflow.Reopen(tx, act, c, "CN", "xem lại")
		return err
	})
	d.publishes(t, "An Giang báo cáo lại thu nhập bình quân")
	same := func(d *Desk, a Answer) {
		t.Helper()
		if len(a.Faults) > 0 || !slices.EqualFunc(a.Files, first.Files, func(x, y File) bool { return x.Name == y.Name && string(x.Bytes) == string(y.Bytes) }) {
			t.Errorf("version 1 is not what it was: %v", a.Faults)
		}
	}
	same(d, d.asks(t, Request{Op: "published", Files: true, Version: 1}))
	if a := d.asks(t, Request{Op: "published", Files: true}); a.Files[0].Name != "xep-hang-CN-2017-ban-2.pdf" || string(a.Files[0].Bytes) == string(first.Files[0].Bytes) {
		t.Errorf("version 2 begins with %s", a.Files[0].Name)
	}
	list := string(d.asks(t, Request{Op: "published"}).Out)
	if !strings.Contains(list, ", replaced\n") || !strings.Contains(list, ": An Giang báo cáo lại thu nhập bình quân\n") {
		t.Errorf("the list:\n%s", list)
	}
	if a := d.asks(t, Request{Op: "published", Files: true, Version: 3}); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "no version 3") {
		t.Errorf("version 3: %+v", a)
	}
	well(d, "ok publications: 2 kept, every byte as its hash says\n")
	d.registered(t, first.Files[0].Bytes)

	other := office(t)
	if a := other.Do(t.Context(), Request{Op: "restore", Path: backup, FileName: "backup"}); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	same(other, other.asks(t, Request{Op: "published", Files: true}))
	well(other, "ok publications: 1 kept, every byte as its hash says\n")
	ranking := other.asks(t, Request{Op: "rank", Format: "json"})
	i := slices.IndexFunc(first.Files, func(f File) bool { return strings.HasSuffix(f.Name, ".json") })
	if string(ranking.Out) != string(first.Files[i].Bytes) {
		t.Error("the restored figures come to another ranking")
	}

	// A figure that changes past the log is found.
	other.unit(t, "x", func(tx storage.Tx, _ workflow.Act, c *rules.Cluster) error {
		list, err := tx.Scan("figures", "tay-nam-bo/2017/CN/", "", 1)
		if err != nil {
			return err
		}
		return tx.Delete("figures", list[0].Key)
	})
	well(other, "!! publications: tay-nam-bo 2017 CN version 1: the same figures come to another ranking now")
}

// registered demands that the register has both versions of what was published:
// the first replaced by the second, and found by its code and by its bytes.
func (d *Desk) registered(t *testing.T, first []byte) {
	t.Helper()
	sum := fmt.Sprintf("%x", sha256.Sum256(first))
	var found, byCode workflow.Facts
	err := d.Store.View(t.Context(), func(r storage.Reader) (err error) {
		if found, _, err = workflow.FindBySHA256(r, sum); err == nil {
			byCode, _, err = workflow.FindByCode(r, strings.ToLower(strings.ReplaceAll(found.Code, "-", " ")))
		}
		return err
	})
	if err != nil || found.State != workflow.DocumentReplaced || found.Next != 2 || found.Kind != "ranking" || byCode.ID != sum || found.ClusterName == "" {
		t.Errorf("found %+v by its bytes, %+v by its code; %v", found, byCode, err)
	}
	list := string(d.asks(t, Request{Op: "documents", Format: "csv"}).Out)
	for _, want := range []string{
		"\nranking,Bảng xếp hạng năm 2017,2017," + found.Code + ",,,replaced,2,", "\nranking,Bảng xếp hạng năm 2017 (bản 2),2017,BXH-2017-", "," + sum + ",", "\ncovenant,",
	} {
		if !strings.Contains(list, want) {
			t.Errorf("the register lacks %q:\n%s", want, list)
		}
	}
}
