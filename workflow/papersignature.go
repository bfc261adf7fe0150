package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Claim says that places of a covenant were signed with a pen: the head's
// office enters the scan, and a second person, of the head's office or a
// deputy's, confirms it or turns it down. Only a confirmed claim fills places.
type Claim struct {
	Cluster  string     `json:"cluster"`
	Year     int        `json:"year"`
	N        int        `json:"n"`        // 1, 2 … of the year
	No       int        `json:"no"`       // 0: the covenant; from 1: its amendments
	Document string     `json:"document"` // SHA-256 of the frozen document
	Fields   []string   `json:"fields"`   // the places that it holds for
	Scans    []Scan     `json:"scans"`
	Day      rules.Date `json:"day"` // on which it was signed
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	Decided  *Decision  `json:"decided,omitempty"` // nil: waits for a second person
}

// A Scan is a file that shows what was signed. Its bytes are kept under its hash.
type Scan struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Kind   string `json:"kind"` // pdf, jpeg, png: by what the bytes are
	Size   int    `json:"size"` // bytes
}

// A Decision is a second person's.
type Decision struct {
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Confirmed bool      `json:"confirmed"`
	Reason    string    `json:"reason,omitempty"` // why it was turned down
}

var claims = storage.Table[Claim]{Name: "paperclaims", Key: func(p Claim) string {
	return join(yearKey(p.Cluster, p.Year), fmt.Sprintf("%04d", p.N))
}}

// MaxScans is how many files one claim may have.
const MaxScans = 20

// Claims are all claims of a year, first one first.
func Claims(r storage.Reader, c *rules.Cluster) ([]Claim, error) {
	return claims.List(r, yearKey(c.ID, c.Year)+"/")
}

// ClaimFor is the claim that a place waits for or was filled by; nil where there
// is none.
func ClaimFor(r storage.Reader, c *rules.Cluster, document, field string) (*Claim, error) {
	list, err := Claims(r, c)
	for i, p := range slices.Backward(list) {
		if p.Document == document && slices.Contains(p.Fields, field) && (p.Decided == nil || p.Decided.Confirmed) {
			return &list[i], err
		}
	}
	return nil, err
}

// SameCode says whether a code that somebody typed is the one meant.
func SameCode(typed, code string) bool { return code != "" && receiptKey(typed) == receiptKey(code) }

// CheckClaim says whether a claim could be entered; what it refuses is a
// *text.Problem.
func CheckClaim(r storage.Reader, c *rules.Cluster, p Claim, at time.Time) error {
	d, err := FindDocument(r, c, p.Document)
	if err != nil {
		return err
	}
	places, err := PenPlaces(r, c, p.Document)
	if err != nil {
		return err
	}
	today, first := rules.DateOf(at.In(c.Location())), rules.DateOf(d.Since.In(c.Location()))
	switch {
	case len(p.Scans) == 0:
		return text.Wrong("giay.no_scan")
	case len(p.Scans) > MaxScans:
		return text.Wrong("giay.many", "n", itoa(MaxScans))
	case len(p.Fields) == 0:
		return text.Wrong("giay.no_place")
	case p.Day.DaysSince(today) > 0:
		return text.Wrong("vanthu.future", "day", p.Day.String(), "today", today.String())
	case p.Day.DaysSince(first) < 0:
		return text.Wrong("vanthu.early", "day", p.Day.String(), "opened", first.String())
	}
	for _, field := range p.Fields {
		if !slices.ContainsFunc(places, func(place PenPlace) bool { return place.Field == field }) {
			place, err := PenPlaceOf(r, c, p.Document, field)
			if err != nil {
				return err
			}
			return text.Wrong("giay.taken", "unit", place.Agency)
		}
	}
	return nil
}

// EnterPaperSignature keeps what somebody of the head's office entered. Nothing is
// signed by it.
func EnterPaperSignature(tx storage.Tx, act Act, c *rules.Cluster, p Claim) (Claim, error) {
	if err := permit(tx, act, c, MayScan, "", "giay.not_head"); err != nil {
		return p, err
	}
	if err := sealed(tx, c, everything); err != nil {
		return p, err
	}
	if err := CheckClaim(tx, c, p, act.At); err != nil {
		return p, err
	}
	list, err := Claims(tx, c)
	if err != nil {
		return p, err
	}
	p.Cluster, p.Year, p.N, p.By, p.At, p.Decided = c.ID, c.Year, len(list)+1, act.By, act.At.UTC(), nil
	if err := claims.Put(tx, p); err != nil {
		return p, err
	}
	if err := onPaper(tx, act, c, p); err != nil {
		return p, err
	}
	return p, Log(tx, act, c.ID, Change{What: "covenant.paper.enter", Year: c.Year, Member: strings.Join(p.members(), " "), From: p.Document, To: strings.Join(p.hashes(), " "), Reason: p.Day.String()})
}

// ConfirmPaperSignature is a second person's word that the scan shows what the
// claim says: the places are filled by the cluster.
func ConfirmPaperSignature(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, n int) (Claim, error) {
	if err := sealed(tx, c, everything); err != nil {
		return Claim{}, err
	}
	p, err := decide(tx, act, c, n, Decision{Confirmed: true})
	if err != nil {
		return p, err
	}
	if err := Log(tx, act, c.ID, Change{What: "covenant.paper.confirm", Year: c.Year, Member: strings.Join(p.members(), " "), From: p.Document, To: strings.Join(p.hashes(), " ")}); err != nil {
		return p, err
	}
	return p, fillOnPaper(tx, act, c, ch, p)
}

// RejectPaperSignature turns a claim down: its places are open as before.
func RejectPaperSignature(tx storage.Tx, act Act, c *rules.Cluster, n int, reason string) (Claim, error) {
	p, err := decide(tx, act, c, n, Decision{Reason: reason})
	if err != nil {
		return p, err
	}
	if err := offPaper(tx, act, c, p); err != nil {
		return p, err
	}
	return p, Log(tx, act, c.ID, Change{What: "covenant.paper.reject", Year: c.Year, Member: strings.Join(p.members(), " "), From: p.Document, To: strings.Join(p.hashes(), " "), Reason: reason})
}

// members are the units that a claim is for; a witness is named by the place.
func (p Claim) members() (list []string) {
	for _, f := range p.Fields {
		list = append(list, strings.TrimPrefix(f, "leader-"))
	}
	return list
}

func (p Claim) hashes() (list []string) {
	for _, s := range p.Scans {
		list = append(list, s.SHA256)
	}
	return list
}

// decide is the claim with a number that waits for a second person; whoever
// entered it is not one.
func decide(tx storage.Tx, act Act, c *rules.Cluster, n int, d Decision) (Claim, error) {
	if err := permit(tx, act, c, MayAttest, "", "giay.not_yours"); err != nil {
		return Claim{}, err
	}
	p, ok, err := claims.Find(tx, claims.Key(Claim{Cluster: c.ID, Year: c.Year, N: n}))
	switch {
	case err != nil:
		return p, err
	case !ok || p.Decided != nil:
		return p, text.Wrong("giay.decided")
	case p.By == act.By:
		return p, text.Wrong("giay.second_person")
	case !d.Confirmed && strings.TrimSpace(d.Reason) == "":
		return p, text.Wrong("review.reason_needed")
	}
	d.By, d.At = act.By, act.At.UTC()
	p.Decided = &d
	return p, claims.Put(tx, p)
}
