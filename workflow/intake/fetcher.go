package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"thidua/storage"
)

// MaxFile is the largest file that is fetched; Telegram hands out no larger one.
const MaxFile = 20 << 20

const (
	atOnce     = 2                // jobs under way: each may hold MaxFile in memory
	lease      = 10 * time.Minute // of a job; longer than a try takes
	fetchTime  = 5 * time.Minute  // of one file, on a slow line
	enough     = 14               // tries, half an hour of them
	slowest    = 5 * time.Minute  // between two tries
	storePause = 5 * time.Second  // after a failure of the store
)

var (
	// ErrTooLarge: the file has more than MaxFile bytes.
	ErrTooLarge = errors.New("the file is too large")
	// ErrGone: nobody will ever get the file.
	ErrGone = errors.New("the file is gone")
)

// A Source hands out the bytes of files. ErrTooLarge and ErrGone are for good;
// any other error is passing. It never reads much more than MaxFile, whatever
// size was announced. What an error says is logged, so it names no secret.
type Source interface {
	Fetch(ctx context.Context, f File) ([]byte, error)
}

// A Clock is what the fetcher waits by.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// A Fetcher does the slow work that Fetch (or, with Kind KindStamp, Ask) asked
// for, outside of any unit of work, and brings each result to the door. Files of
// one chat come one after another, in the order in which they were asked for.
// Whenever the process dies, the file is fetched again, and its event handled
// once.
type Fetcher struct {
	Store  storage.Store
	Door   *Door
	Kind   string  // of the jobs that it does; empty: KindFile
	Source Source  // of files
	Stamps Stamper // of time stamps; nil: none will come
	Clock  Clock
	Log    *slog.Logger

	// Owner tells the processes apart that share the store. One that comes back
	// under its name goes on at once with what it left behind.
	Owner string

	// Open does more slow work on the bytes, such as reading a workbook; its
	// result goes into File.Opened. May be nil.
	Open func(File) json.RawMessage

	once sync.Once
	wake chan struct{}
	mu   sync.Mutex
	idle bool
	next time.Time
}

// backoff is the rest after the n-th try: 1s, 2s, 4s … 5min.
func backoff(n int) time.Duration {
	if n > 9 {
		return slowest
	}
	return min(time.Second<<max(n-1, 0), slowest)
}

func (f *Fetcher) init() { f.wake = make(chan struct{}, 1) }

