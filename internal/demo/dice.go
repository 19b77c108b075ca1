package demo

import (
	"math"
	"math/rand/v2"
)

// A dice is a stream of random numbers of its own, so that a change in one part of the town
// leaves the others as they were.
type dice struct{ *rand.Rand }

// A stage names the streams of one seed.
type stage uint64

const (
	stageSite stage = iota + 1
	stageStreets
	stageZones
	stageBuildings
	stageDivision
	stageNames
	stageFacilities
	stageIssues
	stageStaff
	stageCounts
	stageVisits
	stageDuplicates
	stageQuiet
)

// diceFor returns the stream of a stage; n tells apart the streams inside a stage.
func diceFor(seed uint64, s stage, n int) dice {
	return dice{rand.New(rand.NewPCG(seed, uint64(s)<<32|uint64(n)))}
}

func (d dice) between(lo, hi float64) float64 { return lo + (hi-lo)*d.Float64() }

// whole returns a whole number from lo to hi, both included.
func (d dice) whole(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

func (d dice) chance(p float64) bool { return d.Float64() < p }

// poisson returns a count with the given mean, which must be below 500.
func (d dice) poisson(mean float64) int {
	limit, n := math.Exp(-mean), 0
	for p := d.Float64(); p > limit; p *= d.Float64() {
		n++
	}
	return n
}

// pick returns one of the choices.
func pick[T any](d dice, choices []T) T { return choices[d.IntN(len(choices))] }

// shuffled returns the choices in random order and leaves them as they are.
func shuffled[T any](d dice, choices []T) []T {
	out := append([]T(nil), choices...)
	d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// A relief is a smooth random field over the plane with values from about -1 to 1.
type relief struct {
	seed uint64
	size float64 // metres from one random value to the next
}

func (r relief) at(p vec) float64 {
	x, y := math.Floor(p.x/r.size), math.Floor(p.y/r.size)
	fx, fy := ease(p.x/r.size-x), ease(p.y/r.size-y)
	south := mixed(r.value(x, y), r.value(x+1, y), fx)
	north := mixed(r.value(x, y+1), r.value(x+1, y+1), fx)
	return mixed(south, north, fy)
}

func (r relief) value(x, y float64) float64 {
	h := r.seed ^ uint64(int64(x))*0x9e3779b97f4a7c15 ^ uint64(int64(y))*0xc2b2ae3d27d4eb4f
	h ^= h >> 31
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 29
	return float64(h>>11)/(1<<52) - 1
}

func mixed(a, b, t float64) float64 { return a + (b-a)*t }

func ease(t float64) float64 { return t * t * (3 - 2*t) }
