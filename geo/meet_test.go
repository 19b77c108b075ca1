package geo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/geo"
)

// Four sides:
//
//	2---4---3      side 0: 0–1, side 1: 2–3, side 2: 4–5, side 3: 0–6
//	    |
//	0---+---1      6 lies on 0–1, between the crossing and 1
//	    |
//	    5
func TestSidesMeetWhereTheyTouchAndCross(t *testing.T) {
	points := []geo.Point{{Lon: 0, Lat: 10}, {Lon: 20, Lat: 10}, {Lon: 0, Lat: 20}, {Lon: 20, Lat: 20}, {Lon: 9, Lat: 20}, {Lon: 9, Lat: 0}, {Lon: 15, Lat: 10}}
	touches, crosses := geo.Meet(points, [][2]int32{{0, 1}, {2, 3}, {5, 4}, {0, 6}})
	if diff := cmp.Diff([]geo.Touch{{Side: 0, Vertex: 6}, {Side: 1, Vertex: 4}}, touches); diff != "" {
		t.Error(diff)
	}
	want := []geo.Cross{{Sides: [2]int32{2, 3}, At: geo.Point{Lon: 9, Lat: 10}}, {Sides: [2]int32{2, 0}, At: geo.Point{Lon: 9, Lat: 10}}}
	if diff := cmp.Diff(want, crosses); diff != "" {
		t.Error(diff)
	}
}

func TestSidesThatShareAnEndDoNotMeet(t *testing.T) {
	points := []geo.Point{{Lon: 0, Lat: 0}, {Lon: 10, Lat: 0}, {Lon: 10, Lat: 10}}
	touches, crosses := geo.Meet(points, [][2]int32{{0, 1}, {1, 2}, {2, 0}})
	if len(touches)+len(crosses) > 0 {
		t.Errorf("%v, %v", touches, crosses)
	}
	if touches, crosses = geo.Meet(nil, nil); len(touches)+len(crosses) > 0 {
		t.Errorf("nothing meets: %v, %v", touches, crosses)
	}
}
