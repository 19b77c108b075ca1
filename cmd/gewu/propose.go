package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gewu/plan/propose"
)

const proposeHelp = `Divide cells into connected grids whose households lie in a band, with borders on roads and water, or
repair the grids of today with as little change as will do. Several proposals are compared; the first,
or the one that --prefer names, is written: the grid of each cell. The same files and the same --seed
give the same proposals.

  gewu propose --cells town.cells.csv --edges town.edges.csv -o grids.csv
  gewu propose --cells town.cells.csv --edges town.edges.csv --current grids.csv -o repaired.csv
  gewu propose --community 350420001001 -o proposal.geojson

With files it needs no database. Cells have the columns cell and households, and may have estate,
area_m2, exterior_m (metres of outline that no edge is), x_m and y_m. Edges have the columns a, b (two
cells), length_m and class: inside or 0, wall, lane or 1, road or 2, arterial or 3, river or 4 (water with
a bridge). Cells on two sides of water without a bridge have no edge. --current has the columns cell and
grid, as what is written has.`

// A proposing is the settings of one `gewu propose`.
type proposing struct {
	place              place
	community, at      string
	cells, edges, file string // of --cells, --edges, --current
	band, mode, prefer string
	lock, only         []string
	parts              int
	seed               uint64
	output             string

	request propose.Request
	merit   propose.Merit
}

// preferences are the merits by the words of --prefer.
var preferences = map[string]propose.Merit{
	"change": propose.LeastChange, "borders": propose.BestBorders, "even": propose.MostEven, "few": propose.FewestGrids,
}

func proposeCommand(std Streams) *cobra.Command {
	var p proposing
	cmd := &cobra.Command{
		Use:   "propose",
		Short: "Draw balanced grids, or repair those of today",
		Long:  proposeHelp,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.settle(); err != nil {
				return usage(err)
			}
			return p.run(cmd.Context(), std)
		},
	}
	f := cmd.Flags()
	p.place.bind(cmd)
	f.StringVar(&p.cells, "cells", "", "CSV of the cells")
	f.StringVar(&p.edges, "edges", "", "CSV of the edges between cells")
	f.StringVar(&p.file, "current", "", "CSV with the grid of each cell today")
	f.StringVar(&p.community, "community", "", "instead of files: the community with this code, and its grids in force")
	f.StringVar(&p.at, "at", "", "community: as it was in force on this day, YYYY-MM-DD; today unless given")
	f.StringVar(&p.band, "band", "300-500", "households that a grid should have; 0-500 for at most 500")
	f.StringVar(&p.mode, "mode", "", "repair, redraw, or split (the one grid of --only); repair where there are grids today")
	f.StringVar(&p.prefer, "prefer", "", "write the proposal with the least change, best borders, most even, or few grids: change, borders, even or few")
	f.StringSliceVar(&p.lock, "lock", nil, "grids that keep their cells")
	f.StringSliceVar(&p.only, "only", nil, "change only these grids")
	f.IntVar(&p.parts, "parts", 0, "split: into so many grids; as many as the band asks for unless given")
	f.Uint64Var(&p.seed, "seed", 1, "another number draws other proposals")
	f.StringVarP(&p.output, "output", "o", "-", "the file to write; - is standard output")
	return cmd
}

func (p *proposing) settle() error {
	var wrong mistakes
	band, err := bandOf(p.band)
	wrong.add(err)
	p.request.Band, p.request.Seed, p.request.Parts = band, p.seed, p.parts
	switch {
	case p.community != "" && (p.cells != "" || p.edges != "" || p.file != ""):
		wrong.add(errors.New("--community and files are both given; take one of them"))
	case p.community == "" && (p.cells == "" || p.edges == ""):
		wrong.add(errors.New("--cells and --edges, or --community, are missing; see `gewu propose --help`"))
	case p.community == "" && p.at != "":
		wrong.add(errors.New("--at is about a community of the district; files have no days"))
	}
	if !slices.Contains([]string{"", "repair", "redraw", "split"}, p.mode) {
		wrong.add(fmt.Errorf("--mode is %q, and can be repair, redraw or split", p.mode))
	}
	if p.community == "" && p.file == "" && (p.mode == "repair" || p.mode == "split" || p.lock != nil || p.only != nil) {
		wrong.add(errors.New("--current is missing: repair, split, --lock and --only are about the grids of today"))
	}
	if merit, known := preferences[p.prefer]; known {
		p.merit = merit
	} else if p.prefer != "" {
		wrong.add(fmt.Errorf("--prefer is %q, and can be change, borders, even or few", p.prefer))
	}
	_, err = dayOf("--at", p.at)
	wrong.add(err)
	return errors.Join(wrong...)
}

// bandOf reads a band such as 300-500, or 0-500, which is at most 500.
func bandOf(text string) (propose.Band, error) {
	low, high, ok := strings.Cut(text, "-")
	least, err1 := strconv.Atoi(strings.TrimSpace(low))
	most, err2 := strconv.Atoi(strings.TrimSpace(high))
	if !ok || err1 != nil || err2 != nil || least < 0 || most < 1 || least > most {
		return propose.Band{}, fmt.Errorf("--band is %q, and should be two numbers of households, the smaller first, such as 300-500, or 0-500 for at most 500", text)
	}
	return propose.Band{Min: least, Max: most}, nil
}

func (p *proposing) run(ctx context.Context, std Streams) error {
	ground, err := p.read(ctx)
	if err != nil {
		return err
	}
	if err := p.ask(ground); err != nil {
		return err
	}
	bar := newProgress(std.Err, "proposing", 1000)
	found, err := propose.Run(ctx, p.request, func(share float64) { bar.set(int64(share*1000), 1000) })
	bar.end()
	if wrong := new(propose.RequestError); errors.As(err, &wrong) {
		return ground.explain(wrong)
	}
	if err != nil {
		return err
	}
	chosen := found.Proposals[p.choose(found.Proposals)]
	ground.name(chosen.Assignment)
	if err := p.tell(std.Err, ground, found, chosen); err != nil {
		return err
	}
	return p.write(std.Out, ground, chosen)
}

// read reads what is to be divided.
func (p *proposing) read(ctx context.Context) (*proposalGround, error) {
	if p.community != "" {
		return p.readCommunity(ctx)
	}
	return p.readFiles()
}

// ask completes the request with what was read.
func (p *proposing) ask(g *proposalGround) error {
	r := &p.request
	r.Graph, r.Current = g.graph, g.current
	switch {
	case p.mode == "redraw" || p.mode == "" && r.Current == nil:
		r.Mode = propose.Redraw
	case p.mode == "split":
		r.Mode = propose.Split
	}
	for _, code := range p.lock {
		grid, err := g.gridCalled("--lock", code)
		if err != nil {
			return err
		}
		if len(r.Locked) < len(g.codes) {
			r.Locked = make([]bool, len(g.codes))
		}
		r.Locked[grid] = true
	}
	for _, code := range p.only {
		grid, err := g.gridCalled("--only", code)
		if err != nil {
			return err
		}
		r.Scope = append(r.Scope, grid)
	}
	return nil
}

// choose returns which proposal to write.
func (p *proposing) choose(all []propose.Proposal) int {
	if p.prefer == "" {
		return 0
	}
	at := slices.IndexFunc(all, func(o propose.Proposal) bool { return slices.Contains(o.Merits, p.merit) })
	return max(0, at)
}
