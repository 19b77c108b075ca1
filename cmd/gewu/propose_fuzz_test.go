package main

import (
	"os"
	"path/filepath"
	"testing"

	"gewu/plan/propose"
)

// FuzzProposeFiles reads any text as the tables of a town. What is read can be divided, or is refused
// with what is wrong in it.
func FuzzProposeFiles(f *testing.F) {
	f.Add(proposeCells, proposeEdges, "cell,grid\na1,A\nb4,B\n")
	f.Add("cell,households,estate\n1,0,甲\n2,2147483647,甲\n", "a,b,length_m,class\n1,2,0,4\n2,1,1e300,wall\n", "")
	f.Add("\ufeffcell,households,x_m,y_m\n\"1\n2\",7,-1e308,1e308\n", "a,b,length_m,class\n", "cell,grid\n")
	f.Fuzz(func(t *testing.T, cells, edges, current string) {
		dir := t.TempDir()
		p := proposing{cells: filepath.Join(dir, "cells.csv"), edges: filepath.Join(dir, "edges.csv")}
		if current != "" {
			p.file = filepath.Join(dir, "current.csv")
		}
		for path, text := range map[string]string{p.cells: cells, p.edges: edges, p.file: current} {
			if path == "" {
				continue
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		g, err := p.readFiles()
		if err != nil || len(g.names) > 200 || len(g.graph.Borders) > 1000 {
			return
		}
		r := propose.Request{Graph: g.graph, Current: g.current, Band: propose.Band{Min: 300, Max: 500}, Mode: propose.Redraw}
		first, err := propose.First(t.Context(), r)
		if err != nil {
			return
		}
		if len(first.Assignment) != len(g.names) {
			t.Fatalf("%d cells are divided as %d", len(g.names), len(first.Assignment))
		}
	})
}

// FuzzMergers reads any text as a list of mergers.
func FuzzMergers(f *testing.F) {
	f.Add("from,into,name\n350420001001,350420001002,仁和社区\n350420001003,350420001002,\n")
	f.Add("\ufeffname,into,from\n\"a\nb\",1,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "mergers.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		mergers, err := readMergers(path)
		if err != nil {
			return
		}
		for _, m := range mergers {
			if m.Code == "" || len(m.From) == 0 {
				t.Fatalf("%+v merges nothing", m)
			}
		}
	})
}
