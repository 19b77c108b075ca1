package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gewu/geo"
	"gewu/interchange"
	"gewu/store"
)

const checkHelp = `Check that areas divide their land without gaps: list crossings, overlaps, holes, inlets, slivers,
detached parts, vertices on foreign borders; and of a community also buildings and estates that a
border cuts, buildings without a grid, and land outside. Exit code 0: nothing found, 3: problems,
1: it could not be checked.

A file needs no database. It may be GeoJSON, CSV with WKT, GeoPackage, zipped, or whatever GDAL reads;
coordinates may be degrees or those of a plane, in which areas are then compared as they are.

  gewu check grids.geojson
  gewu check precincts.zip --format json --kinds overlap,hole
  gewu check grids.gpkg --layer grids --format geojson > problems.geojson
  gewu check --community 350420001001`

// exitProblems is the exit code of `gewu check` when there are problems.
const exitProblems = 3

// mostTolerance is the farthest that borders are snapped, in metres. What is farther apart is
// not the same border.
const mostTolerance = 5.0

// errProblems is what a check ends with that found some. They have been told.
var errProblems = errors.New("there are problems")

// A checking is the settings of one `gewu check`.
type checking struct {
	place     place
	options   interchange.Options
	idField   string
	pieces    bool
	community string
	at        string
	format    string
	language  string
	kinds     []string
	ignore    []string
	tolerance float64
	all       bool
}

func checkCommand(std Streams) *cobra.Command {
	var c checking
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "List gaps, overlaps and other faults of boundaries",
		Long:  checkHelp,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.settle(args); err != nil {
				return usage(err)
			}
			return c.run(cmd.Context(), args, std)
		},
	}
	c.bind(cmd)
	return cmd
}

func (c *checking) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	c.place.bind(cmd)
	f.StringVar(&c.community, "community", "", "check the published grids of the community with this code")
	f.StringVar(&c.at, "at", "", "community: as it was in force on this day, YYYY-MM-DD; today unless given")
	f.StringVar(&c.options.CRS, "crs", "", "coordinate system, where the file does not state it: wgs84, cgcs2000, gcj02, bd09 or EPSG:n")
	f.StringVar(&c.options.Layer, "layer", "", "the layer to read, where the file has several")
	f.StringVar(&c.options.Encoding, "encoding", "", "text encoding, where it is not UTF-8 or GBK")
	f.StringVar(&c.options.WKTField, "wkt", "", "the column of WKT geometries")
	f.StringVar(&c.idField, "id-field", "", "the column that names an area; its code, its identifier or its row unless given")
	f.BoolVar(&c.pieces, "pieces", false, "rows with the same name are pieces of one area")
	f.StringVar(&c.format, "format", "text", "text, json or geojson")
	f.StringVar(&c.language, "language", languageOf(os.Getenv), "of the text: en or zh")
	f.StringSliceVar(&c.kinds, "kinds", nil, "list only these kinds of problems")
	f.StringSliceVar(&c.ignore, "ignore", nil, "do not list these kinds of problems")
	f.Float64Var(&c.tolerance, "tolerance", 0, "also tell what snapping borders within so many metres would heal and change")
	f.BoolVar(&c.all, "all", false, "text: list all problems of a kind, not only the largest twenty")
}

func (c *checking) settle(args []string) error {
	var wrong mistakes
	switch {
	case len(args) > 1:
		wrong.add(fmt.Errorf("gewu check needs one file, and %d were given", len(args)))
	case len(args) == 0 && c.community == "":
		wrong.add(errors.New("gewu check needs a file, or --community; see `gewu check --help`"))
	case len(args) == 1 && c.community != "":
		wrong.add(errors.New("a file and --community are both given; check one at a time"))
	case c.at != "" && c.community == "":
		wrong.add(errors.New("--at is about the district's grids; a file has no days"))
	}
	if !slices.Contains([]string{"text", "json", "geojson"}, c.format) {
		wrong.add(fmt.Errorf("--format is %q, and can be text, json or geojson", c.format))
	}
	if _, known := checkWords[c.language]; !known {
		wrong.add(fmt.Errorf("--language is %q, and can be en or zh", c.language))
	}
	if !(c.tolerance >= 0 && c.tolerance <= mostTolerance) {
		wrong.add(fmt.Errorf("--tolerance is %v, and should be a length up to %v metres", c.tolerance, mostTolerance))
	}
	wrong.add(checkKinds("--kinds", c.kinds))
	wrong.add(checkKinds("--ignore", c.ignore))
	return errors.Join(wrong...)
}

// checkKinds refuses what is no kind of problem.
func checkKinds(flag string, names []string) error {
	var all []string
	for _, k := range geo.ProblemKinds() {
		all = append(all, k.String())
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return fmt.Errorf("%s has %q, and the kinds are %s", flag, name, strings.Join(all, ", "))
		}
	}
	return nil
}

// wants reports whether problems of a kind are listed.
func (c *checking) wants(kind geo.ProblemKind) bool {
	return (len(c.kinds) == 0 || slices.Contains(c.kinds, kind.String())) && !slices.Contains(c.ignore, kind.String())
}

func (c *checking) run(ctx context.Context, args []string, std Streams) error {
	s, err := c.read(ctx, args, std)
	if err != nil {
		return err
	}
	problems, err := geo.Validate(s.areas, s.around)
	if err != nil {
		return s.named(err)
	}
	problems = slices.DeleteFunc(problems, func(p geo.Problem) bool { return !c.wants(p.Kind) })
	if err := s.place(ctx, problems); err != nil {
		return err
	}
	r := result{survey: s, problems: problems}
	if c.tolerance > 0 {
		if r.healing, err = s.heal(ctx, c.tolerance); err != nil {
			return err
		}
	}
	if err := c.write(std.Out, r); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errProblems
	}
	return nil
}

func (c *checking) read(ctx context.Context, args []string, std Streams) (*survey, error) {
	if c.community == "" {
		return c.readFile(ctx, args[0], std.Err)
	}
	day, err := dayOf("--at", c.at)
	if err != nil {
		return nil, usage(err)
	}
	db, closeDB, err := c.place.share(ctx)
	if err != nil {
		return nil, err
	}
	d, err := db.Division(ctx, c.community, day)
	if errors.Is(err, store.ErrNoCommunity) {
		err = fmt.Errorf("there is no community with the code %s", c.community)
	}
	if err = errors.Join(err, closeDB()); err != nil {
		return nil, err
	}
	if len(d.Grids) == 0 {
		return nil, fmt.Errorf("the community %s (%s) has no grids in force: `gewu import grids FILE` brings them", c.community, d.Name)
	}
	return &survey{areas: d.Grids, around: d.Around, names: d.Codes, crs: "cgcs2000"}, nil
}
