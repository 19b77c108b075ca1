package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// A quarter is a district of six communities, C0 to C5, three beside one another in two rows, each
// two hundredths of a degree wide and high, in street S. Each is divided by lines from south to
// north.
type quarter struct {
	t     *testing.T
	db    *store.DB
	pool  *pgxpool.Pool
	dice  *rand.Rand
	names int
}

func newQuarter(t *testing.T, seed uint64) *quarter {
	db, pool := openBoth(t)
	q := &quarter{t: t, db: db, pool: pool, dice: rand.New(rand.NewPCG(seed, 1))}
	importAreas(t, db, store.Import{Level: "street", From: spring2026}, area("S", "", land(0, 0, 6, 4)))
	q.communities()
	for i := range 6 {
		q.divide(i, spring2026)
	}
	return q
}

// communities imports all communities under new names.
func (q *quarter) communities() {
	q.names++
	var list []district.Area
	for i := range 6 {
		w, s := float64(i%3*2), float64(i/3*2)
		a := area(fmt.Sprintf("C%d", i), "S", land(w, s, w+2, s+2))
		a.Name = fmt.Sprintf("community %d %d", i, q.names)
		list = append(list, a)
	}
	importAreas(q.t, q.db, store.Import{Level: "community", From: spring2026}, list...)
}

// divide divides a community into one to four grids from a day on. The last may reach over its
// border, or leave land without a grid.
func (q *quarter) divide(i int, from time.Time) {
	q.names++
	n := 1 + q.dice.IntN(4)
	west, south := float64(i%3*2), float64(i/3*2)
	var list []district.Area
	for g, x := 0, west; g < n; g++ {
		end := west + 2*float64(g+1)/float64(n) + 0.1*float64(q.dice.IntN(3)-1)
		a := area(fmt.Sprintf("C%d-%d", i, g+1), fmt.Sprintf("C%d", i), land(x, south, end, south+2))
		a.Name = fmt.Sprintf("grid %d", q.names)
		list, x = append(list, a), end
	}
	importAreas(q.t, q.db, store.Import{Level: "grid", Source: fmt.Sprintf("C%d.geojson", i), From: from}, list...)
}

// build moves, changes or adds a few buildings of a source.
func (q *quarter) build() {
	var list []district.Building
	for range 1 + q.dice.IntN(5) {
		i := q.dice.IntN(30)
		list = append(list, district.Building{
			Origin: district.Origin{ID: fmt.Sprint(i)}, Households: district.Known(q.dice.IntN(50)),
			Point: q.place(),
		})
	}
	_, err := q.db.ImportBuildings(q.t.Context(), store.Import{Source: "houses", MaxRejects: 9}, rows(list...))
	if err != nil {
		q.t.Fatal(err)
	}
}

// place is anywhere on the map, often on a border.
func (q *quarter) place() *orb.Point {
	return at(float64(q.dice.IntN(65))/10-0.2, float64(q.dice.IntN(45))/10-0.2)
}

// employ gives posts to a few people, from a day on.
func (q *quarter) employ(from time.Time) {
	areas := []string{"S", "C0", "C1", "C2-1", "C3-1", "C4-1", "C5-2"}
	var list []district.Duty
	for range 1 + q.dice.IntN(3) {
		id := fmt.Sprint(q.dice.IntN(12))
		d := duty(id, "person "+id, areas[q.dice.IntN(len(areas))], "first_holder", from.Format(time.DateOnly), "")
		d.Name = fmt.Sprintf("person %s %d", id, q.dice.IntN(3))
		list = append(list, d)
	}
	in := store.Import{Source: "staff", From: from, MaxRejects: 9, Replace: q.dice.IntN(3) == 0}
	if _, err := q.db.ImportDuties(q.t.Context(), in, rows(list...)); err != nil {
		q.t.Fatal(err)
	}
}

// write changes something.
func (q *quarter) write() string {
	autumn := day("2026-09-01")
	switch q.dice.IntN(12) {
	case 0, 1, 2:
		q.divide(q.dice.IntN(6), spring2026)
		return "a division"
	case 3:
		q.divide(q.dice.IntN(6), autumn)
		return "a division in autumn"
	case 4, 5, 6:
		q.build()
		return "buildings"
	case 7, 8:
		q.employ(spring2026)
		return "staff"
	case 9:
		q.employ(autumn)
		return "staff in autumn"
	case 10:
		q.communities()
		return "communities"
	default:
		_, err := q.pool.Exec(q.t.Context(), `select record_change('issue', null, null)`)
		if err != nil {
			q.t.Fatal(err)
		}
		return "an issue"
	}
}

// afresh reads a snapshot without having one before.
func (q *quarter) afresh(on time.Time) *district.Snapshot {
	q.t.Helper()
	db, err := store.Open(q.t.Context(), q.pool.Config().ConnString())
	if err != nil {
		q.t.Fatal(err)
	}
	defer db.Close()
	return snapshot(q.t, db, on)
}

// describe writes down all that a snapshot says.
func describe(t *testing.T, s *district.Snapshot) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "version %d on %s, %d places\n", s.Version, s.Day.Format(time.DateOnly), s.Len())
	whole := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for _, p := range s.Meeting(whole) {
		same, _ := s.Place(p.ID)
		fmt.Fprintf(&b, "%d %s %q %s %s %d %v %v %v %v %v", p.ID, p.Code, p.Name, p.Level.Key, p.Kind, p.Colour,
			*p.Edition, p.Bound, p.Label, p.Tally, same == p)
		for _, up := range s.Chain(p) {
			fmt.Fprintf(&b, " /%s %q %v", up.Code, up.Name, up.Tally)
		}
		for _, state := range s.PostsOf(p) {
			fmt.Fprintf(&b, " %s:%v", state.Post.Key, state.Holders)
		}
		for _, twin := range s.ByCode(p.Code) {
			fmt.Fprintf(&b, " =%d", twin.ID)
		}
		fmt.Fprintln(&b)
	}
	for _, c := range s.Communities() {
		fmt.Fprintf(&b, "%s:", c.Code)
		for _, g := range s.Grids(c.ID) {
			fmt.Fprintf(&b, " %s", g.Code)
		}
		fmt.Fprintln(&b)
	}
	for x := -2; x < 64; x += 3 {
		for y := -2; y < 44; y += 3 {
			p := at(float64(x)/10, float64(y)/10)
			a, err := s.Locate(geo.Fix{Lon: p[0], Lat: p[1], CRS: geo.CGCS2000, Accuracy: 30})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%d,%d %s %s %s %.2f", x, y, a.Rule, codeIn(a.Place), codeIn(a.Community), a.BorderMetres)
			for _, c := range a.Candidates {
				fmt.Fprintf(&b, " %s@%.2f", c.Place.Code, c.DistanceMetres)
			}
			fmt.Fprintln(&b)
		}
	}
	return b.String()
}

func codeIn(p *district.Place) string {
	if p == nil {
		return "-"
	}
	return p.Code
}

func TestTheNextSnapshotIsTheOneThatIsReadAfresh(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			q := newQuarter(t, seed)
			winter := day("2026-12-01")
			for step := range 25 {
				what := q.write()
				for q.dice.IntN(3) == 0 {
					what += ", " + q.write()
				}
				on := summer2026
				if q.dice.IntN(3) == 0 {
					on = winter
				}
				if diff := cmp.Diff(describe(t, q.afresh(on)), describe(t, snapshot(t, q.db, on))); diff != "" {
					t.Fatalf("step %d, after %s: %s", step, what, diff)
				}
			}
		})
	}
}
