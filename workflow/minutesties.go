package workflow

import (
	"strings"

	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// tiesSaid is up to how many ties of a kind have a sentence each.
const tiesSaid = 3

// tieSentences say who was equal and what put them in order, or did not.
func tieSentences(c *rules.Cluster, ranking score.Ranking) []string {
	ordered := tiesInOrder(c, ranking)
	return append(ordered, tiesShared(c, ranking)...)
}

// tieResult is what members that are equal have in common.
func tieResult(c *rules.Cluster, row score.Row) string {
	if c.RankBy == rules.RankByPercent {
		return printed("minutes.tie.percent", "percent", row.Percent.Round(3).String())
	}
	return printed("minutes.tie.points", "points", row.Total.String())
}

// tieEqual says in what they are equal.
func tieEqual(c *rules.Cluster) string {
	if c.RankBy == rules.RankByPercent {
		return printed("minutes.tie.equal_percent")
	}
	return printed("minutes.tie.equal_points")
}

// tiesInOrder are the neighbours that a vote or the points of a content parted.
func tiesInOrder(c *rules.Cluster, ranking score.Ranking) (list []string) {
	var pairs [][]string // arguments
	rows := ranking.Rows
	for i := 0; i+1 < len(rows); i++ {
		a, b := rows[i], rows[i+1]
		if c.RankBy == rules.RankByPercent && !a.Percent.Equal(b.Percent) || c.RankBy != rules.RankByPercent && !a.Total.Equal(b.Total) {
			continue
		}
		if v := a.Decided; v != nil {
			list = append(list, printed("minutes.tie.vote", "a", a.Member.Name, "equal", tieEqual(c), "result", tieResult(c, a), "rank", itoa(a.Rank),
				"n", itoa(v.For), "of", itoa(v.Cast), "day", v.Day))
			continue
		}
		if a.Rank == b.Rank {
			continue // said of all that share the place
		}
		for _, j := range tieContents(c) {
			if !a.Contents[j].Equal(b.Contents[j]) {
				pairs = append(pairs, []string{"a", a.Member.Name, "b", b.Member.Name, "result", tieResult(c, a), "n", itoa(j + 1),
					"more", a.Contents[j].String(), "less", b.Contents[j].String()})
				break
			}
		}
	}
	return append(list, tiesTold(pairs, "minutes.tie.content", "minutes.tie.contents.pair", "minutes.tie.contents", "equal", tieEqual(c))...)
}

// tiesShared are those that nothing parted.
func tiesShared(c *rules.Cluster, ranking score.Ranking) []string {
	also := ""
	var measures []string
	for _, j := range tieContents(c) {
		measures = append(measures, printed("minutes.tie.measure", "n", itoa(j+1)))
	}
	if len(measures) > 0 {
		also = " " + printed("minutes.tie.also", "measures", strings.Join(measures, ", "))
	}
	var held []string
	var shared [][]string
	rows := ranking.Rows
	for i := 0; i < len(rows); {
		var names []string
		rank, waits, result := rows[i].Rank, false, tieResult(c, rows[i])
		for ; i < len(rows) && rows[i].Rank == rank; i++ {
			names, waits = append(names, rows[i].Member.Name), waits || rows[i].AwardHeld
		}
		args := []string{"units", listed(names), "result", result, "rank", itoa(rank), "also", also, "equal", tieEqual(c)}
		switch {
		case len(names) < 2:
		case waits:
			held = append(held, printed("minutes.tie.held", args...))
		default:
			shared = append(shared, args)
		}
	}
	return append(held, tiesTold(shared, "minutes.tie.shared", "minutes.tie.many.group", "minutes.tie.many", "also", also, "equal", tieEqual(c))...)
}

// tiesTold has a sentence for each tie, or one for all where they are many.
func tiesTold(ties [][]string, each, part, all string, more ...string) (list []string) {
	if len(ties) <= tiesSaid {
		for _, args := range ties {
			list = append(list, printed(each, args...))
		}
		return list
	}
	for _, args := range ties {
		list = append(list, printed(part, args...))
	}
	return []string{printed(all, append(more, "list", strings.Join(list, "; "))...)}
}

// tieContents are the contents whose points part members that are equal, in the
// order of the file; a vote is the end of them.
func tieContents(c *rules.Cluster) (list []int) {
	for _, tie := range c.Ties {
		if tie == "vote" {
			break
		}
		if j := contentIndex(c, strings.TrimPrefix(tie, "content.")); j >= 0 {
			list = append(list, j)
		}
	}
	return list
}

func contentIndex(c *rules.Cluster, id string) int {
	for i := range c.Contents {
		if c.Contents[i].ID == id {
			return i
		}
	}
	return -1
}

// listed is "A, B và C".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return printed("paper.and", "first", strings.Join(names[:last], ", "), "last", names[last])
}
