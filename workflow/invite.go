package workflow

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// maxName is the longest name of a person, in characters.
const maxName = 80

// InviteFor is how long an invitation can be used.
const InviteFor = 30 * 24 * time.Hour

// An Invitation lets one person take one seat, once. Only the hash of its code
// is kept: who reads the store cannot join with it.
type Invitation struct {
	Hash    string    `json:"hash"`
	Cluster string    `json:"cluster"`
	Role    Role      `json:"role"`
	Member  string    `json:"member,omitempty"`
	Name    string    `json:"name,omitempty"` // of the invited person, as the inviter wrote it
	By      string    `json:"by"`
	Expires time.Time `json:"expires"`
	UsedBy  string    `json:"used_by,omitempty"`
}

var invitations = storage.Table[Invitation]{Name: "invitations", Key: func(i Invitation) string { return i.Hash }}

// codes are written in letters and digits that are not mistaken for each other
// on paper or on the phone.
var codes = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// InviteCode is the code of 16 random bytes.
func InviteCode(random [16]byte) string { return codes.EncodeToString(random[:]) }

func hashCode(code string) string {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\n", "").Replace(code))
	h := sha256.Sum256([]byte(strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(code)))
	return hex.EncodeToString(h[:])
}

// Invite keeps an invitation for a code that the caller drew. The head's and
// deputies' people belong to the units that the file names; where only one unit
// can be meant it need not be given.
//
// years are the living years of the cluster: the offices of the next year may be
// filled before the power moves to them.
func Invite(tx storage.Tx, act Act, years []*rules.Cluster, code string, i Invitation) error {
	c := years[0]
	if !slices.Contains(Roles, i.Role) {
		return text.Wrong("invite.role", "role", string(i.Role))
	}
	if i.Member == "" && i.Role == Head {
		i.Member = c.Head
	}
	if i.Member == "" && i.Role == Deputy && len(c.Deputies) == 1 {
		i.Member = c.Deputies[0]
	}
	if i.Member == "" && i.Role == Witness && len(c.Witnesses) == 1 {
		i.Member = rules.WitnessID(1)
	}
	known := slices.ContainsFunc(years, func(c *rules.Cluster) bool {
		return c.Member(i.Member) != nil || c.Witness(i.Member) != nil
	})
	i.Name = strings.Join(strings.Fields(i.Name), " ")
	switch {
	case utf8.RuneCountInString(i.Name) > maxName:
		return text.Wrong("invite.name")
	case i.Role.Bound() && i.Member == "":
		return text.Wrong("invite.member_needed", "role", string(i.Role))
	case i.Member != "" && !known:
		return text.Wrong("invite.member_unknown", "member", i.Member)
	case i.Role.Bound() && !FitsOffice(years, i.Role, i.Member):
		return text.Wrong("invite.not_office", "member", PartyName(c, i.Member), "year", yearText(c.Year))
	case !i.Role.Bound():
		i.Member = ""
	}
	i.Hash, i.Cluster, i.By, i.Expires = hashCode(code), c.ID, act.By, act.At.Add(InviteFor).UTC()
	if err := invitations.Put(tx, i); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "invite", Member: i.Member, To: string(i.Role), Reason: i.Name})
}

// FitsOffice says whether a member, or a witness, is in one of the years what the
// role is for.
func FitsOffice(years []*rules.Cluster, role Role, member string) bool {
	return slices.ContainsFunc(years, func(c *rules.Cluster) bool {
		return inForce(Seat{Role: role, Member: member}, c) == role
	})
}

// FindInvitation returns the invitation that a code opens at a moment, or a
// Problem that says why there is none.
func FindInvitation(r storage.Reader, code string, at time.Time) (Invitation, error) {
	i, ok, err := invitations.Find(r, hashCode(code))
	switch {
	case err != nil:
		return i, err
	case !ok:
		return i, text.Wrong("join.unknown")
	case i.UsedBy != "":
		return i, text.Wrong("join.used")
	case at.After(i.Expires):
		years, err := Years(r, i.Cluster)
		if err != nil {
			return i, err
		}
		return i, text.Wrong("join.expired", "day", i.Expires.In(years[0].Location()).Format(time.DateOnly))
	}
	return i, nil
}

// Accept makes the person take the seat that a code offers and uses the code up.
func Accept(tx storage.Tx, act Act, p Person, code string) (Invitation, error) {
	i, err := FindInvitation(tx, code, act.At)
	if err != nil {
		return i, err
	}
	i.UsedBy = p.ID
	if err := invitations.Put(tx, i); err != nil {
		return i, err
	}
	if i.Name != "" {
		p.Name = i.Name
	}
	return i, TakeSeat(tx, act, p, Seat{Cluster: i.Cluster, Role: i.Role, Member: i.Member})
}

// botName is the messenger's name of the bot, learnt when it is reached.
type botName struct {
	Name string `json:"name"`
}

var settings = storage.Table[botName]{Name: "settings", Key: func(botName) string { return "bot" }}

// BotName is the bot's name as last learnt; empty when it was never reached.
func BotName(r storage.Reader) (string, error) {
	b, _, err := settings.Find(r, "bot")
	return b.Name, err
}

// KeepBotName keeps the bot's name for the links of invitations.
func KeepBotName(tx storage.Tx, name string) error { return settings.Put(tx, botName{name}) }

// InviteLink opens the chat with the bot and hands it the code.
func InviteLink(bot, code string) string { return "https://t.me/" + bot + "?start=" + code }
