package analysis

import (
	"fmt"
	"math"

	"gewu/hotspot"
)

// MostPixels is how many pixels the raster of a density may have.
const MostPixels = 4_000_000

// A Density is incidents per km² over an area, spread by a Gaussian kernel whose standard deviation is the
// question's bandwidth, with Diggle's correction at the area's edge: its sum over the area is the number of
// incidents. It is worked out once for the whole area, so a value does not depend on the zoom of a map or on what else
// is on the screen. It is never changed, and safe for concurrent use.
type Density struct {
	Plane  Plane
	Raster hotspot.Lattice // pixels, at most a third of the bandwidth wide
	Values []float32       // by pixel; −1 outside of the area
	Breaks []Figure        // those of the legend of load

	of traces
}

// DensityOf returns the density that answers a question about load. Its error is a *[Refusal], or of the raster.
func DensityOf(e *Evidence, q Question) (*Density, error) {
	q.What, q.Level = Load, LevelGrid
	s, err := Examine(e, q)
	if err != nil {
		return nil, err
	}
	d := &Density{Plane: e.Plane, of: tracesOf(s, Key(q))}
	d.Breaks = breaksOf(d.of.incidents, d.of.squares)
	if d.Raster, err = s.raster(); err != nil {
		return nil, err
	}
	if d.Raster.Len() == 0 {
		return d, nil
	}
	counts := s.pixels(d.Raster)
	m := s.mask(d.Raster, counts)
	values, err := surface(d.Raster, counts, m.area, s.Question.Bandwidth)
	if err != nil {
		return nil, err
	}
	d.Values = make([]float32, len(values))
	for i, v := range values {
		if d.Values[i] = float32(v); !m.area[i] {
			d.Values[i] = -1
		}
	}
	d.of.take(counts, m)
	return d, nil
}

// surface returns incidents per km² by pixel of the area.
func surface(raster hotspot.Lattice, counts []float64, area []bool, sigma float64) ([]float64, error) {
	values, err := hotspot.Surface(raster, counts, area, hotspot.Kernel{Shape: hotspot.Gaussian, Sigma: sigma}, hotspot.Diggle)
	if err != nil {
		return nil, fmt.Errorf("density: %w", err)
	}
	return values, nil
}

// Class returns how many breaks of the legend a density has reached at a point of the plane; 0 is below the
// lowest one, and outside of the area.
func (d *Density) Class(at hotspot.Point) int { return d.classOf(d.At(at)) }

func (d *Density) classOf(v float64) int {
	class := 0
	for class < len(d.Breaks) {
		if b, ok := d.Breaks[class].Value(); !ok || v < b {
			break
		}
		class++
	}
	return class
}

// Classes writes the classes of points in columns and rows, row by row; xs and ys are where these lie on the plane.
func (d *Density) Classes(xs, ys []float64, classes []uint8) {
	left := make([]int, len(xs))
	for i, x := range xs {
		left[i] = before(x, d.Raster.Origin.X, d.Raster.Size)
	}
	for row, y := range ys {
		below := before(y, d.Raster.Origin.Y, d.Raster.Size)
		at, among := math.MinInt, 0
		for i, x := range xs {
			if left[i] != at {
				at, among = left[i], d.among(left[i], below)
			}
			class := among
			if class < 0 {
				class = d.Class(hotspot.Point{X: x, Y: y})
			}
			classes[row*len(xs)+i] = uint8(class)
		}
	}
}

// before returns the last column, or row, of pixels whose middle does not lie behind a coordinate.
func before(at, origin, size float64) int { return int(math.Floor((at-origin)/size - 0.5)) }

// among returns the class of all points between the middles of four pixels, of which the one of the lowest column and row
// is given; −1 where they are of several classes, or at the edge.
func (d *Density) among(col, row int) int {
	r := d.Raster
	if col < 0 || row < 0 || col+1 >= r.Cols || row+1 >= r.Rows {
		return -1
	}
	low, high := d.Values[row*r.Cols+col:], d.Values[(row+1)*r.Cols+col:]
	least, most := min(low[0], low[1], high[0], high[1]), max(low[0], low[1], high[0], high[1])
	class := d.classOf(float64(most))
	switch {
	case most < 0:
		return 0
	case least < 0 || class != d.classOf(float64(least)):
		return -1
	default:
		return class
	}
}

