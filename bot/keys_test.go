package bot_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// A leader replaces the own signing key from /mapin, after the PIN.
func TestReplacingTheSigningKey(t *testing.T) {
	h, _, leader := signers(t)
	c := leader["c"]
	c.talk("/mapin", "730915", "730915")
	c.says("/mapin")
	c.says("730915").has(t, "Xin đặt mã PIN ký").lacks(t, "Thay khóa ký") // no key yet
	c.says("/huy")
	sign := func() (made int) {
		h.do(func(tx storage.Tx, act workflow.Act) error {
			cluster, err := workflow.FindCluster(tx, "cum", 2017)
			if err != nil {
				return err
			}
			p, _, err := workflow.FindPerson(tx, "lc")
			if err != nil {
				return err
			}
			cred, err := workflow.SigningKey(tx, act, make([]byte, 32), cluster, p, "leader-c", "", "")
			made = len(cred.Made)
			return err
		})
		return made
	}
	if made := sign(); made != 2 {
		t.Errorf("%d keys made at first", made)
	}
	c.says("/mapin")
	c.says("730915").has(t, "Thay khóa ký")
	c.presses("Thay khóa ký").has(t, "Các chữ ký trước đây vẫn có giá trị")
	if made := sign(); made != 1 {
		t.Errorf("%d keys made after the replacement", made)
	}
}
