package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two streets of six buildings; a road crosses them in the middle.
const (
	proposeCells = `cell,households,area_m2,exterior_m,x_m,y_m
a1,60,100,20,0,10
a2,60,100,10,10,10
a3,60,100,10,20,10
a4,60,100,20,30,10
b1,60,100,20,0,0
b2,60,100,10,10,0
b3,60,100,10,20,0
b4,60,100,20,30,0
`
	proposeEdges = `a,b,length_m,class
a1,a2,10,inside
a2,a3,10,road
a3,a4,10,0
b1,b2,10,0
b2,b3,10,2
b3,b4,10,0
a1,b1,10,0
a2,b2,10,0
a3,b3,10,0
a4,b4,10,0
`
)

func gridsIn(t *testing.T, text string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 || strings.Join(rows[0], ",") != "cell,grid" {
		t.Fatalf("the output is not a table of cells and grids: %v\n%s", err, text)
	}
	grids := map[string]string{}
	for _, row := range rows[1:] {
		grids[row[0]] = row[1]
	}
	return grids
}

func TestProposeDividesFilesAtTheRoad(t *testing.T) {
	cells, edges := write(t, "town.cells.csv", proposeCells), write(t, "town.edges.csv", proposeEdges)
	out, errs, code := gewu(t, "", "propose", "--cells", cells, "--edges", edges, "--band", "200-300")
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	grids := gridsIn(t, out)
	if grids["a1"] != grids["b2"] || grids["a3"] != grids["b4"] || grids["a1"] == grids["a3"] {
		t.Errorf("the grids are %v", grids)
	}
	if !strings.Contains(errs, "best borders") || !strings.Contains(errs, "100.0 %") {
		t.Errorf("the proposals are not compared:\n%s", errs)
	}
}

func TestProposeRepairsAndKeepsCodes(t *testing.T) {
	cells, edges := write(t, "c.csv", proposeCells), write(t, "e.csv", proposeEdges)
	current := write(t, "g.csv", "cell,grid\na1,x7\na2,x7\nb1,x7\nb2,x7\na3,x7\na4,x9\nb3,x9\nb4,x9\n")
	path := filepath.Join(t.TempDir(), "repaired.csv")
	_, errs, code := gewu(t, "", "propose", "--cells", cells, "--edges", edges, "--band", "200-260", "--current", current, "-o", path)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if grids := gridsIn(t, string(text)); grids["a3"] != "x9" || grids["a1"] != "x7" || grids["b4"] != "x9" {
		t.Errorf("the grids are %v", grids)
	}
	if !strings.Contains(errs, "today") || !strings.Contains(errs, "12.5 %") {
		t.Errorf("today is not compared, or not the change:\n%s", errs)
	}
}

func TestProposeSaysWhereAFileIsWrong(t *testing.T) {
	tests := []struct {
		name         string
		cells, edges string
		current      string
		want         []string
	}{
		{"a count that is no number", "cell,households\na,12\nb,1x\n", proposeEdges, "", []string{"cells.csv", "line 3", "households", `"1x"`, "whole number"}},
		{"an area that is not a number", "cell,households,area_m2\na,12,NaN\n", proposeEdges, "", []string{"line 2", "area_m2", `"NaN"`}},
		{"an area larger than the earth", "cell,households,area_m2\na,12,1e308\n", proposeEdges, "", []string{"line 2", "area_m2", `"1e308"`}},
		{"a name in GBK", "cell,households\na,12\n\xbc\xd7,12\n", proposeEdges, "", []string{"cells.csv", "line 3", "UTF-8", "GBK"}},
		{"a heading that does not end", "\"cell,households\n", proposeEdges, "", []string{"cells.csv", "line 1", "quote"}},
		{"a cell twice", "cell,households\na,12\na,13\n", proposeEdges, "", []string{"line 3", "cell", `"a"`, "before"}},
		{"a missing column", "cell,area_m2\na,12\n", proposeEdges, "", []string{"line 1", `"households"`, "missing"}},
		{"a column that is not known", "cell,households,colour\na,12,red\n", proposeEdges, "", []string{`"colour"`, "not known"}},
		{"an empty file", "", proposeEdges, "", []string{"cells.csv", "heading"}},
		{"no cells", "cell,households\n", "a,b,length_m,class\n", "", []string{"cells.csv", "no cell"}},
		{"a row with too many fields", "cell,households\na,1,2\n", proposeEdges, "", []string{"line 2", "fields"}},
		{"an edge to nowhere", proposeCells, "a,b,length_m,class\na1,z9,10,0\n", "", []string{"edges.csv", "line 2", "column b", `"z9"`}},
		{"an edge of a cell with itself", proposeCells, "a,b,length_m,class\na1,a1,10,0\n", "", []string{"line 2", `"a1"`}},
		{"a class that does not exist", proposeCells, "a,b,length_m,class\na1,a2,10,path\n", "", []string{"line 2", "class", `"path"`, "arterial"}},
		{"a grid for a cell twice", proposeCells, proposeEdges, "cell,grid\na1,x\na1,y\n", []string{"current.csv", "line 3", `"a1"`, "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"propose", "--cells", write(t, "cells.csv", tt.cells), "--edges", write(t, "edges.csv", tt.edges)}
			if tt.current != "" {
				args = append(args, "--current", write(t, "current.csv", tt.current))
			}
			out, errs, code := gewu(t, "", args...)
			if code != exitError || out != "" {
				t.Errorf("exit code %d, output %q", code, out)
			}
			for _, want := range tt.want {
				if !strings.Contains(errs, want) {
					t.Errorf("the message lacks %q: %s", want, errs)
				}
			}
		})
	}
}

func TestProposeRefusesWrongFlags(t *testing.T) {
	cells, edges := write(t, "c.csv", proposeCells), write(t, "e.csv", proposeEdges)
	current := write(t, "g.csv", "cell,grid\na1,x7\n")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"a reversed band", []string{"--band", "500-300"}, "--band"},
		{"a band of nothing", []string{"--band", "0-0"}, "--band"},
		{"a band from below nothing", []string{"--band", "-5-300"}, "--band"},
		{"half a band", []string{"--band", "300"}, "--band"},
		{"a mode that does not exist", []string{"--mode", "magic"}, "--mode"},
		{"a repair of nothing", []string{"--mode", "repair"}, "--current"},
		{"a wish that does not exist", []string{"--prefer", "pretty"}, "--prefer"},
		{"files and a community", []string{"--community", "1"}, "--community"},
		{"a locked grid that is not there", []string{"--current", current, "--lock", "x8"}, `"x8"`},
		{"a split of all grids", []string{"--current", current, "--mode", "split"}, "--only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs, code := gewu(t, "", append([]string{"propose", "--cells", cells, "--edges", edges}, tt.args...)...)
			if code != exitUsage || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d: %s", code, errs)
			}
		})
	}
	if _, errs, code := gewu(t, "", "propose"); code != exitUsage || !strings.Contains(errs, "--cells") {
		t.Errorf("without any input: exit code %d: %s", code, errs)
	}
}
