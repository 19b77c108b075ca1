package hotspot

// Len returns how many places there are, those outside the study area included.
func (w *Weights) Len() int { return len(w.start) - 1 }

// Neighbours returns the neighbours of a place, ascending. The caller must not change them.
func (w *Weights) Neighbours(place int) []int32 { return w.to[w.start[place]:w.start[place+1]] }

// Within returns the weights of a study area: places that are not in it have no neighbours, are
// nobody's, and no statistic counts them. Without such a mask water, fields and factories pull the
// mean down and everything else looks hot.
func (w *Weights) Within(area []bool) *Weights {
	in := w.filtered(func(from, to int32) bool { return area[from] && area[to] })
	in.outside = make([]bool, w.Len())
	for i := range in.outside {
		in.outside[i] = !area[i] || w.isOutside(i)
	}
	return in
}

// filtered returns the weights with only those links that are kept.
func (w *Weights) filtered(keep func(from, to int32) bool) *Weights {
	kept := &Weights{start: make([]int32, len(w.start)), to: make([]int32, 0, len(w.to)), outside: w.outside}
	for i := range w.Len() {
		for k := w.start[i]; k < w.start[i+1]; k++ {
			if keep(int32(i), w.to[k]) {
				kept.to = append(kept.to, w.to[k])
				if w.w != nil {
					kept.w = append(kept.w, w.w[k])
				}
			}
		}
		kept.start[i+1] = int32(len(kept.to))
	}
	return kept
}

// isOutside reports whether a place lies outside the study area.
func (w *Weights) isOutside(place int) bool { return w.outside != nil && w.outside[place] }

// inside counts the places of the study area.
func (w *Weights) inside() int {
	n := w.Len()
	for _, outside := range w.outside {
		if outside {
			n--
		}
	}
	return n
}

// WithoutSelf returns the weights with no place being its own neighbour.
func (w *Weights) WithoutSelf() *Weights {
	return w.filtered(func(from, to int32) bool { return from != to })
}

// WithSelf returns the weights with every place of the study area its own neighbour, of weight 1
// where it was not one yet.
func (w *Weights) WithSelf() *Weights {
	with := &Weights{start: make([]int32, len(w.start)), to: make([]int32, 0, len(w.to)+w.Len()), outside: w.outside}
	for i := range w.Len() {
		there := w.isOutside(i)
		for k := w.start[i]; k < w.start[i+1]; k++ {
			if !there && w.to[k] > int32(i) {
				with.add(int32(i), 1, w.w != nil)
				there = true
			}
			there = there || w.to[k] == int32(i)
			with.add(w.to[k], w.weight(k), w.w != nil)
		}
		if !there {
			with.add(int32(i), 1, w.w != nil)
		}
		with.start[i+1] = int32(len(with.to))
	}
	return with
}

// add appends a link to the place that is being made.
func (w *Weights) add(to int32, weight float64, weighted bool) {
	w.to = append(w.to, to)
	if weighted {
		w.w = append(w.w, weight)
	}
}

// weight returns the weight of the k-th link.
func (w *Weights) weight(k int32) float64 {
	if w.w == nil {
		return 1
	}
	return w.w[k]
}

// RowStandardised returns the weights divided by the sum of each place's, so that those of every
// place with neighbours sum to 1.
func (w *Weights) RowStandardised() *Weights {
	row := &Weights{start: w.start, to: w.to, outside: w.outside, w: make([]float64, len(w.to))}
	for i := range w.Len() {
		sum, _ := w.sums(i)
		for k := w.start[i]; k < w.start[i+1]; k++ {
			row.w[k] = w.weight(k) / sum
		}
	}
	return row
}

// sums returns the sum of a place's weights and that of their squares.
func (w *Weights) sums(place int) (sum, squares float64) {
	if w.w == nil {
		k := float64(w.start[place+1] - w.start[place])
		return k, k
	}
	for _, weight := range w.w[w.start[place]:w.start[place+1]] {
		sum += weight
		squares += weight * weight
	}
	return sum, squares
}

// lag returns the weighted sum of x over a place's neighbours.
func (w *Weights) lag(x []float64, place int) (sum float64) {
	to := w.to[w.start[place]:w.start[place+1]]
	if w.w == nil {
		for _, j := range to {
			sum += x[j]
		}
		return sum
	}
	for k, j := range to {
		sum += w.w[int(w.start[place])+k] * x[j]
	}
	return sum
}
