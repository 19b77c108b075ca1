package analysis

import "gewu/hotspot"

// A block is pixels of a raster from the low to the high one, both in it.
type block struct{ low, high pixelAt }

type pixelAt struct{ col, row int }

func (b block) cols() int { return b.high.col - b.low.col + 1 }
func (b block) rows() int { return b.high.row - b.low.row + 1 }
func (b block) len() int  { return b.cols() * b.rows() }

// with returns the block that holds another too.
func (b block) with(o block) block {
	return block{
		pixelAt{min(b.low.col, o.low.col), min(b.low.row, o.low.row)},
		pixelAt{max(b.high.col, o.high.col), max(b.high.row, o.high.row)},
	}
}

// grown returns the block with so many pixels more on each side, as far as the raster goes.
func (b block) grown(by int, raster hotspot.Lattice) block {
	return block{
		pixelAt{max(0, b.low.col-by), max(0, b.low.row-by)},
		pixelAt{min(raster.Cols-1, b.high.col+by), min(raster.Rows-1, b.high.row+by)},
	}
}

// blocksOf gathers pixels into blocks where that costs less: each is grown before it is worked on.
func blocksOf(pixels []int, raster hotspot.Lattice, grown int) (blocks []block) {
	for _, pixel := range pixels {
		at := pixelAt{pixel % raster.Cols, pixel / raster.Cols}
		one := block{at, at}
		for i := 0; i < len(blocks); {
			both := blocks[i].with(one)
			if both.grown(grown, raster).len() > blocks[i].grown(grown, raster).len()+one.grown(grown, raster).len() {
				i++
				continue
			}
			one = both
			blocks = append(blocks[:i], blocks[i+1:]...)
			i = 0 // the larger one may take in those passed over
		}
		blocks = append(blocks, one)
	}
	return blocks
}
