package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"thidua/cmd/thidua/internal/desk"
)

// ask puts a request to the desk and gives what came back: to standard output,
// or into the file out.
func (s storeSettings) ask(ctx context.Context, r desk.Request, out string) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	a := d.Call(ctx, r)
	if len(a.Files) > 0 {
		if err := lay(out, a.Files); err != nil {
			return err
		}
		out = ""
	}
	if len(a.Faults) == 0 || out == "" {
		if err := deliver(a.Out, out); err != nil {
			return err
		}
	}
	for _, line := range a.Said {
		fmt.Fprintln(os.Stderr, line)
	}
	if len(a.Faults) > 0 {
		return faults(a.Faults)
	}
	return nil
}

// deliver writes b to a file, whole or not at all, or to standard output.
func deliver(b []byte, path string) error {
	if path != "" {
		return writeWhole(path, b)
	}
	if info, err := os.Stdout.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 && binary(b) {
		return usageError("this is no text for a terminal: say where to with --out FILE")
	}
	_, err := os.Stdout.Write(b)
	return err
}

// lay puts files into a folder, all or none. What lies there already may have been
// worked on, so it is not replaced.
func lay(dir string, files []desk.File) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(dir, err)
	}
	for _, f := range files {
		if path := filepath.Join(dir, f.Name); exists(path) {
			return faults{path + " lies there already: move it away, or name another folder with --out"}
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name)
		if err := writeWhole(path, f.Bytes); err != nil {
			return err
		}
		fmt.Println(path)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func binary(b []byte) bool {
	return bytes.HasPrefix(b, []byte("%PDF")) || bytes.HasPrefix(b, []byte("PK")) || bytes.HasPrefix(b, []byte("\x89PNG"))
}

// writeWhole replaces a file in one moment.
func writeWhole(path string, b []byte) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".thidua-*")
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return unwritable(path, err)
	}
	return nil
}

// unwritable names the file that was asked for, not a passing one.
func unwritable(path string, err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		err = e.Err
	} else if e, ok := errors.AsType[*os.LinkError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("%s cannot be written: %w", path, err)
}

// cluster names a cluster's year.
type clusterYear struct {
	Cluster string `env:"THIDUA_CLUSTER" required:"" placeholder:"ID" help:"The cluster's id."`
	Year    int    `env:"THIDUA_YEAR" required:"" placeholder:"YEAR" help:"The year of its file."`
}

type clusterCommand struct {
	Apply  applyCommand  `cmd:"" help:"Check a cluster file and load it, new or changed."`
	Export exportCommand `cmd:"" help:"Print the cluster file back."`
}

type applyCommand struct {
	storeSettings
	DryRun bool   `env:"THIDUA_DRY_RUN" help:"Only print what would change."`
	File   string `arg:"" help:"The cluster file (YAML)."`
}

func (c *applyCommand) Run(ctx context.Context) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return plainly(err)
	}
	return c.ask(ctx, desk.Request{Op: "cluster apply", File: b, FileName: c.File, DryRun: c.DryRun}, "")
}

// plainly is an error of the file system without the system call's name.
func plainly(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return faults{fmt.Sprintf("%s: %v", e.Path, e.Err)}
	}
	return err
}

type exportCommand struct {
	storeSettings
	Cluster string `arg:"" help:"The cluster's id."`
	Year    int    `arg:"" help:"The year of its file."`
}

func (c *exportCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "cluster export", Cluster: c.Cluster, Year: c.Year}, "")
}

type inviteCommand struct {
	storeSettings
	Cluster string `env:"THIDUA_CLUSTER" required:"" placeholder:"ID" help:"The cluster's id."`
	Role    string `env:"THIDUA_ROLE" required:"" enum:"admin,head,deputy,official,leader,witness,observer" placeholder:"ROLE" help:"One of admin, head, deputy, official, leader, witness, observer."`
	Member  string `env:"THIDUA_MEMBER" placeholder:"ID" help:"The unit that the person belongs to; of a witness witness-1, witness-2 …, as the cluster file lists them."`
	Name    string `env:"THIDUA_NAME" help:"The person's name."`
}

func (c *inviteCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "invite", Cluster: c.Cluster, Role: c.Role, Member: c.Member, Name: c.Name}, "")
}

type importCommand struct {
	Figures figuresCommand `cmd:"" help:"Load figures, all or nothing (CSV or XLSX; docs/formats.md, section 4)."`
}

type figuresCommand struct {
	storeSettings
	clusterYear
	As   string `env:"THIDUA_AS" default:"submitted" enum:"verified,submitted" help:"Load them as verified, or as submitted (default), to be accepted in the chat."`
	File string `arg:"" help:"The figures file."`
}

