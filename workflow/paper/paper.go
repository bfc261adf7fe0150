// Package paper holds what stands on each document: values that say everything
// that is printed, so that the same values always give the same bytes. Numbers
// are in machine form, dates are days; how they look is the printer's.
package paper

// A Letterhead is the top of an administrative page (Decree 30/2020/NĐ-CP,
// Appendix I).
type Letterhead struct {
	Parent string `json:"parent,omitempty"` // the body above the issuer
	Issuer string `json:"issuer"`           // "CỤM THI ĐUA CÁC TỈNH TÂY NAM BỘ"
	Symbol string `json:"symbol,omitempty"` // of the cluster: "CTĐTNB"
	Place  string `json:"place,omitempty"`
	Date   string `json:"date,omitempty"`   // 2018-04-04; empty leaves the day open
	Number string `json:"number,omitempty"` // given by the clerk; empty leaves it open

	// Edition says, on every paper of a version after the first, which one it
	// takes the place of and why: a sentence under the title.
	Edition string `json:"edition,omitempty"`
}

// A Signer is one block of authority, title and name.
type Signer struct {
	Member   string `json:"member,omitempty"` // id, where the signer signs for a member
	Agency   string `json:"agency,omitempty"`
	OnBehalf string `json:"on_behalf,omitempty"` // "KT. CHỦ TỊCH"
	Title    string `json:"title,omitempty"`
	Name     string `json:"name,omitempty"`

	// What stands in the box once it is signed in the chat. A tap in a chat is
	// consent, not a digital signature, and the page says so.
	SignedAt string `json:"signed_at,omitempty"` // RFC 3339 with the cluster's offset
	SignedBy string `json:"signed_by,omitempty"`
	Code     string `json:"code,omitempty"` // short code of the confirmation
}

// A Covenant (bản giao ước thi đua) is what all leaders sign.
type Covenant struct {
	Letterhead
	Year        int      `json:"year"`
	ClusterName string   `json:"cluster_name"`
	Theme       string   `json:"theme,omitempty"`
	LegalBasis  []string `json:"legal_basis,omitempty"`
	State       string   `json:"state"`            // draft, open, complete
	Draft       int      `json:"draft,omitempty"`  // which draft was sent round, from 1: "DỰ THẢO lần 2"
	SHA256      string   `json:"sha256,omitempty"` // of the frozen document; empty in a draft and on the frozen one itself
	Conference  string   `json:"conference,omitempty"`
	At          string   `json:"at,omitempty"`    // day of the signing
	Where       string   `json:"where,omitempty"` // place of the signing

	Contents  []CovenantContent `json:"contents"`
	Deadlines []Deadline        `json:"deadlines,omitempty"`
	Awards    []string          `json:"awards,omitempty"` // "02 đơn vị … " made by the printer from name and places
	Places    []int             `json:"places,omitempty"` // beside Awards
	MaxPoints string            `json:"max_points"`
	Clauses   []Clause          `json:"clauses,omitempty"` // how it is carried out

	Grid      []Signer `json:"grid"` // head, deputies, then members in the cluster's order
	Witnesses []Signer `json:"witnesses,omitempty"`

	// Annex: targets per member. Columns are the members' short names.
	Members []string       `json:"members"`
	Annex   []AnnexContent `json:"annex"`
	Note    string         `json:"note,omitempty"` // legal line on what the confirmations are

	// Amends makes the paper an amendment; contents, deadlines and awards are then
	// left out.
	Amends *Amendment `json:"amends,omitempty"`

	// What a covenant that is opened for signing has besides. With a code it is
	// printed with fields for the signatures, its number and its date.
	Code          string   `json:"code,omitempty"`           // GU-2017-7F3K-92QD
	Public        string   `json:"public,omitempty"`         // base of the public page: "https://thidua.example.vn"
	RulesSHA256   string   `json:"rules_sha256,omitempty"`   // of the cluster file
	TargetsSHA256 string   `json:"targets_sha256,omitempty"` // of the targets, listed as docs/formats.md says
	Ways          []string `json:"ways,omitempty"`           // how one may sign: chat, token, paper; none: all
	Seals         bool     `json:"seals,omitempty"`          // a field for each agency's seal beside its leader's
	Stamps        bool     `json:"stamps,omitempty"`         // a field for a time stamp over the whole document
}

// A Clause (điều) says how a part of the covenant is carried out. A line break in
// Text begins a paragraph.
type Clause struct {
	ID      string `json:"id,omitempty"` // stays, wherever the clause moves
	N       int    `json:"n,omitempty"`  // its number, from 1
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// Fields of a paper that is signed; a leader's is FieldLeader and the member's
// id, a witness's FieldWitness and a number from 1.
const (
	FieldCluster = "cluster"
	FieldLeader  = "leader-"
	FieldSeal    = "seal-"
	FieldWitness = "witness-"
	FieldStamp   = "time-stamp"
	FieldNumber  = "number" // "01"
	FieldDate    = "date"   // "ngày 04 tháng 4 năm 2018"
)

// A CovenantContent is one content with its criteria, as the covenant lists it.
type CovenantContent struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Points   string             `json:"points"`
	Criteria []CovenantCriteria `json:"criteria"`
}

