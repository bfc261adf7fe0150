package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"thidua/workflow/text"

	"go.yaml.in/yaml/v3"
)

const (
	minYear, maxYear = 2000, 2100
	defaultZone      = "Asia/Ho_Chi_Minh"
)

// Load reads and checks a cluster file (docs/formats.md, section 3). Either the
// cluster is whole, or every mistake in the file is told at once.
func Load(source []byte) (*Cluster, Faults) {
	r := &reader{
		skip:     map[*yaml.Node]bool{},
		members:  newIDs("member"),
		periods:  newIDs("period"),
		contents: newIDs("content"),
		criteria: newIDs("criterion"),
		doubtful: map[string]bool{},
	}
	var c *Cluster
	if root := r.parse(source); root != nil {
		c = r.cluster(root)
	}
	if len(r.faults) > 0 {
		return nil, r.faults.sorted()
	}
	c.Source = bytes.Clone(source)
	sum := sha256.Sum256(source)
	c.SHA256 = hex.EncodeToString(sum[:])
	return c, nil
}

// cluster reads what is referred to (members, periods, contents) before what
// refers to it.
func (r *reader) cluster(root *yaml.Node) *Cluster {
	o := r.object(root, "the cluster file")
	if o == nil {
		return nil
	}
	c := &Cluster{
		ID:         required(o, "cluster", clusterID),
		Year:       required(o, "year", whole(minYear, maxYear)),
		Name:       required(o, "name", name),
		Theme:      optional(o, "theme", sentence, ""),
		LegalBasis: several(o, "legal_basis", distinct(name)),
	}
	o.need("issuer")
	if i := o.child("issuer"); i != nil {
		c.Issuer = Issuer{
			Parent: optional(i, "parent", sentence, ""),
			Name:   required(i, "name", name),
			Symbol: optional(i, "symbol", sentence, ""),
			Place:  optional(i, "place", sentence, ""),
		}
		i.done()
	}
	vietnam, _ := zone(defaultZone)
	c.location = optional(o, "timezone", zone, vietnam)
	c.Timezone = c.location.String()

	r.readMembers(o, c)
	r.readPeriods(o, c)
	r.readConferences(o, c)
	c.Reminders = r.reminders(o.child("reminders"))
	c.Contents = r.readContents(o, c)

	c.Handover = optional(o, "handover", day, c.closing())
	c.RankBy = optional(o, "rank_by", choice(RankByPoints, RankByPercent), RankByPoints)
	c.Ties = r.ties(o)
	for _, a := range o.children("awards", "an award") {
		c.Awards = append(c.Awards, Award{
			Name:   required(a, "name", name),
			Places: required(a, "places", whole(1, 1000)),
		})
		a.done()
	}
	if a := o.child("award_rules"); a != nil {
		c.AwardRules = r.awardRules(a)
	}
	c.Votes = r.votes(o.child("votes"))
	if v := o.child("review"); v != nil {
		c.Review.ReplyDays = optional(v, "reply_days", whole(0, 60), 0)
		v.done()
	}
	c.Signing = []string{"chat"}
	o.ignore("signing")
	if o.has("signing") {
		c.Signing = several(o, "signing", distinct(choice("chat", "token", "paper")))
		o.filled("signing")
	}
	c.Covenant = r.covenant(o.child("covenant"), c)
	c.Words = readWords(o.child("words"))
	c.Report = r.report(o.child("report"), c)
	o.done()
	return c
}

// readWords reads how the cluster says numbers: as the North does where it says
// nothing.
func readWords(o *object) text.NumberWords {
	w := text.NumberWords{Zero: "linh", Thousand: "nghìn"}
	if o != nil {
		w.Zero = optional(o, "zero", choice("linh", "lẻ"), w.Zero)
		w.Thousand = optional(o, "thousand", choice("nghìn", "ngàn"), w.Thousand)
		o.done()
	}
	return w
}

