package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/district"
	"gewu/geo"
	"gewu/interchange"
	"gewu/internal/batch"
)

const locateHelp = `Find the grid of every row of a CSV file, or of NDJSON. Every row and column is kept, and
grid_code, grid_name, rule, border_m, candidates and reason are appended. A row whose position
cannot be used gets an empty code and the reason.

The coordinate system must be said: the same numbers taken for another one lie hundreds of metres
away, in another grid. Grids are the district's, or those of a file (then no database is needed).

  gewu locate points.csv --crs wgs84 > located.csv
  gewu locate - --crs gcj02 --grids grids.geojson.gz --code-field CODE < points.csv`

// A locating is the settings of one `gewu locate`.
type locating struct {
	place  place
	rows   batch.Options
	crs    string
	grids  string
	source interchange.Options
	names  interchange.Mapping
	at     string
	output string
}

func locateCommand(std Streams) *cobra.Command {
	var l locating
	var day time.Time
	cmd := &cobra.Command{
		Use:   "locate FILE",
		Short: "Find the grid of every point of a file",
		Long:  locateHelp,
		Args:  exactly("a file of points (- is standard input)"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if day, err = l.settle(); err != nil {
				return usage(err)
			}
			return l.run(cmd.Context(), args[0], day, std)
		},
	}
	f := cmd.Flags()
	l.place.bind(cmd)
	f.StringVar(&l.crs, "crs", "", "coordinate system of rows that do not name one in a crs column: wgs84, cgcs2000, gcj02 or bd09")
	f.StringVar(&l.rows.Lon, "lon", "", "the column of longitudes; found among the usual names unless given")
	f.StringVar(&l.rows.Lat, "lat", "", "the column of latitudes")
	f.StringVar(&l.grids, "grids", "", "take the grids from this file (GeoJSON, also gzipped, or any other format of gewu import)")
	f.StringVar(&l.source.Layer, "layer", "", "the layer of --grids, where it has several")
	f.StringVar(&l.source.CRS, "grids-crs", "", "the coordinate system of --grids, where it does not state it")
	f.StringVar(&l.names.CodeField, "code-field", "", "the column of --grids with the codes")
	f.StringVar(&l.names.NameField, "name-field", "", "the column of --grids with the names")
	f.StringVar(&l.at, "at", "", "the district's grids as they were on this day, YYYY-MM-DD; today unless given")
	f.StringVarP(&l.output, "output", "o", "-", "the file to write; - is standard output")
	return cmd
}

func (l *locating) settle() (time.Time, error) {
	var wrong mistakes
	if l.crs != "" {
		crs, err := geo.ParseCRS(l.crs)
		if err != nil {
			wrong.add(fmt.Errorf("--crs: %w", err))
		}
		l.rows.CRS = crs
	}
	day, err := dayOf("--at", l.at)
	wrong.add(err)
	if l.at != "" && l.grids != "" {
		wrong.add(errors.New("--at is about the district's grids, and --grids names a file"))
	}
	return day, errors.Join(wrong...)
}

func (l *locating) run(ctx context.Context, path string, day time.Time, std Streams) (err error) {
	in, total, closeIn, err := source(path, std.In)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeIn()) }()
	snapshot, err := l.snapshot(ctx, day)
	if err != nil {
		return err
	}
	out, finish, err := create(l.output, std.Out)
	if err != nil {
		return err
	}
	defer func() { err = finish(err) }()
	bar := newProgress(std.Err, "locating", total)
	defer bar.end()
	read := &metered{in: in, bar: bar, total: total}
	rows := bufio.NewReaderSize(read, 1<<16)
	stats, err := locateRows(ctx, out, rows, snapshot, l.rows)
	bar.end()
	if err == nil {
		fmt.Fprintf(std.Err, "%d rows: %d in a grid, %d outside, %d that cannot be used\n",
			stats.Rows, stats.Located, stats.Rows-stats.Located-stats.Refused, stats.Refused)
	}
	return err
}

// locateRows answers rows of NDJSON, which begin with a brace, or of CSV.
func locateRows(ctx context.Context, w io.Writer, r *bufio.Reader, s *district.Snapshot, o batch.Options) (batch.Stats, error) {
	head, _ := r.Peek(64) // too short is for the reader to say
	if strings.HasPrefix(strings.TrimSpace(string(head)), "{") {
		return batch.NDJSON(ctx, w, r, batch.In(s), o)
	}
	return batch.CSV(ctx, w, r, batch.In(s), o)
}

// snapshot is what points are located in: the grids of a file, or the district's on day.
func (l *locating) snapshot(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	if l.grids != "" {
		return l.fromFile(ctx)
	}
	db, closeDB, err := l.place.share(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, err := db.Snapshot(ctx, day)
	if err == nil && len(snapshot.Communities()) == 0 {
		err = errors.New("the district has no grids yet: `gewu import grids FILE` brings them, or --grids takes them from a file")
	}
	return snapshot, errors.Join(err, closeDB())
}

func (l *locating) fromFile(ctx context.Context) (_ *district.Snapshot, err error) {
	file, err := interchange.Open(ctx, l.grids, l.source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if file.SRID() != 4490 {
		return nil, fmt.Errorf("%s is in %s, which only the database converts: import it, or give a file in degrees", l.grids, file.CRS())
	}
	areas, err := collect(l.names.Areas(file.Features()))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.grids, err)
	}
	snapshot, err := district.FromAreas(areas)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.grids, err)
	}
	return snapshot, nil
}

// collect gathers what a sequence yields. A refused row is an error, told after what is wrong
// with the whole, such as a column that no row has.
func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	var refused error
	for one, err := range seq {
		if _, row := district.RejectOf(err); row {
			refused = cmp.Or(refused, err)
		} else if err != nil {
			return nil, err
		} else {
			all = append(all, one)
		}
	}
	return all, refused
}

// source opens the file called path, or std for "-", and tells its size, 0 when it is not known.
func source(path string, std io.Reader) (io.Reader, int64, func() error, error) {
	if path == "-" {
		return std, 0, func() error { return nil }, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, nil, err
	}
	about, err := file.Stat()
	if err == nil && about.IsDir() {
		err = fmt.Errorf("%s is a directory, and should be a file of points", path)
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, file.Close())
	}
	return unpacked(file, about.Size())
}

// metered tells a progress how much has been read.
type metered struct {
	in          io.Reader
	bar         *progress
	done, total int64
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.done += int64(n)
	m.bar.set(m.done, m.total)
	return n, err
}