type CovenantCriteria struct {
	Name   string `json:"name"`
	Unit   string `json:"unit,omitempty"`
	Points string `json:"points"`
}

type Deadline struct {
	Name string `json:"name"`
	By   string `json:"by"` // day
}

type AnnexContent struct {
	Name string     `json:"name"`
	Rows []AnnexRow `json:"rows"`
}

// An AnnexRow is one criterion's targets, one per member; "" is none.
type AnnexRow struct {
	ID    string   `json:"id,omitempty"` // of the criterion
	Name  string   `json:"name"`
	Unit  string   `json:"unit,omitempty"`
	Cells []string `json:"cells"`
}

// A Ranking (bảng xếp hạng) is a period's result on paper.
type Ranking struct {
	Letterhead
	Cluster     string           `json:"cluster"` // id
	Year        int              `json:"year"`
	Period      string           `json:"period"` // id
	ClusterName string           `json:"cluster_name"`
	PeriodName  string           `json:"period_name"` // "năm 2017"
	Provisional bool             `json:"provisional,omitempty"`
	RulesSHA256 string           `json:"rules_sha256"`
	RankBy      string           `json:"rank_by"` // points, percent
	Contents    []RankingContent `json:"contents"`
	HasAdjust   bool             `json:"has_adjust,omitempty"` // some criterion adds or takes points
	Rows        []RankingRow     `json:"rows"`                 // in order of rank
	Ties        []string         `json:"ties,omitempty"`       // the chain: content ids ("content.1") and "vote"
	Notes       []string         `json:"notes,omitempty"`      // Vietnamese sentences under the table
	Annex       []RankingAnnex   `json:"annex"`                // one per content
	Signer      Signer           `json:"signer"`               // the head's
	Recipients  []string         `json:"recipients,omitempty"` // nơi nhận
	Earlier     []string         `json:"earlier,omitempty"`    // names of the periods that Moves compare with
}

type RankingContent struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Points string `json:"points"`
}

type RankingRow struct {
	Rank     int      `json:"rank"`
	Member   string   `json:"member"` // id
	Name     string   `json:"name"`   // short name
	Contents []string `json:"contents"`
	Adjust   string   `json:"adjust"`
	Total    string   `json:"total"`
	Max      string   `json:"max"`
	Percent  string   `json:"percent"`
	Award    string   `json:"award,omitempty"`
	Held     bool     `json:"held,omitempty"`  // an award waits for the cluster's vote
	Moves    []string `json:"moves,omitempty"` // beside Earlier: places up, "-1" down, "" no member then
}

// A RankingAnnex is a content in detail: criteria down, members across.
type RankingAnnex struct {
	Name    string            `json:"name"`
	Members []string          `json:"members"` // short names, in the cluster's order
	Rows    []RankingAnnexRow `json:"rows"`
	Totals  []string          `json:"totals"`         // per member, with cuts, without adjust
	Cuts    []string          `json:"cuts,omitempty"` // 0 or less: what was held back (ceiling, unmet prerequisite)
	Adjusts []string          `json:"adjusts,omitempty"`
}

type RankingAnnexRow struct {
	Name   string        `json:"name"`
	Unit   string        `json:"unit,omitempty"`
	Points string        `json:"points"`           // M
	Adjust bool          `json:"adjust,omitempty"` // points are added or taken away
	Cells  []RankingCell `json:"cells"`
}

// A RankingCell is one member's result for one criterion.
type RankingCell struct {
	Value  string `json:"value,omitempty"` // machine form, yes, no, n/a or "" (not reported)
	Points string `json:"points,omitempty"`
	State  string `json:"state"` // verified, submitted, missing, na, or Unmarked
}

// Unmarked is the state of what the reviewers have not marked.
const Unmarked = "unmarked"

// A Report (báo cáo sơ kết, tổng kết) is the cluster's summary of a period in
// sentences.
type Report struct {
	Letterhead
	Year        int             `json:"year"`
	ClusterName string          `json:"cluster_name"`
	PeriodName  string          `json:"period_name"`
	Subject     string          `json:"subject"`         // tổng kết công tác thi đua, khen thưởng năm 2017
	Final       bool            `json:"final,omitempty"` // tổng kết, not sơ kết
	Provisional bool            `json:"provisional,omitempty"`
	Opening     []string        `json:"opening"` // paragraphs
	Sections    []ReportSection `json:"sections"`
	Signer      Signer          `json:"signer"`
	Recipients  []string        `json:"recipients,omitempty"`
}

// A ReportSection is one content: sentences that already hold their figures.
type ReportSection struct {
	Title      string   `json:"title"`
	Paragraphs []string `json:"paragraphs"`
}
