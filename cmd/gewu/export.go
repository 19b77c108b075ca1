package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/interchange"
	"gewu/store"
)

const exportHelp = `Write a noun of the district to a file or to standard output, as GeoJSON or CSV. What is written
reads back with gewu import under the same names: nothing changes. Cells, the smallest pieces of a
community's land that a plan assigns, are made from what there is, and are not read back.

  gewu export grids --community 350420001001 > grids.geojson
  gewu export buildings -o buildings.csv
  gewu export cells --community 350420001001 > cells.geojson`

// cells is what can be exported, but is no noun of an import.
const cells = "cells"

// An exporting is the settings of one `gewu export`.
type exporting struct {
	place  place
	filter store.Filter
	format string
	output string
	at     string
}

func exportCommand(std Streams) *cobra.Command {
	var ex exporting
	cmd := &cobra.Command{
		Use:   "export NOUN",
		Short: "Write boundaries, buildings, issues … as GeoJSON or CSV",
		Long:  exportHelp,
		Args:  exactly("a noun (" + strings.Join(nounNames(), ", ") + ", " + cells + ")"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := ex.settle(args[0]); err != nil {
				return usage(err)
			}
			return ex.run(cmd.Context(), args[0], std)
		},
	}
	f := cmd.Flags()
	ex.place.bind(cmd)
	f.StringVar(&ex.format, "format", "", "geojson or csv; by the output's name unless given")
	f.StringVarP(&ex.output, "output", "o", "-", "the file to write; - is standard output")
	f.StringVar(&ex.filter.Level, "level", "", "areas: only those of this level")
	f.StringVar(&ex.filter.Community, "community", "", "areas, grids and cells: only those of the community with this code")
	f.StringVar(&ex.at, "at", "", "areas: as they were in force on this day, YYYY-MM-DD; today unless given")
	return cmd
}

func (ex *exporting) settle(name string) error {
	var wrong mistakes
	if _, err := nounCalled(name); name != cells {
		wrong.add(err)
	} else if ex.filter.Community == "" {
		wrong.add(errors.New("--community is missing: cells are those of one community"))
	}
	if ex.format == "" {
		ex.format = formatOf(ex.output)
	}
	if ex.format != "geojson" && ex.format != "csv" {
		wrong.add(fmt.Errorf("--format is %q, and can be geojson or csv", ex.format))
	}
	day, err := dayOf("--at", ex.at)
	wrong.add(err)
	ex.filter.Day, ex.filter.Table = day, ex.format == "csv"
	return errors.Join(wrong...)
}

// formatOf is the format that a file's name asks for.
func formatOf(output string) string {
	if strings.HasSuffix(strings.ToLower(output), ".csv") {
		return "csv"
	}
	return "geojson"
}

// dayOf reads the date of a flag; zero when it is not given.
func dayOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q, and should be a date such as 2026-01-31", flag, text)
	}
	return day, nil
}

func (ex *exporting) run(ctx context.Context, name string, std Streams) (err error) {
	db, closeDB, err := ex.place.share(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	out, finish, err := create(ex.output, std.Out)
	if err != nil {
		return err
	}
	defer func() { err = finish(err) }()
	ex.filter.Actor, ex.filter.Operation = console(), "gewu export "+name
	rows := db.Export(ctx, name, ex.filter)
	if name == cells {
		rows = db.ExportCells(ctx, ex.filter)
	}
	if ex.format == "csv" {
		return interchange.WriteCSV(out, rows)
	}
	return interchange.WriteGeoJSON(out, rows)
}

// create opens the file called name for writing, or std for "-". The returned function ends the
// writing: it takes the error of what was written and returns that and its own. A file takes
// its name only when it is whole: until then, and after an error, what had the name before stays.
func create(name string, std io.Writer) (io.Writer, func(error) error, error) {
	if name == "-" {
		out := bufio.NewWriterSize(std, 1<<16)
		return out, func(err error) error { return errors.Join(err, out.Flush()) }, nil
	}
	part := name
	if about, err := os.Stat(name); errors.Is(err, os.ErrNotExist) || err == nil && about.Mode().IsRegular() {
		part = name + ".part"
	}
	file, err := os.Create(part)
	if err != nil {
		return nil, nil, fmt.Errorf("the output cannot be written: %w", err)
	}
	out := bufio.NewWriterSize(file, 1<<16)
	return out, func(err error) error {
		err = errors.Join(err, out.Flush(), file.Close())
		switch {
		case part == name: // a device or a pipe
			return err
		case err != nil:
			return errors.Join(err, os.Remove(part))
		default:
			return os.Rename(part, name)
		}
	}, nil
}
