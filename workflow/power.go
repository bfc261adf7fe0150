package workflow

import "slices"

// A Power is something that not everybody may do.
type Power string

const (
	MayReport  Power = "report"  // enter and submit a member's figures
	MayTarget  Power = "target"  // register a member's targets
	MayReview  Power = "review"  // accept, return and mark a member's figures
	MaySheet   Power = "sheet"   // see a member's points with their reasons
	MaySign    Power = "sign"    // sign the covenant for a member, or as a witness
	MaySee     Power = "see"     // progress, ranking, summary, covenant of the cluster
	MayOpen    Power = "open"    // open the covenant for signing, withdraw it
	MayRemind  Power = "remind"  // remind the late ones now
	MayCollect Power = "collect" // enter what members sent on paper or in Excel
	MayFreeze  Power = "freeze"  // close a period's books, open them again
	MayPublish Power = "publish" // publish what another froze
	MayExclude Power = "exclude" // keep a member out of a period's awards
	MayUnlock  Power = "unlock"  // open accepted figures again
	MayExtend  Power = "extend"  // give a member more time for a report
	MayVote    Power = "vote"    // open and close votes
	MayBallot  Power = "ballot"  // cast a member's ballot
	MayWrite   Power = "write"   // write paragraphs of the summary report
	MayDraft   Power = "draft"   // draft the next year, to hand over to it
	MayComment Power = "comment" // answer and comment on a draft of the covenant
	MayNumber  Power = "number"  // give documents their number and day (văn thư)
	MayScan    Power = "scan"    // enter what was signed with a pen
	MayAttest  Power = "attest"  // confirm what another entered so
	MayInvite  Power = "invite"  // invite people
	MayPeople  Power = "people"  // see who belongs to the cluster
	MayBind    Power = "bind"    // bind a group to the cluster
	MayOperate Power = "operate" // hear of quarantine and dead letters
)

// Powers are all powers.
var Powers = []Power{MayReport, MayTarget, MayReview, MaySheet, MaySign, MaySee, MayOpen, MayRemind, MayExtend, MayUnlock, MayFreeze, MayPublish, MayExclude, MayCollect, MayVote, MayBallot, MayWrite, MayDraft, MayComment, MayNumber, MayScan, MayAttest, MayInvite, MayPeople, MayBind, MayOperate}

// reach is whom a power extends to.
type reach int

const (
	nobody reach = iota
	own          // the unit of the seat
	others       // every unit but the actor's own: nobody accepts figures of their own unit
	all
)

// powers is who may do what; what is not in it may not be done. Nobody verifies
// their own unit: head and deputy of one cluster once came second and first.
var powers = map[Role]map[Power]reach{
	Admin:    {MaySee: all, MaySheet: all, MayInvite: all, MayPeople: all, MayBind: all, MayOperate: all},
	Head:     {MaySee: all, MaySheet: all, MayReview: others, MayOpen: all, MayRemind: all, MayExtend: others, MayUnlock: others, MayFreeze: all, MayPublish: all, MayExclude: all, MayCollect: all, MayVote: all, MayWrite: all, MayDraft: all, MayNumber: all, MayScan: all, MayAttest: all, MayInvite: all, MayPeople: all, MayBind: all},
	Deputy:   {MaySee: all, MaySheet: all, MayReview: others, MayRemind: all, MayExtend: others, MayUnlock: others, MayPublish: all, MayAttest: all, MayPeople: all},
	Official: {MaySee: all, MayComment: own, MaySheet: own, MayReport: own, MayTarget: own, MayPeople: all},
	Leader:   {MaySee: all, MayComment: own, MaySheet: own, MaySign: own, MayBallot: own, MayPeople: all},
	Witness:  {MaySee: all, MayComment: own, MaySign: own, MayPeople: all},
	Observer: {MaySee: all, MaySheet: all, MayReview: others, MayPublish: all, MayPeople: all},
}

// May says whether the actor may do something for a member; the member is empty
// where the power is over the cluster as a whole.
func (a Actor) May(p Power, member string) bool {
	return slices.ContainsFunc(a.Seats, func(s Seat) bool {
		switch powers[s.Role][p] {
		case all:
			return true
		case own:
			return member != "" && member == s.Member
		case others:
			return member != "" && !slices.Contains(a.units, member)
		}
		return false
	})
}

// Can says whether the actor has a power at all, for some member or other.
func (a Actor) Can(p Power) bool {
	return slices.ContainsFunc(a.Seats, func(s Seat) bool { return powers[s.Role][p] != nobody })
}
