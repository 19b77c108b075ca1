package api_test

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"testing"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

// A pixel at any zoom shows the class of the density where it lies, which depends on the question alone.
func TestHeatShowsTheSameDensityAtEveryZoom(t *testing.T) {
	h := openHall(t)
	wang := h.enter(t, "wang", access.Leader, "A")
	area := h.ids["A"]
	e := evidenceOf(t, h).held
	q, err := analysis.Parse("load", map[string][]string{"area": {fmt.Sprint(area)}, "bandwidth": {"200"}}, e.Today)
	if err != nil {
		t.Fatal(err)
	}
	d, err := analysis.DensityOf(e, q)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[uint8]int{}
	for _, z := range []uint32{12, 15, 17} {
		x, y := tileOf(z, 121.405, 31.195)
		w := wang.get(t, fmt.Sprintf("/tiles/heat/%d/%d/%d.png?area=%d&bandwidth=200", z, x, y, area))
		picture, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
		if err != nil {
			t.Fatalf("zoom %d: %d %v", z, w.Code, err)
		}
		colours := map[int]string{}
		for row := 0; row < 256; row += 5 {
			for col := 0; col < 256; col += 5 {
				class := d.Class(d.Plane.Metres(middleOf(z, x, y, col, row)))
				r, g, b, a := picture.At(col, row).RGBA()
				colour := fmt.Sprint(r, g, b, a)
				if had, ok := colours[class]; ok && had != colour || class == 0 != (a == 0) {
					t.Fatalf("zoom %d: class %d is %s and %s", z, class, had, colour)
				}
				colours[class] = colour
				shown[uint8(class)]++
			}
		}
	}
	if len(shown) < 3 {
		t.Errorf("classes shown: %v", shown)
	}
	for path, code := range map[string]int{
		"/tiles/heat/15/0/0.png?area=%d":                204,
		"/tiles/heat/15/0/99999999.png?area=%d":         404,
		"/tiles/heat/15/0/0.png?area=%d&bandwidth=0":    400,
		"/tiles/heat/15/0/0.png?area=%d&bandwidth=4000": 400,
		"/tiles/heat/15/0/0.png?area=%d&nonsense=1":     400,
	} {
		wang.want(t, code, "GET", fmt.Sprintf(path, area), nil)
	}
	wang.want(t, 403, "GET", fmt.Sprintf("/tiles/heat/15/0/0.png?area=%d", h.ids["B"]), nil)
	x, y := tileOf(15, 121.405, 31.195)
	known := fmt.Sprintf("/tiles/heat/15/%d/%d.png?area=%d", x, y, area)
	wang.want(t, 304, "GET", known, nil, "If-None-Match", wang.get(t, known).Header().Get("ETag"))
}

func tileOf(z uint32, lon, lat float64) (x, y uint32) {
	n := math.Exp2(float64(z))
	return uint32((lon + 180) / 360 * n), uint32((1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2 * n)
}

// middleOf returns the middle of a pixel of a tile.
func middleOf(z, x, y uint32, col, row int) geo.Point {
	n := math.Exp2(float64(z)) * 256
	lon := (float64(x)*256+float64(col)+0.5)/n*360 - 180
	lat := math.Atan(math.Sinh(math.Pi*(1-2*(float64(y)*256+float64(row)+0.5)/n))) * 180 / math.Pi
	return geo.Point{Lon: int32(math.Round(lon * 1e7)), Lat: int32(math.Round(lat * 1e7))}
}
