//go:build data

package hotspot

import (
	"bufio"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gewu/internal/reference"
)

// classic returns the path of a file of the classic data sets.
func classic(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(os.Getenv("GEWU_TEST_DATA"), "classics", name)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the classic data are missing: %v", err)
	}
	return path
}

// records reads a shapefile's records, with columns X and Y where it has points.
func records(t *testing.T, name string) reference.Table {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "CSV", "/vsistdout/", classic(t, name), "-lco", "GEOMETRY=AS_XY").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := csv.NewReader(strings.NewReader(string(out)))
	lines.FieldsPerRecord = -1 // one column is followed by a comma in the head alone
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return reference.New(t, name, rows)
}

// neighbours reads weights in GAL form: a line with how many places, then for each its id and how many
// neighbours, and a line with these.
func neighbours(t *testing.T, name string, ids []string) *Weights {
	t.Helper()
	file, err := os.Open(classic(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	place := map[string]int32{}
	for i, id := range ids {
		place[id] = int32(i)
	}
	var pairs [][2]int32
	lines := bufio.NewScanner(file)
	lines.Scan()
	for lines.Scan() && lines.Text() != "" {
		from := place[strings.Fields(lines.Text())[0]]
		lines.Scan()
		for _, id := range strings.Fields(lines.Text()) {
			pairs = append(pairs, [2]int32{from, place[id]})
		}
	}
	return Pairs(len(ids), pairs).RowStandardised()
}

func whatIDs(t reference.Table, column string) (ids []string) {
	for _, v := range t.Column(column) {
		ids = append(ids, strconv.Itoa(int(v)))
	}
	return ids
}

func TestClassicMapsHaveTheirPublishedMoran(t *testing.T) {
	stl, sids, columbus := records(t, "stl/stl_hom.dbf"), records(t, "sids2/sids2.dbf"), records(t, "columbus/columbus.dbf")
	numbered := make([]string, len(stl.Text("HR8893")))
	for i := range numbered {
		numbered[i] = strconv.Itoa(i + 1)
	}
	homicides := GlobalMoran(stl.Column("HR8893"), neighbours(t, "stl/stl.gal", numbered))
	deaths := GlobalMoran(sids.Column("SIDR74"), neighbours(t, "sids2/sids2.gal", whatIDs(sids, "FIPSNO")))
	crime := GlobalMoran(columbus.Column("CRIME"), neighbours(t, "columbus/columbus.gal", whatIDs(columbus, "POLYID")))
	near(t, "homicides round St Louis, sudden deaths in North Carolina, crime in Columbus",
		[]float64{homicides.Value, deaths.Value, crime.Value}, []float64{0.24365582621771659, 0.24772519320480135, 0.5001885571828611}, 1e-12)
	near(t, "mean, variance and z of crime in Columbus", []float64{crime.Mean, crime.Variance, crime.Z}, []float64{-0.020833333, 0.008689289, 5.5894}, 5e-5)
}

func TestSuddenDeathsInNorthCarolinaHaveTheirPublishedSmoothedRates(t *testing.T) {
	sids := records(t, "sids2/sids2.dbf")
	got := EmpiricalBayes(whole(sids.Column("SID74")), sids.Column("BIR74"))
	near(t, "the first four counties", got[:4], []float64{0.0016973, 0.0017054, 0.0017731, 0.0020129}, 5e-8)
}

// The deaths that John Snow mapped lie densest round the pump in Broad Street, which most of those who
// died had nearest.
func TestTheDensestDeathsOfSohoLieRoundThePumpInBroadStreet(t *testing.T) {
	people, water := records(t, "snow_maps/SohoPeople.shp"), records(t, "snow_maps/SohoWater.shp")
	scale := math.Cos(51.5133 * math.Pi / 180) // web Mercator is in equator's metres
	at := func(of reference.Table) (out []Point) {
		for i, x := range of.Column("X") {
			out = append(out, Point{x * scale, of.Column("Y")[i] * scale})
		}
		return out
	}
	pumps := at(water)
	broadStreet := nearestTo(Point{-0.13668 * 111319.49 * scale, 6712604.6 * scale}, pumps)
	var deaths []Point
	died := make([]int, len(pumps))
	for i, p := range at(people) {
		for range int(people.Column("Count")[i]) {
			deaths = append(deaths, p)
		}
		died[nearestTo(p, pumps)] += int(people.Column("Count")[i])
	}
	l := Lattice{Origin: Point{pumps[broadStreet].X - 600, pumps[broadStreet].Y - 600}, Size: 5, Cols: 240, Rows: 240}
	counts, _ := l.Count(deaths)
	density, err := Surface(l, counts, nil, Kernel{Gaussian, 30}, NoEdge)
	if err != nil {
		t.Fatal(err)
	}
	densest := 0
	for i, v := range density {
		if v > density[densest] {
			densest = i
		}
	}
	far := l.Middle(densest).distance(pumps[broadStreet])
	t.Logf("%d deaths, %d of them nearest to Broad Street; densest %.0f m from its pump", len(deaths), died[broadStreet], far)
	if far > 60 || 2*died[broadStreet] < len(deaths) {
		t.Errorf("densest %.0f m away, %d of %d deaths nearest", far, died[broadStreet], len(deaths))
	}
}

func nearestTo(p Point, of []Point) (nearest int) {
	for i, q := range of {
		if p.distance(q) < p.distance(of[nearest]) {
			nearest = i
		}
	}
	return nearest
}
