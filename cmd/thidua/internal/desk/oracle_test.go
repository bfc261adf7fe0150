package desk

import (
	"bytes"
	"encoding/json"
	"testing"
)

// What rank and summary say of made-up clusters, loaded as an operator loads
// them, is what the contract says by itself.
func TestTheContractSaysTheSame(t *testing.T) {
	d, clusters := office(t), 300
	if testing.Short() {
		clusters = 40
	}
	seen := map[string]int{}
	for n := range clusters {
		m := makeUp(n)
		file := m.file.String()
		ask := func(r Request) []byte {
			t.Helper()
			a := d.Do(t.Context(), r)
			if len(a.Faults) > 0 {
				t.Fatalf("cluster %d, %s: %q\n%s%s%s", n, r.Op, a.Faults, file, m.verified.String(), m.submitted.String())
			}
			return a.Out
		}
		ask(Request{Op: "cluster apply", File: []byte(file), FileName: "c.yaml"})
		o, err := consult(file, m.verified.String(), m.submitted.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []struct {
			rows     string
			verified bool
		}{{m.targets.String(), false}, {m.verified.String(), true}, {m.submitted.String(), false}} {
			if f.rows != figuresHead {
				ask(Request{Op: "import figures", Cluster: o.Cluster, Year: o.Year, File: []byte(f.rows), FileName: "f.csv", Verified: f.verified})
			}
		}
		for _, p := range o.Periods {
			same := func(op string, want map[string]any) {
				t.Helper()
				got := ask(Request{Op: op, Cluster: o.Cluster, Year: o.Year, Period: p.ID, Format: "json"})
				if g, w := tree(t, got), tree(t, encoded(t, want)); g != w {
					t.Fatalf("cluster %d, %s of %s: the program says\n%s\nthe contract says\n%s\n%s%s%s", n, op, p.ID, g, w, file, m.verified.String(), m.submitted.String())
				}
			}
			if p.Scored {
				want := o.ranking(p.ID)
				count(seen, encoded(t, want))
				same("rank", want)
			}
			same("summary", o.summary(p.ID))
		}
	}
	for _, what := range marks {
		if seen[what] < clusters/10 {
			t.Errorf("only %d of %d clusters have %s", seen[what], clusters, what)
		}
	}
}

// marks are what many rankings must have, so that the clusters are not all plain.
var marks = []string{`"cuts"`, `"prerequisite"`, `"award"`, `"moved"`, `"provisional":true`, `"state":"na"`, `"state":"missing"`, `"adjust":"-`}

func count(seen map[string]int, ranking []byte) {
	for _, what := range marks {
		if bytes.Contains(ranking, []byte(what)) {
			seen[what]++
		}
	}
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tree is JSON with its keys sorted: an order of keys is nobody's promise.
func tree(t *testing.T, b []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	indented, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(indented)
}
