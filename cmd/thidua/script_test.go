package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes a process of the test binary the program itself.
const asProgram = "THIDUA_TEST_AS_PROGRAM"

// whileParentLives, as its value, ends the process with its standard input, so
// that none is left behind however the tests end.
const whileParentLives = "while parent lives"

func TestMain(m *testing.M) {
	switch os.Getenv(asProgram) {
	case "":
	case whileParentLives:
		os.Setenv(asProgram, "1") // for its own children
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(exitFailed)
		}()
		fallthrough
	default:
		main()
	}
	testscript.Main(m, map[string]func(){"thidua": main})
}

// TestStories runs whole stories at the command line; every line is a new
// process. The sample cluster and its figures lie in $SAMPLE.
func TestStories(t *testing.T) {
	samples, err := filepath.Abs("../../workflow/rules/sample")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLE", filepath.Join(samples, "tay-nam-bo-2017"))
			return nil
		},
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "fill": fill},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// exits CODE ARGUMENT… runs the program and wants exactly this code, and where
// it is not 0 a reason, without the trace of a panic.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: exits CODE ARGUMENT…")
	}
	err := ts.Exec("thidua", args[1:]...)
	code := "0"
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		code = strconv.Itoa(e.ExitCode())
	} else {
		ts.Check(err)
	}
	why := ts.ReadFile("stderr")
	if code != args[0] || code != "0" && strings.TrimSpace(why) == "" || strings.Contains(why, "goroutine ") {
		ts.Fatalf("exit status %s, want %s; standard error:\n%s", code, args[0], why)
	}
}

// Every flag of every command says in its help which environment variable does
// the same, and no two commands name one flag differently.
func TestHelpNamesFlagAndVariable(t *testing.T) {
	parser, err := kong.New(&program{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, leaf := range parser.Model.Leaves(true) {
		var args []string
		for n := leaf; n.Type == kong.CommandNode; n = n.Parent {
			args = slices.Insert(args, 0, n.Name)
		}
		c := exec.Command(os.Args[0], append(args, "--help")...)
		c.Env = append(os.Environ(), asProgram+"=1")
		help, err := c.Output()
		if err != nil {
			t.Fatalf("%v --help: %v", args, err)
		}
		for _, flag := range leaf.Flags {
			if flag.Name == "help" || flag.Name == "version" {
				continue
			}
			want := "--" + flag.Name
			if len(flag.Envs) != 1 || !strings.HasPrefix(flag.Envs[0], "THIDUA_") {
				t.Errorf("%v %s: environment %q", args, want, flag.Envs)
				continue
			}
			for _, part := range []string{want, "$" + flag.Envs[0]} {
				if !strings.Contains(string(help), part) {
					t.Errorf("%v --help does not name %s", args, part)
				}
			}
			if other, known := seen[flag.Envs[0]]; known && other != flag.Name {
				t.Errorf("%s is --%s and --%s", flag.Envs[0], other, flag.Name)
			}
			seen[flag.Envs[0]] = flag.Name
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d flags were looked at", len(seen))
	}
}
