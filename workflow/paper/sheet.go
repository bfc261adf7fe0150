package paper

// Sheets (phiếu điểm) are the score sheets of a period, one for each member that
// was asked for: what was reported, what the unit said, what it earned and why.
type Sheets struct {
	Letterhead
	Cluster     string  `json:"cluster"` // id
	ClusterName string  `json:"cluster_name"`
	Year        int     `json:"year"`
	Period      string  `json:"period"` // id
	PeriodName  string  `json:"period_name"`
	Provisional bool    `json:"provisional,omitempty"`
	RulesSHA256 string  `json:"rules_sha256"`
	RankBy      string  `json:"rank_by"` // points, percent
	Sheets      []Sheet `json:"sheets"`
	Signer      Signer  `json:"signer"` // the head's
}

// A Sheet is one member's points. What its rows, cuts and sums show adds up.
type Sheet struct {
	Member    string         `json:"member"` // id
	Name      string         `json:"name"`   // as it stands in a sentence
	Contents  []SheetContent `json:"contents"`
	MaxPoints string         `json:"max_points"` // of all contents
	HasAdjust bool           `json:"has_adjust,omitempty"`
	Adjust    SheetTotals    `json:"adjust"` // points added or taken away, of all contents
	Totals    SheetTotals    `json:"totals"` // with adjust
	Words     string         `json:"words"`  // Totals.Points in words
	Max       string         `json:"max"`    // what applies to this member
	Percent   string         `json:"percent"`
	Rank      int            `json:"rank"`
	Of        int            `json:"of"`
	Shared    bool           `json:"shared,omitempty"`  // another member has the same rank
	Missing   int            `json:"missing,omitempty"` // criteria with points that have no figure
	Signer    Signer         `json:"signer"`            // the member's leader
}

// A SheetContent is one content with the criteria of the period.
type SheetContent struct {
	Name   string      `json:"name"`
	Points string      `json:"points"`
	Rows   []SheetRow  `json:"rows"`
	Cuts   []SheetCut  `json:"cuts,omitempty"`
	Totals SheetTotals `json:"totals"` // with cuts, without adjust
}

// SheetTotals are sums; Self and Verified are "" where there is nothing to add.
type SheetTotals struct {
	Self     string `json:"self,omitempty"`
	Verified string `json:"verified,omitempty"`
	Points   string `json:"points"`
}

// A SheetRow is one criterion.
type SheetRow struct {
	N              int      `json:"n"` // its number in the cluster file
	Name           string   `json:"name"`
	Unit           string   `json:"unit,omitempty"`
	Max            string   `json:"max"`              // M
	Adjust         bool     `json:"adjust,omitempty"` // points are added or taken away
	Plan           string   `json:"plan,omitempty"`
	Result         string   `json:"result,omitempty"` // as it counts: machine form, yes, no, n/a or ""
	Word           string   `json:"word,omitempty"`   // what stands for a Result that is no number to print
	State          string   `json:"state"`            // verified, submitted, missing, na, unmarked (wants a mark at review), "" (nothing is asked)
	SelfPoints     string   `json:"self_points,omitempty"`
	SelfOwn        bool     `json:"self_own,omitempty"` // the unit gave them itself
	VerifiedPoints string   `json:"verified_points,omitempty"`
	Points         string   `json:"points,omitempty"`  // as they count; "" where none are given
	Said           []string `json:"said,omitempty"`    // what the unit explained
	Reasons        []string `json:"reasons,omitempty"` // how the points came about, and what was said at review
}

// A SheetCut is what a content loses because its points are held.
type SheetCut struct {
	Self     string `json:"self,omitempty"`
	Verified string `json:"verified,omitempty"`
	Points   string `json:"points"`
	Reason   string `json:"reason"`
}
