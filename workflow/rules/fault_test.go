package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/workflow/rules/sample"
)

// Each case breaks the minimal file in one place and must be told once.
func TestOneFault(t *testing.T) {
	const (
		head  = "head: hue"
		thu   = "points: 54.50, method: {kind: proportional}"
		huế   = "name: thành phố Huế, "
		two   = "name: thành phố Đà Nẵng, "
		cn    = "id: CN, name: cả năm, "
		first = "cluster: mien-trung"
	)
	method := func(s string) string { return "points: 54.50, method: " + s }
	for _, x := range []struct{ old, new, want string }{
		// The file
		{first, "", `2:1: the cluster file: the key "cluster" is missing: add it`},
		{first, "cluster: Miền Trung", `1:10: cluster: "Miền Trung" is not a cluster id`},
		{first, "cluster: " + strings.Repeat("a", 33), `1:10: cluster: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is not a cluster id`},
		{first, "cluster: ''", `1:10: cluster: "" is not a cluster id`},
		{first, "cluster:", `1:1: the cluster file: the key "cluster" has no value`},
		{first, "cluster: [a]", `1:10: cluster: one value is expected here, not a list`},
		{first, "clutser: mien-trung", `1:1: unknown key "clutser": did you mean "cluster"?`},
		{first, first + "\ncluster: b", `2:1: the key "cluster" stands twice (first in line 1)`},
		{first, first + "\nowner: b", `2:1: the cluster file: unknown key "owner": known are award_rules, awards`},
		{first, "cluster: &a mien-trung", `1:10: the anchor &a is not used`},
		{first, "cluster: !x mien-trung", `1:10: the tag !x is not used`},
		{first, first + "\n<<: {}", `2:1: the cluster file: "<<" (merge) is not used`},
		{first, first + "\n? [a]\n: b", `2:3: the cluster file: a key is a plain word, not a list`},
		{first, first + "\ntheme: *b", `2:1: aliases (*name) are not used`},
		{first, first + "\ntheme: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), `2:28: more than 20 levels`},
		{first, first + "\ntheme: \"a\\nb\"", `2:8: theme: "a\nb" has a line break in it`},
		{first, first + "\ntheme: \"a\\u0007b\"", `2:8: theme: "a\ab" has the control character U+0007`},
		{first, first + "\ntheme: a\u0085b", `2:9: the invisible character U+0085`},
		{first, first + "\ntheme: a\x00b", `2:9: the invisible character U+0000`},
		{first, first + "\ntheme: \xe1\xba", `2:8: this byte is not UTF-8 text`},
		{first, first + "\ntheme: " + strings.Repeat("ạ", 1001), `2:8: theme: "` + strings.Repeat("ạ", 60) + `…" is longer than 1000`},
		{first, first + "\n\ttheme: a", `2:1: a tab stands where the line is indented`},
		{first, first + "\ntheme: a: b", `2:1: a colon stands where no key can begin`},
		{first, first + "\ntheme", `2:1: a key and a colon are expected`},
		{first, first + "\ntheme: {a", `2:1: the brace { that begins here is not closed`},
		{first, first + "\ntheme: [a", `2:1: the bracket [ that begins here is not closed`},
		{first, first + "\ntheme: @a", `2:1: a value begins with a sign`},
		{"    points: 100\n", "     points: 100\n", `15:6: `},
		{cn + "report_by: 2027-01-15, scored: true}", cn + "report_by: 2027-01-15, scored: true", `11:3: the brace { that begins here`},
		{"kind: pass}}", "kind: pass}}\n---\ncluster: b", `19:1: a second document begins here`},
		{"year: 2026", "year: 20226", `2:7: year: 20226 is not between 2000 and 2100`},
		{"year: 2026", "year: 2026.0", `2:7: year: "2026.0" is not a whole number`},
		{"name: Cụm thi đua miền Trung", `name: ""`, `3:7: name: the text is empty`},
		{"issuer: {name: CỤM THI ĐUA MIỀN TRUNG}", "", `1:1: the cluster file: the key "issuer" is missing`},
		{"{name: CỤM THI ĐUA MIỀN TRUNG}", "{place: Huế}", `4:9: issuer: the key "name" is missing`},
		{"{name: CỤM THI ĐUA MIỀN TRUNG}", "Huế", `4:9: issuer: keys with values are expected here, as in "name: value", not "Huế"`},
		{head, head + "\ntimezone: Asia/Hue", `9:11: timezone: "Asia/Hue" is not a time zone`},
		{head, head + "\ntimezone: Local", `9:11: timezone: "Local" is not a time zone`},
		{head, head + "\nlegal_basis: Luật", `9:14: legal_basis: a list is expected`},
		{head, head + "\nlegal_basis: [Luật, ~]", `9:21: legal_basis: an entry of the list has no value`},
		{head, head + "\nlegal_basis: [Luật, Luật]", `9:21: legal_basis: "Luật" stands twice in the list`},

		// Members
		{"id: hue, ", "id: Huế, ", `6:10: id: "Huế" is not an id`}, // head: hue is not blamed for it
		{huế, "", `6:5: member "hue": the key "name" is missing`},
		{huế, "nam: thành phố Huế, ", `6:15: unknown key "nam": did you mean "name"?`},
		{", agency: ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", "", `6:5: member "hue": the key "agency" is missing`},
		{"id: hue, ", "", `6:5: a member: the key "id" is missing`},
		{"id: hue, ", "ids: hue, ", `6:6: unknown key "ids": did you mean "id"?`},
		{"id: da-nang", "id: HUE", `7:10: id: another member has the id "HUE" (line 6)`},
		{"id: hue, ", "id: hue!, ", `6:10: id: "hue!" is not an id`},
		{two, two + "short: Hue, aliases: [huế], ", `7:51: short: member "hue" is called "Hue" too`},
		{two, two + "aliases: [ĐN, thành phố  huế], ", `7:58: aliases: member "hue" is called "thành phố  huế" too`},
		{two, huế, `7:25: name: member "hue" is called "thành phố Huế" too`},
		{two, two + "signer: CHỦ TỊCH, ", `7:52: signer: keys with values are expected`},
		{two, two + "signer: {titel: CHỦ TỊCH}, ", `7:53: unknown key "titel": did you mean "title"?`},
		{head, "head: hua", `8:7: head: there is no member "hua": did you mean "hue"?`},
		{head, head + "\ndeputies: [da-nang, quang-tri]", `9:21: deputies: there is no member "quang-tri"`},
		{head, head + "\ndeputies: [da-nang, da-nang]", `9:21: deputies: "da-nang" stands twice`},
		{head, head + "\ndeputies: [da-nang, hue]", `9:21: deputies: "hue" is the head already`},
		{head, head + "\nwitnesses: [{title: TRƯỞNG BAN}]", `9:13: a witness: the key "agency" is missing`},

		// Periods, conferences, days
		{"scored: true", "scored: false", `10:3: periods: none of them is scored`},
		{"scored: true", "score: true", `11:51: unknown key "score": did you mean "scored"?`},
		{"scored: true", "scored: yes", `11:59: scored: "yes": write true or false`},
		{"report_by: 2027-01-15, ", "", `11:5: period "CN": the key "report_by" is missing`},
		{"2027-01-15", "2027-02-29", `11:39: report_by: "2027-02-29" is not a day`},
		{"2027-01-15", "15/01/2027", `11:39: report_by: "15/01/2027" is not a day`},
		{"2027-01-15", "2207-01-15", `11:39: report_by: "2207-01-15": the year is not between`},
		{"id: CN", "id: 6t", `11:10: id: another period has the id "6t" (line 10)`},
		{head, head + "\nhandover: soon", `9:11: handover: "soon" is not a day`},
		{head, head + "\nconferences: [{id: a, kind: tongket, name: A, at: 2027-03-01T08:00}]", `9:29: kind: "tongket" is unknown: did you mean "tong_ket"?`},
		{head, head + "\nconferences: [{id: a, name: A, at: 2027-03-01 08:00}]", `9:36: at: "2027-03-01 08:00" is not a day and time`},
		{head, head + "\nconferences: [{id: a, name: A, at: 2027-03-01T08:00, period: C}]", `9:62: period: there is no period "C": did you mean "CN"?`},
		{head, head + "\nconferences: [{id: a, name: A}]", `9:15: conference "a": the key "at" is missing`},
		{head, head + "\nreminders: {at: 25:00}", `9:17: at: "25:00" is not a time of day`},
		{head, head + "\nreminders: {quiet: [21:00]}", `9:20: quiet: two values are expected`},
		{head, head + "\nreminders: {quiet: [21:00, 21:00]}", `9:20: quiet: the hours end when they begin`},
		{head, head + "\nreminders: {deadlines: {before: [7, -1]}}", `9:37: before: -1 is not between 0 and 365`},
		{head, head + "\nreminders: {deadlines: {after: [0]}}", `9:33: after: 0 is not between 1 and 365`},
		{head, head + "\nreminders: {deadlines: [7]}", `9:24: deadlines: keys with values are expected`},
		{head, head + "\nreminders: {holidays: [2026-09-02/2026-09-01]}", `9:24: holidays: "2026-09-02/2026-09-01": the last day is before the first`},
		{head, head + "\nreminders: {holidays: [2026-09-02/2036-09-03]}", `9:24: holidays: "2026-09-02/2036-09-03": these are more than a year`},
		{head, head + "\nreminders: {escalate_after: -1}", `9:29: escalate_after: -1 is not between`},

		// Contents and criteria
		{"points: 100", "points: 101", `15:13: points: the criteria of content "1" add up to 100 points, not to 101`},
		{"points: 100", "points: 1oo", `15:13: points: "1oo" is not a number`},
		{"points: 100", "ponts: 100", `15:5: unknown key "ponts": did you mean "points"?`},
		{"points: 45.50", "points: -45.50", `18:48: points: -45.50 is below 0`},
		{"points: 45.50", "points: 45,50", `18:51: unknown key "50": decimals are written with a dot`},
		{"points: 45.50", "points: 45.50000000000000000001", `15:13: points: the criteria of content "1" add up to 100.00000000000000000001 points`},
		{"points: 45.50, ", "", `18:9: criterion "nghe": the key "points" is missing`},
		{", method: {kind: pass}", "", `18:9: criterion "nghe": the key "method" is missing`},
		{"id: nghe", "id: thu", `18:14: id: another criterion has the id "thu" (line 17)`},
		{thu, "better: more, " + thu, `17:48: better: "more" is unknown: it is one of higher, lower`},
		{thu, "of: plans, " + thu, `17:44: of: "plans" is unknown: did you mean "plan"?`},
		{thu, "total: all, " + thu, `17:47: total: "all" is unknown: it is one of sum, mean`},
		{thu, "leaders: -1, " + thu, `17:49: leaders: -1 is not between`},
		{thu, "decimals: 11, " + thu, `17:50: decimals: 11 is not between 0 and 10`},
		{thu, "met_at: -1, " + thu, `17:48: met_at: -1 is below 0`},
		{thu, "range: [5], " + thu, `17:47: range: two values are expected`},
		{thu, "range: [5, 1], " + thu, `17:47: range: 5 is above 1`},
		{thu, "range: [0, 1e3], " + thu, `17:51: range: "1e3" is not a number`},
		{thu, "evidence: maybe, " + thu, `17:50: evidence: "maybe" is unknown`},
		{thu, "periods: [], " + thu, `17:49: periods: the list is empty`},
		{thu, "periods: [CN, XX], " + thu, `17:54: periods: there is no period "XX"`},
		{thu, "better: lower, of: value, " + thu, `17:48: better: "lower" with "of: value" gives no percent for the method proportional`},

		// Ceilings and prerequisites
		{"points: 100", "points: 100\n    ceiling: -1", `16:14: ceiling: -1 is below 0`},
		{"points: 100", "points: 100\n    ceiling: [1]", `16:14: ceiling: one value is expected`},
		{"points: 100", "points: 100\n    prerequisites: nghe", `16:20: prerequisites: a list is expected`},
		{"points: 100", "points: 100\n    prerequisites: [nghe]", `16:21: a prerequisite: keys with values are expected`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe}]", `16:21: a prerequisite: the key "cap" is missing`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe, cap: 100.5}]", `16:44: cap: 100.5 is not between 0 and 100`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe, cap: -1}]", `16:44: cap: -1 is not between 0 and 100`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe, cap: 70%}]", `16:44: cap: "70%" is not a number`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nge, cap: 70}]", `16:33: criterion: there is no criterion "nge": did you mean "nghe"?`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe, cap: 70}, {criterion: nghe, cap: 50}]", `16:61: criterion: "nghe" stands twice`},
		{"points: 100", "points: 100\n    prerequisites: [{criterion: nghe, cap: 70, why: x}]", `16:48: a prerequisite: unknown key "why": known are cap, criterion`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, of: value, method: {kind: none}}", `16:33: criterion: "a" can never be met`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, met_at: 1, method: {kind: direct}}", `16:33: criterion: "a" can never be met`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, periods: [6T], method: {kind: pass}}", `16:33: criterion: "a" is reported in no scored period`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, of: value, met_at: 2, method: {kind: places, points: [0]}}", `16:33: criterion: "a" gives points for one side`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, of: value, better: lower, met_at: 2, method: {kind: adjust, max: 5}}", `16:33: criterion: "a" gives points for one side`},
		{"    criteria:", "    prerequisites: [{criterion: a, cap: 70}]\n    criteria:\n      - {id: a, name: A, points: 0, method: {kind: pas}}", `18:52: kind: "pas" is unknown`}, // and no word of the prerequisite

		// Methods
		{thu, method("proportional"), `17:63: method: keys with values are expected`},
		{thu, method("{kind: proportinal}"), `17:70: kind: "proportinal" is unknown: did you mean "proportional"?`},
		{thu, method("{form: 50, kind: proportional}"), `17:64: unknown key "form": did you mean "from"?`},
		{thu, method("{kind: pass, colour: 1}"), `17:76: method: unknown key "colour": known are bands, bonus, from, kind, max, min, per_day, points, reports`},
		{thu, method("{kind: proportional, from: -1}"), `17:90: from: -1 is below 0`},
		{thu, method("{kind: proportional, bonus: {per: 0, points: 1, max: 5}}"), `17:97: per: 0 is not above 0`},
		{thu, method("{kind: proportional, bonus: {per: 1, points: 1}}"), `17:91: bonus: the key "max" is missing`},
		{thu, method("{kind: bands, bands: []}"), `17:84: bands: the list is empty`},
		{thu, method("{kind: bands}"), `17:63: method: the key "bands" is missing`},
		{thu, method("{kind: bands, bands: [{at: 1, points: 1}, {at: 1.0, points: 2}]}"), `17:110: at: another band begins at 1`},
		{thu, method("{kind: bands, bands: [{at: 1, points: 54.51}]}"), `17:101: points: 54.51 is more than the 54.5 points`},
		{thu, method("{kind: bands, bands: [{points: 1}]}"), `17:85: a band: the key "at" is missing`},
		{thu, method("{kind: places, points: [60, 1]}"), `17:87: points: 60 is more than the 54.5 points`},
		{thu, method("{kind: places, points: [1, -1]}"), `17:90: points: -1 is below 0`},
		{thu, method("{kind: on_time, reports: [CN]}"), `17:63: method: the key "per_day" is missing`},
		{thu, method("{kind: on_time, per_day: 1}"), `17:63: method: the key "reports" is missing`},
		{thu, method("{kind: on_time, per_day: 1, reports: [CN, cn]}"), `17:105: reports: there is no period "cn": did you mean "CN"?`},
		{thu, method("{kind: on_time, per_day: -1, reports: [CN]}"), `17:88: per_day: -1 is below 0`},
		{thu, method("{kind: none}"), `17:48: points: a criterion with the method none carries 0 points, not 54.5`},
		{thu, method("{kind: adjust, min: -1}"), `17:48: points: a criterion with the method adjust carries 0`},
		{"    criteria:", "    criteria:\n      - {id: a, name: A, points: 0, method: {kind: adjust}}", `17:52: kind: adjust needs min, max or both`},
		{"    criteria:", "    criteria:\n      - {id: a, name: A, points: 0, method: {kind: adjust, min: 1}}", `17:65: min: 1 is above 0`},
		{"    criteria:", "    criteria:\n      - {id: a, name: A, points: 0, method: {kind: adjust, max: -1}}", `17:65: max: -1 is below 0`},

		// Ranking, awards, signing
		{head, head + "\nrank_by: score", `9:10: rank_by: "score" is unknown: it is one of points, percent`},
		{head, head + "\nwords: {zero: lẽ}", `9:15: zero: "lẽ" is unknown: did you mean "lẻ"?`},
		{head, head + "\nwords: {thousand: vạn}", `9:19: thousand: "vạn" is unknown: it is one of nghìn, ngàn`},
		{head, head + "\nwords: lẻ", `9:8: words: keys`},
		{head, head + "\nties: [content.2, vote]", `9:8: ties: there is no content "2"`},
		{head, head + "\nties: [vote, content.1]", `9:8: ties: "vote" decides whatever is still equal: put it last`},
		{head, head + "\nties: [content.1, content.1]", `9:19: ties: "content.1" stands twice`},
		{head, head + "\nvotes: {quorum: 0.67}", `9:17: quorum: "0.67" is not a fraction: write two whole numbers, as in 2/3`},
		{head, head + "\nvotes: {quorum: 4/3}", `9:17: quorum: "4/3" is not above 0 and at most 1`},
		{head, head + "\nvotes: {majority: 0/3}", `9:19: majority: "0/3" is not above 0`},
		{head, head + "\nvotes: {majority: -1/3}", `9:19: majority: "-1/3" is not a fraction`},
		{head, head + "\nvotes: {majority: 12345/99999}", `9:19: majority: "12345/99999" is not a fraction`},
		{head, head + "\nvotes: {quorums: 1/2}", `9:9: unknown key "quorums": did you mean "quorum"?`},
		{head, head + "\nvotes: 1/2", `9:8: votes: keys with values are expected here`},
		{head, head + "\nties: [lot]", `9:8: ties: "lot" is unknown: it is one of vote, content.1`},
		{head, head + "\nawards: [{name: Cờ}]", `9:10: an award: the key "places" is missing`},
		{head, head + "\nawards: [{name: Cờ, places: 0}]", `9:29: places: 0 is not between 1 and 1000`},
		{head, head + "\naward_rules: {min_percent: -1}", `9:28: min_percent: -1 is below 0`},
		{head, head + "\naward_rules: {exclude: [{member: hu}]}", `9:34: member: there is no member "hu": did you mean "hue"?`},
		{head, head + "\naward_rules: {exclude: [{member: hue}, {member: hue}]}", `9:49: member: "hue" stands twice`},
		{head, head + "\nsigning: []", `9:10: signing: the list is empty`},
		{head, head + "\ncovenant: [a]", `9:11: covenant: keys with values are expected`},
		{head, head + "\ncovenant: {clauses: []}", `9:21: clauses: the list is empty`},
		{head, head + "\ncovenant: {clauses: [{heading: A}]}", `9:22: a clause: the key "text" is missing`},
		{head, head + "\ncovenant: {clauses: [{text: A}]}", `9:22: a clause: the key "heading" is missing`},
		{head, head + "\ncovenant: {clauses: [{heading: 'A {nam}', text: A}]}", `9:32: heading: "A {nam}" has braces in it`},
		{head, head + "\ncovenant: {clauses: [{heading: A, text: 'năm {namm}'}]}", `9:41: text: the placeholder {namm} is unknown: did you mean {nam}?`},
		{head, head + "\ncovenant: {clauses: [{heading: A, text: '{}'}]}", `9:41: text: the placeholder {} is unknown: known are {nam}, {cum}`},
		{head, head + "\ncovenant: {clauses: [{heading: A, text: 'năm {nam'}]}", `9:41: text: the placeholder { is unknown`},
		{head, head + "\ncovenant: {clauses: [{heading: A, text: " + strings.Repeat("ạ", 3001) + "}]}", `9:41: text: "` + strings.Repeat("ạ", 60) + `…" is longer than 3000`},
		{head, head + "\ncovenant: {seals: true}", `9:19: seals: a seal is put there by token: add "token" to signing`},
		{head, head + "\ncovenant: {seals: yes}", `9:19: seals: "yes": write true or false`},
		{head, head + "\ncovenant: {order: stage}", `9:19: order: "stage" is unknown: did you mean "stages"?`},
		{head, head + "\ncovenant: {quorum: {members: 2}}", `9:30: members: 2 are asked for, but there are only 1 of them`},
		{head, head + "\ncovenant: {quorum: {members: -1}}", `9:30: members: -1 is not between 0 and 1000`},
		{head, head + "\ncovenant: {quorum: {member: 1}}", `9:21: unknown key "member": did you mean "members"?`},
		{head, head + "\ncovenant: {sign_by: 31/03/2026}", `9:21: sign_by: "31/03/2026" is not a day`},
		{head, head + "\ncovenant: {turn_minutes: 4}", `9:26: turn_minutes: 4 is not between 5 and 1440`},
		{head, head + "\ncovenant: {turn_minute: 30}", `9:12: unknown key "turn_minute": did you mean "turn_minutes"?`},
		{head, head + "\nsigning: [chat, fax]", `9:17: signing: "fax" is unknown`},
	} {
		source := edit(t, minimal(t), x.old, x.new)
		_, faults := Load([]byte(source))
		if len(faults) != 1 {
			t.Errorf("%s: %d faults\n%v", x.want, len(faults), faults)
			continue
		}
		if f := faults[0]; !strings.HasPrefix(fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Message), x.want) {
			t.Errorf("want %s\n got %d:%d: %s", x.want, f.Line, f.Column, f.Message)
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	source := minimal(t)
	want := []int{}
	for i, e := range [][2]string{
		{"cluster: mien-trung", "cluster: Miền-Trung"},            // 1
		{"year: 2026", "year: 1926"},                              // 2
		{"issuer: {name", "issuer: {nam"},                         // 4
		{"agency: ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", "aliases: [H]"}, // 6
		{"id: da-nang", "id: hue"},                                // 7
		{"head: hue", "head: vinh"},                               // 8
		{"report_by: 2026-07-10", "report_by: 2026-06-31"},        // 10
		{"scored: true", "scored: x"},                             // 11
		{"points: 54.50", "points: a"},                            // 17: no sum fault, no fault for the method
		{"kind: pass", "kind: pas"},                               // 18
	} {
		source = edit(t, source, e[0], e[1])
		want = append(want, []int{1, 2, 4, 6, 7, 8, 10, 11, 17, 18}[i])
	}
	_, faults := Load([]byte(source))
	var got []int
	for _, f := range faults {
		got = append(got, f.Line)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("lines %v, want %v\n%v", got, want, faults)
	}
	if !strings.HasPrefix(faults.Error(), `line 1, column 10: cluster: "Miền-Trung"`) {
		t.Error(faults.Error())
	}
}

