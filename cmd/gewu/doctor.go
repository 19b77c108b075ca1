package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/internal/pgcluster"
)

const doctorHelp = `Look whether everything that Gewu needs is here and sound: PostgreSQL with PostGIS, GDAL, the data
directory, the database and what it holds. Exit code 1 when something has to be done.`

func doctorCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look whether everything needed is here and sound",
		Long:  doctorHelp,
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return doctor(cmd.Context(), p, std.Out) },
	}
	p.bind(cmd)
	return cmd
}

// A finding is what the doctor saw: how it is, or what is wrong with it.
type finding struct {
	what string
	look func(ctx context.Context) (string, error)
}

var errUnsound = errors.New("something has to be done, see above")

func doctor(ctx context.Context, p place, out io.Writer) error {
	fmt.Fprintf(out, "ok       gewu        %s\n", version)
	var unsound error
	for _, f := range findings(p) {
		state, err := f.look(ctx)
		if err != nil {
			unsound = errUnsound
			fmt.Fprintf(out, "to do    %-11s %s\n", f.what, oneLine(err))
			continue
		}
		fmt.Fprintf(out, "ok       %-11s %s\n", f.what, state)
	}
	return unsound
}

func findings(p place) []finding {
	gdal := finding{"GDAL", findGDAL}
	data := finding{"data", p.examine}
	if p.url != "" {
		return []finding{gdal, data}
	}
	return []finding{{"PostgreSQL", findPostgres}, gdal, data}
}

func findPostgres(context.Context) (string, error) {
	found, err := pgcluster.Find("")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s with PostGIS %s in %s", found.Version, found.PostGIS, found.Bin), nil
}

func findGDAL(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "ogr2ogr", "--version").Output()
	if err != nil {
		return "", errors.New("ogr2ogr is missing, and with it Shapefile, KML, DXF and other formats: apt-get install gdal-bin")
	}
	return strings.TrimSpace(string(out)), nil
}

// examine opens the database and says what it holds. It makes none where there is none yet: the
// name of the directory may be wrong.
func (p *place) examine(ctx context.Context) (_ string, err error) {
	if p.url == "" {
		exists, err := pgcluster.Exists(pgcluster.Config{Dir: p.dir})
		if err != nil {
			return "", err
		}
		if !exists {
			return fmt.Sprintf("none in %s yet; `gewu serve` begins them", p.dir), nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	db, closeDB, err := p.share(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	version, err := db.Version(ctx)
	if err != nil {
		return "", err
	}
	holds, err := db.Summary(ctx, time.Time{})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("version %d: %d communities, %d grids, %d buildings, %d issues",
		version, holds.Communities, holds.Grids, holds.Buildings, holds.Issues), nil
}
