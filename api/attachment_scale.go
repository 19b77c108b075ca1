package api

import (
	"image"
	"image/draw"
)

// shrunk returns a picture whose longest edge has at most most pixels: as it is, or each pixel the
// mean of those it stands for. Means are taken of colours weighed by their opacity, so that what
// is transparent does not shine through. Beside the result it needs memory for a few rows.
func shrunk(src image.Image, most int) *image.RGBA {
	from := src.Bounds()
	w, h := fitting(from.Dx(), from.Dy(), most)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	row, sums := make([]uint64, 4*w), make([]uint64, 4*w)
	whole := uint64(from.Dx()) * uint64(from.Dy())
	for y := range from.Dy() {
		draw.Draw(strip, strip.Rect, src, image.Pt(from.Min.X, from.Min.Y+y), draw.Src)
		meanRow(row, strip.Pix)
		// In units of which a row of the source takes h, a row of the result takes from.Dy().
		begin, end, line := y*h, (y+1)*h, y*h/from.Dy()
		border := (line + 1) * from.Dy()
		addRow(sums, row, uint64(min(end, border)-begin))
		if end < border {
			continue
		}
		settleRow(out.Pix[line*out.Stride:], sums, whole)
		clear(sums)
		addRow(sums, row, uint64(end-border))
	}
	return out
}

// fitting returns the size of a picture with an edge of at most most pixels.
func fitting(w, h, most int) (int, int) {
	longest := max(w, h)
	if longest <= most {
		return w, h
	}
	return max(1, (w*most+longest/2)/longest), max(1, (h*most+longest/2)/longest)
}

// meanRow sums up a row of pixels into fewer: each sum is len(pix)/4 times the mean.
func meanRow(row []uint64, pix []uint8) {
	clear(row)
	n, w := len(pix)/4, len(row)/4
	for x := range n {
		begin, end, column := x*w, (x+1)*w, x*w/n
		border := (column + 1) * n
		addPixel(row[4*column:], pix[4*x:], uint64(min(end, border)-begin))
		if end > border {
			addPixel(row[4*column+4:], pix[4*x:], uint64(end-border))
		}
	}
}

func addPixel(sum []uint64, pix []uint8, weight uint64) {
	for c := range 4 {
		sum[c] += weight * uint64(pix[c])
	}
}

func addRow(sums, row []uint64, weight uint64) {
	for i, v := range row {
		sums[i] += weight * v
	}
}

func settleRow(pix []uint8, sums []uint64, whole uint64) {
	for i, v := range sums {
		pix[i] = uint8((v + whole/2) / whole)
	}
}

// turned returns a picture as it stands upright.
func turned(src *image.RGBA, t turning) *image.RGBA {
	if t == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if t > 4 { // lies on its side
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fromX, fromY := t.source(x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(fromX, fromY):][:4])
		}
	}
	return out
}

// source returns where the pixel x, y of the upright picture lies in one of w × h pixels.
func (t turning) source(x, y, w, h int) (int, int) {
	switch t {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6: // the top is on the right
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8: // the top is on the left
		return w - 1 - y, x
	default:
		return x, y
	}
}
