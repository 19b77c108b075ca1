package geo

// Remember makes the yard that a point is in, as if it had been asked about often.
func Remember(x *Index, p Point) {
	for range oftenAsked {
		if _, ok := x.close.nearby(p); ok {
			return
		}
	}
}

// Remembers reports whether the yard that a point is in has been made.
func Remembers(x *Index, p Point) bool {
	_, ok := x.close.nearby(p)
	return ok
}

// KnowsNearest reports whether the area nearest to a point is known without a search.
func KnowsNearest(x *Index, p Point) bool {
	_, ok := x.close.nearestArea(p)
	return ok
}

// KnowsBorder reports whether it is known how far the border of an area is.
func KnowsBorder(x *Index, p Point, id AreaID) bool {
	_, ok := x.close.border(p, id)
	return ok
}