// At returns incidents per km² at a point of the plane, between the middles of pixels in proportion; 0 outside of the area.
func (d *Density) At(at hotspot.Point) float64 {
	r := d.Raster
	x, y := (at.X-r.Origin.X)/r.Size, (at.Y-r.Origin.Y)/r.Size
	if !(x >= 0 && y >= 0 && x < float64(r.Cols) && y < float64(r.Rows)) || d.Values[int(y)*r.Cols+int(x)] < 0 {
		return 0
	}
	col, row := int(x+0.5)-1, int(y+0.5)-1 // the pixel whose middle is next to the left and below
	dx, dy := x-0.5-float64(col), y-0.5-float64(row)
	sum, weight := 0.0, 0.0
	add := func(col, row int, part float64) {
		if col < 0 || row < 0 || col >= r.Cols || row >= r.Rows {
			return
		}
		if v := d.Values[row*r.Cols+col]; v >= 0 {
			sum += part * float64(v)
			weight += part
		}
	}
	add(col, row, (1-dx)*(1-dy))
	add(col+1, row, dx*(1-dy))
	add(col, row+1, (1-dx)*dy)
	add(col+1, row+1, dx*dy)
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// pixelOf returns how wide the pixels of a density are: more than a sixth and at most a third of the
// bandwidth, so that the squares of the lattice are whole numbers of pixels, or pixels of squares.
func pixelOf(sigma float64) float64 {
	third := sigma / 3
	if third < Square {
		return Square / math.Ceil(Square/third)
	}
	return Square * math.Floor(third/Square)
}

// raster returns the pixels that cover the area's land, with nothing around it: what leaves the area is given back to it.
func (s *Study) raster() (hotspot.Lattice, error) {
	size := pixelOf(s.Question.Bandwidth)
	low, high := hotspot.Point{X: math.Inf(1), Y: math.Inf(1)}, hotspot.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	reach := func(p hotspot.Point) {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
		high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
	}
	s.outline(func(ring []hotspot.Point) {
		for _, p := range ring {
			reach(p)
		}
	})
	for piece, unit := range s.ofArea() {
		if unit {
			m := s.Lattice.Middle(int(s.Pieces.Square[piece]))
			reach(hotspot.Point{X: m.X - Square/2, Y: m.Y - Square/2})
			reach(hotspot.Point{X: m.X + Square/2 - 1e-6, Y: m.Y + Square/2 - 1e-6})
		}
	}
	if low.X > high.X {
		return hotspot.Lattice{}, nil
	}
	o := s.Lattice.Origin
	col, row := math.Floor((low.X-o.X)/size), math.Floor((low.Y-o.Y)/size)
	cols, rows := math.Floor((high.X-o.X)/size)-col+1, math.Floor((high.Y-o.Y)/size)-row+1
	if cols*rows > MostPixels {
		return hotspot.Lattice{}, s.tooManyPixels(cols * rows)
	}
	l := hotspot.Lattice{Origin: hotspot.Point{X: o.X + col*size, Y: o.Y + row*size}, Size: size, Cols: int(cols), Rows: int(rows)}
	if most := size * float64(max(l.Cols, l.Rows)) / 2; s.Question.Bandwidth > most {
		return l, Refuse("bandwidth", "带宽 %.0f 米对所选辖区太大，最多 %.0f 米。", "A bandwidth of %.0f m is too large for the area; %.0f m is the most.", s.Question.Bandwidth, math.Floor(most))
	}
	return l, nil
}

func (s *Study) tooManyPixels(n float64) *Refusal {
	wider := s.Question.Bandwidth * math.Sqrt(n/MostPixels) * 1.1
	return Refuse("bandwidth", "带宽 %.0f 米对所选辖区太小；请用 %.0f 米以上，或选小一些的辖区。",
		"A bandwidth of %.0f m is too small for so large an area: ask for %.0f m or more, or for a smaller area.", s.Question.Bandwidth, math.Ceil(wider/10)*10)
}

// ofArea reports which pieces lie in the area.
func (s *Study) ofArea() []bool {
	in := s.inArea()
	of := make([]bool, s.Pieces.Len())
	for piece := range of {
		of[piece] = s.lies(in, piece)
	}
	return of
}

// pixels counts the incidents of the period and the kinds in the area by pixel.
func (s *Study) pixels(raster hotspot.Lattice) []float64 {
	counts := make([]float64, raster.Len())
	filter := hotspot.Filter{From: s.Question.From, To: s.Question.Until, Kinds: s.Set}
	of := s.ofArea()
	if raster.Size < Square {
		return s.scatter(raster, of, counts)
	}
	for piece, in := range of {
		if !in {
			continue
		}
		if n := s.Cube.CountAt(int32(piece), filter); n > 0 {
			pixel, _ := raster.Square(s.Lattice.Middle(int(s.Pieces.Square[piece])))
			counts[pixel] += float64(n)
		}
	}
	return counts
}

// scatter counts incidents where pixels are smaller than the squares that the cube knows.
func (s *Study) scatter(raster hotspot.Lattice, of []bool, counts []float64) []float64 {
	for number, page := range s.Issues.Pages {
		for i, piece := range page.Piece {
			opened := page.Opened[i]
			if int(page.First[i]) != number*pageIssues+i || !of[piece] ||
				opened < s.Question.From || opened >= s.Question.Until || !s.Set.Has(page.Kind[i]) {
				continue
			}
			if pixel, ok := raster.Square(s.Plane.Metres(page.At[i])); ok {
				counts[pixel]++
			}
		}
	}
	return counts
}
