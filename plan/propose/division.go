package propose

import (
	"math"
	"math/rand/v2"
)

// wishes are what a division is judged by: the cost of borders is 1 a unit, and these are added.
type wishes struct {
	out    float64 // for each part outside the band
	off    float64 // for each household by which a part is outside
	offSq  float64 // for the square of that
	even   float64 // for the square of a part's distance from the middle of the band
	stay   float64 // for each household not at home
	parts  float64 // for each part
	middle float64
}

// of returns what a part costs for its households alone.
func (w *wishes) of(households int, band Band) float64 {
	d := float64(households) - w.middle
	cost := w.even*d*d + w.parts
	switch {
	case households < band.Min:
		d = float64(band.Min - households)
	case households > band.Max:
		d = float64(households - band.Max)
	default:
		return cost
	}
	return cost + w.out + w.off*d + w.offSq*d*d
}

// press gives the band a share of its weight.
func (w *wishes) press(firm wishes, share float64) {
	w.out, w.off, w.offSq = firm.out*share, firm.off*share, firm.offSq*share
}

// A division is a mesh divided into parts, and what it takes to change it. Every part is connected.
// Parts may be empty; the parts below homes are the grids of today.
type division struct {
	m       *mesh
	band    Band
	wish    wishes
	random  *rand.Rand
	part    []int32 // of each atom
	members [][]int32
	place   []int32 // of each atom among the members of its part
	weight  []int   // of each part
	homes   int
	tree    *tree
	flood   flood
	label   []int32 // scratch of divide: the piece of each atom
	queue   []int32 // scratch
	effort  int     // that is left: atoms to be looked at
}

func newDivision(m *mesh, band Band, homes int, seed uint64) *division {
	n := len(m.weight)
	d := &division{
		m: m, band: band, random: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)),
		part: make([]int32, n), place: make([]int32, n), homes: homes, tree: newTree(m), label: make([]int32, n),
		effort: math.MaxInt,
	}
	d.flood.seen = make([]int32, n)
	for a := range d.part {
		d.part[a] = None
	}
	for range homes {
		d.addPart()
	}
	return d
}

func (d *division) addPart() int32 {
	d.members = append(d.members, nil)
	d.weight = append(d.weight, 0)
	return int32(len(d.members) - 1)
}

// freePart returns an empty part that is not the home of any atom, a new one where there is none.
func (d *division) freePart() int32 {
	for p := d.homes; p < len(d.members); p++ {
		if len(d.members[p]) == 0 {
			return int32(p)
		}
	}
	return d.addPart()
}

// put moves an atom to a part, None for out of all.
func (d *division) put(a, to int32) {
	if from := d.part[a]; from != None {
		list := d.members[from]
		last := list[len(list)-1]
		list[d.place[a]], d.place[last] = last, d.place[a]
		d.members[from] = list[:len(list)-1]
		d.weight[from] -= d.m.weight[a]
	}
	d.part[a] = to
	if to != None {
		d.place[a] = int32(len(d.members[to]))
		d.members[to] = append(d.members[to], a)
		d.weight[to] += d.m.weight[a]
	}
}

// assign makes the division that parts names.
func (d *division) assign(parts []int32) {
	for a, p := range parts {
		for int(p) >= len(d.members) {
			d.addPart()
		}
		if d.part[a] != p {
			d.put(int32(a), p)
		}
	}
}

// energy judges the whole division: the less, the better.
func (d *division) energy() float64 {
	sum := float64(d.cut())
	for p, list := range d.members {
		if len(list) > 0 {
			sum += d.wish.of(d.weight[p], d.band)
		}
	}
	return sum + d.wish.stay*float64(d.moved())
}

// cut returns the cost of the borders between parts.
func (d *division) cut() int {
	sum := 0
	for a, p := range d.part {
		for e := d.m.first[a]; e < d.m.first[a+1]; e++ {
			if b := d.m.to[e]; int(b) > a && d.part[b] != p {
				sum += d.m.cost[e]
			}
		}
	}
	return sum
}

// moved returns the households that have a home and are not there.
func (d *division) moved() int {
	sum := 0
	for a, home := range d.m.home {
		if home != None && home != d.part[a] {
			sum += d.m.weight[a]
		}
	}
	return sum
}

// outside returns the number of parts outside the band.
func (d *division) outside() int {
	parts := 0
	for p, list := range d.members {
		if len(list) > 0 && d.band.off(d.weight[p]) > 0 {
			parts++
		}
	}
	return parts
}

// used returns the number of parts that have an atom.
func (d *division) used() int {
	n := 0
	for _, list := range d.members {
		if len(list) > 0 {
			n++
		}
	}
	return n
}

// accept decides as annealing does: always for the better, and the less likely for the worse the
// colder it is.
func (d *division) accept(change, heat float64) bool {
	return change <= 0 || heat > 0 && d.random.Float64() < math.Exp(-change/heat)
}

// off returns by how many households a grid is outside the band.
func (b Band) off(households int) int { return max(b.Min-households, households-b.Max, 0) }

// counts returns the fewest and most grids that can have so many households within the band; fewest
// is the greater when there is no such number.
func (b Band) counts(households int) (fewest, most int) {
	fewest = (households + b.Max - 1) / b.Max
	if b.Min == 0 {
		return fewest, math.MaxInt32
	}
	return fewest, households / b.Min
}
