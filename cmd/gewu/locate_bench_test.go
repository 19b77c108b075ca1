package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/geo"
	"gewu/internal/nation"
	"gewu/internal/testdb"
)

// How many rows BenchmarkLocateFile locates, and how many of them PostGIS.
const (
	locatedRows = 2_000_000
	joinedRows  = 100_000
)

// BenchmarkLocateFile finds the grid of each row of a CSV file in a district of 145 grids, CSV
// in and CSV out: with `gewu locate --grids`, and with copy, a join by ST_Covers and copy.
func BenchmarkLocateFile(b *testing.B) {
	dir, district := b.TempDir(), nation.District(1)
	grids, points, few := filepath.Join(dir, "grids.geojson"), filepath.Join(dir, "points.csv"), filepath.Join(dir, "few.csv")
	writeGrids(b, grids, district)
	writePoints(b, points, district, locatedRows)
	writePoints(b, few, district, joinedRows)
	b.Run("gewu", func(b *testing.B) {
		for b.Loop() {
			std := Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}
			arguments := []string{"locate", points, "--crs", "cgcs2000", "--grids", grids, "-o", filepath.Join(dir, "located.csv")}
			if code := Run(b.Context(), arguments, std); code != exitDone {
				b.Fatalf("exit code %d", code)
			}
		}
		b.ReportMetric(float64(locatedRows*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("copy+ST_Covers", func(b *testing.B) { joinRows(b, few, district) })
}

// joinRows does in PostGIS what gewu locate does.
func joinRows(b *testing.B, points string, district *nation.Nation) {
	conn, err := pgx.Connect(b.Context(), testdb.NewEmpty(b))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(b.Context()))
	run := func(statement string, arguments ...any) {
		if _, err := conn.Exec(b.Context(), statement, arguments...); err != nil {
			b.Fatal(err)
		}
	}
	run("create extension if not exists postgis")
	run("create table grid (code text, geom geometry(MultiPolygon, 4490))")
	for i := range district.Communities() {
		_, areas := district.Community(i)
		for _, area := range areas {
			shape, err := geojson.NewGeometry(area.Boundary).MarshalJSON()
			if err != nil {
				b.Fatal(err)
			}
			run("insert into grid values ($1, st_setsrid(st_geomfromgeojson($2), 4490))", codeOf(area.ID), string(shape))
		}
	}
	run("create index on grid using gist (geom)")
	run("analyze grid")
	for b.Loop() {
		run("drop table if exists point")
		run("create unlogged table point (id text, lon float8, lat float8)")
		copyThrough(b, conn, points)
	}
	b.ReportMetric(float64(joinedRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func copyThrough(b *testing.B, conn *pgx.Conn, points string) {
	file, err := os.Open(points)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	raw := conn.PgConn()
	if _, err := raw.CopyFrom(b.Context(), file, "copy point from stdin (format csv, header)"); err != nil {
		b.Fatal(err)
	}
	const joined = `copy (select p.*, g.code from point p left join grid g on st_covers(g.geom, st_setsrid(st_point(p.lon, p.lat), 4490)))
		to stdout (format csv, header)`
	if _, err := raw.CopyTo(b.Context(), io.Discard, joined); err != nil {
		b.Fatal(err)
	}
}

func codeOf(id geo.AreaID) string { return fmt.Sprintf("350420001001%03d", id) }

func writeGrids(b *testing.B, path string, district *nation.Nation) {
	b.Helper()
	all := geojson.NewFeatureCollection()
	for i := range district.Communities() {
		_, areas := district.Community(i)
		for _, area := range areas {
			f := geojson.NewFeature(orb.Geometry(area.Boundary))
			f.Properties = geojson.Properties{"code": codeOf(area.ID), "name": fmt.Sprintf("第%d网格", area.ID)}
			all.Append(f)
		}
	}
	text, err := all.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		b.Fatal(err)
	}
}

// writePoints writes points where grids are: each in the box of some grid, so that a few lie
// outside all.
func writePoints(b *testing.B, path string, district *nation.Nation, n int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var boxes []orb.Bound
	for i := range district.Communities() {
		_, areas := district.Community(i)
		for _, area := range areas {
			boxes = append(boxes, area.Boundary.Bound())
		}
	}
	out, random := bufio.NewWriter(file), rand.New(rand.NewPCG(1, 2))
	line := []byte("id,lon,lat\n")
	for i := range n + 1 {
		if _, err := out.Write(line); err != nil {
			b.Fatal(err)
		}
		box := boxes[random.IntN(len(boxes))]
		lon := box.Min[0] + (box.Max[0]-box.Min[0])*random.Float64()
		lat := box.Min[1] + (box.Max[1]-box.Min[1])*random.Float64()
		line = append(strconv.AppendInt(line[:0], int64(i), 10), ',')
		line = append(strconv.AppendFloat(line, lon, 'f', 6, 64), ',')
		line = append(strconv.AppendFloat(line, lat, 'f', 6, 64), '\n')
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
}
