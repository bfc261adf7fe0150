package workflow_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules/sample"
)

// BenchmarkRank ranks the sample year from its records: what /xephang costs.
func BenchmarkRank(b *testing.B) {
	h := newHouse(b)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(b), true) })
	for b.Loop() {
		h.view(func(r storage.Reader) error {
			_, err := workflow.Rank(r, c, "CN")
			return err
		})
	}
}

// BenchmarkDueReminders is what each ring of the bell costs for a cluster whose
// deadline is near.
func BenchmarkDueReminders(b *testing.B) {
	h := newHouse(b)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(b), false) })
	for b.Loop() {
		h.view(func(r storage.Reader) error {
			_, err := workflow.DueReminders(r, c, at("2018-02-12 09:00"))
			return err
		})
	}
}
