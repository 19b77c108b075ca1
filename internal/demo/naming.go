package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
)

// nameEverything gives areas their codes and names, streets and estates their names, and houses
// their addresses.
func (t *town) nameEverything() {
	d := diceFor(t.seed, stageNames, 0)
	t.nameStreetAreas()
	t.nameCommunities(d)
	for _, c := range t.communities() {
		t.nameGrids(c)
	}
	t.nameRoads(d)
	t.nameEstates(d)
	t.giveAddresses()
}

const districtCode = "350420"

// nameStreetAreas names the streets: that of the old town, the others by their side of the river.
func (t *town) nameStreetAreas() {
	t.top.code, t.top.name = districtCode, districtName
	t.inReadingOrder(t.top.parts)
	sides := map[bool][]string{true: {"江滨街道", "环山街道"}, false: {"溪南街道", "新城街道"}}
	oldest := slices.MinFunc(t.top.parts, func(a, b *region) int {
		return cmp.Compare(t.middle(a).to(t.old), t.middle(b).to(t.old))
	})
	for i, s := range t.top.parts {
		s.code = fmt.Sprintf("%s%03d", districtCode, i+1)
		if s == oldest {
			s.name = "城关街道"
			continue
		}
		_, _, _, off := t.river.at(t.middle(s))
		s.name, sides[off > 0] = sides[off > 0][0], sides[off > 0][1:]
	}
}

// nameCommunities names every community after the kind of quarter most of its land is. The two
// with the most open land are villages.
func (t *town) nameCommunities(d dice) {
	pools := map[string][]string{
		"old": shuffled(d, oldTownNames), "bank": shuffled(d, bankNames), "town": shuffled(d, townNames),
		"hill": shuffled(d, hillNames), "village": shuffled(d, villageNames),
	}
	villages := t.mostRural(2)
	for _, street := range t.top.parts {
		t.inReadingOrder(street.parts)
		committees, villagers := 0, 200
		for _, c := range street.parts {
			switch {
			case c == t.resettlement:
				c.name = "东乾新苑社区"
			case slices.Contains(villages, c):
				villagers++
				c.code = fmt.Sprintf("%s%03d", street.code, villagers)
				c.name = take(pools, "village") + "村"
				continue
			default:
				c.name = take(pools, t.flavour(c)) + "社区"
			}
			committees++
			c.code = fmt.Sprintf("%s%03d", street.code, committees)
		}
		sort.SliceStable(street.parts, func(i, j int) bool { return street.parts[i].code < street.parts[j].code })
	}
}

// take returns the next unused name of a pool, or of the town's when it is used up.
func take(pools map[string][]string, pool string) string {
	if len(pools[pool]) == 0 {
		pool = "town"
	}
	name := pools[pool][0]
	pools[pool] = pools[pool][1:]
	return name
}

