package geo

// keep adds a tile to the open slab and returns where it is.
func (s *survey) keep(words []uint32, fine uint8) tileRef {
	if len(s.open) > 0 && len(s.open)+len(words) > slabWords {
		s.endSlab()
	}
	at := len(s.open)
	s.open = append(s.open, words...)
	return tileRefAt(s.openNumber(), at+1, fine)
}

// openNumber is the number that the open slab will have: the first that is free.
func (s *survey) openNumber() int {
	for s.number < len(s.slabs) && s.slabs[s.number] != nil {
		s.number++
	}
	return s.number
}

// endSlab adds the open slab to the raster, without room to grow.
func (s *survey) endSlab() {
	if len(s.open) == 0 {
		return
	}
	slab, number := make([]uint32, len(s.open)), s.openNumber()
	copy(slab, s.open)
	if number == len(s.slabs) {
		s.slabs, s.live = append(s.slabs, nil), append(s.live, 0)
	}
	s.slabs[number], s.live[number] = slab, len(slab)
	s.open = s.open[:0]
}

// release notes that the words of a tile are not needed any more.
func (r *raster) release(t tileRef) {
	if t.fine() == 0 {
		return
	}
	r.live[t.slab()] -= int(r.slabs[t.slab()][t.at()-1])
	if r.live[t.slab()] == 0 {
		r.slabs[t.slab()] = nil
	}
}

// tidy moves the tiles of slabs that are for the most part not needed any more.
func (s *survey) tidy() {
	sparse := make(map[int]bool)
	for i, slab := range s.slabs {
		if s.live[i] < len(slab)/2 {
			sparse[i] = true
		}
	}
	if len(sparse) == 0 {
		return
	}
	for tile, t := range s.root {
		if t.fine() == 0 || !sparse[t.slab()] {
			continue
		}
		slab := s.slabs[t.slab()]
		words := slab[t.at()-1:][:slab[t.at()-1]]
		s.root[tile] = s.keep(words, t.fine())
	}
	for i := range sparse {
		s.slabs[i], s.live[i] = nil, 0
	}
}
