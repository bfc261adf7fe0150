package score

import (
	"regexp"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"

	"pgregory.net/rapid"
)

var (
	closing = regexp.MustCompile(`(-?[\d.,]+) (?:điểm|points)\.$`)
	working = regexp.MustCompile(`([-\d.,][-\d.,%]*(?: [×/+−] [-\d.,]+%?)+) = [^=]+\.$`)
)

// read is a number as the language writes it.
func read(lang, s string) decimal.Decimal {
	group, point := ".", ","
	if lang == text.English {
		group, point = ",", "."
	}
	return dec(strings.ReplaceAll(strings.ReplaceAll(s, group, ""), point, "."))
}

// worked is what a sum in words comes to: × and / bind before + and −.
func worked(lang, sum string) decimal.Decimal {
	var total, product decimal.Decimal
	sign, op := decimal.Int(1), "+"
	for _, word := range strings.Fields(sum) {
		switch word {
		case "+", "−", "×", "/":
			op = word
			continue
		}
		number, percent := strings.CutSuffix(word, "%")
		n := read(lang, number)
		if percent {
			n = n.Quo(hundred)
		}
		switch op {
		case "×":
			product = product.Mul(n)
		case "/":
			product = product.Quo(n)
		default:
			total = total.Add(sign.Mul(product))
			product, sign = n, decimal.Int(1)
			if op == "−" {
				sign = decimal.Int(-1)
			}
		}
	}
	return total.Add(sign.Mul(product))
}

// What the sentences of a member say adds up to its total to the last digit, and
// whoever works out the sum that a sentence shows comes to its points.
func TestSentencesAddUpToTheTotal(t *testing.T) {
	shown := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		for _, lang := range []string{text.Vietnamese, text.English} {
			for _, row := range Rank(in).Rows {
				var sum decimal.Decimal
				var reasons []Reason
				for _, c := range row.Cells {
					if c.Criterion.Scored() && c.Reason.Key != "reason.na.unscored" {
						reasons = append(reasons, c.Reason)
					}
				}
				for _, c := range row.Cuts {
					reasons = append(reasons, c.Reason)
				}
				for _, r := range reasons {
					said := text.Plain(lang, text.Notice{Key: r.Key, Args: r.Args})
					m := closing.FindStringSubmatch(said)
					if m == nil {
						t.Fatalf("no points in: %s", said)
					}
					points := read(lang, m[1])
					sum = sum.Add(points)
					if w := working.FindStringSubmatch(said); w != nil {
						shown[r.Key] = true
						if got := worked(lang, w[1]).Round(2); !got.Equal(points) {
							t.Fatalf("%s is %v: %s", w[1], got, said)
						}
					}
				}
				if !sum.Equal(row.Total) {
					t.Fatalf("%s: the sentences add up to %v, the total is %v", row.Member.ID, sum, row.Total)
				}
			}
		}
	})
	if testing.Short() { // too few for all of them
		return
	}
	for _, key := range []string{"reason.proportional.short", "reason.proportional.short.value", "reason.half_leader.short", "reason.on_time.late", "reason.cut.ceiling", "reason.cut.missing", "reason.cut.percent"} {
		if !shown[key] {
			t.Errorf("no sum was read in %s", key)
		}
	}
}

