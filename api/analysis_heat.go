package api

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"slices"
	"sync"

	"gewu/analysis"
	"gewu/geo"
	"gewu/tiles"
)

// heatRoute is where maps of incidents per km² are drawn.
const heatRoute = "/tiles/heat/"

// heatSide is the width of a tile in pixels.
const heatSide = 256

// heatColours are those of the classes of a heat map, from nothing: one hue, told apart in print and by
// those who do not see all colours. They are the page's --s1 to --s6.
var heatColours = color.Palette{
	color.RGBA{},
	color.RGBA{0xfd, 0xea, 0xdf, 0xff},
	color.RGBA{0xf9, 0xc8, 0xab, 0xff},
	color.RGBA{0xf1, 0x9c, 0x74, 0xff},
	color.RGBA{0xdd, 0x6a, 0x45, 0xff},
	color.RGBA{0xb2, 0x3a, 0x22, 0xff},
	color.RGBA{0x7c, 0x1d, 0x13, 0xff},
}

// heat answers GET /tiles/heat/{z}/{x}/{y}.png with the density that answers a question about load: one
// colour for each class of its legend. A tile without any is no content.
func (s *server) heat(w http.ResponseWriter, r *http.Request) {
	address, err := tiles.ParseAddress(variable(r, "z") + "/" + variable(r, "x") + "/" + variable(r, "y"))
	if err != nil {
		s.notFound(w, r)
		return
	}
	a, err := s.analysisAsked(r, string(analysis.Load))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	key := heatKey(a)
	s.drawnTile(w, r, key, address, "image/png", func(ctx context.Context) ([]byte, error) {
		d, err := s.densities.of(ctx, key, func(context.Context) (*analysis.Density, error) { return s.density(a) })
		if err != nil {
			return nil, err
		}
		return drawHeat(d, address)
	})
}

// heatKey is the same for questions that have the same density.
func heatKey(a asked) string {
	a.question.Level, a.question.Cell = "", 0
	return a.key()
}

// pngBuffers are what encoders of tiles work in: a megabyte each.
var pngBuffers pngPool

type pngPool struct{ sync.Pool }

// Get returns a buffer; nil: there is none yet.
func (p *pngPool) Get() *png.EncoderBuffer {
	b, _ := p.Pool.Get().(*png.EncoderBuffer)
	return b
}

// Put gives a buffer back.
func (p *pngPool) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

// drawHeat draws a tile; nil: nothing is on it.
func drawHeat(d *analysis.Density, a tiles.Address) ([]byte, error) {
	if len(d.Values) == 0 {
		return nil, nil
	}
	xs, ys := heatLines(d, a)
	r := d.Raster
	if xs[heatSide-1] < r.Origin.X || ys[0] < r.Origin.Y || xs[0] > r.Origin.X+r.Size*float64(r.Cols) || ys[heatSide-1] > r.Origin.Y+r.Size*float64(r.Rows) {
		return nil, nil
	}
	picture := image.NewPaletted(image.Rect(0, 0, heatSide, heatSide), heatColours)
	d.Classes(xs[:], ys[:], picture.Pix)
	drawn := slices.ContainsFunc(picture.Pix, func(class uint8) bool { return class > 0 })
	if !drawn {
		return nil, nil
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &pngBuffers}).Encode(&out, picture)
	return out.Bytes(), err
}

// heatLines returns where the middles of a tile's columns and rows lie on the plane: meridians and
// parallels are straight on both.
func heatLines(d *analysis.Density, a tiles.Address) (xs, ys [heatSide]float64) {
	whole := math.Exp2(float64(a.Z))
	for i := range heatSide {
		part := (float64(i) + 0.5) / heatSide
		lon := (float64(a.X)+part)/whole*360 - 180
		lat := math.Atan(math.Sinh(math.Pi*(1-2*(float64(a.Y)+part)/whole))) * 180 / math.Pi
		xs[i] = d.Plane.Metres(geo.Point{Lon: int32(math.Round(lon * 1e7))}).X
		ys[i] = d.Plane.Metres(geo.Point{Lat: int32(math.Round(lat * 1e7))}).Y
	}
	return xs, ys
}
