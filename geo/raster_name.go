package geo

import "slices"

// A naming says which labels stand for areas: their own IDs, or, when there is one that does
// not fit a cell, places in a table.
type naming struct {
	areas  []AreaID // by label; nil when labels are IDs
	labels *ledger  // the reverse
}

// newNaming numbers the areas of slots if they need it.
func newNaming(slots []*slot) naming {
	areas := []AreaID{0} // nobody's
	for _, s := range slots {
		if s == nil {
			continue
		}
		areas = append(areas, s.cover.ids...)
	}
	if !slices.ContainsFunc(areas[1:], unfit) {
		return naming{}
	}
	entries := make([]ledgerEntry, 0, len(areas))
	for i, id := range areas[1:] {
		entries = append(entries, ledgerEntry{id, uint32(i + 1)})
	}
	return naming{areas, newLedger(entries)}
}

// unfit reports whether an ID is no label.
func unfit(id AreaID) bool { return id <= nobodys || id >= labelLimit }

// of returns the area of a label, 0 for nobody's.
func (n *naming) of(label uint32) AreaID {
	if n.areas == nil {
		return AreaID(label)
	}
	return n.areas[label]
}

// append appends the area of a label, if any.
func (n *naming) append(areas []AreaID, label uint32) []AreaID {
	if label == nobodys {
		return areas
	}
	return append(areas, n.of(label))
}

// label returns the label of an area.
func (n *naming) label(id AreaID) uint32 {
	if n.areas == nil {
		return uint32(id)
	}
	label, _ := n.labels.number(id)
	return label
}

// with returns a naming that has labels for some more areas, if there are labels left.
func (n *naming) with(areas []AreaID) (next naming, ok bool) {
	if n.areas == nil {
		return *n, !slices.ContainsFunc(areas, unfit)
	}
	next = naming{areas: slices.Clip(n.areas)}
	var entries []ledgerEntry
	for _, id := range areas {
		if _, known := n.labels.number(id); !known {
			entries = append(entries, ledgerEntry{id, uint32(len(next.areas))})
			next.areas = append(next.areas, id)
		}
	}
	next.labels = n.labels.with(nil, entries)
	return next, len(next.areas) < labelLimit
}
