package tiles_test

import (
	"slices"
	"strings"
	"testing"

	"gewu/geo"
	"gewu/tiles"
)

// boxOf is the box of a tile in the units of a change.
func boxOf(a tiles.Address) geo.Box {
	b := a.Bound()
	return geo.Box{
		Min: geo.Point{Lon: int32(b.Min[0] * 1e7), Lat: int32(b.Min[1] * 1e7)},
		Max: geo.Point{Lon: int32(b.Max[0] * 1e7), Lat: int32(b.Max[1] * 1e7)},
	}
}

// inside is a small box in the middle of a tile.
func inside(a tiles.Address) geo.Box {
	b := boxOf(a)
	p := geo.Point{Lon: b.Min.Lon + (b.Max.Lon-b.Min.Lon)/2, Lat: b.Min.Lat + (b.Max.Lat-b.Min.Lat)/2}
	return geo.Box{Min: p, Max: geo.Point{Lon: p.Lon + 10, Lat: p.Lat + 10}}
}

func layersOf(t *testing.T, names string) tiles.Mask {
	t.Helper()
	return tiles.MaskOf(strings.Split(names, ",")...)
}

var (
	here   = tiles.Address{Z: 15, X: 27090, Y: 13904}
	beside = tiles.Address{Z: 15, X: 27091, Y: 13904}
	above  = tiles.Address{Z: 12, X: 3386, Y: 1738}
	far    = tiles.Address{Z: 15, X: 27099, Y: 13904}
)

func TestAChangeAltersTheTilesOfItsBoxAndLayersAlone(t *testing.T) {
	grids := layersOf(t, "grids,labels")
	both := layersOf(t, "roads,grids")
	var log tiles.Touched
	log.Start(10, nil)
	log.Record(11, []tiles.Touch{{Version: 11, Layers: grids, Box: inside(here)}})
	log.Record(12, []tiles.Touch{{Version: 12, Layers: layersOf(t, "roads"), Box: tiles.Everywhere}})
	tests := []struct {
		name       string
		layers     tiles.Mask
		at         tiles.Address
		everywhere bool
		asOf, want int64
	}{
		{"the tile itself", grids, here, false, 12, 11},
		{"a tile that it is part of", grids, above, false, 12, 11},
		{"the tile beside", grids, beside, false, 12, 0},
		{"a tile far off", grids, far, false, 12, 0},
		{"another layer", layersOf(t, "buildings"), here, false, 12, 0},
		{"the last of two layers", both, here, false, 12, 12},
		{"everywhere, as on another day", grids, far, true, 12, 11},
		{"as of a version before", grids, here, false, 10, 0},
		{"a version that is not known of yet", grids, far, false, 13, 13},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := log.Last(tt.layers, tt.at, tt.everywhere, tt.asOf); got != tt.want {
				t.Errorf("version %d, want %d", got, tt.want)
			}
		})
	}
}

func TestAChangeAtTheEdgeAltersTheTilesThatDrawIt(t *testing.T) {
	grids := layersOf(t, "grids")
	edge := boxOf(here)
	edge.Min.Lon = edge.Max.Lon // the eastern edge of here
	var log tiles.Touched
	log.Start(1, nil)
	log.Record(2, []tiles.Touch{{Version: 2, Layers: grids, Box: edge}})
	for _, a := range []tiles.Address{here, beside} {
		if got := log.Last(grids, a, false, 2); got != 2 {
			t.Errorf("%v is of version %d", a, got)
		}
	}
}

func TestWithoutALogEveryVersionAltersEverything(t *testing.T) {
	var log tiles.Touched
	log.Record(5, nil)
	if got := log.Last(layersOf(t, "grids"), here, false, 5); got != 5 || log.Started() {
		t.Errorf("version %d", got)
	}
}

