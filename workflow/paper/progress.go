package paper

// A Progress is who has reported what for a period, as a picture shows it.
type Progress struct {
	Cluster     string              `json:"cluster"` // id
	ClusterName string              `json:"cluster_name"`
	Year        int                 `json:"year"`
	Period      string              `json:"period"` // id
	PeriodName  string              `json:"period_name"`
	At          string              `json:"at,omitempty"`        // when it stood so, as printed: "08:00 04/04/2018"
	ReportBy    string              `json:"report_by,omitempty"` // day
	Criteria    []ProgressCriterion `json:"criteria"`
	Rows        []ProgressRow       `json:"rows"` // in the cluster's order
}

// A ProgressCriterion is a column: its number in the cluster file and its name.
type ProgressCriterion struct {
	N    int    `json:"n"`
	Name string `json:"name"`
}

// A ProgressRow is one member. There is one cell per criterion: missing
// (nothing was entered), draft, sent, returned, accepted, final, none (the
// member declared that it has nothing to report), na, or "" (not asked).
type ProgressRow struct {
	Name     string   `json:"name"` // short name
	Cells    []string `json:"cells"`
	Sent     int      `json:"sent"` // accepted ones are among them
	Accepted int      `json:"accepted"`
	Asked    int      `json:"asked"`
	OnTime   string   `json:"on_time"` // on, late, open (the day has not come)
}
