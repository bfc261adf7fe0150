package workflow

import (
	"crypto/sha256"
	"encoding/hex"

	"thidua/storage"
	"thidua/workflow/authority"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// ClusterKey is what the cluster's own signatures on a year's papers are made
// with; it is made, and logged, at the first use.
func ClusterKey(tx storage.Tx, act Act, master []byte, c *rules.Cluster) (authority.Credentials, error) {
	cred, err := authority.ForCluster(tx, master, keyIssue(act, c))
	return cred, logKeys(tx, act, c, "", cred, err)
}

// SigningKey is what a person's confirmations on a year's papers are signed with
// in a field ("leader-ben-tre"); it is made, and logged, at the first use. Title
// and agency stand in the certificate.
func SigningKey(tx storage.Tx, act Act, master []byte, c *rules.Cluster, p Person, field, title, agency string) (authority.Credentials, error) {
	cred, err := authority.ForSigner(tx, master, keyIssue(act, c), authority.Subject{
		Person: p.ID, Field: field, Name: p.Name, Title: title, Agency: agency,
	})
	return cred, logKeys(tx, act, c, p.ID, cred, err)
}

// keyIssue asks for a certificate that holds to the end of the cluster's year.
func keyIssue(act Act, c *rules.Cluster) authority.Issue {
	return authority.Issue{Cluster: c.ID, Name: c.Name, At: act.At, Event: act.Event, Until: endOfYear(c)}
}

func logKeys(tx storage.Tx, act Act, c *rules.Cluster, person string, cred authority.Credentials, err error) error {
	for _, h := range cred.Made {
		if err == nil {
			err = Log(tx, act, c.ID, Change{What: "key.made", Year: c.Year, From: person, To: Fingerprint(h), Reason: h.Kind()})
		}
	}
	return err
}

// Fingerprint is the SHA-256 of a certificate, as programs show it.
func Fingerprint(h authority.Held) string {
	sum := sha256.Sum256(h.Certificate)
	return hex.EncodeToString(sum[:])
}

// HasSigningKey says whether a person has a signing key in use, in any cluster.
func HasSigningKey(r storage.Reader, p Person) (bool, error) {
	for _, cluster := range p.Clusters {
		if has, err := authority.Has(r, cluster, p.ID); has || err != nil {
			return has, err
		}
	}
	return false, nil
}

// RotateKeys takes a person's signing keys out of use, in all clusters; the next
// signature makes new ones, and what is signed stays valid. A *text.Problem when
// there are none.
func RotateKeys(tx storage.Tx, act Act, p Person) error {
	found := 0
	for _, cluster := range p.Clusters {
		n, err := authority.Rotate(tx, cluster, p.ID, "leader", act.At)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		found += n
		if err := Log(tx, act, cluster, Change{What: "key.rotate", To: p.ID, Reason: "asked by its holder"}); err != nil {
			return err
		}
	}
	if found == 0 {
		return text.Wrong("keys.none")
	}
	return nil
}

// RewrapKeys seals every signing key under another master key. A PIN cannot be
// carried over without knowing it: all are forgotten, and each person sets one
// with the next signature. authority.ErrMaster when the old key is another.
func RewrapKeys(tx storage.Tx, act Act, old, next []byte) (keys, forgotten int, err error) {
	if keys, err = authority.Rewrap(tx, old, next); err != nil {
		return 0, 0, err
	}
	list, err := pins.List(tx, "")
	if err != nil {
		return 0, 0, err
	}
	for _, rec := range list {
		if err := pins.Delete(tx, rec); err != nil {
			return 0, 0, err
		}
	}
	all, err := Clusters(tx)
	if err != nil {
		return 0, 0, err
	}
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		if err := Log(tx, act, c.ID, Change{What: "key.rewrap", To: itoa(keys), Reason: itoa(len(list)) + " PINs forgotten"}); err != nil {
			return 0, 0, err
		}
	}
	return keys, len(list), nil
}
