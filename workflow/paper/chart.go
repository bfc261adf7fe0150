package paper

// A Chart (biểu đồ) is a period's figures to be looked at: up to five charts, of
// which those that are not wanted are absent.
type Chart struct {
	Letterhead
	Cluster     string `json:"cluster"` // id
	ClusterName string `json:"cluster_name"`
	Year        int    `json:"year"`
	Period      string `json:"period"` // id
	PeriodName  string `json:"period_name"`
	Provisional bool   `json:"provisional,omitempty"`
	RulesSHA256 string `json:"rules_sha256"`

	Ranking    *ChartRanking    `json:"ranking,omitempty"`
	Contents   *ChartContents   `json:"contents,omitempty"`
	Attainment *ChartAttainment `json:"attainment,omitempty"`
	Growth     *ChartGrowth     `json:"growth,omitempty"`
	Years      *ChartYears      `json:"years,omitempty"`
}

// A ChartRanking is the bars of a ranking, in order of rank.
type ChartRanking struct {
	RankBy   string           `json:"rank_by"`
	Contents []RankingContent `json:"contents"`
	Rows     []RankingRow     `json:"rows"`
}

// A ChartContents is how much of each content's points the members reached, in
// percent of what applies to them; "" where nothing does. Alone it is one member
// beside the cluster's mean.
type ChartContents struct {
	Contents []string     `json:"contents"`
	Rows     []ChartShare `json:"rows"`
	Mean     []string     `json:"mean"`
	Alone    bool         `json:"alone,omitempty"`
}

type ChartShare struct {
	Name  string   `json:"name"` // short name
	Cells []string `json:"cells"`
}

// A ChartAttainment is what percent of its base every member reached: criteria
// down, members across.
type ChartAttainment struct {
	Members []string             `json:"members"` // short names
	Rows    []ChartAttainmentRow `json:"rows"`
}

type ChartAttainmentRow struct {
	N     int         `json:"n"` // its number in the period's list
	Name  string      `json:"name"`
	Cells []ChartCell `json:"cells"`
}

// A ChartCell is a percent with one decimal, and without, and its class: below80,
// below95, below100, met (from 100), above (from 110); where a part of the year
// stands beside the plan of all of it part0, part25, part50, part75, part100. It
// is rounded, but never up to the next class, so that what fell short does not
// read as reached. Without a percent the class is best (fewer is better and
// nothing is left), unbased (nothing to compare with), missing or na.
type ChartCell struct {
	Percent string `json:"percent,omitempty"`
	Whole   string `json:"whole,omitempty"`
	Class   string `json:"class"`
}

// A ChartGrowth is the figures of the cluster, or of one member, against last
// year, a small chart for each criterion.
type ChartGrowth struct {
	Of     string       `json:"of,omitempty"` // the member's short name; empty: the cluster
	Panels []ChartPanel `json:"panels"`
}

// A ChartPanel is one criterion over the years. Trend is better, worse, same, or
// empty where there is nothing to compare with.
type ChartPanel struct {
	N      int      `json:"n"`
	Name   string   `json:"name"`
	Unit   string   `json:"unit,omitempty"`
	Years  []string `json:"years"`
	Values []string `json:"values"`           // "" is not there
	Change string   `json:"change,omitempty"` // against last year: percent, or points of percent where the unit is %
	Trend  string   `json:"trend,omitempty"`
	Lower  bool     `json:"lower,omitempty"` // fewer is better
}

// A ChartYears is one figure of every member over the years.
type ChartYears struct {
	Name  string      `json:"name"`
	Unit  string      `json:"unit,omitempty"`
	Years []string    `json:"years"`
	Lines []ChartLine `json:"lines"`
}

type ChartLine struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`           // one a year; "" is not there
	Trend  string   `json:"trend,omitempty"`  // as in ChartPanel
	Strong bool     `json:"strong,omitempty"` // the one that is asked about
}
