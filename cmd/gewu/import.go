package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/district"
	"gewu/interchange"
	"gewu/store"
)

const importHelp = `Take a file into the district: areas of any level, grids, buildings, estates, roads, water,
facilities, issues, visits, staff or codes.

Formats: GeoJSON, GeoJSONSeq, CSV (lon/lat or WKT columns), each also gzipped; GeoPackage; OSM PBF;
and everything GDAL reads (Shapefile plain or zipped, KML, DXF, File Geodatabase, FlatGeobuf, ...).

The same file twice changes nothing. A file is taken whole or not at all: one refused row refuses it,
unless --max-rejects allows some. Changed boundaries make a new edition, in force --from a date;
what was published before stays and answers for its time.

  gewu import areas communities.geojson --level community --code-field CODE --name-field NAME
  gewu import grids grids.shp --parent-field COMMUNITY --code-field CODE
  gewu import buildings blocks.geojson --field households=total_dwelling_units --field address=street
  gewu import issues requests.csv --crs wgs84 --field opened=open_dt --field kind=type
  gewu import staff duty.csv`

// An importing is the settings of one `gewu import`.
type importing struct {
	place   place
	options interchange.Options
	mapping interchange.Mapping
	into    store.Import
	fields  []string
	from    string
	floors  string
	report  string
	code    codeTable
}

// A codeTable is what the flags say of a table of codes.
type codeTable struct{ standard, version, kind string }

func (t codeTable) table() store.CodeTable {
	return store.CodeTable{Standard: t.standard, Version: t.version, Kind: t.kind}
}

func importCommand(std Streams) *cobra.Command {
	var im importing
	cmd := &cobra.Command{
		Use:       "import NOUN FILE",
		Short:     "Take a file of boundaries, buildings, issues … into the district",
		Long:      importHelp,
		Args:      exactly("a noun ("+strings.Join(nounNames(), ", ")+")", "a file"),
		ValidArgs: nounNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			noun, err := nounCalled(args[0])
			if err != nil {
				return usage(err)
			}
			if err := im.settle(noun, args[1]); err != nil {
				return usage(err)
			}
			return im.run(cmd.Context(), noun, args[1], std)
		},
	}
	im.bind(cmd)
	return cmd
}

func (im *importing) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	im.place.bind(cmd)
	f.StringVar(&im.options.CRS, "crs", "", "coordinate system, where the file does not state it: wgs84, cgcs2000, gcj02, bd09 or EPSG:n")
	f.StringVar(&im.options.Layer, "layer", "", "the layer to read, where the file has several")
	f.StringVar(&im.options.Encoding, "encoding", "", "text encoding, where it is not UTF-8 or GBK")
	f.StringVar(&im.options.LonField, "lon", "", "the column of longitudes (or eastings)")
	f.StringVar(&im.options.LatField, "lat", "", "the column of latitudes (or northings)")
	f.StringVar(&im.options.WKTField, "wkt", "", "the column of WKT geometries")
	f.StringArrayVar(&im.fields, "field", nil, "take OURS from the file's column THEIRS: --field households=units; may be repeated")
	f.StringVar(&im.mapping.IDField, "id-field", "", "the column that identifies a row; - where the file's do not, to know rows by what is in them")
	f.StringVar(&im.mapping.CodeField, "code-field", "", "areas: the column of codes")
	f.StringVar(&im.mapping.NameField, "name-field", "", "the column of names")
	f.StringVar(&im.mapping.ParentField, "parent-field", "", "areas: the column with the code of the parent")
	f.StringVar(&im.into.Level, "level", "", "areas: the level by its key, such as street, community or grid")
	f.StringVar(&im.into.Profile, "profile", "", "areas: the profile of levels")
	f.StringVar(&im.into.Community, "community", "", "areas: the code of the community that all of them belong to")
	f.StringVar(&im.into.Parent, "parent", "", "areas: the code of the parent of all of them")
	f.StringVar(&im.into.Source, "source", "", "the name of where the rows come from; the file's name unless given")
	f.StringVar(&im.from, "from", "", "areas: the day the edition takes force, YYYY-MM-DD; today unless given")
	f.BoolVar(&im.into.Pieces, "pieces", false, "areas: rows with the same code are pieces of one area")
	f.StringVar(&im.into.Title, "title", "", "areas: a title for the edition")
	f.BoolVar(&im.into.Replace, "replace", false, "remove what this source brought before and the file does not have any more; "+
		"areas: end those of the level, whatever their source, that their parent's file does not have")
	f.StringVar(&im.floors, "households-from", "", "buildings: estimate households that the file does not give, from \"floors\"")
	f.BoolVar(&im.into.Repair, "repair", false, "repair polygons that cross themselves; repairs that move more than 1 m² are listed")
	f.IntVar(&im.into.MaxRejects, "max-rejects", 0, "how many refused rows the file may have")
	f.StringVar(&im.report, "report", "", "write the refused rows to this CSV file: row, id, reason")
	f.StringVar(&im.code.standard, "standard", "", "codes, and issues whose kinds are codes: the standard, such as \"GB/T 47678.5\"")
	f.StringVar(&im.code.version, "version-of", "", "codes, issues: the standard's version, such as 2026")
	f.StringVar(&im.code.kind, "kind", "matter", "codes, issues: matter or component")
}

