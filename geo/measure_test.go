package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"gewu/geo"
)

// offBy is the relative difference of two measures, with a millimetre (or mm²) to spare.
func offBy(got, want float64) float64 {
	return max(0, math.Abs(got-want)-0.001) / max(math.Abs(want), 1e-9)
}

// latitudes of the shifted box and a little more, on both sides of the equator.
var latitudes = []float64{-35, 0, 18.2, 31.2, 39.9, 53.5, 60}

// ask reads one row of numbers.
func ask(t *testing.T, conn *pgx.Conn, sql string, args []any, numbers ...any) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(numbers...); err != nil {
		t.Fatal(err)
	}
}

// star is a polygon with spikes, about r metres across, with a hole in its middle.
func star(random *rand.Rand, lon, lat, r float64) orb.MultiPolygon {
	const metresPerDegree = 111_320
	var outer, hole orb.Ring
	for i := range 24 {
		sin, cos := math.Sincos(float64(i) / 24 * 2 * math.Pi)
		reach := r * (0.5 + random.Float64()/2) / metresPerDegree
		outer = append(outer, orb.Point{lon + reach*cos/math.Cos(lat*math.Pi/180), lat + reach*sin})
		hole = append(hole, orb.Point{lon + reach*cos/4/math.Cos(lat*math.Pi/180), lat + reach*sin/4})
	}
	return orb.MultiPolygon{{append(outer, outer[0]), append(hole, hole[0])}}
}

func TestDistancesAgreeWithPostGISGeography(t *testing.T) {
	conn, random, worst := connect(t), rand.New(rand.NewPCG(7, 8)), 0.0
	const sql = `select st_distance(geography(st_point($1, $2, 4490)), geography(st_point($3, $4, 4490)))`
	for _, lat := range latitudes {
		for _, reach := range []float64{1e-6, 1e-4, 0.01, 0.04, 1, 20} {
			for range 10 {
				a, _ := geo.PointAt(110+random.Float64(), lat)
				b, _ := geo.PointAt(110+random.Float64()*reach, lat+(random.Float64()-0.5)*reach)
				var want float64
				ask(t, conn, sql, []any{a.Orb()[0], a.Orb()[1], b.Orb()[0], b.Orb()[1]}, &want)
				worst = max(worst, offBy(geo.DistanceMetres(a, b), want))
			}
		}
	}
	t.Logf("largest difference %.2g", worst)
	if worst > 0.00002 {
		t.Errorf("a distance is off by %v of itself", worst)
	}
}

func TestDistancesOfTheWholeGlobe(t *testing.T) {
	at := func(lon, lat float64) geo.Point { p, _ := geo.PointAt(lon, lat); return p }
	for name, c := range map[string]struct {
		a, b geo.Point
		want float64
	}{
		"none":                       {at(110, 30), at(110, 30), 0},
		"across the date line":       {at(179.9999, 0), at(-179.9999, 0), 22.264},
		"a degree on the equator":    {at(0, 0), at(1, 0), 111_319.491},
		"from pole to pole":          {at(0, -90), at(0, 90), 20_003_931},
		"to the opposite point":      {at(0, 0), at(180, 0), 20_003_931},
		"a quarter of the meridian":  {at(7, 0), at(7, 90), 10_001_966},
		"two longitudes of one pole": {at(0, 90), at(120, 90), 0},
	} {
		if got := geo.DistanceMetres(c.a, c.b); offBy(got, c.want) > 0.006 {
			t.Errorf("%s: %v m, want %v", name, got, c.want)
		}
	}
}

func TestAreasAgreeWithPostGISGeography(t *testing.T) {
	conn, random, worst := connect(t), rand.New(rand.NewPCG(9, 10)), 0.0
	for _, lat := range latitudes {
		for _, r := range []float64{5, 150, 3000, 50_000} {
			boundary := star(random, 116.4, lat, r)
			var want float64
			ask(t, conn, `select st_area(geography(st_geomfromtext($1, 4490)))`, []any{wkt.MarshalString(boundary)}, &want)
			got := geo.AreaSquareMetres(boundary)
			worst = max(worst, offBy(got, want))
			boundary[0][0].Reverse()
			if turned := geo.AreaSquareMetres(boundary); offBy(turned, got) > 1e-9 {
				t.Errorf("turned round, %v m² become %v", got, turned)
			}
		}
	}
	t.Logf("largest difference %.2g", worst)
	if worst > 0.001 {
		t.Errorf("an area is off by %v of itself", worst)
	}
	if got := geo.AreaSquareMetres(orb.MultiPolygon{{{}}, {}}); got != 0 {
		t.Errorf("nothing has %v m²", got)
	}
}

func TestDistancesToAreasAgreeWithPostGISGeography(t *testing.T) {
	conn, random, worst := connect(t), rand.New(rand.NewPCG(11, 12)), 0.0
	const sql = `select st_distance(geography(a), geography(p)), st_distance(geography(st_boundary(a)), geography(p)), st_covers(a, p)
		from (select st_geomfromtext($1, 4490) as a, st_point($2, $3, 4490) as p) as given`
	for _, lat := range latitudes {
		for range 40 {
			boundary := rounded(star(random, 116.4, lat, 800))
			x := newIndex(t, areas(boundary))
			p, _ := geo.PointAt(116.4+(random.Float64()-0.5)*0.08, lat+(random.Float64()-0.5)*0.08)
			if random.IntN(2) == 0 {
				p, _ = geo.PointAt(116.4+(random.Float64()-0.5)*0.012, lat+(random.Float64()-0.5)*0.012)
			}
			var wantArea, wantBorder float64
			var covers bool
			ask(t, conn, sql, []any{wkt.MarshalString(boundary), p.Orb()[0], p.Orb()[1]}, &wantArea, &wantBorder, &covers)
			nearest, _ := x.Nearest(p)
			worst = max(worst, offBy(x.BorderMetres(p, 1), wantBorder))
			if covers {
				wantArea = 0
			}
			worst = max(worst, offBy(nearest.Metres, wantArea))
		}
	}
	t.Logf("largest difference %.2g", worst)
	if worst > 0.001 {
		t.Errorf("a distance is off by %v of itself", worst)
	}
}

// rounded is a boundary as an index has it.
func rounded(boundary orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range boundary {
		for _, ring := range polygon {
			for i, vertex := range ring {
				ring[i] = pointOf(vertex).Orb()
			}
		}
	}
	return boundary
}