func TestVersionsThatAreKnownAlreadyAreLeftOut(t *testing.T) {
	grids := layersOf(t, "grids")
	var log tiles.Touched
	log.Start(6, []tiles.Touch{{Version: 4, Layers: grids, Box: inside(here)}})
	log.Record(6, []tiles.Touch{{Version: 6, Layers: grids, Box: inside(here)}})
	log.Record(7, []tiles.Touch{
		{Version: 5, Layers: grids, Box: inside(here)}, {Version: 7, Layers: grids, Box: inside(far)},
	})
	if got := log.Last(grids, here, false, 7); got != 4 {
		t.Errorf("version %d", got)
	}
}

func TestTheLogIsBoundedAndAlikeOnEveryServer(t *testing.T) {
	grids := layersOf(t, "grids")
	const last, from = 2*4096 + 77, 2*4096 - 300
	var all []tiles.Touch
	for v := int64(1); v <= last; v++ {
		one := tiles.Touch{Version: v, Layers: grids, Box: inside(far)}
		if v == 100 || v == last-2000 {
			one.Box = inside(here)
		}
		all = append(all, one)
	}
	var followed tiles.Touched
	followed.Start(from, all[:from])
	for v := int64(from); v < last; v++ {
		followed.Record(v+1, all[v:v+1])
	}
	var started tiles.Touched
	started.Start(last, all)
	for name, log := range map[string]*tiles.Touched{"followed": &followed, "started": &started} {
		if got := log.Last(grids, here, false, last); got != last-2000 {
			t.Errorf("%s: here is of version %d", name, got)
		}
		if got := log.Last(grids, far, false, last-1); got != last-1 {
			t.Errorf("%s: far was of version %d", name, got)
		}
		if got, want := log.Last(layersOf(t, "roads"), here, false, last), tiles.Base(last); got != want || want < last-4096 {
			t.Errorf("%s: roads, never altered, are of version %d, want %d", name, got, want)
		}
		if n := log.Len(); n > 4096 {
			t.Errorf("%s: %d touches are kept", name, n)
		}
	}
}

func TestManyTouchesOfAVersionBecomeOneForTheSameLayers(t *testing.T) {
	grids, roads := layersOf(t, "grids"), layersOf(t, "roads")
	var many []tiles.Touch
	for i := range uint32(100) {
		a := tiles.Address{Z: 15, X: here.X - 2*i, Y: here.Y}
		many = append(many, tiles.Touch{Version: 3, Layers: grids, Box: inside(a)})
	}
	many = append(many, tiles.Touch{Version: 3, Layers: roads, Box: inside(beside)}, tiles.Touch{Version: 4, Layers: roads, Box: inside(far)})
	var log tiles.Touched
	log.Start(2, nil)
	log.Record(4, many)
	if log.Len() != 3 {
		t.Errorf("%d touches are kept", log.Len())
	}
	between := tiles.Address{Z: 15, X: here.X - 101, Y: here.Y}
	for _, tt := range []struct {
		layers tiles.Mask
		at     tiles.Address
		want   int64
	}{{grids, between, 3}, {grids, beside, 0}, {roads, beside, 3}, {roads, far, 4}} {
		if got := log.Last(tt.layers, tt.at, false, 4); got != tt.want {
			t.Errorf("%v of %v: version %d, want %d", tt.layers.Names(), tt.at, got, tt.want)
		}
	}
}

func TestEveryNounSaysWhichLayersItConcerns(t *testing.T) {
	for noun, want := range map[string]string{
		"issue": "issues", "code": "issues", "road": "roads", "estate": "estates", "water": "water",
		"facility": "greens,facilities", "area": "communities,grids,labels", "level": "communities,grids,labels",
		"building": "grids,buildings,labels", "staff": "", "holder": "", "setting": "",
	} {
		if got := strings.Join(tiles.Concerned(noun).Names(), ","); got != want {
			t.Errorf("%s: %q, want %q", noun, got, want)
		}
	}
	var all []string
	for _, layer := range tiles.Layers() {
		all = append(all, layer.Name)
	}
	if got := tiles.Concerned("something new").Names(); !slices.Equal(got, all) {
		t.Errorf("an unknown noun concerns %v", got)
	}
}
