package analysis

import (
	"math"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
	"gewu/hotspot/reach"
)

// mostUnreached is how many buildings an answer shows on the map.
const mostUnreached = 20_000

// features are what is shown of a reach beside the places: the land that the services of the area reach, the services, how
// far the time would lead as the crow flies, as a hint, and buildings that reach none.
func (r *reaching) features() []Feature {
	out := []Feature{{r.outline(), map[string]any{"role": "outline", "minutes": Known(r.Question.Minutes), "facility": r.Question.Facility}}}
	for _, k := range r.relevant {
		s := r.serviceOf(int(k))
		out = append(out,
			Feature{r.circle(geo.Point(s.At)), map[string]any{"role": "hint", "id": s.ID}},
			Feature{geo.Point(s.At).Orb(), map[string]any{"role": "service", "id": s.ID, "name": s.Name, "kind": s.Kind, "households": s.Households, "connected": s.Connected}})
	}
	shown := 0
	for i := range r.Homes {
		if r.unit(int32(i)) < 0 || r.reaches(int32(i)) {
			continue
		}
		if shown++; shown > mostUnreached {
			r.Note("some_buildings", "图上只画出前 %d 栋到不了的楼。", "Only the first %d buildings that reach none are drawn.", mostUnreached)
			break
		}
		out = append(out, r.unreached(int32(i)))
	}
	return out
}

func (r *reaching) unreached(home int32) Feature {
	h := &r.Homes[home]
	properties := map[string]any{"role": "building_unreached", "id": h.ID, "name": Same(h.Name), "connected": r.walks.homes.Connected(int(home)), "minutes": Figure{}}
	if r.nearest[home] >= 0 {
		properties["minutes"] = Known(r.nearest[home])
	}
	if h.Households >= 0 {
		properties["households"] = Known(float64(h.Households))
	}
	return Feature{h.At.Orb(), properties}
}

// outline is the land to show for all services of the area together.
func (r *reaching) outline() orb.Geometry {
	var services []int32
	for _, k := range r.relevant {
		services = append(services, r.of[k])
	}
	spots, _ := r.spots(services)
	w := r.Paths.NewWalker()
	w.Walk(spots, r.seconds(r.Question.Minutes))
	return r.Paths.Outline(w.Parts())
}

// circle is as far as the time would lead without ways, walls and water.
func (r *reaching) circle(at geo.Point) orb.Geometry {
	const corners = 64
	metres := r.seconds(r.Question.Minutes) * r.Paths.Speeds[reach.Path] / 3.6
	middle := r.Plane.Metres(at)
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		ring = append(ring, r.Plane.Position(hotspot.Point{X: middle.X + metres*cos, Y: middle.Y + metres*sin}).Orb())
	}
	return orb.Polygon{append(ring, ring[0])}
}