func (c *figuresCommand) Run(ctx context.Context) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return plainly(err)
	}
	return c.ask(ctx, desk.Request{Op: "import figures", Cluster: c.Cluster, Year: c.Year, Verified: c.As == "verified", File: b, FileName: c.File}, "")
}

type rankCommand struct {
	storeSettings
	clusterYear
	Period    string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Format    string `env:"THIDUA_FORMAT" default:"table" enum:"table,json,csv,xlsx,pdf" help:"table (default), json, csv, xlsx, pdf."`
	Content   string `env:"THIDUA_CONTENT" placeholder:"ID" help:"Only by the points of this content."`
	Criterion string `env:"THIDUA_CRITERION" placeholder:"ID" help:"Only by this criterion, by id or number."`
	Out       string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
}

func (c *rankCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "rank", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Format: c.Format, Content: c.Content, Criterion: c.Criterion}, c.Out)
}

type allFiguresCommand struct {
	storeSettings
	clusterYear
	Period string `env:"THIDUA_PERIOD" placeholder:"ID" help:"Only this period's figures (default: the whole year's)."`
	Format string `env:"THIDUA_FORMAT" default:"csv" enum:"csv,xlsx" help:"csv (default), xlsx."`
	Out    string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
}

func (c *allFiguresCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "figures", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Format: c.Format}, c.Out)
}

type nextCommand struct {
	storeSettings
	clusterYear
	Head     string   `env:"THIDUA_HEAD" placeholder:"ID" help:"Who leads the next year (default: as elected, or as now)."`
	Deputies []string `env:"THIDUA_DEPUTIES" placeholder:"ID,ID" help:"Its deputies, first and second (default: as elected, or as now)."`
	Out      string   `env:"THIDUA_OUT" required:"" placeholder:"DIR" help:"The folder for the two files."`
}

func (c *nextCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "next", Cluster: c.Cluster, Year: c.Year, Head: c.Head, Deputies: c.Deputies}, c.Out)
}

type summaryCommand struct {
	storeSettings
	clusterYear
	Period string `env:"THIDUA_PERIOD" required:"" placeholder:"ID" help:"The period's id."`
	Format string `env:"THIDUA_FORMAT" default:"text" enum:"text,json,pdf" help:"text (default), json, pdf."`
	Out    string `env:"THIDUA_OUT" placeholder:"FILE" help:"Write to this file."`
	Check  bool   `env:"THIDUA_CHECK" help:"Print nothing but the numbers of written paragraphs that are not in the figures."`
}

func (c *summaryCommand) Run(ctx context.Context) error {
	if c.Check {
		return c.ask(ctx, desk.Request{Op: "summary check", Cluster: c.Cluster, Year: c.Year, Period: c.Period}, c.Out)
	}
	return c.ask(ctx, desk.Request{Op: "summary", Cluster: c.Cluster, Year: c.Year, Period: c.Period, Format: c.Format}, c.Out)
}

type covenantCommand struct {
	storeSettings
	clusterYear
	No      int    `env:"THIDUA_NO" placeholder:"N" help:"This amendment (default: the covenant)."`
	Targets bool   `env:"THIDUA_TARGETS" help:"The list of the yearly targets as they stand, whose SHA-256 the covenant carries, in place of the PDF."`
	Out     string `env:"THIDUA_OUT" placeholder:"FILE.pdf" help:"Write to this file."`
}

func (c *covenantCommand) Run(ctx context.Context) error {
	op := "covenant"
	if c.Targets {
		op = "targets"
	}
	return c.ask(ctx, desk.Request{Op: op, Cluster: c.Cluster, Year: c.Year, No: c.No}, c.Out)
}

type recountCommand struct {
	storeSettings
	clusterYear
	Vote int `env:"THIDUA_VOTE" placeholder:"N" help:"One vote only, by its number."`
}

func (c *recountCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "recount", Cluster: c.Cluster, Year: c.Year, Vote: c.Vote}, "")
}

type backupCommand struct {
	storeSettings
	File string `arg:"" help:"Where to; an earlier file there is replaced once the new one is whole."`
}

func (c *backupCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "backup", Path: absolute(c.File), FileName: c.File}, "")
}

type restoreCommand struct {
	storeSettings
	File string `arg:"" help:"The backup."`
}

func (c *restoreCommand) Run(ctx context.Context) error {
	return c.ask(ctx, desk.Request{Op: "restore", Path: absolute(c.File), FileName: c.File}, "")
}

// absolute is a path as another process finds it.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
