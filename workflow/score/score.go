// Package score turns figures into points, a ranking and the cluster's own
// figures: exact, from values alone (docs/formats.md, section 5).
package score

import (
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// Kind of a reported value. Zero, missing and not available are three things.
type Kind string

const (
	Missing       Kind = ""       // not reported
	Number        Kind = "number" // Value.Number holds it
	Yes           Kind = "yes"
	No            Kind = "no"
	NotApplicable Kind = "n/a" // no target was given to this member
)

// A Value is what was reported for one criterion.
type Value struct {
	Kind   Kind            `json:"kind,omitempty"`
	Number decimal.Decimal `json:"number,omitzero"`
}

// State of a figure as it counts.
type State string

const (
	StateVerified  State = "verified"
	StateSubmitted State = "submitted"
	StateMissing   State = "missing"
	StateNA        State = "na"
)

// A Figure is one member's value for one criterion in one period, as it counts
// now: the verified one before the submitted one. An n/a counts only when
// verified; until then it is taken for not reported.
type Figure struct {
	Value    Value
	Verified bool
	Plan     *decimal.Decimal // after the fall back to the yearly target; nil: none
	LastYear *decimal.Decimal // nil: none
}

// Key names a figure within one period of one cluster year.
type Key struct{ Member, Criterion string }

// Input is everything a period's ranking follows from.
type Input struct {
	Cluster *rules.Cluster
	Period  string
	Figures map[Key]Figure

	// DaysLate says how many whole days after report_by a member's first
	// complete submission for a period came (0: on time), and whether there was
	// one at all.
	DaysLate func(member, period string) (days int, sent bool)

	Signed   map[string]bool   // members whose leader has signed the covenant
	Votes    []TieBreak        // recorded votes between members that shared a place, by when they were closed
	Excluded map[string]string // members the head excluded from awards, with the reason
}

// A Ranking is a period's result, members in order of rank; members that share
// a rank stand in the cluster's order.
type Ranking struct {
	Cluster     *rules.Cluster
	Period      string
	Provisional bool // some figure is not verified (tạm tính)
	Rows        []Row
	Earlier     []Earlier // what it may be compared with; Rank leaves it empty
}

// Earlier is an earlier ranking of the same cluster.
type Earlier struct {
	Year   int
	Period string         // id
	Name   string         // of the period
	Ranks  map[string]int // by member; who was no member yet is not in it
}

// A Row is one member's result. Every total is the sum of printed cells and cuts.
type Row struct {
	Rank     int
	Shared   bool      // another member has the same rank
	Decided  *TieBreak // the vote that put it ahead of those it is equal to; nil: none
	Member   *rules.Member
	Contents []decimal.Decimal // points by content, in the cluster's order, with Cuts, without Adjust
	Adjust   decimal.Decimal   // sum of all adjust criteria
	Total    decimal.Decimal   // with Adjust
	Max      decimal.Decimal   // what applies to this member
	Percent  decimal.Decimal   // exact fraction 100·Total/Max; 0 when Max is 0
	Award    string            // name of the award, or empty
	// AwardHeld is set when an award would reach this member but its place is
	// shared across the end of an award: a vote has to decide first.
	AwardHeld bool
	// Excluded is the reason why awards skip this member, as a sentence key
	// with arguments filled by whoever excluded it; empty when they do not.
	Excluded *Exclusion
	Cells    []Cell // one per criterion of the period, in the file's order
	Cuts     []Cut  // what contents were held at, in the cluster's order; most have none
	holds    []hold // by content
}

// An Exclusion says why awards skip a member.
type Exclusion struct {
	Why    string // "listed" (cluster file), "head", "unsigned", "below_zero", "no_criteria", "percent"
	Reason string // the written reason of "listed" and "head"
}

// A Cell is one criterion's points for one member, with everything that a
// reason needs.
type Cell struct {
	Criterion *rules.Criterion
	Content   int // index into the cluster's contents
	Figure    Figure
	State     State
	Points    decimal.Decimal // rounded once, to 2 decimals
	Max       decimal.Decimal // M; 0 when n/a
	// Percent is the achieved percent as an exact fraction; nil when there is
	// no figure, no base, or nothing left, and where the method measures none.
	Percent *decimal.Decimal
	NoBase  bool // 0 points because the plan or last year it is measured against is wanting
	Reason  Reason
}

// A Reason says how the points of a cell came about. Key is one of the reason.*
// sentences of the text catalogs; Args are machine-form arguments.
type Reason struct {
	Key  string
	Args map[string]string
}
