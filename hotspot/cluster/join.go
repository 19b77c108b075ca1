package cluster

import "slices"

// findCores marks the points that have enough others near them.
func (c *crowd) findCores(fewest int) {
	c.byRows(func(from, to int) {
		c.eachSquare(from, to, func(s int32, about []int32) {
			own := c.squares[s]
			for i := own.first; i < own.last; i++ {
				c.core[i] = c.hasNear(i, own, about, fewest)
			}
		})
	})
}

// hasNear reports whether so many points, itself among them, are near a point of a square.
func (c *crowd) hasNear(i int32, own square, about []int32, fewest int) bool {
	first, last := c.window(i, own)
	count := int(last - first) // all of one square are near in space
	for _, s := range about {
		if count >= fewest {
			return true
		}
		first, last := c.window(i, c.squares[s])
		for j := first; j < last; j++ {
			if c.apart2(i, j) <= c.metres2 {
				count++
			}
		}
	}
	return count >= fewest
}

// window returns the points of a square that are near point i in time.
func (c *crowd) window(i int32, s square) (first, last int32) {
	if c.day == nil {
		return s.first, s.last
	}
	days := c.day[s.first:s.last]
	from, _ := slices.BinarySearchFunc(days, int64(c.day[i])-int64(c.days), beforeDay)
	to, _ := slices.BinarySearchFunc(days, int64(c.day[i])+int64(c.days)+1, beforeDay)
	return s.first + int32(from), s.first + int32(to)
}

func beforeDay(day int32, than int64) int {
	if int64(day) < than {
		return -1
	}
	return 1
}

// joinCores joins core points that are near each other.
func (c *crowd) joinCores() {
	c.eachSquare(0, len(c.rows)-1, func(s int32, about []int32) {
		own := c.squares[s]
		before := int32(-1) // the core point before: those of a square follow each other by day
		for i := own.first; i < own.last; i++ {
			if !c.core[i] {
				continue
			}
			if before >= 0 && c.soon(before, i) {
				c.joined.Join(before, i)
			}
			before = i
		}
		if before < 0 {
			return
		}
		for _, other := range about {
			if other < s { // each two squares once
				c.joinSquares(own, c.squares[other])
			}
		}
	})
}

// joinSquares joins the core points of two squares that are near each other. Without time all cores of
// a square are one already, so the first two that are near are enough.
func (c *crowd) joinSquares(a, b square) {
	for i := a.first; i < a.last; i++ {
		if !c.core[i] {
			continue
		}
		root := c.joined.Find(i)
		first, last := c.window(i, b)
		for j := first; j < last; j++ {
			if !c.core[j] {
				continue
			}
			if c.joined.Find(j) == root {
				if c.day == nil {
					return
				}
				continue
			}
			if c.apart2(i, j) <= c.metres2 {
				c.joined.Join(i, j)
				if c.day == nil {
					return
				}
				root = c.joined.Find(i)
			}
		}
	}
}

// label numbers the clusters by their lowest core point and gives border points to the nearest core.
func (c *crowd) label() Clustering {
	out := Clustering{Label: make([]int32, len(c.at)), Core: make([]bool, len(c.at))}
	place := make([]int32, len(c.at)) // of each point by its number
	for i, number := range c.number {
		place[number] = int32(i)
		out.Label[number] = Noise
		out.Core[number] = c.core[i]
	}
	of := make([]int32, len(c.at)) // 1 + the cluster of each root
	for number, i := range place {
		if c.core[i] {
			root := c.joined.Find(i)
			if of[root] == 0 {
				out.Count++
				of[root] = int32(out.Count)
			}
			out.Label[number] = of[root] - 1
		}
	}
	c.byRows(func(from, to int) {
		c.eachSquare(from, to, func(s int32, about []int32) {
			own := c.squares[s]
			for i := own.first; i < own.last; i++ {
				if !c.core[i] {
					if core := c.nearestCore(i, s, about); core >= 0 {
						out.Label[c.number[i]] = out.Label[c.number[core]]
					}
				}
			}
		})
	})
	return out
}

// nearestCore returns the nearest core point that point i of square s is near, of equals that of the
// lowest number; -1 when there is none.
func (c *crowd) nearestCore(i, s int32, about []int32) int32 {
	best, least := int32(-1), c.metres2
	look := func(s square) {
		first, last := c.window(i, s)
		for j := first; j < last; j++ {
			if !c.core[j] {
				continue
			}
			d := c.apart2(i, j)
			if d < least || d == least && (best < 0 || c.number[j] < c.number[best]) {
				best, least = j, d
			}
		}
	}
	look(c.squares[s])
	for _, other := range about {
		look(c.squares[other])
	}
	return best
}
