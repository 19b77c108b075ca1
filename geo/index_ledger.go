package geo

import (
	"cmp"
	"slices"
)

// A ledger has a number for each of many areas. It is never changed; a changed copy shares all
// pages that stay as they are.
type ledger struct{ pages []ledgerPage }

// A ledgerPage is some areas that follow each other. Pages follow each other too, and none is
// empty.
type ledgerPage struct {
	areas   []AreaID
	numbers []uint32
}

// A ledgerEntry is an area and its number.
type ledgerEntry struct {
	area   AreaID
	number uint32
}

// pageSize is the most entries on a page.
const pageSize = 1024

func newLedger(entries []ledgerEntry) *ledger {
	slices.SortFunc(entries, func(a, b ledgerEntry) int { return cmp.Compare(a.area, b.area) })
	return &ledger{appendPages(nil, entries)}
}

// appendPages writes sorted entries on pages.
func appendPages(pages []ledgerPage, entries []ledgerEntry) []ledgerPage {
	for len(entries) > 0 {
		n := min(len(entries), pageSize)
		page := ledgerPage{make([]AreaID, n), make([]uint32, n)}
		for i, e := range entries[:n] {
			page.areas[i], page.numbers[i] = e.area, e.number
		}
		pages, entries = append(pages, page), entries[n:]
	}
	return pages
}

// number returns the number of an area.
func (l *ledger) number(area AreaID) (uint32, bool) {
	at := l.page(area)
	if at < 0 {
		return 0, false
	}
	page := &l.pages[at]
	i, ok := placeOf(page.areas, area)
	if !ok {
		return 0, false
	}
	return page.numbers[i], true
}

// placeOf returns where an area is among sorted ones, which begin no later: at the first look where
// their identities have no gaps.
func placeOf(areas []AreaID, area AreaID) (int, bool) {
	if guess := uint64(area - areas[0]); guess < uint64(len(areas)) && areas[guess] == area {
		return int(guess), true
	}
	return slices.BinarySearch(areas, area)
}

// page returns the last page that begins no later than an area, -1 when none does.
func (l *ledger) page(area AreaID) int {
	i, ok := slices.BinarySearchFunc(l.pages, area, func(p ledgerPage, area AreaID) int { return cmp.Compare(p.areas[0], area) })
	if ok {
		return i
	}
	return i - 1
}

// with returns the ledger without some areas and with some entries, in place of older ones of
// the same areas.
func (l *ledger) with(gone []AreaID, entries []ledgerEntry) *ledger {
	out := make(map[AreaID]bool, len(gone)+len(entries))
	edited := make(map[int][]ledgerEntry) // what is to be written on a page
	for _, area := range gone {
		out[area] = true
		edited[max(l.page(area), 0)] = nil
	}
	for _, e := range entries {
		out[e.area] = true
		at := max(l.page(e.area), 0)
		edited[at] = append(edited[at], e)
	}
	next := make([]ledgerPage, 0, len(l.pages)+len(edited))
	for at := range max(len(l.pages), 1) {
		if added, ok := edited[at]; ok {
			next = appendPages(next, l.rewritten(at, added, out))
		} else if at < len(l.pages) {
			next = append(next, l.pages[at])
		}
	}
	return &ledger{next}
}

// rewritten returns the entries of a page with some added and without those that are out.
func (l *ledger) rewritten(at int, entries []ledgerEntry, out map[AreaID]bool) []ledgerEntry {
	if at < len(l.pages) {
		page := &l.pages[at]
		for i, area := range page.areas {
			if !out[area] {
				entries = append(entries, ledgerEntry{area, page.numbers[i]})
			}
		}
	}
	slices.SortFunc(entries, func(a, b ledgerEntry) int { return cmp.Compare(a.area, b.area) })
	return entries
}
