package tiles

// Last is what the handler asks of a Touched: the version that altered a tile last.
func (t *Touched) Last(layers Mask, a Address, everywhere bool, at int64) int64 {
	return t.last(layers, a, everywhere, at)
}

// Len is how many touches are kept.
func (t *Touched) Len() int { return len(t.state.Load().touches) }
