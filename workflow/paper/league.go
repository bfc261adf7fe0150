package paper

// A League (xếp hạng theo nội dung, theo chỉ tiêu) is a period's members by one
// content or by one criterion: an excerpt of the ranking, which nobody signs.
type League struct {
	Letterhead
	Cluster     string      `json:"cluster"` // id
	Year        int         `json:"year"`
	Period      string      `json:"period"` // id
	ClusterName string      `json:"cluster_name"`
	PeriodName  string      `json:"period_name"`
	Provisional bool        `json:"provisional,omitempty"` // some figure of it is not verified
	RulesSHA256 string      `json:"rules_sha256"`
	Content     string      `json:"content"`             // its number in the file: 1, 2, …
	Criterion   string      `json:"criterion,omitempty"` // id; "": the content as a whole
	Name        string      `json:"name"`                // of the criterion or the content
	Unit        string      `json:"unit,omitempty"`
	Points      string      `json:"points"` // that it carries
	Measured    bool        `json:"measured,omitempty"`
	Rows        []LeagueRow `json:"rows"`
	Notes       []string    `json:"notes,omitempty"` // Vietnamese sentences under the table
}

// A LeagueRow is one member; values are in machine form, yes, no or "".
type LeagueRow struct {
	Rank    int    `json:"rank,omitempty"` // 0: none
	Member  string `json:"member"`         // id
	Name    string `json:"name"`
	Points  string `json:"points"`
	Max     string `json:"max"`
	Value   string `json:"value,omitempty"`
	Percent string `json:"percent,omitempty"` // 2 decimals
	State   string `json:"state"`             // verified, submitted, missing, na
}

// LeagueWords is what stands for a result that is no number; "" where it is one.
func LeagueWords(r LeagueRow) string {
	switch {
	case r.State == "missing":
		return "chưa có số liệu"
	case r.State == "na":
		return "không áp dụng"
	case r.Value == "yes":
		return "đạt"
	case r.Value == "no":
		return "không đạt"
	}
	return ""
}
