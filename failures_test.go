package gewu_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a person sees who sees only the end of a long output: each of these is what `go test`, vitest
// or make prints, and the lines that the end must have of it.
func TestTheEndOfTheOutputNamesAllThatFailed(t *testing.T) {
	for name, c := range map[string]struct{ printed, want string }{
		"a test of Go and its subtest": {
			"--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b (0.00s)\n        a_test.go:4: got 1\nFAIL\nFAIL\tgewu/a\t0.003s\nok  \tgewu/b\t1s\n",
			"--- FAIL: TestA (0.00s)\n--- FAIL: TestA/b (0.00s)\n            a_test.go:4: got 1\n",
		},
		"a test of Go that tells all it does": {
			"=== RUN   TestGood\n    a_test.go:3: fine\n--- PASS: TestGood (0.00s)\n=== RUN   TestA\n    a_test.go:4: got 1\n--- FAIL: TestA (0.00s)\nFAIL\nFAIL\tgewu/a\t0.003s\n",
			"--- FAIL: TestA (0.00s)\n    a_test.go:4: got 1\n",
		},
		"a package that cannot be built": {
			"# gewu/a [gewu/a.test]\na/a_test.go:3:31: undefined: b\nFAIL\tgewu/a [build failed]\nFAIL\n",
			"# gewu/a [gewu/a.test]\n    a/a_test.go:3:31: undefined: b\nFAIL\tgewu/a [build failed]\n",
		},
		"two tests of the page, in colours": {
			" \x1b[32m✓\x1b[39m e2e/a.e2e.ts (1 test)\n\x1b[41m FAIL \x1b[49m e2e/b.e2e.ts > one\nError: it is not so\n\n - this\n\n ❯ e2e/b.e2e.ts:3:36\n    3| x\n\n FAIL  e2e/b.e2e.ts > two\nError: late\n ❯ e2e/b.e2e.ts:9:1\n",
			"FAIL  e2e/b.e2e.ts > one\n    Error: it is not so\n    ❯ e2e/b.e2e.ts:3:36\nFAIL  e2e/b.e2e.ts > two\n    Error: late\n    ❯ e2e/b.e2e.ts:9:1\n",
		},
		"what make gives up": {
			"stale types\nmake[1]: *** [Makefile:70: test-page] Error 1\n--- FAIL: TestA (0.00s)\nmake[1]: *** [Makefile:66: test-go] Error 1\n",
			"    stale types\nmake[1]: *** [Makefile:70: test-page] Error 1\n--- FAIL: TestA (0.00s)\nmake[1]: *** [Makefile:66: test-go] Error 1\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			printed, status := failures(t, c.printed, "3")
			_, summary, _ := strings.Cut(printed, "\nFailed (all that was printed is in .make/it.log):\n")
			if diff := cmp.Diff(c.want, summary); diff != "" || status != 3 {
				t.Errorf("status %d; want 3: %s", status, diff)
			}
		})
	}
}

func TestWithoutFailuresNothingIsAddedToTheOutput(t *testing.T) {
	if printed, status := failures(t, "ok  \tgewu/a\t1s\n", "0"); printed != "ok  \tgewu/a\t1s\n" || status != 0 {
		t.Errorf("status %d: %q", status, printed)
	}
}

// failures runs scripts/failures on a command that prints a text and ends with a status.
func failures(t *testing.T, text, status string) (string, int) {
	t.Helper()
	script, err := filepath.Abs("scripts/failures")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), script, "it", "sh", "-c", `printf %s "$0"; exit "$1"`, text, status)
	cmd.Dir = t.TempDir()
	printed, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(printed), cmd.ProcessState.ExitCode()
}
