package district

import (
	"cmp"
	"slices"
	"time"

	"gewu/geo"
)

// A Change is one entry of the change log: what one write touched. A write that touched several
// communities has several entries of one version.
type Change struct {
	Version   int64      // of the data since then
	Noun      string     // "area", "building", "issue", …; Anything
	Community geo.AreaID // whose land or holders changed; 0: any
	Box       geo.Box    // around what changed, as it was and as it is; without meaning unless OnMap
	OnMap     bool       // something that a map shows changed
	At        time.Time  // when
}

// Anything is the noun of a change that stands for all that may have changed: everything read
// before it must be read again.
const Anything = "anything"

// Everything returns the change that stands for all changes up to a version, where they are not
// known one by one. Its box is the whole earth.
func Everything(version int64, at time.Time) Change {
	return Change{Version: version, Noun: Anything, Box: wholeEarth, OnMap: true, At: at}
}

var wholeEarth = geo.Box{
	Min: geo.Point{Lon: -180e7, Lat: -90e7},
	Max: geo.Point{Lon: 180e7, Lat: 90e7},
}

// Until returns the changes up to a version, in their order. Changes that stand for everything
// up to a later version are kept for that version: what they tell to read again includes it.
func Until(changes []Change, version int64) []Change {
	var until []Change
	for _, c := range changes {
		switch {
		case c.Version <= version:
			until = append(until, c)
		case c.Noun == Anything:
			c.Version = version
			until = append(until, c)
		}
	}
	slices.SortStableFunc(until, func(a, b Change) int { return cmp.Compare(a.Version, b.Version) })
	return until
}
