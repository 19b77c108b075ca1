package demo

import (
	"fmt"

	"gewu/district"
)

// roadRecords returns every street, lane and path; where one crosses water there is a bridge.
func (t *town) roadRecords() []district.Road {
	lines := t.linesOfWays()
	waters := [][]vec{t.river.surface(), t.brook.surface()}
	var out []district.Road
	add := func(name, class string, bridge bool, parts [][]vec) {
		if len(parts) == 0 {
			return
		}
		r := district.Road{Name: name, Class: class, Bridge: bridge}
		r.Row = int64(len(out) + 1)
		r.ID = fmt.Sprintf("r%04d", r.Row)
		for _, p := range parts {
			r.Line = append(r.Line, lineOf(p))
		}
		out = append(out, r)
	}
	for i, w := range t.ways {
		if w.class.word() == "" {
			continue
		}
		var dry, bridges [][]vec
		for _, line := range lines[i] {
			d, b := parted(line, waters)
			dry, bridges = append(dry, d...), append(bridges, b...)
		}
		add(w.name, w.class.word(), false, dry)
		add(bridgeName(w), w.class.word(), true, bridges)
	}
	for _, b := range t.blocks {
		add("", "path", false, b.paths)
	}
	return out
}

func bridgeName(w way) string {
	if w.class == lane || w.name == "" {
		return w.name
	}
	name := []rune(w.name)
	return string(name[:len(name)-1]) + "大桥"
}

// linesOfWays returns for every way its edges strung together to lines.
func (t *town) linesOfWays() [][][]vec {
	next := make([]map[nodeID][]nodeID, len(t.ways))
	for i := range next {
		next[i] = map[nodeID][]nodeID{}
	}
	for e := range t.mesh.allEdges() {
		w := t.mesh.way(e)
		next[w][e.from] = append(next[w][e.from], e.to)
		next[w][e.to] = append(next[w][e.to], e.from)
	}
	out := make([][][]vec, len(t.ways))
	seen := map[edge]bool{}
	for _, ends := range []bool{true, false} {
		for e := range t.mesh.allEdges() {
			w := t.mesh.way(e)
			for _, start := range []edge{e, e.reverse()} {
				if (len(next[w][start.from]) == 1 || !ends) && !seen[e.key()] {
					out[w] = append(out[w], t.points(follow(next[w], start, seen)))
				}
			}
		}
	}
	return out
}

// follow walks along unused edges of one way as long as it goes on without a fork.
func follow(next map[nodeID][]nodeID, e edge, seen map[edge]bool) []nodeID {
	line := []nodeID{e.from}
	for !seen[e.key()] {
		seen[e.key()] = true
		line = append(line, e.to)
		for _, n := range next[e.to] {
			if n != e.from && len(next[e.to]) == 2 {
				e = edge{e.to, n}
				break
			}
		}
	}
	return line
}

// parted divides a line into what is on land and what bridges water. A piece that ends in the
// water is no bridge and is left out.
func parted(line []vec, waters [][]vec) (dry, bridges [][]vec) {
	pieces := [][]vec{line}
	for _, w := range waters {
		var cut [][]vec
		for _, p := range pieces {
			cut = append(cut, cutAt(p, w)...)
		}
		pieces = cut
	}
	for i, p := range pieces {
		k := len(p) / 2
		middle := p[k-1].mix(p[k], 0.5)
		switch {
		case !contains(waters[0], middle) && !contains(waters[1], middle):
			dry = append(dry, p)
		case i > 0 && i < len(pieces)-1:
			bridges = append(bridges, p)
		}
	}
	return dry, bridges
}

// cutAt cuts a line wherever it crosses a ring.
func cutAt(line, ring []vec) [][]vec {
	var out [][]vec
	piece := []vec{line[0]}
	for i := range len(line) - 1 {
		for _, s := range meetings(line[i], line[i+1], ring) {
			p := line[i].mix(line[i+1], s)
			if p.to(piece[len(piece)-1]) > 0.5 && p.to(line[i+1]) > 0.5 {
				out = append(out, append(piece, p))
				piece = []vec{p}
			}
		}
		piece = append(piece, line[i+1])
	}
	return append(out, piece)
}

// meetings returns where ab crosses the sides of a ring, in order, as shares of ab.
func meetings(a, b vec, ring []vec) []float64 {
	var out []float64
	for i, c := range ring {
		if s, ok := meet(a, b, c, ring[(i+1)%len(ring)]); ok {
			out = append(out, s)
		}
	}
	if len(out) == 2 && out[0] > out[1] {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// waterRecords returns river, brook and the ponds of the parks.
func (t *town) waterRecords() []district.Water {
	out := []district.Water{
		{Name: "云溪", Class: "river", Surface: polygonOf(t.withinReach(t.river).surface())},
		{Name: "东坑溪", Class: "stream", Surface: polygonOf(t.withinReach(t.brook).surface())},
	}
	for _, b := range t.blocks {
		if b.pond != nil {
			out = append(out, district.Water{Class: "lake", Surface: polygonOf(b.pond)})
		}
	}
	for i := range out {
		out[i].Origin = district.Origin{Row: int64(i + 1), ID: fmt.Sprintf("w%02d", i+1)}
	}
	return out
}

// withinReach leaves out what lies more than a few hundred metres outside of the district.
func (t *town) withinReach(c course) course {
	var out course
	for i, p := range c.line {
		if contains(t.outline, p) || toRing(p, t.outline) < 250 {
			out.line, out.half = append(out.line, p), append(out.half, c.half[i])
		}
	}
	return out
}
