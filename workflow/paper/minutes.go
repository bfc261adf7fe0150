package paper

// Minutes (biên bản bình xét thi đua) are what the review of a period came to.
type Minutes struct {
	Letterhead
	ClusterName string   `json:"cluster_name"`
	Year        int      `json:"year"`
	PeriodName  string   `json:"period_name"`
	Provisional bool     `json:"provisional,omitempty"`
	Draft       bool     `json:"draft,omitempty"`      // an award waits for a vote
	Conference  string   `json:"conference,omitempty"` // "" leaves name, time and place open
	At          string   `json:"at,omitempty"`         // RFC 3339 with the cluster's offset
	Where       string   `json:"where,omitempty"`
	Chair       Signer   `json:"chair"`     // the head's leader
	Head        string   `json:"head"`      // the head's name as it stands in a sentence
	Members     []string `json:"members"`   // as they stand in a sentence, in the cluster's order
	Witnesses   []string `json:"witnesses"` // agencies

	Ranking     Ranking         `json:"ranking"` // without annex
	Ties        []string        `json:"ties,omitempty"`
	Votes       []MinutesVote   `json:"votes,omitempty"`
	Excluded    []PassedUnit    `json:"excluded,omitempty"` // whoever is not considered for awards
	Nominations []Nomination    `json:"nominations,omitempty"`
	Disputes    []MinutesDebate `json:"disputes,omitempty"`
	Copies      int             `json:"copies"`
	Recipients  []string        `json:"recipients,omitempty"`
}

// A MinutesVote is a vote that was closed. Times are RFC 3339 with the cluster's
// offset.
type MinutesVote struct {
	Title   string        `json:"title"`
	Opened  string        `json:"opened"`
	Closed  string        `json:"closed"`
	Of      int           `json:"of"`     // members that had a vote
	Voters  []string      `json:"voters"` // members that cast one
	Lines   []MinutesLine `json:"lines,omitempty"`
	Outcome string        `json:"outcome"` // a sentence; says quorum and majority
}

// A MinutesLine is how many votes somebody has.
type MinutesLine struct {
	Name  string `json:"name"`
	Votes int    `json:"votes"`
}

// A MinutesDebate is a verified figure that its unit sees otherwise and that was
// kept or changed at the second look.
type MinutesDebate struct {
	Unit      string `json:"unit"`
	Criterion string `json:"criterion"`
	Reported  string `json:"reported,omitempty"` // with its unit, as printed
	Verified  string `json:"verified,omitempty"` // what stands
	Said      string `json:"said"`
	Answer    string `json:"answer,omitempty"` // "" while it is open
}

// Nominations are the list of those put forward for awards (danh sách đề nghị
// khen thưởng), with the proposal (tờ trình) that covers it.
type Nominations struct {
	Letterhead
	ClusterName string   `json:"cluster_name"`
	Year        int      `json:"year"`
	PeriodName  string   `json:"period_name"`
	Provisional bool     `json:"provisional,omitempty"`
	Draft       bool     `json:"draft,omitempty"` // an award waits for a vote
	RankBy      string   `json:"rank_by"`         // points, percent
	To          []string `json:"to,omitempty"`    // who decides; empty leaves it open
	LegalBasis  []string `json:"legal_basis,omitempty"`
	Reviewed    string   `json:"reviewed,omitempty"` // day of the review
	Conditions  []string `json:"conditions"`         // sentences

	Nominations []Nomination `json:"nominations"`
	Passed      []PassedUnit `json:"passed,omitempty"`
	RulesSHA256 string       `json:"rules_sha256"`
	Signer      Signer       `json:"signer"` // the head's
	Recipients  []string     `json:"recipients,omitempty"`
}

// A Nomination is an award and who is put forward for it, in order of rank. A vote
// gives Held of its places to some of Waiting, who share a place.
type Nomination struct {
	Award   string          `json:"award"`
	Places  int             `json:"places"`
	Units   []NominatedUnit `json:"units,omitempty"`
	Held    int             `json:"held,omitempty"`
	Waiting []NominatedUnit `json:"waiting,omitempty"`
}

type NominatedUnit struct {
	Name    string `json:"name"` // as it stands in a sentence
	Agency  string `json:"agency"`
	Rank    int    `json:"rank"`
	Total   string `json:"total"`
	Words   string `json:"words"` // Total in words
	Percent string `json:"percent"`
}

// A PassedUnit is one that awards pass over, with the reason as a sentence.
type PassedUnit struct {
	Name   string `json:"name"`
	Rank   int    `json:"rank"`
	Total  string `json:"total"`
	Reason string `json:"reason"`
}
