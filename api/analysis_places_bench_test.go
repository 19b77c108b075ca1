package api_test

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"gewu/analysis"
	"gewu/api"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/tiles"
)

// ofCity is a city of 40 km × 40 km with a building in every square of 100 m and 600,000 issues of so many kinds.
func ofCity(b *testing.B, kinds int) *analysis.Evidence {
	b.Helper()
	known := make([]analysis.Kind, kinds)
	for i := range known {
		known[i].Code, known[i].Group = strconv.Itoa(i+1), strconv.Itoa(i/10+1)+"0"
	}
	plane := analysis.NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	at := func(x, y float64) geo.Point { return plane.Position(hotspot.Point{X: x, Y: y}) }
	today := analysis.DayOf(time.Now(), time.UTC)
	builder := analysis.NewBuilder(analysis.Evidence{
		Version: 1, Program: "bench", Today: today, Zone: "Asia/Shanghai", FirstEdition: today - 400, DataUntil: analysis.DateOf(today), Plane: plane,
		Lattice: analysis.LatticeOver(plane, geo.Box{Min: at(-20_000, -20_000), Max: at(19_999, 19_999)}), Kinds: known,
		Areas:   []analysis.Area{{ID: 1, Name: "城", Parent: -1, Level: analysis.LevelDistrict}},
		Grounds: []analysis.Ground{{ID: 2, Code: "G", Name: "网格", Community: -1, Street: -1, SquareKM: 1600}},
	})
	dice := rand.New(rand.NewPCG(1, 1))
	for i := range 160_000 {
		p := at(float64(i%400)*100-19_950, float64(i/400)*100-19_950)
		piece, _ := builder.Piece(p, 0)
		builder.AddHome(analysis.Home{ID: int64(i), At: p, Piece: piece, Households: 10, Visited: -1})
	}
	for i := range 600_000 {
		far, turn := math.Abs(dice.NormFloat64())*9_000, dice.Float64()*2*math.Pi
		p := at(min(max(far*math.Cos(turn), -19_999), 19_999), min(max(far*math.Sin(turn), -19_999), 19_999))
		piece, _ := builder.Piece(p, 0)
		builder.AddIssue(analysis.Issue{ID: int64(i + 1), At: p, Kind: hotspot.Kind(i % kinds), Piece: piece, Opened: today - 1 - hotspot.Day(dice.IntN(360)), Closed: -1, First: int32(i)})
	}
	e, err := builder.Evidence()
	if err != nil {
		b.Fatal(err)
	}
	return e
}

// The answer about 160,000 squares of 100 m and its tiles: from the question to the first, and each after it.
func BenchmarkPlacesTile(b *testing.B) {
	e := ofCity(b, 1)
	for _, what := range []string{"load", "hot"} {
		q, err := analysis.Parse(what, map[string][]string{"days": {"360"}, "level": {"cell"}, "cell": {"100"}}, e.Today)
		if err != nil {
			b.Fatal(err)
		}
		ask := func() *analysis.Answer {
			answer, err := analysis.Ask(context.Background(), e, q, nil)
			if err != nil {
				b.Fatal(err)
			}
			return answer
		}
		b.Run(what+"/cold", func(b *testing.B) {
			for b.Loop() {
				api.DrawPlaces(ask(), tiles.Project(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000}).Tile(12))
			}
		})
		draw := api.PlacesDrawer(ask())
		for _, z := range []uint32{8, 9, 10, 11, 12, 13, 14, 16} {
			b.Run(what+"/warm/"+strconv.Itoa(int(z)), func(b *testing.B) { drawTiles(b, draw, z) })
		}
	}
}

// Every answer about as many squares, written as JSON: what a single call costs at most but for the limit of squares.
func BenchmarkAnswerOfACity(b *testing.B) {
	e := ofCity(b, 100)
	for _, what := range []string{"load", "rate", "hot", "compare", "silence", "change", "score"} {
		days := map[string]string{"compare": "180"}[what]
		q, err := analysis.Parse(what, map[string][]string{"days": {cmp.Or(days, "360")}, "level": {"cell"}, "cell": {"100"}}, e.Today)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(what, func(b *testing.B) {
			size := 0
			b.ReportAllocs()
			for b.Loop() {
				answer, err := analysis.Ask(context.Background(), e, q, nil)
				if err != nil {
					b.Fatal(err)
				}
				body, err := answer.Encode(analysis.JSON)
				if err != nil {
					b.Fatal(err)
				}
				size = len(body)
			}
			b.ReportMetric(float64(size), "B-answer")
		})
	}
}

// drawTiles draws tiles of a zoom anywhere in the city; and tells the slowest of a hundred and how large the largest is.
func drawTiles(b *testing.B, draw func(tiles.Address) []byte, z uint32) {
	dice, took, largest := rand.New(rand.NewPCG(1, 2)), []time.Duration{}, []byte{}
	for b.Loop() {
		began := time.Now()
		at := tiles.Project(geo.Point{Lon: 1_174_000_000 + dice.Int32N(4_000_000), Lat: 260_900_000 + dice.Int32N(3_600_000)}).Tile(z)
		body := draw(at)
		took = append(took, time.Since(began))
		if len(body) > len(largest) {
			largest = body
		}
	}
	slices.Sort(took)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(largest) // to memory
	_ = w.Close()
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	b.ReportMetric(float64(len(largest)), "B-largest")
	b.ReportMetric(float64(zipped.Len()), "B-gzip")
}
