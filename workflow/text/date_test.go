package text

import (
	"testing"
	"time"
)

func TestDateText(t *testing.T) {
	for machine, want := range map[string]string{
		"2018-04-04":                "04/04/2018",
		"2018-12-31":                "31/12/2018",
		"2018-04-04T08:00":          "04/04/2018",
		"2018-04-04T08:00:00+07:00": "04/04/2018",
		"2018-4-4":                  "2018-4-4",
		"2018-02-30":                "2018-02-30",
		"mai":                       "mai",
		"":                          "",
	} {
		if got := DateText(machine); got != want {
			t.Errorf("%q: got %q, want %q", machine, got, want)
		}
	}
}

func TestTimeText(t *testing.T) {
	for machine, want := range map[string]string{
		"2018-04-04T08:05":          "08:05 04/04/2018",
		"2018-04-04T18:05:59":       "18:05 04/04/2018",
		"2018-04-04T08:05:00+07:00": "08:05 04/04/2018", // the offset is the cluster's; its clock is what people read
		"2018-04-04T01:05:00Z":      "01:05 04/04/2018",
		"2018-04-04":                "2018-04-04",
		"08:05":                     "08:05",
	} {
		if got := TimeText(machine); got != want {
			t.Errorf("%q: got %q, want %q", machine, got, want)
		}
	}
}

// Days below 10 and the months 1 and 2 are padded, nothing else.
func TestLongDate(t *testing.T) {
	for machine, want := range map[string]string{
		"2018-04-04":       "ngày 04 tháng 4 năm 2018",
		"2018-01-09":       "ngày 09 tháng 01 năm 2018",
		"2018-02-10":       "ngày 10 tháng 02 năm 2018",
		"2018-03-01":       "ngày 01 tháng 3 năm 2018",
		"2018-09-30":       "ngày 30 tháng 9 năm 2018",
		"2018-10-11":       "ngày 11 tháng 10 năm 2018",
		"2018-12-02":       "ngày 02 tháng 12 năm 2018",
		"2018-04-04T08:00": "ngày 04 tháng 4 năm 2018",
		"2018-13-01":       "2018-13-01",
	} {
		if got := LongDateText(Vietnamese, machine); got != want {
			t.Errorf("%q: got %q, want %q", machine, got, want)
		}
	}
	if got := LongDate(English, time.Date(2018, time.April, 4, 0, 0, 0, 0, time.UTC)); got != "4 April 2018" {
		t.Errorf("en: got %q", got)
	}
}

func TestParseDate(t *testing.T) {
	after := time.Date(2018, 2, 10, 15, 0, 0, 0, time.UTC)
	for said, want := range map[string]string{
		"05/04/2018": "2018-04-05", "6/03/2014": "2014-03-06", "24.01.2018": "2018-01-24", "04-4-2018": "2018-04-04", "2018-04-05": "2018-04-05",
		"10/2": "2018-02-10", "9/2": "2019-02-09", "29/2": "2020-02-29", " 1/1/2019 ": "2019-01-01",
		"31/2/2018": "", "13/13": "", "4": "", "": "", "mai": "", "5/4/18": "", "1/2/3/4": "",
	} {
		got, ok := ParseDate(said, after)
		if s := got.Format(time.DateOnly); ok != (want != "") || ok && s != want {
			t.Errorf("%q is %s (%v), want %q", said, s, ok, want)
		}
	}
}
