package store

import (
	"math"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/hotspot/reach"
	"gewu/internal/testdb"
)

// A street of 1,900 m along 31.2° N, with a river across it at 121.41° E, and a bridge over it 1,100 m further north.
const banks = `
insert into road (source, source_id, class, bridge, attributes, geom) values
	('t', '1', 'road', false, '{}', 'srid=4490;multilinestring((121.40 31.20, 121.4095 31.20), (121.4105 31.20, 121.42 31.20))'),
	('t', '2', 'lane', false, '{}', 'srid=4490;multilinestring((121.40 31.20, 121.40 31.21, 121.4095 31.21), (121.4105 31.21, 121.42 31.21, 121.42 31.20))'),
	('t', '3', 'road', true, '{}', 'srid=4490;multilinestring((121.4095 31.21, 121.4105 31.21))'),
	('t', '4', 'rail', true, '{}', 'srid=4490;multilinestring((121.4095 31.20, 121.4105 31.20))'),
	('t', '5', 'path', true, '{"foot":"no"}', 'srid=4490;multilinestring((121.4095 31.20, 121.4105 31.20))'),
	('t', '6', 'arterial', true, '{"highway":"motorway"}', 'srid=4490;multilinestring((121.4095 31.20, 121.4105 31.20))');
insert into water (source, source_id, class, geom) values
	('t', '1', 'river', 'srid=4490;multipolygon(((121.4096 31.19, 121.4104 31.19, 121.4104 31.22, 121.4096 31.22, 121.4096 31.19)))'),
	('t', '2', 'stream', 'srid=4490;multilinestring((121.405 31.19, 121.405 31.22))');
select record_change('road', null, null);`

func TestTheNetworkOfWaysIsReadOncePerVersionOfRoadsAndWater(t *testing.T) {
	url := testdb.New(t)
	db, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pool := testdb.Pool(t, url)
	do := func(sql string) {
		t.Helper()
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (paths *reach.Paths, day time.Time) {
		t.Helper()
		err := pgx.BeginFunc(t.Context(), db.loader, func(tx pgx.Tx) (err error) {
			paths, day, err = db.network(t.Context(), tx, "Asia/Shanghai")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return paths, day
	}
	if paths, day := read(); paths != nil || !day.IsZero() {
		t.Errorf("no roads: %v, of %v", paths, day)
	}
	do(banks)
	first, day := read()
	if again, _ := read(); again != first || day.IsZero() {
		t.Errorf("the same ways are read again, of %v", day)
	}
	round := geo.DistanceMetres(geo.Point{Lon: 1_214_000_000, Lat: 312_000_000}, geo.Point{Lon: 1_214_000_000, Lat: 312_100_000})
	across := geo.DistanceMetres(geo.Point{Lon: 1_214_000_000, Lat: 312_100_000}, geo.Point{Lon: 1_214_200_000, Lat: 312_100_000})
	if got := walked(first); math.Abs(got-2*round-across) > 1 {
		t.Errorf("from one bank to the other one walks %v m, want %v over the bridge of the lane", got, 2*round+across)
	}
	do("update road set attributes = '{}' where source_id = '5'; select record_change('building', null, null)")
	if again, _ := read(); again != first {
		t.Error("ways are read again for a change of buildings")
	}
	do("select record_change('water', null, null)")
	if again, _ := read(); math.Abs(walked(again)-across) > 1 {
		t.Errorf("with a path across one walks %v m", walked(again))
	}
}

// walked is how many metres one walks between the ends of the street.
func walked(p *reach.Paths) float64 {
	from, _ := p.Place(geo.Point{Lon: 1_214_000_000, Lat: 312_000_000}, 10)
	to, _ := p.Place(geo.Point{Lon: 1_214_200_000, Lat: 312_000_000}, 10)
	w := p.NewWalker()
	w.Walk([]reach.Spot{from.Spot}, 36000)
	seconds, _, _ := w.To(to.Spot)
	return seconds * 4.8 / 3.6
}
