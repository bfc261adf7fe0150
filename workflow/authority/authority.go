// Package authority is a cluster's own certificate authority and the signing
// keys of its people. What it certifies is a confirmation by identity and PIN
// within the cluster, not a certificate for official duty (Law on E-Transactions
// 20/2023/QH15); the certificate's policy says so.
//
// Keys follow from the master key and the event they are made for, and are
// stored only sealed under it. The master key is never in the store: who steals
// that can sign nothing, and who loses the master key cannot sign with the old
// keys any more, while everything signed stays valid.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// Credentials are what somebody signs with.
type Credentials struct {
	Key   *ecdsa.PrivateKey
	Chain []*x509.Certificate // leaf first, root last
	Made  []Held              // what was made just now, for the log
}

// A Subject is who a key belongs to. Field tells apart what one person signs as:
// "leader-ben-tre".
type Subject struct {
	Person, Field       string
	Name, Title, Agency string // as the certificate says
}

// An Issue says for which cluster, when and because of which event a key may be
// made. It is to hold until Until at least.
type Issue struct {
	Cluster, Name string // id and name of the cluster
	At            time.Time
	Event         string
	Until         time.Time
}

// A Held is a certificate of the authority, with its key as it is stored.
type Held struct {
	Cluster     string    `json:"cluster"`
	Subject     string    `json:"subject"` // "root", "seal", or who signs: "p/<person>/<field>"
	Number      int       `json:"number"`  // 1, 2 … of the subject
	Certificate []byte    `json:"certificate"`
	Sealed      []byte    `json:"sealed,omitempty"`
	Made        time.Time `json:"made"`
	Retired     time.Time `json:"retired,omitzero"` // signs no more from then on
	Why         string    `json:"why,omitempty"`    // what it was retired for: "leader", "renamed", "too short"
}

var helds = storage.Table[Held]{Name: "signing_keys", Key: Held.key}

const (
	rootSubject = "root"
	sealSubject = "seal"
)

func (h Held) key() string { return prefix(h.Cluster, h.Subject) + fmt.Sprintf("%04d", h.Number) }

func prefix(cluster, subject string) string { return cluster + "/" + subject + "/" }

// X509 is the certificate.
func (h Held) X509() (*x509.Certificate, error) { return x509.ParseCertificate(h.Certificate) }

// Kind is what the certificate is for: "root", "seal", "signer".
func (h Held) Kind() string {
	if h.Subject == rootSubject || h.Subject == sealSubject {
		return h.Subject
	}
	return "signer"
}

// ForCluster is what the cluster's own signatures are made with; it is made at
// the first use. A master key that does not open it is a problem for a person,
// never a reason to make another.
func ForCluster(tx storage.Tx, master []byte, i Issue) (Credentials, error) {
	return i.credentials(tx, master, sealSubject, signature.ClusterPolicy, pkix.Name{
		CommonName: i.Name, Organization: []string{i.Name}, SerialNumber: i.Cluster,
	})
}

// ForSigner is what a person's confirmations are signed with; it is made at the
// first use, and anew when the one there is ends before Issue.Until.
func ForSigner(tx storage.Tx, master []byte, i Issue, s Subject) (Credentials, error) {
	return i.credentials(tx, master, s.subject(), signature.ChatPolicy, s.name(i.Cluster))
}

func (s Subject) subject() string { return "p/" + s.Person + "/" + s.Field }

// name keeps people apart who are called the same: the number in it says who
// they are here, and no more.
func (s Subject) name(cluster string) pkix.Name {
	id := sha256.Sum256([]byte(cluster + "\x00" + s.Person + "\x00" + s.Field))
	n := pkix.Name{CommonName: s.Name, SerialNumber: strings.ToUpper(hex.EncodeToString(id[:8]))}
	if s.Agency != "" {
		n.Organization = []string{s.Agency}
	}
	return titled(n, s.Title)
}

