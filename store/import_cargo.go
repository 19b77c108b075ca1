package store

import (
	"gewu/district"
)

// The words that classes may be; the first stands for none.
var (
	estateClasses = []string{"open", "closed", "closable"}
	roadClasses   = []string{"road", "arterial", "lane", "path", "rail"}
	waterClasses  = []string{"river", "canal", "stream", "lake", "sea"}
)

// The largest counts of a building that are believed.
const (
	maxHouseholds = 100_000
	maxResidents  = 1_000_000
	maxFloors     = 300
)

var buildings = cargo[district.Building]{
	table: "import_building_stage",
	columns: []string{
		"raw", "spot", "name", "address", "households", "households_estimated",
		"residents", "residents_estimated", "floors", "floors_estimated", "attributes",
	},
	origin: func(b *district.Building) district.Origin { return b.Origin },
	values: func(b *district.Building, r *row) error {
		if len(b.Footprint) == 0 && b.Point == nil {
			return refusef("the building has neither a footprint nor a point")
		}
		return firstError(
			r.surface(b.Footprint),
			r.point(b.Point),
			r.text(b.Name, "name", maxText),
			r.text(b.Address, "address", maxText),
			r.count(b.Households, "households", maxHouseholds),
			r.count(b.Residents, "residents", maxResidents),
			r.count(b.Floors, "floors", maxFloors),
			r.attributes(b.Attributes),
		)
	},
}

var estates = cargo[district.Estate]{
	table:   "import_estate_stage",
	columns: []string{"raw", "name", "class", "attributes"},
	origin:  func(e *district.Estate) district.Origin { return e.Origin },
	values: func(e *district.Estate, r *row) error {
		if len(e.Ground) == 0 {
			return refusef("the estate has no ground")
		}
		return firstError(
			r.surface(e.Ground),
			r.text(e.Name, "name", maxText),
			r.choice(e.Class, "class", estateClasses),
			r.attributes(e.Attributes),
		)
	},
}

var roads = cargo[district.Road]{
	table:   "import_road_stage",
	columns: []string{"raw", "name", "class", "bridge", "one_way", "attributes"},
	origin:  func(w *district.Road) district.Origin { return w.Origin },
	values: func(w *district.Road, r *row) error {
		if len(w.Line) == 0 {
			return refusef("the road has no line")
		}
		err := firstError(
			r.lines(w.Line),
			r.text(w.Name, "name", maxText),
			r.choice(w.Class, "class", roadClasses),
		)
		r.add(w.Bridge, w.OneWay)
		return firstError(err, r.attributes(w.Attributes))
	},
}

var waters = cargo[district.Water]{
	table:   "import_water_stage",
	columns: []string{"raw", "name", "class", "attributes"},
	origin:  func(w *district.Water) district.Origin { return w.Origin },
	values: func(w *district.Water, r *row) error {
		var err error
		switch surface, line := len(w.Surface) > 0, len(w.Line) > 0; {
		case surface && line:
			err = refusef("the water has both a surface and a line")
		case surface:
			err = r.surface(w.Surface)
		case line:
			err = r.lines(w.Line)
		default:
			err = refusef("the water has neither a surface nor a line")
		}
		return firstError(
			err,
			r.text(w.Name, "name", maxText),
			r.choice(w.Class, "class", waterClasses),
			r.attributes(w.Attributes),
		)
	},
}

var facilities = cargo[district.Facility]{
	table:   "import_facility_stage",
	columns: []string{"raw", "spot", "kind", "name", "address", "attributes"},
	origin:  func(f *district.Facility) district.Origin { return f.Origin },
	values: func(f *district.Facility, r *row) error {
		if len(f.Ground) == 0 && f.Point == nil {
			return refusef("the facility has neither a ground nor a point")
		}
		if f.Kind == "" {
			return refusef("the facility has no kind")
		}
		return firstError(
			r.surface(f.Ground),
			r.point(f.Point),
			r.text(f.Kind, "kind", maxText),
			r.text(f.Name, "name", maxText),
			r.text(f.Address, "address", maxText),
			r.attributes(f.Attributes),
		)
	},
}

// firstError returns the first error there is. Unlike errors.Join it allocates nothing.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
