package store

import "gewu/tiles"

// A worldBox is a box on the map, edges included.
type worldBox struct{ west, north, east, south uint32 }

// nothing is the box that meets no other.
var nothing = worldBox{west: 1<<32 - 1, north: 1<<32 - 1}

func (b worldBox) meets(o worldBox) bool {
	return b.west <= o.east && o.west <= b.east && b.north <= o.south && o.north <= b.south
}

// holds reports whether o lies within b.
func (b worldBox) holds(o worldBox) bool {
	return b.west <= o.west && o.east <= b.east && b.north <= o.north && o.south <= b.south
}

func (b worldBox) with(o worldBox) worldBox {
	return worldBox{min(b.west, o.west), min(b.north, o.north), max(b.east, o.east), max(b.south, o.south)}
}

func (b worldBox) withPlace(w tiles.World) worldBox { return b.with(worldBox{w.X, w.Y, w.X, w.Y}) }

func (b worldBox) middle() tiles.World {
	return tiles.World{X: b.west + (b.east-b.west)/2, Y: b.north + (b.south-b.north)/2}
}

// branches is how many boxes a box of a boxTree is around.
const branches = 16

// A boxTree finds the boxes that meet another. It is packed: level 0 is the boxes themselves, in
// an order in which neighbours are near each other, and each box of a level is around the next
// branches boxes of the level below. The last level has few boxes.
type boxTree struct{ levels [][]worldBox }

func newBoxTree(boxes []worldBox) boxTree {
	t := boxTree{[][]worldBox{boxes}}
	for len(boxes) > branches {
		above := make([]worldBox, (len(boxes)+branches-1)/branches)
		for i := range above {
			above[i] = nothing
			for _, box := range boxes[i*branches : min((i+1)*branches, len(boxes))] {
				above[i] = above[i].with(box)
			}
		}
		t.levels = append(t.levels, above)
		boxes = above
	}
	return t
}

// meeting appends the numbers of the boxes that meet a box, in ascending order.
func (t boxTree) meeting(hits []uint32, box worldBox) []uint32 {
	top := len(t.levels) - 1
	return t.descend(hits, box, top, 0, len(t.levels[top]))
}

func (t boxTree) descend(hits []uint32, box worldBox, level, first, end int) []uint32 {
	for i, b := range t.levels[level][first:end] {
		if !b.meets(box) {
			continue
		}
		if level == 0 {
			hits = append(hits, uint32(first+i))
			continue
		}
		below := (first + i) * branches
		hits = t.descend(hits, box, level-1, below, min(below+branches, len(t.levels[level-1])))
	}
	return hits
}
