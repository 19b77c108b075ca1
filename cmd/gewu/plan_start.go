package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"gewu/api"
	"gewu/geo"
	"gewu/interchange"
	"gewu/plan"
	"gewu/store"
)

const planStartHelp = `Start a plan, and print its number: from the edition in force, or with

  --empty     without any grid
  --file F    from the boundaries of a file: GeoJSON, Shapefile, GeoPackage, … in any coordinate system
  --copy N    as a copy of plan N with its log

Several communities side by side are planned together; such a plan may move the border between them.
What a plan could not take as it was given (overlaps, gaps, land outside) is told on standard error.

  gewu plan start 350420002004 --title 均衡调整
  gewu plan start 350420002004 350420002005 --title 调整社区界线
  gewu plan start 350420002004 --title 外业草图 --file grids.shp --code-field WGBM --name-field WGMC`

// A starting is the flags of `gewu plan start`.
type starting struct {
	place   place
	start   plan.Start
	empty   bool
	path    string
	copyOf  int64
	options interchange.Options
	mapping interchange.Mapping
}

func planStartCommand(std Streams) *cobra.Command {
	var s starting
	cmd := &cobra.Command{
		Use:   "start COMMUNITY…",
		Short: "Start a plan of one community, or of some side by side",
		Long:  planStartHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(args); err != nil {
				return usage(err)
			}
			return s.run(cmd.Context(), args, std)
		},
	}
	s.place.bind(cmd)
	f := cmd.Flags()
	f.StringVar(&s.start.Title, "title", "", "what the plan is called (needed)")
	f.StringVar(&s.start.Note, "note", "", "what it is for")
	f.BoolVar(&s.empty, "empty", false, "begin without any grid")
	f.StringVar(&s.path, "file", "", "begin from the boundaries of a file")
	f.Int64Var(&s.copyOf, "copy", 0, "begin as a copy of the plan with that number")
	f.StringVar(&s.options.CRS, "crs", "", "--file: coordinate system, where the file does not state it: wgs84, cgcs2000, gcj02, bd09 or EPSG:n")
	f.StringVar(&s.options.Layer, "layer", "", "--file: the layer to read, where the file has several")
	f.StringVar(&s.options.Encoding, "encoding", "", "--file: text encoding, where it is not UTF-8 or GBK")
	f.StringVar(&s.mapping.CodeField, "code-field", "", "--file: the column of codes")
	f.StringVar(&s.mapping.NameField, "name-field", "", "--file: the column of names")
	return cmd
}

// settle finds what is wrong with the command line.
func (s *starting) settle(communities []string) error {
	var wrong mistakes
	if s.start.Title == "" {
		wrong.add(errors.New("--title is missing: what the plan is called"))
	}
	ways := 0
	s.start.From, s.start.CopyOf = plan.FromEdition, s.copyOf
	for from, asked := range map[plan.Origin]bool{plan.FromEmpty: s.empty, plan.FromFile: s.path != "", plan.FromPlan: s.copyOf != 0} {
		if asked {
			ways++
			s.start.From = from
		}
	}
	if ways > 1 {
		wrong.add(errors.New("--empty, --file and --copy exclude one another"))
	}
	if len(communities) == 0 && s.copyOf == 0 {
		wrong.add(errors.New("the code of a community is missing"))
	}
	return errors.Join(wrong...)
}

func (s *starting) run(ctx context.Context, codes []string, std Streams) error {
	if s.path != "" {
		if err := s.readFile(ctx); err != nil {
			return err
		}
	}
	return s.place.with(ctx, func(db *store.DB) error {
		for _, code := range codes {
			id, err := communityCalled(ctx, db, code)
			if err != nil {
				return err
			}
			s.start.Communities = append(s.start.Communities, id)
		}
		record, err := db.StartPlan(ctx, console(), s.start)
		var bad *plan.BadFile
		if errors.As(err, &bad) {
			return fmt.Errorf("%s: %w", s.path, bad)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(std.Out, record.ID)
		return tellStartNotes(ctx, std.Err, db, record.ID)
	})
}

// tellStartNotes tells what the plan could not take as it was given.
func tellStartNotes(ctx context.Context, out io.Writer, db *store.DB, id int64) error {
	notes, err := db.StartNotes(ctx, id)
	for _, n := range notes {
		fmt.Fprintf(out, "%s At %s.\n", api.StartNoteWords(n).EN, n.At)
	}
	return err
}

// readFile reads the boundaries of the file.
func (s *starting) readFile(ctx context.Context) (err error) {
	file, err := interchange.Open(ctx, s.path, s.options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	for area, err := range s.mapping.Areas(file.Features()) {
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
		land, err := inDegrees(ctx, file.CRS(), area.Boundary)
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
		s.start.Boundaries = append(s.start.Boundaries, plan.Imported{Code: area.Code, Name: area.Name, Area: geo.Area{Boundary: land}})
	}
	return nil
}

// inDegrees converts land of a coordinate system to longitude and latitude.
func inDegrees(ctx context.Context, crs interchange.CRS, land orb.MultiPolygon) (orb.MultiPolygon, error) {
	if crs.InDegrees() {
		return land, nil
	}
	var all []orb.Point
	for _, polygon := range land {
		for _, ring := range polygon {
			all = append(all, ring...)
		}
	}
	all, err := interchange.Degrees(ctx, crs, all)
	if err != nil {
		return nil, err
	}
	for _, polygon := range land {
		for _, ring := range polygon {
			all = all[copy(ring, all):]
		}
	}
	return land, nil
}