// Wake says that a job may have been queued. It never waits.
func (f *Fetcher) Wake() {
	f.once.Do(f.init)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle = false
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Idle says whether no job is under way and none can begin before next; next is
// zero when none waits at all.
func (f *Fetcher) Idle() (next time.Time, idle bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next, f.idle
}

func (f *Fetcher) rest(quiet bool, next time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle, f.next = quiet && len(f.wake) == 0, next
}

// Run fetches until ctx ends, and then returns nil. What is under way is left
// then, to be fetched anew.
func (f *Fetcher) Run(ctx context.Context) error {
	f.once.Do(f.init)
	busy, damaged := map[string]bool{}, map[string]bool{} // lanes; ids
	done := make(chan string, atOnce)
	for ctx.Err() == nil {
		now := f.Clock.Now()
		due, next, err := f.due(ctx, now, busy, damaged)
		if err != nil {
			f.Log.Error("jobs cannot be read", "failure", err.Error())
			next = now.Add(storePause)
		}
		for _, j := range due[:min(len(due), atOnce-len(busy))] {
			busy[j.lane()] = true
			go func() {
				f.do(ctx, j)
				done <- j.lane()
			}()
		}
		var alarm <-chan time.Time
		if !next.IsZero() {
			alarm = f.Clock.After(next.Sub(now))
		}
		f.rest(len(busy) == 0 && err == nil, next)
		select {
		case <-ctx.Done():
		case <-alarm:
		case <-f.wake:
		case lane := <-done:
			delete(busy, lane)
		}
	}
	f.rest(false, time.Time{})
	for len(busy) > 0 {
		delete(busy, <-done)
	}
	return nil
}

// due are the jobs of its kind that can begin, at most one of each lane that is
// not busy, and when the next of the others can.
func (f *Fetcher) due(ctx context.Context, now time.Time, busy, damaged map[string]bool) (due []Job, next time.Time, err error) {
	var all []Job
	err = f.Store.View(ctx, func(r storage.Reader) error {
		records, err := r.Scan(jobs.Name, "", "", 0)
		if err != nil {
			return err
		}
		for _, rec := range records {
			if j, err := jobs.Get(r, rec.Key); err == nil {
				all = append(all, j)
			} else if !damaged[rec.Key] { // it holds up no other
				damaged[rec.Key] = true
				f.Log.Error("job cannot be read", "job", rec.Key, "failure", err.Error())
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Job) int { return cmp.Compare(a.Seq, b.Seq) })
	behind := map[string]bool{}
	for _, j := range all {
		if j.Kind() != cmp.Or(f.Kind, KindFile) {
			continue
		}
		lane, at := j.lane(), f.free(j)
		switch {
		case busy[lane], behind[lane]:
		case !at.After(now):
			due = append(due, j)
		case next.IsZero(), at.Before(next):
			next = at
		}
		behind[lane] = true
	}
	return due, next, err
}

// do makes one try at a job, and brings its result to the door if it came to one.
func (f *Fetcher) do(ctx context.Context, j Job) {
	log := f.Log.With("job", j.ID)
	id, mine := j.ID, false
	err := f.Store.Update(ctx, j.Event.Chat, func(tx storage.Tx) (err error) {
		j, mine, err = f.claim(tx, id)
		return err
	})
	if err != nil {
		log.Error("job cannot be taken", "failure", err.Error())
	}
	if err != nil || !mine {
		f.pause(ctx)
		return
	}
	result := f.result
	if j.Kind() == KindStamp {
		result = f.stamped
	}
	e, err := result(ctx, j)
	if ctx.Err() != nil {
		return
	}
	for err == nil {
		if err := f.Door.Handle(ctx, e); err == nil || ctx.Err() != nil {
			return
		} else {
			log.Error("what a job came to cannot be handed over; it is offered again", "failure", err.Error())
		}
		f.pause(ctx)
	}
	log.Warn(j.Kind()+" not fetched", "try", j.Tries, "failure", err.Error())
	err = f.Store.Update(ctx, j.Event.Chat, func(tx storage.Tx) error { return f.release(tx, j) })
	if err != nil {
		log.Error("job cannot be put back", "failure", err.Error())
		f.pause(ctx)
	}
}

func (f *Fetcher) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-f.Clock.After(storePause):
	}
}

// result is the event that a job ends with; an error asks for another try.
func (f *Fetcher) result(ctx context.Context, j Job) (e Event, err error) {
	e = j.Event
	e.ID, e.Kind = jobMark+j.ID, KindFile
	file := *e.File
	e.File = &file
	switch {
	case file.Size > MaxFile:
		err = ErrTooLarge
	case j.Tries > enough: // the last one came to no end
		err = ErrGone
	default:
		file.Bytes, err = f.fetch(ctx, file)
	}
	switch {
	case errors.Is(err, ErrTooLarge), len(file.Bytes) > MaxFile:
		file.Bytes, file.Failure = nil, TooLarge
	case errors.Is(err, ErrGone), err != nil && j.Tries >= enough:
		f.Log.Warn("file given up", "job", j.ID, "try", j.Tries, "failure", err.Error())
		file.Bytes, file.Failure = nil, Gone
	case err != nil:
		return e, err
	}
	bytes := file.Bytes
	file.Bytes = nil
	if file.Failure == "" {
		sum := sha256.Sum256(bytes)
		file.SHA256 = hex.EncodeToString(sum[:])
	}
	if e.Raw, err = json.Marshal(e); err != nil { // all but the bytes: the quarantine holds no files
		return e, err
	}
	file.Bytes = bytes
	if f.Open != nil && file.Failure == "" {
		file.Opened = f.open(file)
	}
	return e, nil
}

func (f *Fetcher) fetch(ctx context.Context, file File) (data []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			f.Log.Error("fetching panicked", "panic", Blank(fmt.Sprint(p)), "stack", Blank(string(debug.Stack())))
			data, err = nil, errors.New("panic")
		}
	}()
	return f.Source.Fetch(ctx, file)
}

// open is what Open makes of a file; nothing, if it panics.
func (f *Fetcher) open(file File) (made json.RawMessage) {
	defer func() {
		if p := recover(); p != nil {
			f.Log.Error("opening a file panicked", "panic", Blank(fmt.Sprint(p)), "stack", Blank(string(debug.Stack())))
			made = nil
		}
	}()
	return f.Open(file)
}
