// Package rules reads the cluster file: who belongs to a cluster in one year,
// what is counted, how it scores, and when. The rules of a year are data with a
// closed set of methods (docs/formats.md, section 3).
package rules

import (
	"fmt"
	"time"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// A Cluster (cụm thi đua) is one cluster in one year, as its file says.
type Cluster struct {
	ID          string
	Year        int
	Name        string
	Timezone    string
	Issuer      Issuer
	Theme       string
	LegalBasis  []string
	Members     []Member // in document order
	Head        string   // member id of the cụm trưởng
	Deputies    []string // member ids, first and second cụm phó
	Handover    Date     // power moves at the end of this day; zero: with the year before the next file's
	Witnesses   []Witness
	Periods     []Period
	Conferences []Conference
	Reminders   Reminders
	Contents    []Content
	RankBy      RankBy
	Ties        []string // "content.1" … and "vote"
	Awards      []Award
	AwardRules  AwardRules
	Votes       Voting
	Review      Review
	Signing     []string // chat, token, paper
	Covenant    Covenant
	Words       text.NumberWords
	Report      Report

	Source []byte // the file, byte for byte
	SHA256 string // of Source, in hex: stands in every document made from it

	location *time.Location
}

type Issuer struct{ Parent, Name, Symbol, Place string }

// A Member is a unit (đơn vị thành viên) of the cluster.
type Member struct {
	ID           string
	Name         string // as it stands in a sentence: "tỉnh Vĩnh Long"
	Short        string // in tables: "Vĩnh Long"; default Name
	Aliases      []string
	Agency       string // as it signs: "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG"
	Signer       Signer
	Predecessors []string // units merged into it
}

// A Signer is the leader who signs for a member. OnBehalf "KT. CHỦ TỊCH" puts
// the Title (PHÓ CHỦ TỊCH) under it.
type Signer struct{ Title, OnBehalf, Name string }

type Witness struct{ Agency, Title, Name string }

// WitnessID is what the n-th witness of a covenant, from 1, signs and sits under.
func WitnessID(n int) string { return fmt.Sprint("witness-", n) }

// Witness returns the witness with the id, or nil.
func (c *Cluster) Witness(id string) *Witness {
	for i := range c.Witnesses {
		if WitnessID(i+1) == id {
			return &c.Witnesses[i]
		}
	}
	return nil
}

// A Period (kỳ báo cáo) is a span that members report on.
type Period struct {
	ID       string
	Name     string
	ReportBy Date // lasts to 23:59:59 local
	Scored   bool // only a scored period has a ranking
}

// Kinds of conferences.
const (
	KyKet   = "ky_ket"   // signing of the covenant
	SoKet   = "so_ket"   // half-year review
	TongKet = "tong_ket" // final review
	Khac    = "khac"     // any other
)

type Conference struct {
	ID, Kind, Name string
	At             time.Time
	Place, Period  string // Period: what must be reported before it; may be empty
}

// Reminders say when people are reminded. Days count from the deadline or the
// conference.
type Reminders struct {
	DeadlineBefore, DeadlineAfter, ConferenceBefore []int
	At                                              Clock
	Quiet                                           *Quiet // nil: no quiet hours
	WorkingDays                                     bool
	Holidays                                        []DateRange
	EscalateAfter                                   int // days overdue before the head is told by name; 0: never
}

// Quiet hours run from From to To, over midnight when To is earlier.
type Quiet struct{ From, To Clock }

// A Clock is a time of day in minutes after midnight.
type Clock int

// A Date is a day; the zero value is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// A DateRange runs from First to Last, both included.
type DateRange struct{ First, Last Date }

// A Content (nội dung) is a group of criteria with its share of the points.
type Content struct {
	ID, Name      string
	Points        decimal.Decimal
	Ceiling       *decimal.Decimal // the most it gives, bonuses included; nil: no end
	Prerequisites []Prerequisite
	Criteria      []Criterion
}

// A Prerequisite holds a content at Cap percent of its points for a member that
// has not met Criterion, which may belong to any content.
type Prerequisite struct {
	Criterion string
	Cap       decimal.Decimal // 0 … 100
}

// Base is what a figure is measured against.
type Base string

const (
	OfPlan     Base = "plan"
	OfLastYear Base = "last_year"
	OfValue    Base = "value"
)

// Total is how the cluster's own figure is formed.
type Total string

const (
	TotalSum         Total = "sum"
	TotalMean        Total = "mean"
	TotalMeanPercent Total = "mean_percent"
	TotalCount       Total = "count"
	TotalNone        Total = "none"
)

// A Criterion (tiêu chí) is one thing that is reported or marked.
type Criterion struct {
	ID, Name, Unit string
	Points         decimal.Decimal // M, the most its method gives before a bonus
	Lower          bool            // better: lower
	Of             Base
	Total          Total
	PlanMean       bool // plan_percent: mean
	Leaders        int  // how many are named in the report
	LeadersByValue bool
	MetAt          *decimal.Decimal // percent (or value) from which it is met; nil only for of: value without met_at
	MetOver        bool             // of: value; met_at itself does not meet it
	Decimals       int              // printed at most
	Range          *Range           // plausible for one member
	Evidence       string           // optional, required, none
	Periods        []string         // when it is reported; never empty once loaded
	Method         Method
	Report         Telling
}

type Range struct{ Min, Max decimal.Decimal }

// Holds says whether d is plausible; the ends are.
func (r Range) Holds(d decimal.Decimal) bool { return !d.Less(r.Min) && !r.Max.Less(d) }

// Kind is one of the methods of docs/formats.md, section 5.
type Kind string

const (
	Proportional Kind = "proportional"
	Bands        Kind = "bands"
	HalfLeader   Kind = "half_leader"
	Pass         Kind = "pass"
	Direct       Kind = "direct"
	Places       Kind = "places"
	Adjust       Kind = "adjust"
	OnTime       Kind = "on_time"
	None         Kind = "none"
)

// A Method turns a figure into points. Which fields count depends on Kind.
type Method struct {
	Kind     Kind
	From     decimal.Decimal   // proportional: below this percent 0 points
	Bonus    *Bonus            // proportional
	Bands    []Band            // bands, from the highest At down
	Places   []decimal.Decimal // places: points of place 1, 2, …
	Min, Max decimal.Decimal   // adjust
	PerDay   decimal.Decimal   // on_time: points lost per day late
	Reports  []string          // on_time: the periods that count
}

// A Bonus gives Points for every whole Per percent above 100, at most Max.
type Bonus struct{ Per, Points, Max decimal.Decimal }

type Band struct{ At, Points decimal.Decimal }

type RankBy string

const (
	RankByPoints  RankBy = "points"
	RankByPercent RankBy = "percent"
)

// An Award goes to the next Places members down the ranking.
type Award struct {
	Name   string
	Places int
}

type AwardRules struct {
	CovenantSigned bool
	MinPercent     decimal.Decimal
	Exclude        []Exclusion
}

type Exclusion struct{ Member, Reason string }

// Review says how a unit is heard after verification. ReplyDays is for how many
// days it may explain a verified figure; 0: until that is final.
type Review struct{ ReplyDays int }

// Location is where the cluster's days begin and end.
func (c *Cluster) Location() *time.Location {
	if c.location == nil {
		return time.UTC
	}
	return c.location
}

// Member returns the member with the id, or nil.
func (c *Cluster) Member(id string) *Member {
	for i := range c.Members {
		if c.Members[i].ID == id {
			return &c.Members[i]
		}
	}
	return nil
}

// Period returns the period with the id, or nil.
func (c *Cluster) Period(id string) *Period {
	for i := range c.Periods {
		if c.Periods[i].ID == id {
			return &c.Periods[i]
		}
	}
	return nil
}

// Yearly is the period whose plan is the yearly target: the last scored one.
func (c *Cluster) Yearly() *Period {
	for i := len(c.Periods) - 1; i >= 0; i-- {
		if c.Periods[i].Scored {
			return &c.Periods[i]
		}
	}
	return nil
}

// Criterion returns the criterion with the id and its content, or nil.
func (c *Cluster) Criterion(id string) (*Criterion, *Content) {
	for i := range c.Contents {
		for j := range c.Contents[i].Criteria {
			if c.Contents[i].Criteria[j].ID == id {
				return &c.Contents[i].Criteria[j], &c.Contents[i]
			}
		}
	}
	return nil, nil
}

// Criteria are all criteria that belong to a period, in the file's order.
func (c *Cluster) Criteria(period string) []*Criterion {
	var list []*Criterion
	for i := range c.Contents {
		for j := range c.Contents[i].Criteria {
			if k := &c.Contents[i].Criteria[j]; k.In(period) {
				list = append(list, k)
			}
		}
	}
	return list
}

// PointsIn are what the content's criteria of a period carry together: Points,
// unless some of them are asked for in other periods only.
func (n *Content) PointsIn(period string) (sum decimal.Decimal) {
	for i := range n.Criteria {
		if k := &n.Criteria[i]; k.In(period) {
			sum = sum.Add(k.Points)
		}
	}
	return sum
}

// PointsIn are what all criteria of a period carry together.
func (c *Cluster) PointsIn(period string) (sum decimal.Decimal) {
	for i := range c.Contents {
		sum = sum.Add(c.Contents[i].PointsIn(period))
	}
	return sum
}

// Asked are the criteria that /baocao asks an official for in a period; the
// others are marked at review or follow from dates.
func (c *Cluster) Asked(period string) []*Criterion {
	var list []*Criterion
	for _, k := range c.Criteria(period) {
		if k.Method.Kind.Reported() {
			list = append(list, k)
		}
	}
	return list
}

// Marked are the criteria that someone of another unit sets at review.
func (c *Cluster) Marked(period string) []*Criterion {
	var list []*Criterion
	for _, k := range c.Criteria(period) {
		if k.Method.Kind.Marked() {
			list = append(list, k)
		}
	}
	return list
}

// Marked says whether such criteria are marked at review.
func (k Kind) Marked() bool { return !k.Reported() && k != OnTime }

// In says whether the criterion belongs to a period.
func (k *Criterion) In(period string) bool {
	for _, p := range k.Periods {
		if p == period {
			return true
		}
	}
	return false
}

// Reported says whether officials report the figures of such criteria.
func (k Kind) Reported() bool {
	switch k {
	case Proportional, Bands, HalfLeader, Pass, None:
		return true
	}
	return false
}

// Scored says whether the criterion can earn or lose points: a pass of 0 points is
// only followed, as "none" is.
func (k *Criterion) Scored() bool {
	return k.Method.Kind != None && (k.Method.Kind != Pass || k.Points.Sign() != 0)
}

// JustAbove says whether a percent stands for whatever is more than 100: files
// write a hundredth more.
func JustAbove(at decimal.Decimal) bool {
	hundred := decimal.Int(100)
	return hundred.Less(at) && !decimal.Must("100.01").Less(at)
}

// CanBeMet says whether a figure can meet the criterion: there is a percent, a
// yes, or a value that the file names (section 5, Met).
func (k *Criterion) CanBeMet() bool {
	switch k.Method.Kind {
	case Pass:
		return true
	case Proportional, Bands, HalfLeader, None:
		return k.MetAt != nil
	}
	return k.MetAt != nil && k.Of == OfValue
}

// Deadline is the last moment of a period's report_by day.
func (c *Cluster) Deadline(p *Period) time.Time {
	return p.ReportBy.In(c.Location()).AddDate(0, 0, 1).Add(-time.Second)
}

// In is the first moment of the day in loc.
func (d Date) In(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// DateOf is the day that t falls on, in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) IsZero() bool { return d == Date{} }

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.In(time.UTC).AddDate(0, 0, n)) }

// DaysSince is how many days d is after e.
func (d Date) DaysSince(e Date) int {
	return int(d.In(time.UTC).Sub(e.In(time.UTC)) / (24 * time.Hour))
}

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(time.DateOnly)
}

// Contains says whether a time of day is within the quiet hours.
func (q Quiet) Contains(t Clock) bool {
	if q.From <= q.To {
		return q.From <= t && t < q.To
	}
	return t >= q.From || t < q.To
}

// Free says whether nobody is reminded on the day: a weekend or a holiday, where
// only working days count.
func (r *Reminders) Free(d Date) bool {
	if !r.WorkingDays {
		return false
	}
	switch d.In(time.UTC).Weekday() {
	case time.Saturday, time.Sunday:
		return true
	}
	for _, h := range r.Holidays {
		if d.DaysSince(h.First) >= 0 && h.Last.DaysSince(d) >= 0 {
			return true
		}
	}
	return false
}