func TestSentencesShowTheRounding(t *testing.T) {
	plain := rules.Method{Kind: rules.Proportional}
	sixty := rules.Criterion{Points: dec("60"), Unit: "tỷ đồng", Method: plain}
	own := rules.Criterion{Points: dec("60"), Unit: "%", Of: rules.OfValue, Method: plain}
	half := rules.Criterion{Points: dec("5"), Method: rules.Method{Kind: rules.HalfLeader}}
	in := input(cluster(2, []rules.Criterion{sixty, own, half, sixty}))
	in.Figures[Key{"a", "k1.1"}] = fig("4385", "4460.6", "")
	in.Figures[Key{"a", "k1.2"}] = fig("98.345", "", "")
	in.Figures[Key{"a", "k1.3"}] = fig("400", "300", "")
	in.Figures[Key{"b", "k1.3"}] = fig("500", "300", "")
	in.Figures[Key{"a", "k1.4"}] = fig("985", "1000", "")
	for i, want := range []string{
		"Thực hiện 4.385 tỷ đồng, kế hoạch 4.460,6: đạt 98,31%. 60 × 4.385 / 4.460,6 = 58,9830… → 58,98 điểm.",
		"Thực hiện 98,345%. 60 × 98,345% = 59,007 → 59,01 điểm.",
		"Thực hiện 400, kế hoạch 300: đạt 133,33%, vượt 33,333%; vượt cao nhất cụm là 66,667% (Unit b). 2,5 + 2,5 × 33,333 / 66,667 = 3,75 điểm.",
		"Thực hiện 985 tỷ đồng, kế hoạch 1.000: đạt 98,5%. 60 × 985 / 1.000 = 59,1 điểm.",
	} {
		r := of(t, Rank(in), "a").Cells[i].Reason
		if got := text.Plain(text.Vietnamese, text.Notice{Key: r.Key, Args: r.Args}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// A hundredth above 100 is how files write "more than 100"; nobody reads 100,01.
func TestBandsAboveAHundred(t *testing.T) {
	bands := func(at ...string) rules.Criterion {
		k := rules.Criterion{Points: dec("70"), Unit: "vụ", Of: rules.OfPlan, Lower: true, Method: rules.Method{Kind: rules.Bands}}
		for i, a := range at {
			k.Method.Bands = append(k.Method.Bands, rules.Band{At: dec(a), Points: dec([]string{"70", "50", "20"}[i])})
		}
		return k
	}
	for _, x := range []struct {
		k            rules.Criterion
		actual, want string
	}{
		{bands("100.01", "100", "90"), "8", "đạt 125%, thuộc mức trên 100%: 70 điểm. Trên 100: 70 điểm. Đúng 100: 50 điểm. Từ 90: 20 điểm."},
		{bands("100.01", "100", "90"), "10", "đạt 100%, thuộc mức 100%: 50 điểm. Trên 100: 70 điểm."},
		{bands("100.01", "90"), "10", "đạt 100%, thuộc mức từ 90% đến 100%: 50 điểm. Trên 100: 70 điểm. Từ 90: 50 điểm."},
		{bands("110", "100.01", "100"), "9.5", "đạt 105,26%, thuộc mức trên 100% đến dưới 110%: 50 điểm. Từ 110: 70 điểm. Trên 100: 50 điểm. Đúng 100: 20 điểm."},
		{bands("100.01"), "10", "đạt 100%, chưa vượt 100% là mức thấp nhất: 0 điểm. Trên 100: 70 điểm. Thấp hơn"},
		{bands("110", "100"), "10", "đạt 100%, thuộc mức từ 100% đến dưới 110%: 50 điểm. Từ 110: 70 điểm. Từ 100: 50 điểm."},
	} {
		in := input(cluster(2, []rules.Criterion{x.k}))
		in.Figures[Key{"a", "k1.1"}] = fig(x.actual, "10", "")
		cell := of(t, Rank(in), "a").Cells[0]
		said := text.Plain(text.Vietnamese, text.Notice{Key: cell.Reason.Key, Args: cell.Reason.Args})
		for _, r := range Rule(in.Cluster, cell.Criterion)[1:] {
			said += " " + text.Plain(text.Vietnamese, text.Notice{Key: r.Key, Args: r.Args})
		}
		if !strings.Contains(said, x.want) {
			t.Errorf("got  %s\nwant %s", said, x.want)
		}
		cell.Criterion.Of = rules.OfValue
		own := of(t, Rank(in), "a").Cells[0].Reason
		for _, lang := range []string{text.Vietnamese, text.English} {
			if s := text.Plain(lang, text.Notice{Key: own.Key, Args: own.Args}); strings.ContainsAny(s, "{}") || strings.Contains(s, "100,01") || strings.Contains(s, "reason.") {
				t.Errorf("of its own value: %s", s)
			}
		}
	}
}
