package district

import (
	"maps"

	"gewu/geo"
)

// pageSize is how many identities a page of a directory is for.
const pageSize = 1 << pageBits

const pageBits = 8

// A page holds the places whose identities differ in their lowest bits only.
type page [pageSize]*Place

// A directory finds places by identity. The pages of one that was made from another are shared
// until they are written to, so that a directory of a million places is made from the one before
// at the cost of the places that differ. Not safe for concurrent use while it is written to.
type directory struct {
	pages map[int64]*page
	own   map[int64]bool // pages that are not shared; nil: all are
	count int
}

func newDirectory() directory { return directory{pages: map[int64]*page{}} }

// next returns a directory that has the same places and can be written to.
func (d *directory) next() directory {
	return directory{pages: maps.Clone(d.pages), own: map[int64]bool{}, count: d.count}
}

// find returns the place with that identity, or nil.
func (d *directory) find(id geo.AreaID) *Place {
	if p := d.pages[int64(id)>>pageBits]; p != nil {
		return p[id&(pageSize-1)]
	}
	return nil
}

// set makes p the place with its identity.
func (d *directory) set(p *Place) {
	slot := d.slot(p.ID)
	if *slot == nil {
		d.count++
	}
	*slot = p
}

// remove forgets the place with that identity.
func (d *directory) remove(id geo.AreaID) {
	slot := d.slot(id)
	if *slot != nil {
		d.count--
	}
	*slot = nil
}

// slot is where the place with that identity is kept, on a page that is not shared.
func (d *directory) slot(id geo.AreaID) **Place {
	number := int64(id) >> pageBits
	p := d.pages[number]
	switch {
	case p == nil:
		p = &page{}
		d.pages[number] = p
		d.note(number)
	case d.own != nil && !d.own[number]:
		copied := *p
		p = &copied
		d.pages[number] = p
		d.note(number)
	}
	return &p[id&(pageSize-1)]
}

func (d *directory) note(number int64) {
	if d.own != nil {
		d.own[number] = true
	}
}
