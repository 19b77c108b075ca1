package analysis

import (
	"time"

	"gewu/hotspot"
)

// answer begins an answer: how it is made, and the places with their names, in the order of the units.
// Methods fill in the figures, then [Study.finish] it.
func (s *Study) answer() *Answer {
	a := &Answer{Provenance: s.record(), Places: make([]Place, len(s.Units)), Spots: []Spot{}, study: s}
	for i := range s.Units {
		a.Places[i] = s.place(int32(i))
	}
	return a
}

// record says how an answer is made, as far as all are made alike.
func (s *Study) record() Record {
	q := &s.Question
	r := Record{
		What: q.What, Area: s.areaName(), From: date(q.From), Until: date(q.Until), Days: q.Days(), Kinds: s.kindNames(),
		Level: q.Level, DatasetVersion: s.Version, Division: date(s.Today), TimeZone: s.Zone, Program: "gewu " + s.Program,
		Households: s.householdsFrom(), Untested: map[string]int{}, Settings: map[string]any{}, Query: Key(*q), Seed: q.Seed,
	}
	if q.Cell > 0 {
		r.CellM = &q.Cell
	}
	if !s.DataUntil.IsZero() {
		from, until := date(s.DataFrom), s.DataUntil.UTC().Format(time.RFC3339)
		r.DataFrom, r.DataUntil = &from, &until
	}
	r.Incidents = total(s.Count(q.From, q.Until))
	r.Reports = r.Incidents + total(s.count(s.Again, q.From, q.Until))
	return r
}

func total(counts []int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

func (s *Study) areaName() AreaName {
	if s.Only >= 0 {
		return s.GridName(s.Only)
	}
	return s.NameOf(s.Within)
}

// GridName names a grid.
func (e *Evidence) GridName(ground int32) AreaName {
	g := &e.Grounds[ground]
	return AreaName{g.ID, g.Code, Same(g.Name)}
}

// NameOf names an area above the grids.
func (e *Evidence) NameOf(area int32) AreaName {
	a := &e.Areas[area]
	return AreaName{a.ID, a.Code, Same(a.Name)}
}

// kindNames names the kinds that were asked for.
func (s *Study) kindNames() []KindName {
	names := []KindName{}
	for _, code := range s.Question.Kinds {
		names = append(names, s.kindName(code))
	}
	return names
}

// kindName names a kind or a group of kinds.
func (e *Evidence) kindName(code string) KindName {
	if k := e.KindOf(code); k >= 0 {
		return KindName{code, e.Kinds[k].Name}
	}
	for k := range e.Kinds {
		if e.Kinds[k].Group == code {
			return KindName{code, e.Kinds[k].GroupName}
		}
	}
	return KindName{Code: code}
}

// householdsFrom tells the households of today, which are those of the version: not those of the day on which they were read,
// on which servers differ.
func (s *Study) householdsFrom() HouseholdsFrom {
	sum := 0.0
	for _, n := range s.Households {
		sum += n
	}
	return HouseholdsFrom{Known(sum), Known(s.estimated()), s.Dwellings.Source, date(s.Today)}
}

// estimated returns how many of the area's households are estimated.
func (s *Study) estimated() float64 {
	if s.Dwellings.Estimated == 0 {
		return 0
	}
	sum := 0.0
	for i := range s.Homes {
		if h := &s.Homes[i]; h.Estimated && h.Households > 0 && s.OfPiece[h.Piece] >= 0 {
			sum += float64(h.Households)
		}
	}
	return sum
}

// place names a unit.
func (s *Study) place(unit int32) Place {
	u := &s.Units[unit]
	p := Place{unit: unit, Households: Known(s.Households[unit])}
	switch {
	case u.Square != nil:
		p.Square, p.At, p.SquareKM = u.Square, s.Plane.Position(s.middle(u.Square)), Known(squareKM(u.Square.Size))
		if u.Ground >= 0 {
			p.Name, p.Community = Same(s.Grounds[u.Ground].Name), s.communityName(u.Ground)
		}
	case u.Ground >= 0:
		g := &s.Grounds[u.Ground]
		p.ID, p.Code, p.Name, p.At, p.SquareKM = g.ID, g.Code, Same(g.Name), g.Middle, Known(g.SquareKM)
		p.Community = s.communityName(u.Ground)
	default:
		a := &s.Areas[u.Area]
		p.ID, p.Code, p.Name, p.At, p.SquareKM = a.ID, a.Code, Same(a.Name), a.Middle, Known(a.SquareKM)
	}
	return p
}

func (e *Evidence) communityName(ground int32) Text {
	if c := e.Grounds[ground].Community; c >= 0 {
		return Same(e.Areas[c].Name)
	}
	return Text{}
}

// squareKM returns the size of a square of so many metres in km².
func squareKM(size int) float64 { return float64(size) * float64(size) / 1e6 }

// middle returns the middle of a square.
func (s *Study) middle(square *SquareOf) hotspot.Point {
	size := float64(square.Size)
	return hotspot.Point{
		X: s.Lattice.Origin.X + (float64(square.Col)+0.5)*size,
		Y: s.Lattice.Origin.Y + (float64(square.Row)+0.5)*size,
	}
}

// finish adds the notes that came up, counts what was not tested and names the weights; nil: there are none.
func (s *Study) finish(a *Answer, members ...string) *Answer {
	a.Members = append([]string{"id", "square", "code", "name", "community", "at"}, members...)
	if s.incidentsElsewhere() > 0 {
		s.Note("without_grid", "另有 %d 件事件在没有网格的地方，未计入。", "%d more incidents happened on land that no grid has; they are not counted.", s.incidentsElsewhere())
	}
	a.Provenance.Notes = s.notes
	if s.notes == nil {
		a.Provenance.Notes = []Note{}
	}
	return a
}

// incidentsElsewhere returns how many incidents of the district lie on land that no grid has and are counted nowhere.
func (s *Study) incidentsElsewhere() (n int) {
	if s.Within != 0 {
		return 0
	}
	filter := hotspot.Filter{From: s.Question.From, To: s.Question.Until, Kinds: s.Set}
	for piece, g := range s.Pieces.Ground {
		if g < 0 && s.OfPiece[piece] < 0 {
			n += s.Cube.CountAt(int32(piece), filter)
		}
	}
	return n
}

// Untest counts the places that were not tested, by why, and says so in the record.
func (a *Answer) Untest(why []hotspot.Untested) {
	tested := 0
	for i, w := range why {
		if w == hotspot.Testable {
			tested++
			continue
		}
		a.Places[i].Why = w.String()
		a.Provenance.Untested[w.String()]++
	}
	a.Provenance.Tested = &tested
}
