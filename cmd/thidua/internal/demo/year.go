// Package demo plays a whole year of a cluster through the real program, in
// front of a Telegram of its own: people join, register targets, sign, report,
// review and ask for the ranking. What they say follows from a cluster file and
// a figures file; what they are answered is the program's own.
package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"thidua/bot/emulator"
	"thidua/bot/telegram"
	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
	"thidua/workflow"
	"thidua/workflow/figures"
	"thidua/workflow/rules"
)

// Options are what a demo plays and where.
type Options struct {
	Cluster []byte    // the cluster file
	Figures []byte    // the figures file
	Names   [2]string // of the two, in what is said about faults
	Dir     string    // what is left behind goes here
	Fast    bool      // as fast as it goes, instead of readable as it scrolls by
	Out     io.Writer
	Check   func(path string) error // see house.Place
}

// token is the emulated bot's.
const token = telegram.Token("1000001:demo")

// rings is when the bell rings: at the hours that the cluster file names, so that
// a year has few rings and misses none.
func rings(r rules.Reminders) string {
	hours := []rules.Clock{r.At}
	if r.Quiet != nil {
		hours = append(hours, r.Quiet.To)
	}
	var minutes, at []string
	for _, h := range hours {
		minutes = append(minutes, strconv.Itoa(int(h)%60))
		at = append(at, strconv.Itoa(int(h)/60))
	}
	return strings.Join(minutes, ",") + " " + strings.Join(at, ",") + " * * *"
}

// Play plays the year. Faults are what is wrong with the files.
func Play(ctx context.Context, o Options) (faults []string, err error) {
	c, wrong := rules.Load(o.Cluster)
	for _, f := range wrong {
		faults = append(faults, fmt.Sprintf("%s:%d:%d: %s", o.Names[0], f.Line, f.Column, f.Message))
	}
	if faults != nil {
		return faults, nil
	}
	rows, bad := figures.ReadCSV(c, o.Figures)
	for _, f := range bad {
		faults = append(faults, o.Names[1]+": "+f.String())
	}
	if faults != nil {
		return faults, nil
	}
	folder, err := openFolder(o.Dir, c)
	if err != nil {
		return nil, err
	}
	var transcript bytes.Buffer
	s, err := newStage(ctx, c, o, folder, io.MultiWriter(o.Out, &transcript))
	if err != nil {
		return nil, err
	}
	s.papers = sort(rows)
	s.play()
	s.folder.keep(conversation, transcript.Bytes())
	s.leave()
	if err := s.desk.Store.Close(); err != nil {
		s.fail("%w", err)
	}
	return nil, s.err
}

// newStage opens a fresh store in the folder and puts the house around it.
func newStage(ctx context.Context, c *rules.Cluster, o Options, f *folder, out io.Writer) (*stage, error) {
	s := &stage{ctx: ctx, folder: f, cluster: c, file: o.Cluster, figures: o.Figures, clock: &clock{}, byChat: map[int64]string{}}
	s.screen = &screen{out: out, zone: c.Location(), now: s.clock.Now, who: func(chat int64) string { return s.byChat[chat] }}
	if !o.Fast {
		s.screen.pace = 40 * time.Millisecond
	}
	s.clock.now = s.moment(s.start(), 0, 7, 0)
	s.emulator = emulator.New(emulator.Options{
		Token: string(token), BotName: "ThiDuaDemoBot", Clock: s.clock, Limits: true, OnMessage: s.screen.hear,
	})
	place := house.Place{Path: f.path(store), Clock: s.clock, Check: o.Check}
	db, err := place.Open(ctx, true)
	if err != nil {
		return nil, err
	}
	key, err := house.MasterKey("", place.Key())
	if err != nil {
		return nil, err
	}
	if s.authority, err = sampleAuthority(s.clock.now); err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelError}))
	s.house, err = house.New(house.Settings{
		Store: db, Key: key, Clock: s.clock, Token: token, URL: "https://api.telegram.org",
		Transport: s.emulator.Transport(), Bell: rings(c.Reminders), Log: log,
		Roots: s.authority.chain,
	})
	if err != nil {
		return nil, err
	}
	s.desk = desk.Desk{Place: place, Store: db, Log: log, Wake: s.house.Wake}
	s.cast = s.assemble(c)
	return s, nil
}

// play lets the house run and the people do what the year asks of them.
func (s *stage) play() {
	ctx, stop := context.WithCancelCause(s.ctx)
	s.ctx = ctx
	running := make(chan struct{})
	go func() {
		defer close(running)
		if err := s.house.Run(ctx); err != nil {
			stop(err)
		}
	}()
	for _, scene := range s.plan() {
		s.until(scene.at)
		if s.err != nil {
			break
		}
		scene.do()
		s.settle()
	}
	stop(nil)
	<-running
	s.screen.show()
	s.ctx = context.WithoutCancel(ctx)
	for _, v := range s.emulator.Violations() {
		s.fail("a request broke the Bot API: %s", v)
	}
	if s.err == nil {
		s.err = s.screen.failed
	}
}

// chase: the head looks who is late and reminds them.
func (s *stage) chase(p *rules.Period) {
	s.cast.head.says("/tiendo " + p.ID)
	s.cast.head.says("/nhac " + p.ID)
	if s.cast.head.offered("nhac.button.yes") {
		s.cast.head.chooses("nhac.button.yes")
	}
}

// onPaper: a unit sends its figures outside the chat, and the operator loads
// them.
func (s *stage) onPaper(p *rules.Period, member string) {
	s.note("%s gửi số liệu %s bằng văn bản, người vận hành nạp vào", s.cluster.Member(member).Name, p.Name)
	var rows []workflow.ImportRow
	for _, k := range s.cluster.Asked(p.ID) {
		if r, ok := s.papers[p.ID][member][k.ID]; ok {
			rows = append(rows, r)
		}
	}
	s.operator(desk.Request{Op: "import figures", Cluster: s.cluster.ID, Year: s.cluster.Year, Verified: true, File: csvOf(rows), FileName: "figures.csv"})
}

// half: after the review of a period that is not scored, the head asks for its
// summary, and the report is dated that day.
func (s *stage) half(p *rules.Period) {
	if !p.Scored {
		s.cast.head.says("/tongket " + p.ID)
		s.paper(reportName(s.cluster, p), "summary", p.ID, "pdf")
	}
}

// announce: the ranking is read out where everybody is.
func (s *stage) announce() {
	s.cast.head.saysInGroup("/xephang@ThiDuaDemoBot")
	s.cast.head.saysInGroup("/tiendo@ThiDuaDemoBot " + s.cluster.Yearly().ID)
}
