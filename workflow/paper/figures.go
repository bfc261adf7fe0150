package paper

// Figures are the figures of a cluster as the figures file has them (docs/formats.md,
// section 4): what counts, what it is measured against, and the note.
type Figures struct {
	ClusterName string      `json:"cluster_name"`
	Year        int         `json:"year"`
	Date        string      `json:"date"`
	Rows        []FigureRow `json:"rows"`
}

// A FigureRow is one row: ids, machine numbers, yes, no, n/a, or "".
type FigureRow struct {
	Period    string `json:"period"`
	Member    string `json:"member"`
	Criterion string `json:"criterion"`
	Plan      string `json:"plan,omitempty"`
	LastYear  string `json:"last_year,omitempty"`
	Actual    string `json:"actual,omitempty"`
	Note      string `json:"note,omitempty"`
}
