package demo

// settle sets the households of every house so that every grid holds a number that its band
// allows: 300 to 500 in the town, and 1,934 in all in the resettlement estate.
func (t *town) settle() {
	d := diceFor(t.seed, stageCounts, 0)
	for _, g := range t.townGrids() {
		have := t.households(g)
		t.setHouseholds(g, max(d.whole(306, 330), min(d.whole(465, 494), have)), d)
	}
	grids := t.estateGrids()
	for i, n := range evenly(estateHouseholds, len(grids), 14, d) {
		t.setHouseholds(grids[i], n, d)
	}
}

func (t *town) townGrids() []*region {
	var out []*region
	for _, street := range t.top.parts {
		for _, c := range street.parts {
			if c != t.resettlement {
				out = append(out, c.parts...)
			}
		}
	}
	return out
}

func (t *town) estateGrids() []*region {
	var out []*region
	for _, station := range t.resettlement.parts {
		out = append(out, station.parts...)
	}
	return out
}

// evenly returns n numbers near to each other that add to total.
func evenly(total, n, spread int, d dice) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = total/n + d.whole(-spread, spread)
	}
	for i, off := 0, total-sum(out); off != 0; i = (i + 1) % n {
		step := 1
		if off < 0 {
			step = -1
		}
		out[i] += step
		off -= step
	}
	return out
}

func (t *town) housesOf(r *region) []*house {
	var out []*house
	for _, b := range r.blocks {
		out = append(out, t.blocks[b].houses...)
	}
	return out
}

func (t *town) households(r *region) int {
	n := 0
	for _, h := range t.housesOf(r) {
		n += h.households
	}
	return n
}

// setHouseholds brings a region to a number of households, first by the same factor everywhere,
// then household by household. Houses leave their limits only when all are at them.
func (t *town) setHouseholds(r *region, goal int, d dice) {
	var homes []*house
	for _, h := range shuffled(d, t.housesOf(r)) {
		if h.most > 0 {
			homes = append(homes, h)
		}
	}
	have := t.households(r)
	for _, h := range homes {
		want := (h.households*goal + have/2) / max(1, have)
		h.households = max(h.least, min(h.most, want))
	}
	off := goal - t.households(r)
	for slack := 0; off != 0 && len(homes) > 0; slack++ {
		for moved := true; moved && off != 0; {
			moved = false
			for _, h := range homes {
				step := sign(off)
				if n := h.households + step; off != 0 && n >= max(1, h.least-slack) && n <= h.most+slack {
					h.households, off, moved = n, off-step, true
				}
			}
		}
	}
	for _, h := range homes {
		if h.households > h.most {
			h.floors = min(33, (h.households*h.floors+h.most-1)/h.most)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
