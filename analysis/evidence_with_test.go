package analysis

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"gewu/geo"
	"gewu/hotspot"
)

// strip is a district of ten grids of 300 m side by side, without an issue.
func strip() Evidence {
	plane := NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	e := Evidence{
		Today: 20_000, FirstEdition: 1, Plane: plane, Kinds: []Kind{{Code: "a"}, {Code: "c"}}, Areas: []Area{{Parent: -1, Level: LevelDistrict}},
		Lattice: LatticeOver(plane, geo.Box{Min: plane.Position(hotspot.Point{}), Max: plane.Position(hotspot.Point{X: 2999, Y: 299})}),
	}
	for i := range 10 {
		e.Grounds = append(e.Grounds, Ground{ID: geo.AreaID(i + 1), Community: -1, Street: -1})
	}
	return e
}

// drawn is an issue somewhere in the strip, of an ID.
func drawn(e *Evidence, dice *rand.Rand, id int64) Arrival {
	p := hotspot.Point{X: 2990 * dice.Float64(), Y: 290 * dice.Float64()}
	i := Issue{ID: id, At: e.Plane.Position(p), Kind: hotspot.Kind(dice.IntN(2)), Opened: hotspot.Day(19_000 + dice.IntN(900)), Closed: -1}
	return Arrival{Issue: i, Ground: int32(p.X / 300), Root: id}
}

