package api

import (
	"context"
	"sync"

	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// A Changelog tells what has changed. *store.DB is one.
type Changelog interface {
	// Changes returns what has changed after a version, in order and without gaps.
	Changes(ctx context.Context, after int64) ([]district.Change, error)
}

// mostSpread is for how many changes at once it is worked out which areas they reach: the last.
const mostSpread = 256

// touchesOf returns which layers the changes altered and where, as far as the district of s tells;
// s may be that of before or after.
func touchesOf(changes []district.Change, s *district.Snapshot) []tiles.Touch {
	var touches []tiles.Touch
	for i, c := range changes {
		touches = append(touches, touchesOfOne(c, s, i >= len(changes)-mostSpread)...)
	}
	return touches
}

func touchesOfOne(c district.Change, s *district.Snapshot, exact bool) []tiles.Touch {
	layers, box := tiles.Concerned(c.Noun), c.Box
	if !c.OnMap {
		box = tiles.Everywhere
	}
	var touches []tiles.Touch
	if plain := layers &^ tiles.Dated; plain != 0 {
		touches = append(touches, tiles.Touch{Version: c.Version, Layers: plain, Box: box})
	}
	if areas := layers & tiles.Dated; areas != 0 {
		if !exact {
			box = tiles.Everywhere
		}
		touches = append(touches, spread(c.Version, areas, box, s)...)
	}
	return touches
}

// spread returns where areas look another way when something changed in box: a grid shows its
// households wherever it is drawn, and so do the labels of all areas that the box is in. The
// borders that begin on a changed border are those of grids that meet the box.
func spread(version int64, layers tiles.Mask, box geo.Box, s *district.Snapshot) []tiles.Touch {
	touches := []tiles.Touch{{Version: version, Layers: layers, Box: box}}
	if box == tiles.Everywhere {
		return touches
	}
	wide := &touches[0].Box
	var labels []tiles.Touch
	for _, p := range s.Meeting(box.Orb()) {
		at := geo.Box{Min: p.Label, Max: p.Label}
		if p.Level.Role == district.RoleGrid {
			*wide = wide.Union(p.Bound).Union(at)
		} else if layers&labelLayer != 0 {
			labels = append(labels, tiles.Touch{Version: version, Layers: labelLayer, Box: at})
		}
	}
	for _, label := range labels {
		if !wide.Meets(label.Box) {
			touches = append(touches, label)
		}
	}
	return touches
}

var labelLayer = tiles.MaskOf("labels")

// An altering keeps the log of which tiles were altered. It starts with the first question: what
// is told before is kept until then.
type altering struct {
	tiles     tiles.Touched
	changelog Changelog // nil: not known

	mu       sync.Mutex
	starting chan struct{} // closed when the start that is under way has ended
	waiting  []district.Change
	last     *View
}

// changed notes what is told of a new view.
func (a *altering) changed(changes []district.Change, view *View) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = view
	if a.tiles.Started() {
		a.tiles.Record(view.Version, touchesOf(changes, view.Snapshot))
		return
	}
	a.waiting = append(a.waiting, changes...)
}

// start reads what altered the tiles of the view, once. When that fails, every tile counts as
// altered by each version until the next try.
func (a *altering) start(ctx context.Context, view *View) error {
	if a.tiles.Started() || a.changelog == nil {
		return nil
	}
	under, mine := a.begin()
	if !mine {
		select {
		case <-under:
		case <-ctx.Done():
		}
		return nil
	}
	changes, err := a.changelog.Changes(ctx, tiles.Base(view.Version))
	a.mu.Lock()
	defer a.mu.Unlock()
	defer close(under)
	a.starting = nil
	if err != nil {
		return err
	}
	a.tiles.Start(view.Version, touchesOf(district.Until(changes, view.Version), view.Snapshot))
	if a.last != nil && a.last.Version > view.Version {
		a.tiles.Record(a.last.Version, touchesOf(a.waiting, a.last.Snapshot))
	}
	a.waiting = nil
	return nil
}

// begin returns the start that is under way, and whether it is the caller's.
func (a *altering) begin() (chan struct{}, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.starting != nil {
		return a.starting, false
	}
	a.starting = make(chan struct{})
	return a.starting, true
}
