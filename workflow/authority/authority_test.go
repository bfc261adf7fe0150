package authority_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/authority"
	"thidua/workflow/text"
)

var (
	master = bytes.Repeat([]byte{7}, 32)
	other  = bytes.Repeat([]byte{8}, 32)
	at     = time.Date(2017, 3, 14, 1, 30, 0, 0, time.UTC)
	issue  = authority.Issue{Cluster: "tay-nam-bo", Name: "Cụm thi đua các tỉnh Tây Nam bộ", At: at, Event: "tg/1", Until: at.AddDate(1, 0, 0)}
	leader = authority.Subject{Person: "700000001", Field: "leader-ben-tre", Name: "Nguyễn Văn An", Title: "CHỦ TỊCH", Agency: "ỦY BAN NHÂN DÂN TỈNH BẾN TRE"}
)

func store(t *testing.T) (*bolt.DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := bolt.Create(path, bolt.Options{Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, path
}

func within(t *testing.T, db *bolt.DB, fn func(storage.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), "", fn); err != nil {
		t.Fatal(err)
	}
}

func signer(t *testing.T, db *bolt.DB, i authority.Issue, s authority.Subject) (c authority.Credentials) {
	t.Helper()
	within(t, db, func(tx storage.Tx) (err error) {
		c, err = authority.ForSigner(tx, master, i, s)
		return err
	})
	return c
}

// The chain of a person and of the cluster leads to the root that is exported.
func TestChains(t *testing.T) {
	db, _ := store(t)
	a := signer(t, db, issue, leader)
	var b authority.Credentials
	var roots []*x509.Certificate
	within(t, db, func(tx storage.Tx) (err error) {
		if b, err = authority.ForCluster(tx, master, issue); err == nil {
			roots, err = authority.Roots(tx)
		}
		return err
	})
	pool := x509.NewCertPool()
	for _, r := range roots {
		pool.AddCert(r)
	}
	for _, c := range []authority.Credentials{a, b} {
		if _, err := c.Chain[0].Verify(x509.VerifyOptions{Roots: pool, CurrentTime: at.AddDate(9, 0, 0), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			t.Error(err)
		}
		if len(c.Chain) != 2 || !c.Key.PublicKey.Equal(c.Chain[0].PublicKey) {
			t.Errorf("%d certificates, or a key of another", len(c.Chain))
		}
	}
	if len(roots) != 1 || a.Chain[0].Subject.String() == b.Chain[0].Subject.String() {
		t.Errorf("%d roots, subjects %s and %s", len(roots), a.Chain[0].Subject, b.Chain[0].Subject)
	}
	if s := a.Chain[0].Subject; s.CommonName != leader.Name || s.Organization[0] != leader.Agency {
		t.Errorf("the subject is %s", s)
	}
}

// A unit of work that runs twice makes the same; another event, another key.
func TestTheSameEventMakesTheSame(t *testing.T) {
	one, _ := store(t)
	two, _ := store(t)
	three, _ := store(t)
	later := issue
	later.Event = "tg/2"
	a, b, c := signer(t, one, issue, leader), signer(t, two, issue, leader), signer(t, three, later, leader)
	if !bytes.Equal(a.Chain[0].Raw, b.Chain[0].Raw) || !bytes.Equal(a.Chain[1].Raw, b.Chain[1].Raw) {
		t.Error("the same event made other certificates")
	}
	if a.Key.Equal(c.Key) {
		t.Error("another event made the same key")
	}
	if again := signer(t, one, later, leader); !bytes.Equal(a.Chain[0].Raw, again.Chain[0].Raw) {
		t.Error("a second signature is made with another key")
	}
}

func TestAnotherMasterKey(t *testing.T) {
	db, _ := store(t)
	signer(t, db, issue, leader)
	err := db.Update(t.Context(), "", func(tx storage.Tx) error {
		_, err := authority.ForSigner(tx, other, issue, leader)
		return err
	})
	if p, ok := errors.AsType[*text.Problem](err); !ok || p.Key != "keys.sealed" {
		t.Errorf("refused with %v", err)
	}
	// Not even a cluster that has none yet gets an authority from it.
	second := issue
	second.Cluster = "dong-nam-bo"
	err = db.Update(t.Context(), "", func(tx storage.Tx) error {
		_, err := authority.ForCluster(tx, other, second)
		return err
	})
	if p, ok := errors.AsType[*text.Problem](err); !ok || p.Key != "keys.sealed" || !errors.Is(err, authority.ErrMaster) {
		t.Errorf("a second cluster: %v", err)
	}
	within(t, db, func(tx storage.Tx) error {
		failed, err := authority.Opens(tx, other)
		if failed == "" {
			t.Error("the other key opens everything")
		}
		return err
	})
}

// Rotation: another key signs from then on, the old certificate stays known.
func TestRotate(t *testing.T) {
	db, _ := store(t)
	a := signer(t, db, issue, leader)
	later := issue
	later.Event, later.At = "tg/9", at.AddDate(0, 1, 0)
	within(t, db, func(tx storage.Tx) error {
		n, err := authority.Rotate(tx, issue.Cluster, leader.Person, "leader", later.At)
		if n != 1 {
			t.Errorf("%d keys were there", n)
		}
		return err
	})
	b := signer(t, db, later, leader)
	if a.Key.Equal(b.Key) {
		t.Error("the key is the old one")
	}
	within(t, db, func(tx storage.Tx) error {
		all, err := authority.All(tx, issue.Cluster)
		retired := 0
		for _, h := range all {
			if !h.Retired.IsZero() {
				retired++
				if !bytes.Equal(h.Certificate, a.Chain[0].Raw) || h.Sealed != nil {
					t.Error("the old certificate is gone, or its key is not")
				}
			}
		}
		if len(all) != 3 || retired != 1 {
			t.Errorf("%d certificates, %d retired", len(all), retired)
		}
		return err
	})
}

// A certificate that ends too early is followed by another one.
func TestHoldsLongEnough(t *testing.T) {
	db, _ := store(t)
	a := signer(t, db, issue, leader)
	later := issue
	later.At, later.Event = at.AddDate(9, 6, 0), "tg/3"
	later.Until = later.At.AddDate(1, 0, 0)
	b := signer(t, db, later, leader)
	if a.Key.Equal(b.Key) || b.Chain[0].NotAfter.Before(later.Until) {
		t.Errorf("holds to %s", b.Chain[0].NotAfter)
	}
	tooLong := issue
	tooLong.Until = at.AddDate(31, 0, 0)
	err := db.Update(t.Context(), "", func(tx storage.Tx) error {
		_, err := authority.ForSigner(tx, master, tooLong, leader)
		return err
	})
	if p, ok := errors.AsType[*text.Problem](err); !ok || p.Key != "keys.too_short" {
		t.Errorf("refused with %v", err)
	}
}

// Rewrap: the new master key opens everything, the old one nothing; a wrong old
// one changes nothing.
func TestRewrap(t *testing.T) {
	db, _ := store(t)
	a := signer(t, db, issue, leader)
	if err := db.Update(t.Context(), "", func(tx storage.Tx) error {
		_, err := authority.Rewrap(tx, other, master)
		return err
	}); !errors.Is(err, authority.ErrMaster) {
		t.Errorf("a wrong master key: %v", err)
	}
	within(t, db, func(tx storage.Tx) error {
		n, err := authority.Rewrap(tx, master, other)
		if n != 2 {
			t.Errorf("%d keys", n)
		}
		return err
	})
	within(t, db, func(tx storage.Tx) error {
		b, err := authority.ForSigner(tx, other, issue, leader)
		if err == nil && !a.Key.Equal(b.Key) {
			t.Error("another key came out")
		}
		if failed, _ := authority.Opens(tx, master); failed == "" {
			t.Error("the old master key still opens")
		}
		return err
	})
}

// Neither a private key nor the master key is in the store as it is.
func TestNothingSecretInTheStore(t *testing.T) {
	db, path := store(t)
	c := signer(t, db, issue, leader)
	raw, err := c.Key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file, []byte("tay-nam-bo/p/700000001")) {
		t.Fatal("the record is not where it is looked for")
	}
	for _, secret := range [][]byte{raw, master} {
		if bytes.Contains(file, secret) || bytes.Contains(file, []byte(hex.EncodeToString(secret))) ||
			bytes.Contains(file, []byte(base64.StdEncoding.EncodeToString(secret))) {
			t.Error("a secret is in the store")
		}
	}
}
