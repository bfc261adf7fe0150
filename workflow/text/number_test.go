package text

import (
	"testing"

	"thidua/workflow/decimal"
)

func TestNumberText(t *testing.T) {
	for _, test := range []struct{ machine, vi, en string }{
		{"0", "0", "0"},
		{"7", "7", "7"},
		{"999", "999", "999"},
		{"1000", "1.000", "1,000"},
		{"65913", "65.913", "65,913"},
		{"247615.5", "247.615,5", "247,615.5"},
		{"1234567890.123", "1.234.567.890,123", "1,234,567,890.123"},
		{"103.46", "103,46", "103.46"},
		{"-348", "-348", "-348"},
		{"-1000.5", "-1.000,5", "-1,000.5"},
		{"0.001", "0,001", "0.001"},
		{"925.128", "925,128", "925.128"}, // three decimals stay decimals
		{"yes", "yes", "yes"},
		{"1,5", "1,5", "1,5"},
		{"", "", ""},
	} {
		if got := NumberText(Vietnamese, test.machine); got != test.vi {
			t.Errorf("vi %q: got %q, want %q", test.machine, got, test.vi)
		}
		if got := NumberText(English, test.machine); got != test.en {
			t.Errorf("en %q: got %q, want %q", test.machine, got, test.en)
		}
	}
}

func TestRounded(t *testing.T) {
	for _, test := range []struct {
		machine string
		places  int
		want    string
	}{
		{"103.455", 2, "103,46"},
		{"103.454999", 2, "103,45"},
		{"-0.005", 2, "-0,01"},
		{"-0.004", 2, "0"},
		{"100.10", 2, "100,1"},
		{"100.00", 2, "100"},
		{"15655.25", 1, "15.655,3"},
		{"999.5", 0, "1.000"},
	} {
		if got := Rounded(Vietnamese, decimal.Must(test.machine), test.places); got != test.want {
			t.Errorf("%s to %d: got %q, want %q", test.machine, test.places, got, test.want)
		}
	}
	if got := Number(English, decimal.Must("65913.50")); got != "65,913.5" {
		t.Errorf("got %q", got)
	}
}
