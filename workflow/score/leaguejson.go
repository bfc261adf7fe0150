package score

type leagueJSON struct {
	Cluster     string          `json:"cluster"`
	Year        int             `json:"year"`
	Period      string          `json:"period"`
	Content     string          `json:"content"`
	Criterion   string          `json:"criterion,omitempty"`
	Provisional bool            `json:"provisional"`
	RulesSHA256 string          `json:"rules_sha256"`
	Members     []leagueRowJSON `json:"members"`
}

type leagueRowJSON struct {
	Rank    int    `json:"rank,omitempty"`
	Member  string `json:"member"`
	Points  string `json:"points"`
	Max     string `json:"max"`
	Actual  string `json:"actual,omitempty"`
	Percent string `json:"percent,omitempty"` // 2 decimals
	State   State  `json:"state"`
}

// JSON is the league for other programs; who has no place has no rank.
func (l League) JSON() ([]byte, error) {
	c := l.Ranking.Cluster
	out := leagueJSON{Cluster: c.ID, Year: c.Year, Period: l.Ranking.Period, Content: c.Contents[l.Content].ID,
		Provisional: l.Provisional, RulesSHA256: c.SHA256, Members: []leagueRowJSON{}}
	if l.Criterion != nil {
		out.Criterion = l.Criterion.ID
	}
	for _, row := range l.Rows {
		j := leagueRowJSON{Rank: row.Rank, Member: row.Member.ID, Points: row.Points.String(), Max: row.Max.String(), State: row.State}
		if row.Cell != nil {
			cell := row.Cell.json()
			j.Actual, j.Percent = cell.Actual, cell.Percent
		}
		out.Members = append(out.Members, j)
	}
	return encode(out)
}
