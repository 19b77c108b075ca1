package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMergersAreReadFromCSV(t *testing.T) {
	for name, test := range map[string]struct{ text, tells string }{
		"a column is missing":    {"from,into\nA,A\n", `no column "name"`},
		"a row without from":     {"from,into,name\n,A,One\n", "line 2"},
		"two names for one":      {"from,into,name\nA,A,One\nB,A,Two\n", "line 3"},
		"a row of another width": {"from,into,name\nA,A\n", "line 2"},
		"nothing":                {"", "no rows"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mergers.csv")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readMergers(path); err == nil || !strings.Contains(err.Error(), test.tells) {
				t.Errorf("error %v, want one that tells %q", err, test.tells)
			}
		})
	}
	path := filepath.Join(t.TempDir(), "mergers.csv")
	if err := os.WriteFile(path, []byte("\ufefffrom,into,name\nA,A,One\nB,A,One\nC,D,Two\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mergers, err := readMergers(path)
	if err != nil || len(mergers) != 2 || len(mergers[0].From) != 2 || mergers[1].Code != "D" {
		t.Errorf("mergers %+v, error %v", mergers, err)
	}
}
