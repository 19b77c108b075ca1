package interchange

import (
	"iter"

	"gewu/district"
)

// Roads makes roads of lines. A class may be ours, a highway of OpenStreetMap or a Chinese word;
// a road without one is a road. Of OpenStreetMap it takes highways and railways in use.
func (m Mapping) Roads(seq Features) iter.Seq2[district.Road, error] {
	return records(m, Roads, seq, func(rec *record) (district.Road, error) {
		r := district.Road{
			Origin: rec.origin(), Name: rec.text("name"), Line: linesOf(rec.Geometry), Attributes: rec.attributes,
		}
		if rec.tagged {
			return taggedRoad(rec, r)
		}
		r.Class, r.Bridge, r.OneWay = rec.word("class", roadWords), rec.flag("bridge"), rec.flag("one_way")
		if r.Line == nil {
			return r, rec.wrongShape("a road", "a line")
		}
		if r.Class == "" {
			r.Class = "road"
		}
		return r, nil
	})
}

func taggedRoad(rec *record, r district.Road) (district.Road, error) {
	t := tags(rec.Properties)
	r.Class = roadClass(t)
	if r.Class == "" || r.Line == nil {
		return r, errSkip
	}
	r.Bridge = t.is("bridge")
	r.OneWay = t.is("oneway") || t.get("junction") == "roundabout"
	return r, nil
}

// Waters makes water of polygons and lines. A class may be ours, OpenStreetMap's or a Chinese
// word; water without one is a river.
func (m Mapping) Waters(seq Features) iter.Seq2[district.Water, error] {
	return records(m, Waters, seq, func(rec *record) (district.Water, error) {
		w := district.Water{
			Origin: rec.origin(), Name: rec.text("name"), Surface: ground(rec.Geometry),
			Line: linesOf(rec.Geometry), Attributes: rec.attributes,
		}
		if rec.tagged {
			w.Class = waterClass(tags(rec.Properties), w.Surface != nil)
			if w.Class == "" || w.Surface == nil && w.Line == nil {
				return w, errSkip
			}
			return w, nil
		}
		if w.Surface == nil && w.Line == nil {
			return w, rec.wrongShape("water", "a polygon or a line")
		}
		if w.Class = rec.word("class", waterWords); w.Class == "" {
			w.Class = "river"
		}
		return w, nil
	})
}
