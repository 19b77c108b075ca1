package batch

import (
	"fmt"
	"slices"
	"strconv"

	"gewu/district"
	"gewu/geo"
)

// MostCandidates is how many candidates a row is answered with at most, the nearest ones: with
// a wide accuracy in a dense district the answer would be thousands of times the question.
const MostCandidates = 20

// In returns a Locate that answers from s: the grid that has the fix, or the nearest one with a
// reason that says so.
func In(s *district.Snapshot) Locate { return InPart(s, nil) }

// InPart returns a Locate that answers like [In], but only with the areas that are seen; nil: all are.
func InPart(s *district.Snapshot, seen func(*district.Place) bool) Locate {
	land, known := Land(s)
	return func(f geo.Fix) Result {
		answer, err := s.LocateGrid(f)
		if err != nil {
			return Result{Reason: "the position cannot be used"}
		}
		if answer.Rule == district.RuleNone && known && SwappedInto(land, f) {
			return Result{Rule: answer.Rule, Reason: fmt.Sprintf("lon %v and lat %v look swapped", f.Lon, f.Lat)}
		}
		if seen != nil {
			if answer.Place != nil && !seen(answer.Place) {
				return Result{Reason: "not in an area that you may see"}
			}
			answer.Candidates = slices.DeleteFunc(answer.Candidates, func(c district.Candidate) bool { return !seen(c.Place) })
		}
		return resultOf(answer)
	}
}

var noneNear = fmt.Sprintf("no grid within %d m", district.ReachMetres)

func resultOf(a district.Answer) Result {
	r := Result{Rule: a.Rule, BorderMetres: a.BorderMetres}
	switch a.Rule {
	case district.RuleNone:
		r.Reason = noneNear
	case district.RuleNearest:
		r.Reason = "outside every grid; the nearest is " + strconv.FormatFloat(a.DistanceMetres, 'f', 0, 64) + " m away"
	}
	if a.Place != nil {
		r.Code, r.Name = a.Place.Code, a.Place.Name
	}
	for _, c := range a.Candidates[:min(len(a.Candidates), MostCandidates)] {
		r.Candidates = append(r.Candidates, Candidate{Code: c.Place.Code, Name: c.Place.Name, Metres: c.DistanceMetres})
	}
	return r
}

// Land returns the box around all communities and grids of s, false if there are none.
func Land(s *district.Snapshot) (geo.Box, bool) {
	places := s.Grids(0)
	for _, community := range s.Communities() {
		places = append(append(places[:len(places):len(places)], community), s.Grids(community.ID)...)
	}
	if len(places) == 0 {
		return geo.Box{}, false
	}
	box := places[0].Bound
	for _, place := range places {
		box = box.Union(place.Bound)
	}
	return box, true
}

// SwappedInto reports whether a fix is outside the land, but would be in it if its longitude
// and latitude changed places.
func SwappedInto(land geo.Box, f geo.Fix) bool {
	swapped := f
	swapped.Lon, swapped.Lat = f.Lat, f.Lon
	here, err := f.Point()
	if err != nil || land.Holds(here) {
		return false
	}
	there, err := swapped.Point()
	return err == nil && land.Holds(there)
}
