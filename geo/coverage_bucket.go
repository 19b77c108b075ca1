package geo

import (
	"math"
	"math/bits"
)

// buckets are the rectangles of a lattice over a box, each with the lines that have a point in
// it, and perhaps some that only pass within a unit of it.
type buckets struct {
	area           Box
	shiftX, shiftY uint8 // a bucket is 1<<shiftX wide and 1<<shiftY high
	columns, rows  int
	ends           []int32 // where each bucket begins in lines, and one more
	lines          []int32
	next           []int32
}

// fillAll puts lines into buckets about twice as wide and high as a line is.
func (b *buckets) fillAll(lines []nodedLine) {
	b.area = Box{Point{maxLon, maxLat}, Point{-maxLon, -maxLat}}
	var wide, high int64
	for i := range lines {
		l := &lines[i]
		west, east := l.west(), l.east()
		wide, high = wide+int64(east)-int64(west), high+l.dy()
		b.area.Min = Point{min(b.area.Min.Lon, west), min(b.area.Min.Lat, l.ay)}
		b.area.Max = Point{max(b.area.Max.Lon, east), max(b.area.Max.Lat, l.by)}
	}
	n := int64(len(lines))
	b.divide(2*wide/n, 2*high/n, 4*n+4)
	b.put(len(lines), func(i int) (int32, *nodedLine) { return int32(i), &lines[i] })
}

// fill puts some of the lines into at most 256 buckets, over the part of a box where they are.
func (b *buckets) fill(lines []nodedLine, some []int32, box Box) {
	around := lines[some[0]].box()
	for _, i := range some[1:] {
		around = around.Union(lines[i].box())
	}
	b.area = Box{
		Min: Point{max(around.Min.Lon, box.Min.Lon), max(around.Min.Lat, box.Min.Lat)},
		Max: Point{min(around.Max.Lon, box.Max.Lon), min(around.Max.Lat, box.Max.Lat)},
	}
	b.divide(0, 0, 256)
	b.put(len(some), func(i int) (int32, *nodedLine) { return some[i], &lines[some[i]] })
}

// divide makes buckets of at least a width and a height, and not too many.
func (b *buckets) divide(wide, high, most int64) {
	b.shiftX, b.shiftY = uint8(bits.Len64(uint64(wide))), uint8(bits.Len64(uint64(high)))
	width, height := int64(b.area.Max.Lon)-int64(b.area.Min.Lon), int64(b.area.Max.Lat)-int64(b.area.Min.Lat)
	for turn := 0; ; turn++ {
		columns, rows := width>>b.shiftX+1, height>>b.shiftY+1
		if columns*rows <= most {
			b.columns, b.rows = int(columns), int(rows)
			return
		}
		if turn%2 == 1 && columns > 1 || rows == 1 {
			b.shiftX++
		} else {
			b.shiftY++
		}
	}
}

// put sorts lines into the buckets by counting.
func (b *buckets) put(n int, lineAt func(i int) (int32, *nodedLine)) {
	b.ends = zeroed(b.ends, b.count()+1)
	for i := range n {
		_, l := lineAt(i)
		for row, last := b.rowsOf(l); row <= last; row++ {
			for k, end := b.span(l, row); k <= end; k++ {
				b.ends[k+1]++
			}
		}
	}
	for i := range b.count() {
		b.ends[i+1] += b.ends[i]
	}
	b.lines = sized(b.lines, int(b.ends[b.count()]))
	b.next = sized(b.next, len(b.ends))
	copy(b.next, b.ends)
	for i := range n {
		id, l := lineAt(i)
		for row, last := b.rowsOf(l); row <= last; row++ {
			for k, end := b.span(l, row); k <= end; k++ {
				b.lines[b.next[k]] = id
				b.next[k]++
			}
		}
	}
}

func (b *buckets) count() int { return b.columns * b.rows }

func (b *buckets) members(i int) []int32 { return b.lines[b.ends[i]:b.ends[i+1]] }

// box returns the area of a bucket.
func (b *buckets) box(i int) Box {
	west := int64(b.area.Min.Lon) + int64(i%b.columns)<<b.shiftX
	south := int64(b.area.Min.Lat) + int64(i/b.columns)<<b.shiftY
	return Box{
		Min: Point{int32(west), int32(south)},
		Max: Point{
			int32(min(west+1<<b.shiftX-1, int64(b.area.Max.Lon))),
			int32(min(south+1<<b.shiftY-1, int64(b.area.Max.Lat))),
		},
	}
}

func (b *buckets) row(lat int32) int { return int((int64(lat) - int64(b.area.Min.Lat)) >> b.shiftY) }

func (b *buckets) column(lon int32) int { return int((int64(lon) - int64(b.area.Min.Lon)) >> b.shiftX) }

// rowsOf returns the first and the last row in which a line has points; the last is less where
// it has none.
func (b *buckets) rowsOf(l *nodedLine) (first, last int) {
	return max(b.row(l.ay), 0), min(b.row(l.by), b.rows-1)
}

// span returns the first and the last bucket of a row in which a line can have points.
func (b *buckets) span(l *nodedLine, row int) (first, last int) {
	west, east := b.column(l.west()), b.column(l.east())
	if east-west > 1 && l.by-l.ay > 0 {
		south := float64(b.area.Min.Lat) + float64(int64(row)<<b.shiftY)
		x, y := l.lonAt(south), l.lonAt(south+float64(int64(1)<<b.shiftY))
		west = max(west, b.column(clampLon(min(x, y)-1)))
		east = min(east, b.column(clampLon(max(x, y)+1)))
	}
	return row*b.columns + max(west, 0), row*b.columns + min(east, b.columns-1)
}

func clampLon(lon float64) int32 { return int32(math.Floor(min(max(lon, -maxLon), maxLon))) }

// lonAt returns where a line that is no parallel passes a latitude, or its end that is nearest
// to it. It is true to much less than a unit.
func (l *nodedLine) lonAt(lat float64) float64 {
	t := min(max((lat-float64(l.ay))/float64(l.dy()), 0), 1)
	return float64(l.ax) + t*float64(l.dx())
}
