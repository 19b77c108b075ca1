package district

import (
	"time"

	"gewu/geo"
)

// An EditionRef names the edition that a fact comes from.
type EditionRef struct {
	ID     int64
	Number int
	From   time.Time // the date it took force
	Title  string
}

// A Place is an area as it stands in a snapshot: with the name, parent and edition in force
// on the snapshot's day.
type Place struct {
	ID      geo.AreaID
	Code    string
	Name    string
	Level   *Level
	Parent  *Place      // nil at the top; for its tally and holders, see [Snapshot.Chain]
	Kind    string      // ordinary or dedicated
	Colour  int         // 0–7; neighbours of one level differ
	Edition *EditionRef // shared by the places of the edition; never nil in a snapshot
	Bound   geo.Box
	Label   geo.Point // an interior point
	Holders []Holding // who holds which post on the snapshot's day, in order of posts
	Tally   Tally     // what lies in it
}

// A Holding is one member of staff in one post. WorkPhone is empty unless it is public.
type Holding struct {
	Post      PostID
	Name      string
	WorkPhone string
	Duty      string
	From      time.Time
}

// A Tally counts what lies in an area. Estimated counts how many of the households are
// estimated, not given.
type Tally struct {
	Buildings  int
	Households int
	Residents  int
	Estimated  int
}
