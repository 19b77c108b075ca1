// Package demo makes a district that does not exist: a county town in a river valley, with its
// areas, buildings, streets, waters, facilities, staff and a year of issues. The same seed and day
// give the same district, coordinate by coordinate. Nothing in it is taken from a real map, and
// no person in it is real.
//
// Every line of the town is stored once, in one planar topology in a plane of metres, and every
// coordinate is rounded once, so the areas of each level cover the district exactly: neighbours
// have all points of their border in common. Borders run along the middle of streets and rivers.
package demo

import (
	"time"

	"gewu/district"
)

// A District is everything the demo knows, as records ready to be imported.
type District struct {
	Name       district.Text
	Layers     []Layer // in the order in which they must be imported: parents first
	Buildings  []district.Building
	Estates    []district.Estate
	Roads      []district.Road
	Waters     []district.Water
	Facilities []district.Facility
	Issues     []district.Issue // by the time they were opened
	Duties     []district.Duty
	Visits     []district.Visit // by day
	Codes      CodeTable
	HotSpots   []HotSpot // what was planted among the issues
}

// A Layer is the areas of one level of one profile.
type Layer struct {
	Profile string
	Level   string // key of the level
	Areas   []district.Area
}

// A CodeTable is a table of codes with the standard that it comes from.
type CodeTable struct {
	Standard string
	Version  string
	Kind     string
	Codes    []district.Code
}

// Source names the demo as the source of its records.
const Source = "demo"

// Generate makes the district of a seed as it stands on a day, which counts in the time zone of
// today. Issues reach back twelve months from there.
func Generate(seed uint64, today time.Time) *District {
	t := build(seed, today)
	d := &District{
		Name:       district.Text{ZH: districtName, EN: "Yunchuan District"},
		Layers:     t.layers(),
		Buildings:  t.buildingRecords(),
		Estates:    t.estateRecords(),
		Roads:      t.roadRecords(),
		Waters:     t.waterRecords(),
		Facilities: t.facilityRecords(),
		Codes:      matterCodes(),
	}
	d.HotSpots = t.hotSpots()
	d.Issues = t.issueRecords(d.HotSpots)
	d.Issues = t.withDuplicates(d.Issues)
	d.Duties = t.dutyRecords()
	d.Visits = t.visitRecords(d.Duties)
	return d
}

// build makes the town without its records.
func build(seed uint64, today time.Time) *town {
	s := layOut(seed)
	z := newZoning(s)
	zones := s.divideBlocks(z)
	y, m, day := today.Date()
	t := &town{site: s, blocks: s.blocks(zones), today: time.Date(y, m, day, 0, 0, 0, 0, today.Location())}
	t.fillBlocks()
	t.divideTown()
	t.settle()
	t.nameEverything()
	return t
}
