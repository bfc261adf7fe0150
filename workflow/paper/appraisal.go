package paper

// An Appraisal (phụ lục thẩm định) is one member's figures of a period as it
// reported them, as they were verified, and as they stand in the end. Values are
// in machine form, yes, no, n/a, none (the member has none) or "" (not there).
type Appraisal struct {
	Letterhead
	Cluster     string              `json:"cluster"` // id
	ClusterName string              `json:"cluster_name"`
	Year        int                 `json:"year"`
	Period      string              `json:"period"` // id
	PeriodName  string              `json:"period_name"`
	Member      string              `json:"member"` // id
	Agency      string              `json:"agency"`
	Provisional bool                `json:"provisional,omitempty"`
	RulesSHA256 string              `json:"rules_sha256"`
	MaxPoints   string              `json:"max_points"`
	Contents    []AppraisalContent  `json:"contents"`
	Totals      AppraisalTotals     `json:"totals"`
	Evidence    []AppraisalEvidence `json:"evidence,omitempty"`
}

// An AppraisalContent is one content with the criteria of the period.
type AppraisalContent struct {
	Name      string          `json:"name"`
	Points    string          `json:"points"`
	Rows      []AppraisalRow  `json:"rows"`
	Cuts      AppraisalTotals `json:"cuts,omitzero"`        // what is held back (ceiling, unmet prerequisite), 0 or less
	CutReason string          `json:"cut_reason,omitempty"` // of the last column that has a cut
	Totals    AppraisalTotals `json:"totals"`
}

// AppraisalTotals are what the rows above add up to, points that are added or
// taken away and cuts among them; "" where there is nothing to add yet.
type AppraisalTotals struct {
	Self     string `json:"self,omitempty"`
	Verified string `json:"verified,omitempty"`
	Final    string `json:"final,omitempty"`
}

// An AppraisalRow is one criterion.
type AppraisalRow struct {
	N              int      `json:"n"` // its number in the cluster file
	Name           string   `json:"name"`
	Unit           string   `json:"unit,omitempty"`
	Points         string   `json:"points"` // M
	Plan           string   `json:"plan,omitempty"`
	Self           string   `json:"self,omitempty"`
	SelfPoints     string   `json:"self_points,omitempty"`
	SelfOwn        bool     `json:"self_own,omitempty"` // the unit gave them itself
	Verified       string   `json:"verified,omitempty"`
	VerifiedPoints string   `json:"verified_points,omitempty"`
	Final          string   `json:"final,omitempty"`
	FinalPoints    string   `json:"final_points,omitempty"`
	Reasons        []string `json:"reasons,omitempty"` // sentences, in the order they were given
}

// An AppraisalEvidence is one file that the member tied to a figure.
type AppraisalEvidence struct {
	N         int    `json:"n"`
	Criterion string `json:"criterion"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`         // pdf, jpeg, png, other
	Size      string `json:"size"`         // bytes
	At        string `json:"at,omitempty"` // RFC 3339 with the cluster's offset
	SHA256    string `json:"sha256"`
}
