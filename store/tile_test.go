package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"gewu/tiles"
)

// tilesAround are the tiles of a zoom that hold a part of the town of squares or of numbers.
func tilesAround(z uint32) []tiles.Address {
	northWest := maptile.At(orb.Point{121.39, 31.26}, maptile.Zoom(z))
	southEast := maptile.At(orb.Point{121.49, 31.18}, maptile.Zoom(z))
	var around []tiles.Address
	for x := northWest.X; x <= southEast.X; x++ {
		for y := northWest.Y; y <= southEast.Y; y++ {
			around = append(around, tiles.Address{Z: z, X: x, Y: y})
		}
	}
	return around
}

func tileAt(z uint32, lon, lat float64) tiles.Address {
	t := maptile.At(orb.Point{lon, lat}, maptile.Zoom(z))
	return tiles.Address{Z: z, X: t.X, Y: t.Y}
}

// tile returns the layers of a tile by name, checked to be version 2 of the format.
func (w town) tile(t testing.TB, layers string, a tiles.Address) map[string][]*geojson.Feature {
	t.Helper()
	data, err := w.db.Tile(t.Context(), layers, a, spring, tiles.FullSight)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	features := map[string][]*geojson.Feature{}
	for _, layer := range decoded {
		if layer.Version != 2 || layer.Extent != tiles.Extent {
			t.Errorf("layer %s has version %d and extent %d", layer.Name, layer.Version, layer.Extent)
		}
		features[layer.Name] = layer.Features
	}
	return features
}

func properties(features []*geojson.Feature, id int64) geojson.Properties {
	for _, f := range features {
		if f.ID == float64(id) {
			return f.Properties
		}
	}
	return nil
}

