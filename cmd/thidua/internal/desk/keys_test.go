package desk

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
	"thidua/workflow/pin"
	"thidua/workflow/rules"
)

var (
	oldKey = bytes.Repeat([]byte{3}, 32)
	newKey = bytes.Repeat([]byte{4}, 32)
)

// signs has a leader of the cluster set a PIN and sign with a key of the own.
func (d *Desk) signs(t *testing.T, key []byte) authority.Credentials {
	t.Helper()
	var cred authority.Credentials
	d.unit(t, "an", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) (err error) {
		p := workflow.Person{ID: "an", Name: "Nguyễn Văn An", Clusters: []string{c.ID}}
		if err := workflow.SetPIN(tx, act, p, pin.New(key, p.ID, act.Event, "730915")); err != nil {
			return err
		}
		if _, err = workflow.ClusterKey(tx, act, key, c); err != nil {
			return err
		}
		cred, err = workflow.SigningKey(tx, act, key, c, p, "leader-ben-tre", "CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH BẾN TRE")
		return err
	})
	return cred
}

func TestKeys(t *testing.T) {
	d := office(t)
	cred := d.signs(t, oldKey)
	again := d.signs(t, oldKey)
	if !cred.Key.Equal(again.Key) || len(again.Made) != 0 {
		t.Error("a second signature makes a second key")
	}
	a := d.Do(t.Context(), Request{Op: "keys"})
	if lines := strings.Split(strings.TrimSpace(string(a.Out)), "\n"); len(lines) != 4 || !strings.Contains(lines[2], "Nguyễn Văn An") && !strings.Contains(string(a.Out), "ỦY BAN NHÂN DÂN TỈNH BẾN TRE") {
		t.Errorf("listed:\n%s", a.Out)
	}
	dir := t.TempDir()
	for _, f := range d.Do(t.Context(), Request{Op: "keys export", Cluster: "tay-nam-bo", Files: true}).Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots, err := house.Trust(dir)
	if err != nil || len(roots) != 1 || cred.Chain[0].CheckSignatureFrom(roots[0]) != nil {
		t.Errorf("%d roots, %v", len(roots), err)
	}
	if err := os.WriteFile(filepath.Join(dir, "empty.pem"), []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := house.Trust(dir); err == nil {
		t.Error("a file without a certificate is trusted in silence")
	}
}

func TestRewrap(t *testing.T) {
	d := office(t)
	d.signs(t, oldKey)
	well := func(key []byte) bool {
		return len(d.Do(t.Context(), Request{Op: "keys check", Key: key}).Faults) == 0
	}
	hasPIN := func() (has bool) {
		d.unit(t, "an", func(tx storage.Tx, _ workflow.Act, _ *rules.Cluster) (err error) {
			has, err = workflow.HasPIN(tx, "an")
			return err
		})
		return has
	}
	if a := d.Do(t.Context(), Request{Op: "keys rewrap", OldKey: newKey, Key: oldKey}); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "nothing was changed") {
		t.Errorf("a wrong old key: %q", a.Faults)
	}
	killed := errors.New("killed")
	err := d.Store.Update(t.Context(), "", func(tx storage.Tx) error {
		if _, _, err := workflow.RewrapKeys(tx, d.act(), oldKey, newKey); err != nil {
			return err
		}
		return killed
	})
	if !errors.Is(err, killed) || !well(oldKey) || well(newKey) || !hasPIN() {
		t.Errorf("half a rewrap was kept: %v", err)
	}
	serving := *d
	serving.Wake = func() {}
	if a := serving.Do(t.Context(), Request{Op: "keys rewrap", OldKey: oldKey, Key: newKey}); len(a.Faults) != 1 {
		t.Error("rewrapped under a running serve")
	}
	if a := d.Do(t.Context(), Request{Op: "keys rewrap", OldKey: oldKey, Key: newKey}); len(a.Faults) > 0 {
		t.Errorf("refused: %q", a.Faults)
	}
	if well(oldKey) || !well(newKey) || hasPIN() {
		t.Error("the new key does not open everything, the old one something, or a PIN is left")
	}
}
