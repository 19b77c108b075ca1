package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/internal/testdb"
)

// readmeCommands are the commands that a page marks for testing, without the program's name.
func readmeCommands(t *testing.T, page string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", page))
	if err != nil {
		t.Fatal(err)
	}
	_, part, begun := strings.Cut(string(text), "<!-- readme-test: begin -->")
	part, _, ended := strings.Cut(part, "<!-- readme-test: end -->")
	if !begun || !ended {
		t.Fatalf("%s marks no commands", page)
	}
	var commands [][]string
	for line := range strings.Lines(part) {
		if rest, is := strings.CutPrefix(strings.TrimSpace(line), "gewu "); is {
			commands = append(commands, strings.Fields(rest))
		}
	}
	return commands
}

// What a newcomer copies from the first screen works, in both languages, on the files that come
// with the sources.
func TestTheCommandsOfTheReadme(t *testing.T) {
	for _, page := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(page, func(t *testing.T) {
			commands := readmeCommands(t, page)
			if len(commands) < 6 {
				t.Fatalf("%d commands", len(commands))
			}
			t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
			t.Chdir(filepath.Join("..", "..", "docs", "examples"))
			said := map[string]string{}
			for _, command := range commands {
				said[command[0]] += must(t, "", command...)
			}
			if located := said["locate"]; strings.Count(located, ",inside,") != strings.Count(located, "\n")-1 {
				t.Errorf("not every point is in a grid:\n%s", located)
			}
			if !strings.Contains(said["doctor"], "1 communities, 6 grids, 715 buildings, 200 issues") {
				t.Errorf("doctor says:\n%s", said["doctor"])
			}
			if strings.Contains(said["import"], "warning") {
				t.Errorf("the examples bring warnings:\n%s", said["import"])
			}
		})
	}
}
