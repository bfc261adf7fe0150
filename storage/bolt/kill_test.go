package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/storage"
)

// The test binary plays a child process when these are set.
const (
	childRole = "STORE_CHILD"
	childPath = "STORE_PATH"
)

func TestMain(m *testing.M) {
	role, path := os.Getenv(childRole), os.Getenv(childPath)
	switch role {
	case "":
		os.Exit(m.Run())
	case "check":
		if err := Check(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	default:
		fmt.Println(writeUntilKilled(path, role))
		os.Exit(1)
	}
}

// writeUntilKilled has eight writers whose units consist of two halves, and
// says on stdout which are kept. As a liar it says so before they are; as a
// bungler it keeps each half by itself.
func writeUntilKilled(path, role string) error {
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	half := func(tx storage.Tx, side, key string) error { return rows.Put(tx, row{side + "/" + key, "body"}) }
	unit := func(key string) error {
		if role == "bungler" {
			return errors.Join(
				db.Update(context.Background(), "", func(tx storage.Tx) error { return half(tx, "left", key) }),
				db.Update(context.Background(), "", func(tx storage.Tx) error { return half(tx, "right", key) }))
		}
		return db.Update(context.Background(), "", func(tx storage.Tx) error {
			return errors.Join(half(tx, "left", key), half(tx, "right", key))
		})
	}
	broken := func(key string) {
		_ = db.Update(context.Background(), "", func(tx storage.Tx) error {
			return errors.Join(half(tx, "left", key), errors.New("no second half"))
		})
	}
	failed := make(chan error)
	for w := range 8 {
		go func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, n)
				if role == "liar" {
					fmt.Println("kept", key)
				}
				if err := unit(key); err != nil {
					failed <- err
				}
				if role != "liar" {
					fmt.Println("kept", key)
				}
				broken(key + "-broken")
			}
		}()
	}
	return <-failed
}

func TestKill(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 5
	}
	path := filepath.Join(t.TempDir(), "test.db")
	fill(t, path, 0)
	kept := map[string]bool{}
	for range rounds {
		killWriter(t, path, "honest", kept)
		if err := survey(t, path, kept); err != nil {
			t.Fatal(err)
		}
		if err := Check(path); err != nil {
			t.Fatal(err)
		}
	}
	if len(kept) < rounds {
		t.Errorf("only %d units were acknowledged", len(kept))
	}
	t.Logf("%d acknowledged units in %d rounds", len(kept), rounds)
}

// Without these the loop above might see nothing because it cannot.
func TestKillFindsFaults(t *testing.T) {
	for _, role := range []string{"liar", "bungler"} {
		t.Run(role, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			fill(t, path, 0)
			kept := map[string]bool{}
			for range 30 {
				killWriter(t, path, role, kept)
				if err := survey(t, path, kept); err != nil {
					t.Log(err)
					return
				}
			}
			t.Error("30 rounds did not convict it")
		})
	}
}

// killWriter adds to kept what a child acknowledged before it was killed at
// some moment.
func killWriter(t *testing.T, path, role string, kept map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var once sync.Once
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a half line was never an acknowledgement
			break
		}
		key, ok := strings.CutPrefix(strings.TrimSpace(line), "kept ")
		if !ok {
			t.Errorf("child: %s", line)
		}
		kept[key] = true
		once.Do(func() { // not while it is still opening the store
			time.AfterFunc(time.Duration(rand.IntN(100_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		})
	}
	_ = cmd.Wait() // it was killed
}

// survey looks for units that were acknowledged and are not there, and for
// halves.
func survey(t *testing.T, path string, kept map[string]bool) error {
	t.Helper()
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	sides := map[string]map[string]bool{"left": {}, "right": {}}
	err = db.View(t.Context(), func(r storage.Reader) error {
		for side, there := range sides {
			list, err := rows.List(r, side+"/")
			if err != nil {
				return err
			}
			for _, row := range list {
				there[strings.TrimPrefix(row.ID, side+"/")] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key := range kept {
		if !sides["left"][key] || !sides["right"][key] {
			return fmt.Errorf("%s was acknowledged and is not there", key)
		}
	}
	for key := range sides["left"] {
		if !sides["right"][key] {
			return fmt.Errorf("half of %s is there", key)
		}
	}
	return nil
}
