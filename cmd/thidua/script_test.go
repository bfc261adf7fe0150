package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes a process of the test binary the program itself.
const asProgram = "THIDUA_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
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
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}
