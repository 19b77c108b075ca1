package interchange

import (
	"math"
	"slices"

	"github.com/paulmach/osm"
)

// absent marks, as its version, a node of a way that the extract does not have.
const absent = -1

// A nodeTable holds positions of nodes in units of 1e-7 degree, OpenStreetMap's own.
type nodeTable struct {
	ids []osm.NodeID
	at  [][2]int32
}

// unknown is no longitude.
const unknown = math.MinInt32

// settle sorts the identifiers collected, each once, and makes room for their positions.
func (t *nodeTable) settle() {
	slices.Sort(t.ids)
	t.ids = slices.Clip(slices.Compact(t.ids))
	t.at = make([][2]int32, len(t.ids))
	for i := range t.at {
		t.at[i][0] = unknown
	}
}

// set keeps the position of a node that is needed; of others it does nothing.
func (t *nodeTable) set(id osm.NodeID, lon, lat float64) {
	if i, needed := slices.BinarySearch(t.ids, id); needed {
		t.at[i] = [2]int32{int32(math.Round(lon * 1e7)), int32(math.Round(lat * 1e7))}
	}
}

// locate writes positions into the nodes of w and reports whether any is missing.
func (t *nodeTable) locate(w *osm.Way) (missing bool) {
	for k := range w.Nodes {
		n := &w.Nodes[k]
		i, needed := slices.BinarySearch(t.ids, n.ID)
		if !needed || t.at[i][0] == unknown {
			n.Version, missing = absent, true
			continue
		}
		n.Version = 1
		n.Lon, n.Lat = float64(t.at[i][0])/1e7, float64(t.at[i][1])/1e7
	}
	return missing
}
