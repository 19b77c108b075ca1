package tiles

import (
	"slices"
	"sync"
	"sync/atomic"

	"gewu/geo"
)

// A Touch says that a version of the data altered some layers within a box.
type Touch struct {
	Version int64
	Layers  Mask
	Box     geo.Box
}

// Everywhere is the box of a touch that may be anywhere.
var Everywhere = geo.Box{
	Min: geo.Point{Lon: -180e7, Lat: -90e7},
	Max: geo.Point{Lon: 180e7, Lat: 90e7},
}

// How many versions of the data a Touched looks back, and how many touches of one version it
// keeps apart. It looks back at least keptVersions-dropVersions versions.
const (
	keptVersions = 4096
	dropVersions = 1024
	mostTouches  = 64
)

// A Touched remembers which versions of the data altered which tiles, so that a small change
// leaves the others as they are. The last 3,072 to 4,096 versions are told apart by the boxes
// they touched; a tile that none of them touched counts as altered at the last version before,
// which is the same on every server and moves on by 1,024 at a time. At most 64 boxes of a
// version are kept: of more, those of the same layers become one. A touch takes 32 bytes, so an
// ordinary log a quarter of a megabyte.
//
// The zero Touched knows of no version. Safe for concurrent use.
type Touched struct {
	mu    sync.Mutex
	state atomic.Pointer[touched]
}

// touched is a state of a Touched; it is never changed.
type touched struct {
	base    int64   // what came until then is not told apart
	known   int64   // the last version that is known of
	touches []Touch // of versions after base, in ascending order
}

// Base returns the version after which Start wants to know what was touched, for a log that
// shall know of the versions up to one.
func Base(version int64) int64 {
	return max(0, version/dropVersions*dropVersions-(keptVersions-dropVersions))
}

// Start makes the log know of the versions up to one: touches are those of all versions after
// [Base] of it, in ascending order of version.
func (t *Touched) Start(version int64, touches []Touch) {
	t.mu.Lock()
	defer t.mu.Unlock()
	base := Base(version)
	t.state.Store(&touched{base, version, fewer(after(touches, base))})
}

// Started reports whether the log knows of any version.
func (t *Touched) Started() bool { return t.state.Load() != nil }

// Record adds the touches of all versions after the last that is known of up to another, in
// ascending order. Versions that are known of already are left out. A log that was not started
// stays so.
func (t *Touched) Record(version int64, touches []Touch) {
	t.mu.Lock()
	defer t.mu.Unlock()
	old := t.state.Load()
	if old == nil || version <= old.known {
		return
	}
	base := max(old.base, Base(version))
	kept := slices.Concat(after(old.touches, base), fewer(after(touches, max(base, old.known))))
	t.state.Store(&touched{base, version, kept})
}

// after returns the touches of versions after one.
func after(touches []Touch, version int64) []Touch {
	i, _ := slices.BinarySearchFunc(touches, version+1, func(t Touch, v int64) int {
		if t.Version < v {
			return -1
		}
		return 1
	})
	return touches[i:]
}

// fewer unites the touches of each version that has too many, layers by layers.
func fewer(touches []Touch) []Touch {
	var kept []Touch
	for len(touches) > 0 {
		n := len(touches) - len(after(touches, touches[0].Version))
		if n > mostTouches {
			kept = append(kept, united(touches[:n])...)
		} else {
			kept = append(kept, touches[:n]...)
		}
		touches = touches[n:]
	}
	return kept
}

// united unites the touches of one version whose layers are the same.
func united(touches []Touch) []Touch {
	var all []Touch
	for _, t := range touches {
		i := slices.IndexFunc(all, func(u Touch) bool { return u.Layers == t.Layers })
		if i < 0 {
			all = append(all, t)
			continue
		}
		all[i].Box = all[i].Box.Union(t.Box)
	}
	return all
}

// last returns the last version not after at, the version a request is answered from, that
// altered one of the layers in a tile; anywhere, if everywhere is true. A version that is not
// known of yet may have altered everything, so it is returned itself.
func (t *Touched) last(layers Mask, a Address, everywhere bool, at int64) int64 {
	if v, some := t.since(layers, a, everywhere, -1, at); some {
		return v
	}
	if s := t.state.Load(); s != nil {
		return min(s.base, at)
	}
	return at
}

// since returns the last version after one and not after at that altered one of the layers in a
// tile, or false when none did.
func (t *Touched) since(layers Mask, a Address, everywhere bool, version, at int64) (int64, bool) {
	if version >= at {
		return 0, false
	}
	s := t.state.Load()
	if s == nil || at > s.known {
		return at, true
	}
	if version >= 0 && version < s.base {
		return min(s.base, at), true
	}
	if len(s.touches) == 0 || s.touches[len(s.touches)-1].Version <= version {
		return 0, false
	}
	around := a.around()
	for i := len(s.touches) - 1; i >= 0; i-- {
		touch := &s.touches[i]
		if touch.Version <= version {
			break
		}
		if touch.Version <= at && touch.Layers&layers != 0 && (everywhere || touch.Box.Meets(around)) {
			return touch.Version, true
		}
	}
	return 0, false
}

// around returns the box of what may be drawn in a tile: the tile with a margin of 1/32 of its
// side, twice the buffer of the layers.
func (a Address) around() geo.Box {
	b := a.Bound()
	margin := (b.Max[0] - b.Min[0]) / 32
	return geo.Box{
		Min: geo.Point{Lon: unit(b.Min[0]-margin, 180), Lat: unit(b.Min[1]-margin, 90)},
		Max: geo.Point{Lon: unit(b.Max[0]+margin, 180), Lat: unit(b.Max[1]+margin, 90)},
	}
}

// unit returns degrees in units of 1e-7, within ±limit degrees.
func unit(degrees, limit float64) int32 { return int32(max(-limit, min(degrees, limit)) * 1e7) }
