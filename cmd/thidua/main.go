// Command thidua is a Telegram bot and document workflow for emulation clusters
// (cụm thi đua): it collects figures in chat, scores and ranks the members, and
// prints the covenant and the ranking.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // Vietnam's clock, on machines that lack the zone files

	"github.com/alecthomas/kong"
)

// Exit codes: done, refused or failed, wrong usage.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// program is every command; docs/formats.md, section 1.
type program struct {
	Demo     demoCommand       `cmd:"" help:"Play one whole year of a sample cluster: no token, no network, nothing installed."`
	Serve    serveCommand      `cmd:"" help:"Run the bot."`
	Cluster  clusterCommand    `cmd:"" help:"Load a cluster file, or print it back."`
	Invite   inviteCommand     `cmd:"" help:"Make a one-time code (30 days) with which a person joins."`
	Form     formCommand       `cmd:"" help:"Make the Excel form for a period's figures; filled in, import figures takes it back."`
	Import   importCommand     `cmd:"" help:"Load figures from a file, or a form that was filled in."`
	Figures  allFiguresCommand `cmd:"" help:"Print all figures as the file that import figures takes back."`
	Rank     rankCommand       `cmd:"" help:"Print the ranking of a period."`
	Whatif   whatifCommand     `cmd:"" help:"Score a period with another cluster file and say who would move; nothing is kept."`
	Explain  explainCommand    `cmd:"" help:"Say why a member's points are what they are."`
	Summary  summaryCommand    `cmd:"" help:"Print the cluster's summary report of a period."`
	Sheets   sheetsCommand     `cmd:"" help:"Print the score sheets of a period, one member's or everybody's."`
	Chart    chartCommand      `cmd:"" help:"Draw a period's charts, one as a picture or all as PDF."`
	Issued   publishedCommand  `cmd:"" name:"published" help:"List what was published of a period, or write its files."`
	Register documentsCommand  `cmd:"" name:"documents" help:"List the register: covenants and published papers with code, number, day and state."`
	Audit    auditCommand      `cmd:"" help:"Print the audit sheet of the signatures under a covenant (PDF)."`
	Covenant covenantCommand   `cmd:"" help:"Print the covenant as it stands: draft, open for signing, complete."`
	Verify   verifyCommand     `cmd:"" help:"Check the signatures of a PDF: who signed, whether they hold, what was added after."`
	Next     nextCommand       `cmd:"" help:"Draft the next year: its cluster file, and this year's figures as last year's."`
	Recount  recountCommand    `cmd:"" help:"Count the ballots of votes again and compare with what was announced."`
	Read     readCommand       `cmd:"" help:"Say how typed figures are read: a line of JSON for each line of standard input."`
	Keys     keysCommand       `cmd:"" help:"List, export or rewrap the signing keys of the clusters' own authorities."`
	Backup   backupCommand     `cmd:"" help:"Write a consistent, checked copy of the store, also while the bot runs."`
	Restore  restoreCommand    `cmd:"" help:"Put a backup in the place of the store's records; a copy of those is kept."`
	Doctor   doctorCommand     `cmd:"" help:"Check store, settings, token, clock, quarantine and dead letters; say what to do."`

	Minutes     minutesCommand     `cmd:"" help:"Print the minutes of a period's review (PDF)."`
	Nominations nominationsCommand `cmd:"" help:"Print the proposal and the list of those put forward for awards (PDF)."`

	CheckStore checkStoreCommand `cmd:"" hidden:""`

	Version kong.VersionFlag `help:"Print the version."`
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var p program
	exited := -1
	parser, err := kong.New(&p,
		kong.Name("thidua"),
		kong.Description("Thi Đua: figures by chat, exact scores, and papers for emulation clusters (cụm thi đua)."),
		kong.UsageOnError(),
		kong.Vars{"version": version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(code int) { exited = code }),
	)
	if err != nil {
		panic(err) // the commands above are wrong
	}
	parsed, err := parser.Parse(args)
	switch {
	case exited >= 0: // --help
		return exited
	case err != nil:
		fmt.Fprintf(os.Stderr, "thidua: %v\nTry: thidua --help\n", err)
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(); err != nil {
		return report(err)
	}
	return exitDone
}

// version is what the program was built from.
func version() string {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return "thidua, of unknown version"
	}
	said := "thidua " + b.Main.Version
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.time" {
			said += " " + s.Value
		}
	}
	return said
}

// faults are reasons why a command was refused, one line each.
type faults []string

func (f faults) Error() string { return fmt.Sprintf("%d faults", len(f)) }

// report says why a command did not do what it was asked.
func report(err error) int {
	if list, ok := errors.AsType[faults](err); ok {
		for _, line := range list {
			fmt.Fprintln(os.Stderr, line)
		}
		return exitFailed
	}
	fmt.Fprintln(os.Stderr, "thidua:", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// usageError is a wrong use that only shows once the command looks closer.
type usageError string

func (e usageError) Error() string { return string(e) }
