package paper

// A Form (biểu báo cáo) is what members fill in for a period, a sheet each, with
// what is known already. The same form, filled in, is read again.
type Form struct {
	Cluster     string       `json:"cluster"` // id
	ClusterName string       `json:"cluster_name"`
	Year        int          `json:"year"`
	Period      string       `json:"period"`      // id
	PeriodName  string       `json:"period_name"` // "năm 2017"
	RulesSHA256 string       `json:"rules_sha256"`
	Date        string       `json:"date,omitempty"` // the day it was made on
	Members     []FormMember `json:"members"`
}

type FormMember struct {
	ID   string    `json:"id"`
	Name string    `json:"name"` // short name
	Rows []FormRow `json:"rows"`

	// What contents are held back (ceiling, unmet prerequisite) in the two
	// columns of points, 0 or less; "" where nothing is.
	VerifiedCut string `json:"verified_cut,omitempty"`
	TotalCut    string `json:"total_cut,omitempty"`
}

// A FormRow is one criterion of one member; "" is not known.
type FormRow struct {
	N           int    `json:"n"` // number in the period's list
	ID          string `json:"id"`
	Content     string `json:"content"` // name of the content that it belongs to
	Name        string `json:"name"`
	Unit        string `json:"unit,omitempty"`
	Points      string `json:"points"`
	Plan        string `json:"plan,omitempty"`
	LastYear    string `json:"last_year,omitempty"`
	Actual      string `json:"actual,omitempty"` // machine number, yes, no, n/a or none ("chưa có")
	Self        string `json:"self,omitempty"`   // points that the member gives itself
	Explanation string `json:"explanation,omitempty"`
	Verified    string `json:"verified,omitempty"` // points once verified
	Reason      string `json:"reason,omitempty"`
	Total       string `json:"total,omitempty"` // points as they count now
	YesNo       bool   `json:"yes_no,omitempty"`
	Open        bool   `json:"open,omitempty"` // the official may fill it in; otherwise marked at review, or already accepted
}
