package reach

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// A Class is the class of a way, in the order of the glossary of roads.
type Class uint8

// The classes of ways. Rail is not walked.
const (
	Path Class = iota
	Lane
	Road
	Arterial
	Rail
)

var classNames = [...]string{Path: "path", Lane: "lane", Road: "road", Arterial: "arterial", Rail: "rail"}

// ParseClass returns the class of a name; ok is false for a name that is none.
func ParseClass(name string) (c Class, ok bool) {
	for i, n := range classNames {
		if n == name {
			return Class(i), true
		}
	}
	return 0, false
}

// A Way is a line that people may walk along, both ways, whatever is one-way for cars.
//
// A way off the ground is a bridge, a tunnel, or on another level than 0. It meets others only at vertices
// that they share, as the data of OpenStreetMap have it; its ends may also touch a way on the ground. Ways on
// the ground meet wherever they cross or touch.
type Way struct {
	Points []geo.Point
	Class  Class
	Bridge bool
	Tunnel bool
	Level  int8 // above or below the ground; 0: on it
}

func (w *Way) onGround() bool { return !w.Bridge && !w.Tunnel && w.Level == 0 }

// A Water cannot be walked through: land under water, or the line of a river or canal. Of a stream's
// line one gets across; it is no Water. A way on the ground is cut where it crosses one, and what lies in it is
// left out, but for the last [BankMetres] to a bridge: outlines of water are drawn roughly. A vertex
// that a way shares with a line of water is a ford.
type Water struct {
	Surface orb.MultiPolygon // nil: a line
	Lines   [][]geo.Point
}

// Speeds are how fast each class is walked, in km/h.
type Speeds [Rail]float64

// Walking is 4.8 km/h, 80 m a minute, and on arterials, with their lights, the 1.2 m/s for which crossings
// are timed.
var Walking = Speeds{Path: 4.8, Lane: 4.8, Road: 4.8, Arterial: 4.32}

// The distances by which data are read, in metres.
const (
	// GapMetres is how far the end of a way may be from another way and still be joined to it.
	GapMetres = 2.0
	// BankMetres is how far a way on the ground may reach into water where a bridge begins.
	BankMetres = 10.0
	// PieceMetres is how long an unconnected piece must be for places to be put on it while a
	// longer one is within the limit, too.
	PieceMetres = 200.0
)

// Drawn tells how the network came out of the ways and waters.
type Drawn struct {
	Ways     int         // that are walked
	Metres   float64     // of them, without what is under water
	Crossed  int         // places where ways on the ground cross without a shared vertex, and now meet
	Touched  int         // vertices of ways that lie on others, and now meet
	Gaps     int         // ends joined to a way not farther than GapMetres
	Cut      int         // ways on the ground that water cuts, or that lie in it
	CutAt    []geo.Point // where, the first of each, at most 100
	Pieces   int         // unconnected pieces
	Stranded float64     // metres of all pieces but the longest
}