// made is evidence of arrivals, from nothing, in order of their IDs.
func made(t *testing.T, arrivals map[int64]Arrival) *Evidence {
	t.Helper()
	known := strip()
	b := NewBuilder(known)
	ids := make([]int64, 0, len(arrivals))
	for id := range arrivals {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		i := arrivals[id].Issue
		i.Piece, _ = b.Piece(i.At, arrivals[id].Ground)
		b.AddIssue(i)
	}
	for at, id := range ids {
		first, ok := b.Position(arrivals[id].Root)
		switch root := arrivals[id].Root; {
		case root == 0:
			first = Void
		case root < 0 || !ok:
			first = Unknown
		}
		b.SetFirst(int32(at), first)
	}
	e, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A tally is what a cube counts, whatever its places are numbered.
type tally struct {
	Square, Ground int32
	Kind           string
	Day            hotspot.Day
}

func tallied(e *Evidence, c *hotspot.Cube) map[tally]int32 {
	all := map[tally]int32{}
	for piece := range int32(e.Pieces.Len()) {
		for f := range c.Facts(piece, hotspot.Filter{To: 1 << 16}) {
			all[tally{e.Pieces.Square[piece], e.Pieces.Ground[piece], e.Kinds[f.Kind].Code, f.Day}] += f.Count
		}
	}
	return all
}

// same compares what two evidences count and where their issues are found.
func same(t *testing.T, want, got *Evidence) {
	t.Helper()
	if diff := gocmp.Diff(tallied(want, want.Cube), tallied(got, got.Cube)); diff != "" {
		t.Fatalf("incidents (-made anew +changed):\n%s", diff)
	}
	if diff := gocmp.Diff(tallied(want, want.Again), tallied(got, got.Again)); diff != "" {
		t.Fatalf("further reports (-made anew +changed):\n%s", diff)
	}
}

// idsIn are the issues that are not void in a box, by ID.
func idsIn(e *Evidence, positions []int32) []int64 {
	ids := []int64{}
	for _, p := range positions {
		if i := e.Issues.At(int(p)); i.First != Void {
			ids = append(ids, i.ID)
		}
	}
	slices.SortFunc(ids, cmp.Compare)
	return ids
}

// Hundreds of changes one after another come to what is made anew of what there is in the end, and leave
// what they were made from as it was.
func TestEvidenceThatChangedIsWhatIsMadeAnew(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	there, known := map[int64]Arrival{}, strip()
	for id := int64(1); id <= 9000; id += 2 {
		there[id] = drawn(&known, dice, id)
	}
	e := made(t, there).Located()
	first, before := e, tallied(e, e.Cube)
	next := int64(9001)
	for step := range 300 {
		id := int64(2*dice.IntN(4500) + 1)
		a, known := there[id]
		var gone []int64
		switch kind := dice.IntN(6); {
		case kind == 0 || !known: // a new one, or one whose ID is lower than others that came before it
			id = next
			if next++; kind == 0 {
				id = int64(2*step + 2)
			}
			a = drawn(e, dice, id)
		case kind == 1: // closed
			a.Closed = 19_999
		case kind == 2: // moved
			a = drawn(e, dice, id)
		case kind == 3:
			a.Root = 0
		case kind == 4: // a further report of one that is an incident
			for other := int64(1); !roots(there, id) && other < 9000; other += 2 {
				if o, ok := there[other]; ok && other != id && o.Root == other {
					a.Root = other
					break
				}
			}
		case !roots(there, id):
			gone = append(gone, id)
		}
		there[id] = a
		arrivals := []Arrival{a}
		if len(gone) > 0 {
			delete(there, id)
			arrivals = nil
		}
		for other, o := range there { // what reports a void one is void
			if o.Root == id && other != id && a.Root == 0 {
				o.Root = 0
				there[other] = o
				arrivals = append(arrivals, o)
			}
		}
		var err error
		if e, err = e.With(int64(step), arrivals, gone); err != nil {
			t.Fatal(err)
		}
	}
	anew := made(t, there)
	same(t, anew, e)
	if diff := gocmp.Diff(before, tallied(first, first.Cube)); diff != "" {
		t.Error("the evidence before was changed")
	}
	anew = anew.Located()
	for range 50 {
		x, y := 2500*dice.Float64(), 200*dice.Float64()
		box := geo.Box{Min: e.Plane.Position(hotspot.Point{X: x, Y: y}), Max: e.Plane.Position(hotspot.Point{X: x + 400*dice.Float64(), Y: y + 90})}
		if diff := gocmp.Diff(idsIn(anew, anew.IssuesIn(box)), idsIn(e, e.IssuesIn(box))); diff != "" {
			t.Fatalf("issues in %v (-made anew +changed):\n%s", box, diff)
		}
	}
}

// roots reports whether another issue is a further report of one.
func roots(there map[int64]Arrival, id int64) bool {
	for other, a := range there {
		if a.Root == id && other != id {
			return true
		}
	}
	return false
}

// Land that is divided otherwise takes its issues and households along, and kinds may come between others.
func TestEvidenceOfAnotherDivisionIsWhatIsMadeAnew(t *testing.T) {
	dice := rand.New(rand.NewPCG(9, 10))
	there, known := map[int64]Arrival{}, strip()
	for id := int64(1); id <= 3000; id++ {
		there[id] = drawn(&known, dice, id)
	}
	e := made(t, there).Located()
	moved := func(p geo.Point) int32 { // grid 3 takes the western half of grid 4, and grid 5 is gone
		x := e.Plane.Metres(p).X
		switch g := int32(x / 300); {
		case g == 4 && x < 1350:
			return 3
		case g >= 5:
			return g - 1
		default:
			return g
		}
	}
	now := strip()
	now.Grounds = slices.Delete(now.Grounds, 5, 6)
	box := geo.Box{Min: e.Plane.Position(hotspot.Point{X: 900}), Max: e.Plane.Position(hotspot.Point{X: 1500, Y: 299})}
	got, err := e.Redivided(&now, moved, []geo.Box{box})
	if err != nil {
		t.Fatal(err)
	}
	for id, a := range there {
		a.Ground = moved(a.At)
		there[id] = a
	}
	same(t, made(t, there), got)
	if got, err = got.WithKinds([]Kind{{Code: "a"}, {Code: "b"}, {Code: "c"}}); err != nil {
		t.Fatal(err)
	}
	same(t, made(t, there), got)
	if got.KindOf("c") != 2 {
		t.Errorf("c is kind %d", got.KindOf("c"))
	}
}