func (r *reader) readMembers(o *object, c *Cluster) {
	o.need("members")
	objects := o.children("members", "a member")
	o.filled("members")
	r.members.holes = !o.sound("members")
	called := names{}
	for _, m := range objects {
		u := Member{
			ID:           r.members.define(m),
			Name:         required(m, "name", name),
			Aliases:      several(m, "aliases", distinct(name)),
			Agency:       required(m, "agency", name),
			Predecessors: several(m, "predecessors", distinct(name)),
		}
		if u.Short = optional(m, "short", sentence, ""); u.Short == "" {
			u.Short = u.Name
		}
		if s := m.child("signer"); s != nil {
			u.Signer = Signer{
				Title:    optional(s, "title", sentence, ""),
				OnBehalf: optional(s, "on_behalf", sentence, ""),
				Name:     optional(s, "name", sentence, ""),
			}
			s.done()
		}
		m.done()
		called.add(m, &u)
		c.Members = append(c.Members, u)
	}

	c.Head = required(o, "head", r.members.known)
	c.Deputies = several(o, "deputies", distinct(r.members.known))
	if o.sound("head", "deputies") {
		if i := slices.Index(c.Deputies, c.Head); i >= 0 {
			o.faultAt("deputies", i, "%s is the head already: name another member or none", quote(c.Head))
		}
	}
	for _, w := range o.children("witnesses", "a witness") {
		c.Witnesses = append(c.Witnesses, Witness{
			Agency: required(w, "agency", name),
			Title:  optional(w, "title", sentence, ""),
			Name:   optional(w, "name", sentence, ""),
		})
		w.done()
	}
}

// names are what members are called by in a chat, folded, with whose name it
// is: an answer that could mean two members would go to the wrong one.
type names map[string]string

func (n names) add(o *object, m *Member) {
	if !o.sound("id") {
		return // a copied block with its old id is one mistake
	}
	type called struct {
		key  string
		i    int // in aliases
		name string
	}
	list := []called{{"name", -1, m.Name}, {"short", -1, m.Short}, {"id", -1, m.ID}}
	if o.sound("aliases") {
		for i, a := range m.Aliases {
			list = append(list, called{"aliases", i, a})
		}
	}
	for _, l := range list {
		folded := text.Fold(l.name)
		if folded == "" || !o.sound(l.key) {
			continue
		}
		owner, taken := n[folded]
		switch {
		case !taken:
			n[folded] = m.ID
		case owner == m.ID:
		case l.i >= 0:
			o.faultAt(l.key, l.i, "member %q is called %s too: an answer in the chat could mean either", owner, quote(l.name))
			return
		default:
			o.fault(l.key, "member %q is called %s too: an answer in the chat could mean either", owner, quote(l.name))
			return
		}
	}
}

func (r *reader) readPeriods(o *object, c *Cluster) {
	o.need("periods")
	objects := o.children("periods", "a period")
	o.filled("periods")
	r.periods.holes = !o.sound("periods")
	scored, certain := false, o.sound("periods")
	for _, p := range objects {
		q := Period{
			ID:       r.periods.define(p),
			ReportBy: required(p, "report_by", day),
			Scored:   optional(p, "scored", flag, false),
		}
		q.Name = optional(p, "name", name, q.ID)
		p.done()
		scored, certain = scored || q.Scored, certain && p.sound("scored")
		c.Periods = append(c.Periods, q)
	}
	r.scoring = certain
	if certain && !scored {
		o.fault("periods", `none of them is scored: add "scored: true" to the one that has a ranking`)
	}
}

func (r *reader) readConferences(o *object, c *Cluster) {
	conferences := newIDs("conference")
	for _, k := range o.children("conferences", "a conference") {
		c.Conferences = append(c.Conferences, Conference{
			ID:     conferences.define(k),
			Kind:   optional(k, "kind", choice(KyKet, SoKet, TongKet, Khac), Khac),
			Name:   required(k, "name", name),
			At:     required(k, "at", moment(c.location)),
			Place:  optional(k, "place", sentence, ""),
			Period: optional(k, "period", r.periods.known, ""),
		})
		k.done()
	}
}

// closing is the day of the last final review: when power moves, unless the
// file says otherwise.
func (c *Cluster) closing() Date {
	var last time.Time
	for _, k := range c.Conferences {
		if k.Kind == TongKet && k.At.After(last) {
			last = k.At
		}
	}
	if last.IsZero() {
		return Date{}
	}
	return DateOf(last)
}

// ties end with the vote: after it nothing is open.
func (r *reader) ties(o *object) []string {
	if !o.has("ties") {
		o.ignore("ties")
		return []string{"vote"}
	}
	list := several(o, "ties", distinct(r.tie))
	if i := slices.Index(list, "vote"); o.sound("ties") && i >= 0 && i < len(list)-1 {
		o.faultAt("ties", i, `"vote" decides whatever is still equal: put it last`)
	}
	return list
}

func (r *reader) awardRules(o *object) AwardRules {
	a := AwardRules{
		CovenantSigned: optional(o, "covenant_signed", flag, false),
		MinPercent:     optional(o, "min_percent", notNegative, zero),
	}
	member := distinct(r.members.known)
	for _, e := range o.children("exclude", "an excluded member") {
		a.Exclude = append(a.Exclude, Exclusion{
			Member: required(e, "member", member),
			Reason: optional(e, "reason", sentence, ""),
		})
		e.done()
	}
	o.done()
	return a
}
