package analysis

import "slices"

// listHomes lists buildings, of Homes, from after on and at most so many; more adds to an item what the list tells of it.
func (s *Study) listHomes(kind string, title Text, homes []int32, after, most int, more func(home int32, item *Item)) List {
	l := List{Kind: kind, Title: title, Count: len(homes), Items: []Item{}}
	people := 0
	for _, h := range homes {
		people += int(max(s.Homes[h].Households, 0))
	}
	l.Households = Known(float64(people))
	for _, h := range slices.Clone(homes)[min(after, len(homes)):min(after+most, len(homes))] {
		item := s.homeItem(h)
		more(h, &item)
		l.Items = append(l.Items, item)
	}
	l.More = after+len(l.Items) < l.Count
	return l
}

// homeItem is a building as an item of a list.
func (s *Study) homeItem(home int32) Item {
	h := &s.Homes[home]
	at := Position(h.At)
	item := Item{ID: &h.ID, Name: Same(h.Name), At: &at}
	if h.Households >= 0 {
		item.Households = Known(float64(h.Households))
	}
	s.placeItem(&item, s.Pieces.Ground[h.Piece])
	return item
}

// placeItem says in which grid and community an item is; ground −1: in none.
func (s *Study) placeItem(item *Item, ground int32) {
	if ground < 0 {
		return
	}
	grid := s.GridName(ground)
	item.Grid = &grid
	if c := s.Grounds[ground].Community; c >= 0 {
		s.inCommunity(item, c)
	}
}

func (s *Study) inCommunity(item *Item, community int32) {
	name := s.NameOf(community)
	item.Community = &name
}

// page cuts items of a list that is complete.
func (l List) page(after, most int) List {
	l.Count = len(l.Items)
	l.Items = l.Items[min(after, l.Count):min(after+most, l.Count)]
	l.More = after+len(l.Items) < l.Count
	if l.Items == nil {
		l.Items = []Item{}
	}
	return l
}

// MarshalJSON writes a list. One that says in words why nothing can be told has no count, which is not 0.
func (l List) MarshalJSON() ([]byte, error) {
	type plain List
	if l.Words == nil {
		return encode(plain(l))
	}
	return encode(struct {
		plain
		Count *int `json:"count"`
	}{plain: plain(l)})
}