// mostRural returns the communities with the most open land.
func (t *town) mostRural(n int) []*region {
	all := t.communities()
	open := map[*region]float64{}
	for _, c := range all {
		for _, b := range c.blocks {
			if z := t.blocks[b].zone; z == zoneFringe && c != t.resettlement {
				open[c] += t.blocks[b].size
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return open[all[i]] > open[all[j]] })
	return all[:n]
}

// flavour says which pool of names suits a community.
func (t *town) flavour(c *region) string {
	shares := map[zone]float64{}
	all := 0.0
	for _, b := range c.blocks {
		shares[t.blocks[b].zone] += t.blocks[b].size
		all += t.blocks[b].size
	}
	switch {
	case shares[zoneOld] > 0.2*all:
		return "old"
	case shares[zoneHill] > 0.3*all:
		return "hill"
	case shares[zoneBank] > 0.1*all:
		return "bank"
	}
	return "town"
}

// nameGrids numbers the grids of a community from west to east and north to south.
func (t *town) nameGrids(c *region) {
	grids := c.parts
	if c == t.resettlement {
		grids = t.estateGrids()
		t.inReadingOrder(c.parts)
		for i, s := range c.parts {
			s.code, s.name = fmt.Sprintf("%s-%d", c.code, i+1), "第"+numeral(i+1)+"工作站"
		}
	}
	t.inReadingOrder(grids)
	for i, g := range grids {
		g.code, g.name = fmt.Sprintf("%s%03d", c.code, i+1), "第"+numeral(i+1)+"网格"
	}
	if c == t.resettlement {
		for _, s := range c.parts {
			sort.SliceStable(s.parts, func(i, j int) bool { return s.parts[i].code < s.parts[j].code })
		}
	}
}

// nameRoads names the streets and lanes that have none yet, and finds where their numbers begin.
func (t *town) nameRoads(d dice) {
	roads, lanes := unusedNames(d, roadFirst, []string{"路", "街", "路"}), unusedNames(d, laneNames(), laneLast)
	lines := t.linesOfWays()
	for i := range t.ways {
		w := &t.ways[i]
		if len(lines[i]) > 0 {
			w.start = lines[i][0][0]
		}
		switch {
		case w.name != "":
		case w.class == street:
			w.name = roads()
		case w.class == lane:
			w.name = lanes()
		}
	}
}

// laneNames are the first parts of the names of lanes: old words, and places of two characters.
func laneNames() []string {
	out := slices.Clone(laneFirst)
	for _, head := range laneHeads {
		for _, tail := range laneTails {
			out = append(out, head+tail)
		}
	}
	return out
}

// unusedNames returns a source of names put together from a first and a last word. When all
// are used, it goes on with numbered ones: 三元二巷.
func unusedNames(d dice, first, last []string) func() string {
	first, i := shuffled(d, first), -1
	return func() string {
		i++
		round, name := i/len(first), first[i%len(first)]
		if round > 0 {
			name += numeral(round + 1)
		}
		return name + last[(i+round)%len(last)]
	}
}

// nameEstates names the walled estates and the houses of the resettlement estate.
func (t *town) nameEstates(d dice) {
	names := unusedEstateNames(d)
	for _, b := range t.blocks {
		switch {
		case b.zone == zoneResettled:
			b.name = "东乾新苑"
		case b.use == useTowers || b.use == useSlabs:
			b.name = names()
		}
	}
	n := 0
	for _, h := range t.housesOf(t.resettlement) {
		n++
		h.number = n
	}
}

func unusedEstateNames(d dice) func() string {
	var all []string
	for _, a := range estateFirst {
		for _, b := range estateLast {
			all = append(all, a+b)
		}
	}
	all = shuffled(d, all)
	i := -1
	return func() string {
		i++
		return all[i%len(all)]
	}
}

// giveAddresses numbers the houses along the named street or lane nearest to them, odd on its
// left and even on its right. Houses of an estate share the number of their gate.
func (t *town) giveAddresses() {
	used := map[string]bool{}
	for _, b := range t.blocks {
		gate := ""
		for _, h := range b.houses {
			if b.name == "" {
				h.address = t.numberOn(b, h.ring, used)
				continue
			}
			if gate == "" {
				gate = t.numberOn(b, h.ring, used)
			}
			h.address = gate
			if h.number > 0 {
				h.address = fmt.Sprintf("%s%d栋", gate, h.number)
			}
		}
	}
}

func (t *town) numberOn(b *block, ring []vec, used map[string]bool) string {
	best, least := way{}, math.Inf(1)
	at, left := centroid(ring), false
	for e := range t.mesh.edges(b.face) {
		w := t.ways[t.mesh.way(e)]
		if d := toSegment(at, t.mesh.nodes[e.from], t.mesh.nodes[e.to]); d < least && w.name != "" {
			best, least, left = w, d, e.from < e.to
		}
	}
	if best.name == "" {
		return ""
	}
	n := 1 + 2*int(at.to(best.start)/9)
	if left {
		n++
	}
	for used[fmt.Sprint(best.name, n)] {
		n += 2
	}
	used[fmt.Sprint(best.name, n)] = true
	return fmt.Sprintf("%s%d号", best.name, n)
}