// settle turns texts into values and finds every mistake of them.
func (im *importing) settle(n noun, path string) error {
	var wrong mistakes
	im.mapping.Fields = map[string]string{}
	for _, field := range im.fields {
		ours, theirs, both := strings.Cut(field, "=")
		if !both || ours == "" || theirs == "" {
			wrong.add(fmt.Errorf("--field is %q, and should be OURS=THEIRS", field))
		}
		im.mapping.Fields[ours] = theirs
	}
	day, err := dayOf("--from", im.from)
	wrong.add(err)
	im.into.From = day
	switch im.floors {
	case "", "floors":
		im.mapping.HouseholdsFromFloors = im.floors != ""
	default:
		wrong.add(fmt.Errorf("--households-from is %q, and can only be floors", im.floors))
	}
	if im.into.MaxRejects < 0 {
		wrong.add(errors.New("--max-rejects is below 0"))
	}
	if n.check != nil {
		wrong.add(n.check(im))
	}
	im.options.Noun, im.options.Repair = n.name, im.into.Repair
	if im.into.Source == "" {
		im.into.Source = sourceOf(path)
	}
	wrong.add(im.mapping.Check(n.name))
	return errors.Join(wrong...)
}

// sourceOf is the name of a file without its folders and endings: blocks for /data/blocks.geojson.gz.
func sourceOf(path string) string {
	if path == "-" {
		return "standard input"
	}
	name := filepath.Base(path)
	for _, ending := range []string{".gz", ".zip"} {
		name = strings.TrimSuffix(name, ending)
	}
	return strings.TrimSuffix(name, filepath.Ext(name))
}

func (im *importing) run(ctx context.Context, n noun, path string, std Streams) (err error) {
	file, err := interchange.Open(ctx, path, im.options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	db, closeDB, err := im.place.share(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	if im.mapping.Location, err = zoneOf(ctx, db); err != nil {
		return err
	}
	im.mapping.OnPersonal = func(column string) {
		fmt.Fprintf(std.Err, "left out: the column %q seems to be about persons, and no resident is ever recorded\n", column)
	}
	receive, done, err := im.rejectReport(std.Err)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	im.into.OnReject = receive
	im.into.Actor, im.into.Operation = console(), "gewu import "+n.name
	started := time.Now()
	report, err := im.read(ctx, n, db, file, std.Err)
	for _, notice := range file.Notices() {
		fmt.Fprintln(std.Err, "notice:", notice)
	}
	tell(std.Out, n, report, time.Since(started))
	if errors.Is(err, store.ErrRejects) {
		return fmt.Errorf("%w; %s", err, remedy(n))
	}
	return err
}

// read takes the file's rows into the database and tells how far it has come.
func (im *importing) read(
	ctx context.Context, n noun, db *store.DB, file *interchange.File, out io.Writer,
) (store.Report, error) {
	_, total := file.Progress()
	bar := newProgress(out, "reading", total)
	defer bar.end()
	im.into.SRID, im.into.FixCRS = file.SRID(), string(file.CRS())
	im.into.OnProgress = func(int64) { bar.set(file.Progress()) }
	return n.load(ctx, db, im, file.Features())
}

// remedy is what to do about refused rows of a noun.
func remedy(n noun) string {
	switch n.name {
	case "roads", "issues", "visits", "staff", "codes":
		return "correct them, or leave them out with --max-rejects"
	default:
		return "correct them, or use --repair for polygons that cross themselves, or --max-rejects to leave them out"
	}
}

// zoneOf is the district's time zone.
func zoneOf(ctx context.Context, db *store.DB) (*time.Location, error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(settings.TimeZone)
}

// rejectReport returns the receiver of refused rows: the file --report, or the first twenty to out.
func (im *importing) rejectReport(out io.Writer) (receive func(district.Reject) error, done func() error, err error) {
	if im.report == "" {
		shown := 0
		return func(r district.Reject) error {
			if shown++; shown <= 20 {
				fmt.Fprintf(out, "refused: %s\n", r.Error())
			} else if shown == 21 {
				fmt.Fprintln(out, "refused: more rows; --report FILE lists them all")
			}
			return nil
		}, func() error { return nil }, nil
	}
	file, err := os.Create(im.report)
	if err != nil {
		return nil, nil, fmt.Errorf("the report cannot be written: %w", err)
	}
	buffered := bufio.NewWriter(file)
	rows := csv.NewWriter(buffered)
	receive = func(r district.Reject) error {
		return rows.Write([]string{strconv.FormatInt(r.Row, 10), r.ID, r.Reason})
	}
	done = func() error {
		rows.Flush()
		return errors.Join(rows.Error(), buffered.Flush(), file.Close())
	}
	return receive, done, rows.Write([]string{"row", "id", "reason"})
}

// Features is what a file gives, row by row.
type Features = iter.Seq2[interchange.Feature, error]