func TestWholeFileFaults(t *testing.T) {
	for source, want := range map[string]string{
		"":                                     "the file is empty",
		"# nothing\n":                          "the file is empty",
		"--- ~":                                "the file is empty",
		"a list":                               "the cluster file: keys with values are expected",
		strings.Repeat("#", 1<<20+1):           "the file has 1048577 bytes",
		"\xff\xfec\x00l\x00u\x00":              "this byte is not UTF-8 text",
		strings.Repeat("[", 1<<20):             "there are too many brackets",
		strings.Repeat("- ", 1<<19):            "there are too many brackets",
		"a:\n" + strings.Repeat("- b\n", 2001): "more than 2000 entries",
		strings.Repeat("{a: ", 10_001):         "there are too many brackets",
	} {
		start := time.Now()
		c, faults := Load([]byte(source))
		if c != nil || len(faults) != 1 || !strings.HasPrefix(faults[0].Message, want) {
			t.Errorf("%s: %v", want, faults)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %s", want, took)
		}
	}
}

// A syntax fault names the line of the mistake, not of the block around it.
func TestSyntaxLine(t *testing.T) {
	lines := strings.Split(string(sample.Cluster), "\n")
	for i, l := range lines {
		if !strings.HasSuffix(l, "}") || i%3 > 0 {
			continue
		}
		broken := append([]string(nil), lines...)
		broken[i] = strings.TrimSuffix(l, "}")
		_, faults := Load([]byte(strings.Join(broken, "\n")))
		if len(faults) != 1 || faults[0].Line != i+1 {
			t.Errorf("line %d: %v", i+1, faults)
		}
	}
}
