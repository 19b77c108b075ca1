package interchange

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/district"
	"gewu/geo"
)

// Areas makes areas, grids among them, of polygons with a code. A name that the file does not
// state is the code.
func (m Mapping) Areas(seq Features) iter.Seq2[district.Area, error] {
	return records(m, Areas, seq, func(rec *record) (district.Area, error) {
		a := district.Area{
			Origin: rec.origin(), Code: rec.text("code"), Name: rec.text("name"), Parent: rec.text("parent"),
			Dedicated: rec.dedicated(), Boundary: ground(rec.Geometry), Attributes: rec.attributes,
		}
		switch {
		case a.Boundary == nil:
			return a, rec.wrongShape("an area", "a polygon")
		case a.Code == "":
			return a, errors.New("the area has no code; name its column with --code-field")
		case len([]rune(a.Code)) > 64:
			return a, errors.New("the code is longer than 64 characters")
		case a.Name == "":
			a.Name = a.Code
		}
		return a, nil
	})
}

// dedicated reads a yes or no, or the kind of a grid: 专属网格 is dedicated, any other Chinese
// word is not.
func (rec *record) dedicated() bool {
	s := strings.ToLower(rec.text("dedicated"))
	_, isTruth := truths[s]
	switch {
	case isTruth:
		return rec.flag("dedicated")
	case s == "dedicated", strings.HasPrefix(s, "专属"):
		return true
	case s == "ordinary", s[0] >= utf8.RuneSelf:
		return false
	}
	return rec.flag("dedicated")
}

// The greatest counts of one building that are believed.
const (
	mostHouseholds = 100_000
	mostResidents  = 1_000_000
	mostFloors     = 300
)

// Buildings makes buildings of footprints and points. Of OpenStreetMap it takes what is tagged
// building.
func (m Mapping) Buildings(seq Features) iter.Seq2[district.Building, error] {
	return records(m, Buildings, seq, func(rec *record) (district.Building, error) {
		if rec.tagged && !isBuilding(rec.Feature) {
			return district.Building{}, errSkip
		}
		b := district.Building{
			Origin: rec.origin(), Name: rec.text("name"), Address: rec.address(),
			Households: rec.count("households", mostHouseholds), Residents: rec.count("residents", mostResidents),
			Floors:    rec.count("floors", mostFloors),
			Footprint: ground(rec.Geometry), Point: pointOf(rec.Geometry), Attributes: rec.attributes,
		}
		if b.Footprint == nil && b.Point == nil {
			return b, rec.wrongShape("a building", "a polygon or a point")
		}
		if m.HouseholdsFromFloors && b.Households.N == nil {
			b.Households = rec.estimate(b)
		}
		return b, nil
	})
}

// address joins OpenStreetMap's parts of an address; any other file has it in one column.
func (rec *record) address() string {
	if !rec.tagged {
		return rec.text("address")
	}
	part := func(key string) string { return textValue(rec.Properties[key]) }
	if full := part("addr:full"); full != "" {
		return full
	}
	number := strings.TrimSpace(part("addr:housenumber"))
	street := part("addr:street")
	if number == "" {
		return ""
	}
	return strings.TrimSpace(number + " " + street)
}

// What a household takes of a floor of a residential building, stairs and walls included, and
// how many households share a floor where the footprint is not known.
const (
	squareMetresPerHousehold = 110
	householdsPerFloor       = 2
)

// estimate guesses the households of a residential building with a known number of floors:
// floors × households per floor. The latter is the column units_per_floor where there is one,
// else the footprint's area / 110 m² (at least 1), else 2. A building that is not known to be
// residential gets none.
func (rec *record) estimate(b district.Building) district.Count {
	perFloor := rec.number("units_per_floor", 1000)
	if b.Floors.N == nil || !rec.isResidential() {
		return district.Count{}
	}
	n := householdsPerFloor
	switch {
	case perFloor != nil:
		n = *perFloor
	case b.Footprint != nil:
		n = max(1, int(math.Round(squareMetres(b.Footprint)/squareMetresPerHousehold)))
	}
	total := *b.Floors.N * n
	if total > mostHouseholds {
		return district.Count{}
	}
	return district.Count{N: &total, Basis: district.Estimated}
}

// isResidential follows the column that says so where there is one, else the building's use.
func (rec *record) isResidential() bool {
	if rec.text("residential") != "" {
		return rec.flag("residential")
	}
	use := strings.ToLower(rec.text("use"))
	return residentialWords[use] != "" || strings.Contains(use, "住宅")
}

// squareMetres measures degrees on the ellipsoid and everything else, which is metres, in the
// plane.
func squareMetres(m orb.MultiPolygon) float64 {
	b := m.Bound()
	if b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90 {
		return geo.AreaSquareMetres(m)
	}
	return math.Abs(planar.Area(m))
}

// Estates makes estates of polygons.
func (m Mapping) Estates(seq Features) iter.Seq2[district.Estate, error] {
	return records(m, Estates, seq, func(rec *record) (district.Estate, error) {
		e := district.Estate{
			Origin: rec.origin(), Name: rec.text("name"), Class: rec.word("class", estateWords),
			Ground: ground(rec.Geometry), Attributes: rec.attributes,
		}
		if rec.tagged && !isEstate(rec.Feature) {
			return e, errSkip
		}
		if e.Ground == nil {
			return e, rec.wrongShape("an estate", "a polygon")
		}
		return e, nil
	})
}

// Codes makes entries of a code table.
func (m Mapping) Codes(seq Features) iter.Seq2[district.Code, error] {
	return records(m, Codes, seq, func(rec *record) (district.Code, error) {
		c := district.Code{
			Row: rec.Row, Code: rec.text("code"), Attributes: rec.attributes,
			Name: district.Text{ZH: rec.text("name"), EN: rec.text("name_en")},
		}
		switch {
		case !codeForm.MatchString(c.Code):
			return c, fmt.Errorf("the code %q is not 2 to 20 digits and capital letters", c.Code)
		case c.Name.ZH == "":
			return c, errors.New("the code has no name")
		}
		return c, nil
	})
}

var codeForm = regexp.MustCompile(`^[0-9A-Z]{2,20}$`)
