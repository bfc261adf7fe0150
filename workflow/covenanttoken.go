package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// TakeTurn lends the file to somebody who signs a place by token: cov.Current is
// the hash of the bytes to sign.
func TakeTurn(tx storage.Tx, act Act, c *rules.Cluster, no int, field string, p Person) (Covenant, ceremony.Turn, error) {
	cov, place, err := signable(tx, c, no, field)
	if err != nil {
		return cov, ceremony.Turn{}, err
	}
	if cov.Current == "" {
		return cov, ceremony.Turn{}, text.Wrong("ceremony.no_fields")
	}
	t := ceremony.Turn{Field: field, Person: p.ID, Name: p.Name, Until: act.At.In(c.Location()).Add(time.Duration(c.Covenant.TurnMinutes) * time.Minute)}
	if err := cov.Ceremony.Take(t, act.At); err != nil {
		return cov, t, err
	}
	t = *cov.Ceremony.Turn
	if err := cov.save(tx, act); err != nil {
		return cov, t, err
	}
	return cov, t, Log(tx, act, c.ID, Change{What: "covenant.turn", Year: c.Year, Member: place.Member, From: cov.Current, To: onClock(c, t.Until)})
}

// GiveBackTurn ends a person's own turn.
func GiveBackTurn(tx storage.Tx, act Act, c *rules.Cluster, no int, p Person) (Covenant, error) {
	cov, err := arranged(tx, c, no)
	if err != nil {
		return cov, err
	}
	if err := cov.Ceremony.GiveBack(p.ID, act.At); err != nil {
		return cov, err
	}
	if err := cov.save(tx, act); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.turn.back", Year: c.Year, From: cov.Current})
}

// clockSlack is how far the time that a signature claims may lie outside the
// signing: clocks are wrong, and programs write the time without its zone.
const clockSlack = 24 * time.Hour

// SignOutside takes a file that was signed outside. It must be the newest file
// and one valid signature in the place's field more, at a time at which it can have
// been given. A turn that has lapsed does
// no harm as long as nobody else has signed or holds one.
func SignOutside(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, no int, field string, p Person, upload []byte) (Covenant, signature.Found, error) {
	cov, _, err := signable(tx, c, no, field)
	if err != nil {
		return cov, signature.Found{}, err
	}
	if cov.Current == "" || ch.Notary == nil {
		return cov, signature.Found{}, text.Wrong("ceremony.no_fields")
	}
	if err := cov.Ceremony.CanSign(field, p.ID, ceremony.Token, act.At); err != nil {
		return cov, signature.Found{}, err
	}
	before, err := Paper(tx, cov.Current)
	if err != nil {
		return cov, signature.Found{}, err
	}
	found, err := ch.Notary.Accept(before, upload, field, ch.Roots, endOfYear(c))
	if err != nil {
		return cov, found, err
	}
	if claimed := found.Time; !claimed.IsZero() && (claimed.Before(cov.OpenedAt.Add(-clockSlack)) || claimed.After(act.At.Add(clockSlack))) {
		return cov, found, text.Wrong("ky.token_clock", "at", onClock(c, claimed), "opened", onClock(c, cov.OpenedAt))
	}
	from := cov.Current
	if err := cov.grow(tx, c, before, upload); err != nil {
		return cov, found, err
	}
	if err := cov.Ceremony.Sign(field, ceremony.Hand{Person: p.ID, Name: found.Signer, Way: ceremony.Token, At: act.At.UTC()}); err != nil {
		return cov, found, err
	}
	return cov, found, cov.signed(tx, act, c, ch, field, from)
}