func TestATileOfGridsSaysWhatLiesInThem(t *testing.T) {
	w := newTown(t)
	w.building(t, "tower", "", 400, 121.405, 31.195)
	w.building(t, "annex", "", 501, 121.425, 31.195)
	w.change(t, "building")
	grids := w.tile(t, "grids", tileAt(12, 121.42, 31.195))["grids"]
	if len(grids) != 4 {
		t.Fatalf("%d grids in the tile", len(grids))
	}
	for code, want := range map[string]geojson.Properties{
		"A1": {"code": "A1", "name": "第1网格", "households": 400.0, "buildings": 1.0, "band": 0.0, "community": "A"},
		"A2": {"code": "A2", "name": "第2网格", "households": 0.0, "buildings": 0.0, "band": -1.0, "community": "A"},
		"B1": {"code": "B1", "name": "Grid one", "households": 501.0, "buildings": 1.0, "band": 1.0, "community": "B"},
	} {
		want["colour"], want["kind"] = 0.0, "ordinary"
		want["community_id"] = float64(w.ids[want["community"].(string)])
		if diff := cmp.Diff(want, properties(grids, w.ids[code])); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
}

func TestNoBandBindsADedicatedGrid(t *testing.T) {
	w := newTown(t)
	w.exec(t, `update boundary set kind = 'dedicated' where area_id = $1`, w.ids["B2"])
	grids := w.tile(t, "grids", tileAt(12, 121.42, 31.195))["grids"]
	if _, bound := properties(grids, w.ids["B2"])["band"]; bound {
		t.Error("a band binds it")
	}
}

func TestSeveralLayersAreInOneTile(t *testing.T) {
	w := newTown(t)
	got := w.tile(t, "grids,communities,roads", tileAt(12, 121.42, 31.195))
	if len(got) != 2 || len(got["grids"]) != 4 || len(got["communities"]) != 2 {
		t.Errorf("the tile has %d layers, %d grids, %d communities", len(got), len(got["grids"]), len(got["communities"]))
	}
	want := geojson.Properties{"code": "B", "name": "Riverside", "colour": 0.0, "level": "community"}
	if diff := cmp.Diff(want, properties(got["communities"], w.ids["B"])); diff != "" {
		t.Error(diff)
	}
}

func TestATileWithNothingInItHasNoBytes(t *testing.T) {
	w := newTown(t)
	w.issue(t, "bin", 121.405, 31.195)
	for _, layer := range tiles.Layers() {
		for name, a := range map[string]tiles.Address{
			"far away":         tileAt(layer.MinZoom, -70, -30),
			"not deep enough":  tileAt(layer.MinZoom-1, 121.42, 31.195),
			"deeper than last": tileAt(layer.MaxZoom+1, 121.405, 31.195),
			"at the world end": {Z: layer.MaxZoom},
		} {
			data, err := w.db.Tile(t.Context(), layer.Name, a, spring, tiles.FullSight)
			if err != nil || len(data) != 0 {
				t.Errorf("%s %s: %d bytes, %v", layer.Name, name, len(data), err)
			}
		}
	}
}

func TestAnUnknownLayerIsAnError(t *testing.T) {
	w := emptyTown(t)
	if _, err := w.db.Tile(t.Context(), "grids,secrets", tiles.Address{}, spring, tiles.FullSight); !errors.Is(err, tiles.ErrLayer) {
		t.Errorf("got %v", err)
	}
}

func TestEachAreaThatIsDrawnHasOneLabel(t *testing.T) {
	w := townOfNumbers(t)
	for z := uint32(6); z <= 16; z++ {
		want := 26 // communities; there are no areas above them
		if z >= 11 {
			want += 145 // grids
		}
		seen := map[any]int{}
		for _, a := range tilesAround(z) {
			for _, f := range w.tile(t, "labels", a)["labels"] {
				seen[f.ID]++
				if !inTile(f.Geometry.(orb.Point)) {
					t.Errorf("zoom %d: label %v lies outside its tile", z, f.Geometry)
				}
			}
		}
		if len(seen) != want {
			t.Errorf("zoom %d: %d areas have a label", z, len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("zoom %d: area %v has %d labels", z, id, n)
			}
		}
	}
}

func inTile(p orb.Point) bool {
	return p[0] >= 0 && p[0] < tiles.Extent && p[1] >= 0 && p[1] < tiles.Extent
}

func TestALabelHasAShortName(t *testing.T) {
	w := newTown(t)
	labels := w.tile(t, "labels", tileAt(11, 121.42, 31.195))["labels"]
	for code, want := range map[string]string{"A": "东风社区", "A1": "1", "B2": "2"} {
		if got := properties(labels, w.ids[code])["short"]; got != want {
			t.Errorf("%s is called %v for short, want %s", code, got, want)
		}
	}
}

func TestTheIssuesOfEveryZoomAddUpToAll(t *testing.T) {
	w := townOfNumbers(t)
	// Ten more on the very corner of four tiles of every zoom from 13 on.
	corner := tileAt(13, 121.43, 31.22).Bound()
	for i := range 10 {
		w.issue(t, "corner "+string(rune('a'+i)), corner.Min[0], corner.Min[1])
	}
	for z := uint32(10); z <= 16; z++ {
		total, points := 0.0, 0
		for _, a := range tilesAround(z) {
			for _, f := range w.tile(t, "issues", a)["issues"] {
				total += f.Properties["count"].(float64)
				points++
				if !inTile(f.Geometry.(orb.Point)) {
					t.Errorf("zoom %d: issue %v lies outside its tile", z, f.Geometry)
				}
			}
		}
		if total != 20010 {
			t.Errorf("zoom %d: %v issues in %d points", z, total, points)
		}
		if z >= 14 && points != 20010 {
			t.Errorf("zoom %d: issues are still counted together", z)
		}
	}
}

func TestAnIssueSaysWhatAndWhen(t *testing.T) {
	w := newTown(t)
	id := w.issue(t, "bin", 121.405, 31.195)
	issues := w.tile(t, "issues", tileAt(14, 121.405, 31.195))["issues"]
	want := geojson.Properties{"kind": "litter", "status": "open", "opened": 1772352000.0, "count": 1.0}
	if diff := cmp.Diff(want, properties(issues, id)); diff != "" {
		t.Error(diff)
	}
}

func TestBuildingsAreFootprintsOrPoints(t *testing.T) {
	w := newTown(t)
	point := w.building(t, "hut", "1 Lane", 3, 121.405, 31.195)
	shape := w.exec(t, `insert into building (source, source_id, floors, footprint, point) values ('town', 'tower', 6, st_geomfromtext($1, 4490),
		st_setsrid(st_point(121.4021, 31.195), 4490)) returning id`, box(121.402, 121.4022))
	kinds := map[any]string{}
	buildings := w.tile(t, "buildings", tileAt(14, 121.405, 31.195))["buildings"]
	for _, f := range buildings {
		kinds[f.ID] = f.Geometry.GeoJSONType()
	}
	if diff := cmp.Diff(map[any]string{float64(point): "Point", float64(shape): "Polygon"}, kinds); diff != "" {
		t.Error(diff)
	}
	want := geojson.Properties{"name": "hut", "address": "1 Lane", "households": 3.0, "estimated": true}
	if diff := cmp.Diff(want, properties(buildings, point)); diff != "" {
		t.Error(diff)
	}
}

func TestLanesShowWhenNear(t *testing.T) {
	w := townOfNumbers(t)
	classes := func(z uint32) map[any]bool {
		found := map[any]bool{}
		for _, f := range w.tile(t, "roads", tileAt(z, 121.43, 31.22))["roads"] {
			found[f.Properties["class"]] = true
		}
		return found
	}
	if diff := cmp.Diff(map[any]bool{"arterial": true, "road": true, "rail": true}, classes(13)); diff != "" {
		t.Error(diff)
	}
	if found := classes(14); !found["lane"] || !found["path"] {
		t.Errorf("at zoom 14 there are only %v", found)
	}
}

func TestGroundsAndWaterAreInTheirLayers(t *testing.T) {
	w := newTown(t)
	w.exec(t, `insert into facility (source, source_id, kind, name, ground, point)
		select 'town', kind, kind, kind, st_geomfromtext($1, 4490), st_setsrid(st_point(121.405, 31.195), 4490)
		from unnest(array['park', 'school', 'clinic']) as kind`, box(121.404, 121.406))
	w.exec(t, `insert into water (source, source_id, name, class, geom) values ('town', '1', '', 'lake', st_geomfromtext($1, 4490)),
		('town', '2', 'Brook', 'stream', st_geomfromtext('MULTILINESTRING((121.40 31.191, 121.42 31.193))', 4490))`, box(121.408, 121.409))
	w.exec(t, `insert into estate (source, source_id, name, class, geom) values ('town', '1', 'Gardens', 'closed', st_geomfromtext($1, 4490))`, box(121.401, 121.402))
	got := w.tile(t, "greens,facilities,water,estates", tileAt(14, 121.405, 31.195))
	counts := map[string]int{}
	for name, features := range got {
		counts[name] = len(features)
	}
	if diff := cmp.Diff(map[string]int{"greens": 2, "facilities": 3, "water": 2, "estates": 1}, counts); diff != "" {
		t.Error(diff)
	}
}
