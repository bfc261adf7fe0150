package workflow

import (
	"crypto/x509"
	"encoding/json"
	"time"

	"thidua/storage"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/signature"
)

// A Press makes the file of a kind of document from its values (of package
// paper, as JSON): the same values always give the same bytes.
type Press func(kind string, values json.RawMessage) ([]byte, error)

// A Notary signs and checks files. It holds nothing: the same arguments give the
// same bytes.
type Notary interface {
	Sign(file []byte, s signature.Stroke) ([]byte, error)
	// Imprint is what a time stamp for the signature that Sign would make is over.
	Imprint(file []byte, s signature.Stroke) ([]byte, error)
	Stamp(file []byte, field string, token []byte) ([]byte, error)
	StampImprint(file []byte, field string) ([]byte, error)
	Fill(file []byte, values map[string]string) ([]byte, error)
	Check(file []byte, roots []*x509.Certificate) signature.Report
	// Accept says who signed the field in upload, which must be issued and one
	// valid signature more; what it refuses wraps a *text.Problem. The certificate
	// must not end before until.
	Accept(issued, upload []byte, field string, roots []*x509.Certificate, until time.Time) (signature.Found, error)
}

// A StampRef says what a time stamp is for. Field ceremony.StampField is the
// complete document.
type StampRef struct {
	Cluster  string `json:"cluster"`
	Year     int    `json:"year"`
	No       int    `json:"no,omitempty"`
	Document string `json:"document"` // SHA-256 of the frozen bytes
	Field    string `json:"field"`
}

// A Chancery (văn phòng) is what it takes to make, sign and check papers.
type Chancery struct {
	Press  Press
	Notary Notary              // nil: papers have no fields and are signed by values alone
	Key    []byte              // the master key
	Roots  []*x509.Certificate // of the official authorities
	Stamps bool                // a time-stamp authority is set: Ask queues a request to it
	Ask    func(tx storage.Tx, act Act, imprint []byte, ref StampRef) error
	Public string // base of the public page; empty: none
}

// certify puts the cluster's signature under a new paper: afterwards only its
// fields may be filled and signed.
func (ch Chancery) certify(tx storage.Tx, act Act, c *rules.Cluster, b []byte) ([]byte, error) {
	own, err := ClusterKey(tx, act, ch.Key, c)
	if err != nil {
		return nil, err
	}
	s := signature.Stroke{Field: ceremony.ClusterField, Name: c.Name, Reason: printed("ceremony.reason.certify"),
		At: act.At.In(c.Location()), Certify: true, Key: own.Key, Chain: own.Chain}
	s.Box = []signature.Line{{Text: s.Reason, Bold: true}, {Text: c.Name}, {Text: s.At.Format(boxTime)}}
	return ch.Notary.Sign(b, s)
}

// boxTime is a moment as boxes print it, with its zone.
const boxTime = "15:04:05 02/01/2006 -07:00"

func endOfYear(c *rules.Cluster) time.Time {
	return time.Date(c.Year+1, time.January, 1, 0, 0, 0, 0, c.Location())
}

// stroke is the signature of a place, by its own signer's key or, with a pen, by
// the cluster's.
func (ch Chancery) stroke(tx storage.Tx, act Act, c *rules.Cluster, p ceremony.Place, unstamped bool) (s signature.Stroke, err error) {
	act.At = p.At // of the signature, however late it is put in
	s = signature.Stroke{Field: p.Field, Name: p.Name, At: p.At.In(c.Location()), Place: c.Issuer.Place}
	way := "chat"
	var own authority.Credentials
	if p.Way == ceremony.Pen {
		way = "paper"
		if s.Name == "" { // the cluster file names nobody; whoever attests it is the cluster
			s.Name = c.Name
		}
		own, err = ClusterKey(tx, act, ch.Key, c)
	} else {
		agency := p.Member
		if m := c.Member(p.Member); m != nil {
			agency = m.Agency
		} else if w := c.Witness(p.Member); w != nil {
			agency = w.Agency
		}
		own, err = SigningKey(tx, act, ch.Key, c, Person{ID: p.Person, Name: p.Name}, p.Field, p.Signer.Title, agency)
	}
	if err != nil {
		return s, err
	}
	s.Key, s.Chain = own.Key, own.Chain
	s.Reason = map[string]string{"chat": printed("ceremony.reason.chat"), "paper": printed("ceremony.reason.paper")}[way]
	s.Box = []signature.Line{{Text: s.Reason, Bold: true}}
	for _, line := range []string{p.Name, joinWords(p.Signer.OnBehalf, p.Signer.Title), s.At.Format(boxTime), printed("ceremony.box.code", "code", p.Code)} {
		if line != "" {
			s.Box = append(s.Box, signature.Line{Text: line})
		}
	}
	if p.Way == ceremony.Pen {
		s.Box = append(s.Box, signature.Line{Text: printed("ceremony.box.confirmed", "name", nameOf(tx, p.Confirmed, "vi"))})
	}
	if unstamped {
		s.Box = append(s.Box, signature.Line{Text: printed("ceremony.box.unstamped")})
	}
	return s, err
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
