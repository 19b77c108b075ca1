package reach_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// at is a point so many metres east and north of a corner of a town near 31° N.
func at(x, y float64) geo.Point {
	const lon, lat = 120.6, 31.3
	return geo.Point{
		Lon: int32(math.Round((lon + x/95204.6) * 1e7)),
		Lat: int32(math.Round((lat + y/110862.5) * 1e7)),
	}
}

// way is one of places in metres, x, y, x, y ….
func way(class reach.Class, xy ...float64) reach.Way {
	w := reach.Way{Class: class}
	for i := 0; i < len(xy); i += 2 {
		w.Points = append(w.Points, at(xy[i], xy[i+1]))
	}
	return w
}

func bridge(w reach.Way) reach.Way {
	w.Bridge = true
	return w
}

// lake is water on a rectangle.
func lake(west, south, east, north float64) reach.Water {
	ring := orb.Ring{at(west, south).Orb(), at(east, south).Orb(), at(east, north).Orb(), at(west, north).Orb(), at(west, south).Orb()}
	return reach.Water{Surface: orb.MultiPolygon{{ring}}}
}

func river(xy ...float64) reach.Water {
	return reach.Water{Lines: [][]geo.Point{way(reach.Path, xy...).Points}}
}

func draw(t *testing.T, ways []reach.Way, waters ...reach.Water) *reach.Paths {
	t.Helper()
	p, err := reach.Draw(ways, waters, reach.Walking)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// metres is how far one has to walk from a to b at 80 m a minute; -1: there is no way.
func metres(t *testing.T, p *reach.Paths, a, b geo.Point) float64 {
	t.Helper()
	from, ok := p.Place(a, 100)
	to, also := p.Place(b, 100)
	if !ok || !also {
		t.Fatalf("%v or %v is not connected", a, b)
	}
	w := p.NewWalker()
	w.Walk([]reach.Spot{from.Spot}, 7200)
	seconds, _, ok := w.To(to.Spot)
	if !ok {
		return -1
	}
	return seconds / 60 * 80
}

//	b (100, 100)
//	|
//
// a ---- + ---- c         all of a, b, c and d are 100 m from the middle
//
//	|
//	d
func TestWaysMeetWhereTheyCrossUnlessOneIsABridge(t *testing.T) {
	across, along := way(reach.Path, 0, 0, 200, 0), way(reach.Path, 100, 100, 100, -100)
	shared := way(reach.Path, 0, 0, 100, 0, 200, 0)
	upstairs := along
	upstairs.Level = 1
	under := along
	under.Tunnel = true
	for name, c := range map[string]struct {
		ways []reach.Way
		want float64
	}{
		"they cross":                                  {[]reach.Way{across, along}, 200},
		"one is a bridge":                             {[]reach.Way{across, bridge(along)}, -1},
		"one is a tunnel":                             {[]reach.Way{across, under}, -1},
		"one is on another level":                     {[]reach.Way{across, upstairs}, -1},
		"both are bridges":                            {[]reach.Way{bridge(across), bridge(along)}, -1},
		"a bridge shares a vertex":                    {[]reach.Way{shared, bridge(way(reach.Path, 100, 100, 100, 0, 100, -100))}, 200},
		"a vertex of the bridge lies on the way":      {[]reach.Way{across, bridge(way(reach.Path, 100, 100, 100, 0, 100, -100))}, -1},
		"the bridge ends on the way":                  {[]reach.Way{across, bridge(way(reach.Path, 100, 100, 100, 0))}, 200},
		"a vertex of one lies on the other":           {[]reach.Way{across, way(reach.Path, 100, 100, 100, 0)}, 200},
		"the end of one is 1.5 m from the other":      {[]reach.Way{across, way(reach.Path, 100, 100, 100, 1.5)}, 200},
		"the end of one is 2.5 m from the other":      {[]reach.Way{across, way(reach.Path, 100, 100, 100, 2.5)}, -1},
		"the end of one is 1.5 m from a bridge above": {[]reach.Way{bridge(across), way(reach.Path, 100, 100, 100, 1.5)}, -1},
	} {
		if got := metres(t, draw(t, c.ways), at(0, 0), at(100, 100)); math.Abs(got-c.want) > 0.1 {
			t.Errorf("%s: %.2f m, want %v", name, got, c.want)
		}
	}
}

// The end of a lane on a slanting street is rounded to 1e-7 degree, and so lies a millimetre beside it.
func TestAnEndThatOnlyRoundingKeepsFromAStreetIsOnIt(t *testing.T) {
	for i := range 50 {
		share := 0.1 + float64(i)/77
		x, y := 1000*share, 370*share
		p := draw(t, []reach.Way{way(reach.Road, 0, 0, 1000, 370), way(reach.Lane, x, y, x-100, y+300)})
		if len(p.Pieces()) != 1 {
			t.Errorf("at %v the lane does not meet the street", share)
		}
	}
}

func TestRailIsNotWalked(t *testing.T) {
	rail := way(reach.Rail, 0, 0, 200, 0)
	if _, err := reach.Draw([]reach.Way{rail}, nil, reach.Walking); !errors.Is(err, reach.ErrNoWays) {
		t.Errorf("rail alone: %v", err)
	}
	p := draw(t, []reach.Way{rail, way(reach.Road, 0, 50, 200, 50)})
	if place, ok := p.Place(at(100, 5), 100); !ok || math.Abs(place.Metres-45) > 0.1 {
		t.Errorf("a place beside the rail is put %v m away, %v", place.Metres, ok)
	}
}

// A river flows from north to south, 20 m wide, between x = 100 and x = 120. The street y = 0 leads to it from both sides.
func TestWaterIsCrossedByBridgesOnly(t *testing.T) {
	west, east := way(reach.Road, 0, 0, 98, 0), way(reach.Road, 122, 0, 220, 0)
	water, line := lake(100, -500, 120, 500), river(110, -500, 110, 500)
	for name, c := range map[string]struct {
		ways   []reach.Way
		waters []reach.Water
		want   float64
		cut    int
	}{
		"no water":                                   {[]reach.Way{way(reach.Road, 0, 0, 220, 0)}, nil, 220, 0},
		"a street through the river":                 {[]reach.Way{way(reach.Road, 0, 0, 220, 0)}, []reach.Water{water}, -1, 1},
		"a street through the line of a river":       {[]reach.Way{way(reach.Road, 0, 0, 220, 0)}, []reach.Water{line}, -1, 1},
		"a bridge":                                   {[]reach.Way{west, bridge(way(reach.Road, 98, 0, 122, 0)), east}, []reach.Water{water, line}, 220, 0},
		"a bridge that begins 6 m off the bank":      {[]reach.Way{way(reach.Road, 0, 0, 106, 0), bridge(way(reach.Road, 106, 0, 122, 0)), east}, []reach.Water{water}, 220, 0},
		"a tunnel":                                   {[]reach.Way{west, {Points: []geo.Point{at(98, 0), at(122, 0)}, Class: reach.Road, Tunnel: true}, east}, []reach.Water{water}, 220, 0},
		"a bridge of rail":                           {[]reach.Way{west, bridge(way(reach.Rail, 98, 0, 122, 0)), east}, []reach.Water{water}, -1, 0},
		"a ford of a line":                           {[]reach.Way{way(reach.Road, 0, 0, 110, 0, 220, 0)}, []reach.Water{river(110, -500, 110, 0, 110, 500)}, 220, 0},
		"a gap of 1.5 m with the river's line in it": {[]reach.Way{way(reach.Road, 0, 0, 109, 0), way(reach.Road, 110.5, 0, 220, 0)}, []reach.Water{line}, -1, 0},
	} {
		p := draw(t, c.ways, c.waters...)
		if got := metres(t, p, at(0, 0), at(220, 0)); math.Abs(got-c.want) > 0.1 {
			t.Errorf("%s: %.2f m, want %v", name, got, c.want)
		}
		if p.Drawn.Cut != c.cut {
			t.Errorf("%s: %d ways are cut, want %d", name, p.Drawn.Cut, c.cut)
		}
	}
}

func TestArterialsAreWalkedMoreSlowlyAndLengthsAreThoseOfTheEllipsoid(t *testing.T) {
	a, b := at(0, 0), at(900, 400)
	for class, kmh := range map[reach.Class]float64{reach.Path: 4.8, reach.Lane: 4.8, reach.Road: 4.8, reach.Arterial: 4.32} {
		p := draw(t, []reach.Way{{Points: []geo.Point{a, b}, Class: class}})
		want := geo.DistanceMetres(a, b) * 4.8 / kmh
		if got := metres(t, p, a, b); math.Abs(got-want) > 1e-6 {
			t.Errorf("%v: as far as %.7f m, want %.7f", class, got, want)
		}
	}
	for _, speeds := range []reach.Speeds{{}, {4.8, 4.8, 4.8, math.NaN()}, {4.8, 4.8, 1000, 4.8}} {
		if _, err := reach.Draw([]reach.Way{way(reach.Path, 0, 0, 1, 1)}, nil, speeds); !errors.Is(err, reach.ErrSpeed) {
			t.Errorf("speeds %v: %v", speeds, err)
		}
	}
}

// A long street, a path of 30 m in a yard 20 m from it that nothing joins, and a street of its own beyond a wall.
func TestPlacesAreOnTheNearestWayThatLeadsSomewhere(t *testing.T) {
	p := draw(t, []reach.Way{way(reach.Road, 0, 0, 900, 0), way(reach.Path, 400, 20, 430, 20), way(reach.Lane, 0, 300, 250, 300)})
	type put struct {
		Metres, East float64
		Piece        int
		OK           bool
	}
	for name, c := range map[string]struct {
		at    geo.Point
		limit float64
		want  put
	}{
		"beside the street":                {at(100, 7), 100, put{7, 100, 0, true}},
		"on the path of the yard":          {at(410, 20), 100, put{20, 410, 0, true}},
		"there, and the street is far":     {at(410, 20), 15, put{0, 410, 2, true}},
		"beyond the wall":                  {at(100, 290), 100, put{10, 100, 1, true}},
		"beyond the end of the street":     {at(930, 40), 100, put{50, 900, 0, true}},
		"too far":                          {at(930, 40), 49, put{}},
		"no limit that could be kept":      {at(930, 40), math.NaN(), put{}},
		"on the street, with a limit of 0": {at(300, 0), 0.01, put{0, 300, 0, true}},
	} {
		place, ok := p.Place(c.at, c.limit)
		got := put{math.Round(place.Metres), 0, place.Piece, ok}
		if ok {
			got.East = math.Round(eastOf(p, place.Spot))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if ok && math.Abs(place.Access-place.Metres/80*60) > 1e-9 {
			t.Errorf("%s: the way of %v m takes %v s", name, place.Metres, place.Access)
		}
	}
	if got := p.Pieces(); len(got) != 3 || math.Abs(got[1].Metres-250) > 0.5 || math.Abs(p.Drawn.Stranded-280) > 0.5 {
		t.Errorf("pieces %+v, %v m stranded", got, p.Drawn.Stranded)
	}
}

// eastOf is how far east in the town a spot is.
func eastOf(p *reach.Paths, s reach.Spot) float64 {
	line := p.Lines([]reach.Part{{Edge: s.Edge, From: s.Share, To: s.Share}})[0]
	return (line[0][0] - 120.6) * 95204.6
}