// Rotate takes a person's keys in a cluster out of use; the next signature is
// made with a new one. What the old ones signed stays valid, and their
// certificates known. It says how many there were.
func Rotate(tx storage.Tx, cluster, person, why string, at time.Time) (n int, err error) {
	all, err := helds.List(tx, prefix(cluster, "p/"+person))
	if err != nil {
		return 0, err
	}
	for _, h := range all {
		if !h.Retired.IsZero() {
			continue
		}
		if err := retire(tx, h, why, at); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Has says whether a person has a key in use in a cluster.
func Has(r storage.Reader, cluster, person string) (bool, error) {
	all, err := helds.List(r, prefix(cluster, "p/"+person))
	return slices.ContainsFunc(all, func(h Held) bool { return h.Retired.IsZero() }), err
}

// retire forgets a private key.
func retire(tx storage.Tx, h Held, why string, at time.Time) error {
	h.Retired, h.Sealed, h.Why = at.UTC(), nil, why
	return helds.Put(tx, h)
}

// credentials are those of a subject, made where there are none that hold.
func (i Issue) credentials(tx storage.Tx, master []byte, subject, policy string, name pkix.Name) (Credentials, error) {
	root, err := i.root(tx, master)
	if err != nil {
		return Credentials{}, err
	}
	h, ok, err := current(tx, i.Cluster, subject)
	if err != nil {
		return Credentials{}, err
	}
	if ok {
		c, err := open(master, h)
		if err != nil {
			return c, err
		}
		if leaf := c.Chain[0]; sameName(leaf.Subject, name) && !leaf.NotAfter.Before(i.Until) {
			c.Chain, c.Made = append(c.Chain, root.Chain[0]), root.Made
			return c, nil
		}
		why := "renamed"
		if c.Chain[0].NotAfter.Before(i.Until) {
			why = "too short"
		}
		if err := retire(tx, h, why, i.At); err != nil {
			return c, err
		}
	}
	h, c, err := i.made(tx, master, subject, policy, name, &root)
	if err != nil {
		return c, err
	}
	if c.Chain[0].NotAfter.Before(i.Until) {
		return c, text.Wrong("keys.too_short", "until", i.Until.Format("2006"))
	}
	c.Made = append(root.Made, h)
	return c, helds.Put(tx, h)
}

// root is the cluster's own authority. One that ends within the time asked for
// is followed by another; its certificates stay trusted.
func (i Issue) root(tx storage.Tx, master []byte) (Credentials, error) {
	h, ok, err := current(tx, i.Cluster, rootSubject)
	if err != nil {
		return Credentials{}, err
	}
	if ok {
		c, err := open(master, h)
		if err != nil || !c.Chain[0].NotAfter.Before(i.At.AddDate(leafYears, 0, 0)) {
			return c, err
		}
		if err := retire(tx, h, "too short", i.At); err != nil {
			return c, err
		}
	} else if failed, err := Opens(tx, master); err != nil {
		return Credentials{}, err
	} else if failed != "" { // a wrong master key never founds a second house
		return Credentials{}, sealed(failed, ErrMaster)
	}
	h, c, err := i.made(tx, master, rootSubject, "", pkix.Name{
		CommonName: "Hệ thống xác nhận điện tử " + i.Name, Organization: []string{i.Name}, SerialNumber: i.Cluster,
	}, nil)
	if err != nil {
		return c, err
	}
	c.Made = []Held{h}
	return c, helds.Put(tx, h)
}

// made is a new key and its certificate.
func (i Issue) made(r storage.Reader, master []byte, subject, policy string, name pkix.Name, root *Credentials) (Held, Credentials, error) {
	all, err := helds.List(r, prefix(i.Cluster, subject))
	h := Held{Cluster: i.Cluster, Subject: subject, Number: len(all) + 1, Made: i.At.UTC()}
	if err != nil {
		return h, Credentials{}, err
	}
	raw, err := draw(master, h.key()+"/"+i.Event)
	if err != nil {
		return h, Credentials{}, err
	}
	c := Credentials{}
	if c.Key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err != nil {
		return h, c, err
	}
	var above *x509.Certificate
	var aboveKey *ecdsa.PrivateKey
	if root != nil {
		above, aboveKey = root.Chain[0], root.Key
	}
	cert, err := certified(c.Key, name, policy, i.At, above, aboveKey)
	if err != nil {
		return h, c, err
	}
	c.Chain = append(c.Chain, cert)
	if above != nil {
		c.Chain = append(c.Chain, above)
	}
	h.Certificate = cert.Raw
	h.Sealed, err = seal(master, h.key(), raw)
	return h, c, err
}

// current is a subject's key in use.
func current(r storage.Reader, cluster, subject string) (Held, bool, error) {
	all, err := helds.List(r, prefix(cluster, subject))
	if err != nil || len(all) == 0 {
		return Held{}, false, err
	}
	h := all[len(all)-1]
	return h, h.Retired.IsZero(), nil
}

// open opens a key and makes sure that it belongs to its certificate.
func open(master []byte, h Held) (Credentials, error) {
	raw, err := unseal(master, h.key(), h.Sealed)
	if err != nil {
		return Credentials{}, sealed(h.key(), err)
	}
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw)
	if err != nil {
		return Credentials{}, err
	}
	cert, err := h.X509()
	if err != nil {
		return Credentials{}, err
	}
	if !key.PublicKey.Equal(cert.PublicKey) {
		return Credentials{}, fmt.Errorf("authority: %s holds a key of another certificate", h.key())
	}
	return Credentials{Key: key, Chain: []*x509.Certificate{cert}}, nil
}

// sealed tells the person what to do, and the log why.
func sealed(key string, cause error) error {
	return fmt.Errorf("%w: %s: %w", text.Wrong("keys.sealed"), key, cause)
}

func sameName(a, b pkix.Name) bool {
	title := func(n pkix.Name) string {
		for _, list := range [][]pkix.AttributeTypeAndValue{n.ExtraNames, n.Names} {
			for _, v := range list {
				if v.Type.Equal(titleOID) {
					return fmt.Sprint(v.Value)
				}
			}
		}
		return ""
	}
	return a.CommonName == b.CommonName && strings.Join(a.Organization, "|") == strings.Join(b.Organization, "|") && title(a) == title(b)
}
