package workflow

import (
	"slices"
	"strconv"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// RankCompared is Rank beside earlier rankings: of the last scored period before
// it in the same year, and of the same period the year before. Members are
// matched by id; what units were merged from is not guessed.
func RankCompared(r storage.Reader, c *rules.Cluster, period string) (score.Ranking, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return ranking, err
	}
	var earlier *rules.Period
	for i := range c.Periods {
		if c.Periods[i].ID == period {
			break
		}
		if c.Periods[i].Scored {
			earlier = &c.Periods[i]
		}
	}
	if earlier != nil {
		if err := compare(r, &ranking, c, earlier); err != nil {
			return ranking, err
		}
	}
	last, err := FindCluster(r, c.ID, c.Year-1)
	if err != nil || last == nil {
		return ranking, err
	}
	if p := last.Period(period); p != nil && p.Scored {
		err = compare(r, &ranking, last, p)
	}
	return ranking, err
}

// compare sets a ranking beside that of a period; one without any figure has
// none.
func compare(r storage.Reader, ranking *score.Ranking, c *rules.Cluster, p *rules.Period) error {
	earlier, err := Rank(r, c, p.ID)
	if err != nil {
		return err
	}
	e := score.Earlier{Year: c.Year, Period: p.ID, Name: p.Name, Ranks: map[string]int{}}
	some := false
	for _, row := range earlier.Rows {
		e.Ranks[row.Member.ID] = row.Rank
		some = some || slices.ContainsFunc(row.Cells, func(cell score.Cell) bool {
			return cell.Figure.Value.Kind != score.Missing && cell.State != score.StateMissing && cell.State != score.StateNA
		})
	}
	if some {
		ranking.Earlier = append(ranking.Earlier, e)
	}
	return nil
}

// Moved is by how many places a member is further up than in an earlier ranking,
// in machine form; "" where it had none.
func Moved(e score.Earlier, row score.Row) string {
	rank := e.Ranks[row.Member.ID]
	if rank == 0 {
		return ""
	}
	return strconv.Itoa(rank - row.Rank)
}
