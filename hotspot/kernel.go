package hotspot

import "math"

// A Kernel spreads an incident over the land about it. "Bandwidth" means five things in five programs:
// here it is always the standard deviation along each axis, in metres. It is a policy, chosen for a kind
// of issue, and never follows the size of a screen.
type Kernel struct {
	Shape Shape
	Sigma float64
}

// A Shape is how a kernel falls off.
type Shape uint8

// Shapes.
const (
	Gaussian Shape = iota // exp(−r²/2σ²)/(2πσ²)
	Quartic               // 3/(πh²) (1 − r²/h²)² up to the radius h = σ√8 (Silverman 1986)
)

// Radius returns how far a kernel reaches in metres: the radius h that other programs ask for with a
// quartic one, and five standard deviations, outside which 4 in a million lie, with a Gaussian one.
func (k Kernel) Radius() float64 {
	if k.Shape == Quartic {
		return k.Sigma * math.Sqrt(8)
	}
	return 5 * k.Sigma
}

// at returns the density at so many metres, squared, from an incident, per square metre.
func (k Kernel) at(metres2 float64) float64 {
	if k.Shape == Quartic {
		h2 := 8 * k.Sigma * k.Sigma
		if metres2 >= h2 {
			return 0
		}
		near := 1 - metres2/h2
		return 3 / (math.Pi * h2) * near * near
	}
	s2 := k.Sigma * k.Sigma
	return math.Exp(-metres2/(2*s2)) / (2 * math.Pi * s2)
}

// An Edge says what becomes of the part of an incident that a kernel k spreads over the edge of the study area A; the part
// that stays is e(x) = ∫_A k(u−x) du.
//
//	Diggle:  λ(u) = Σ_i k(u−x_i)/e(x_i)   (Jones 1993, Diggle 2010)
//	Uniform: λ(u) = Σ_i k(u−x_i)/e(u)     (Diggle 1985)
//	NoEdge:  λ(u) = Σ_i k(u−x_i)
type Edge uint8

// Edges.
const (
	Diggle  Edge = iota // each incident is divided by the part of it that stays inside: as many incidents as there are
	Uniform             // each place is divided by the part of a kernel there that stays inside: right where incidents are even
	NoEdge              // it is lost: corners show a quarter of what is there
)

// A Rectangle is a study area whose edges can be corrected for exactly.
type Rectangle struct{ Low, High Point }

// stays returns the part of a Gaussian kernel at p that lies inside.
func (r Rectangle) stays(p Point, sigma float64) float64 {
	along := func(from, to, at float64) float64 {
		return (math.Erf((to-at)/(sigma*math.Sqrt2)) - math.Erf((from-at)/(sigma*math.Sqrt2))) / 2
	}
	return along(r.Low.X, r.High.X, p.X) * along(r.Low.Y, r.High.Y, p.Y)
}

// squareKilometre in square metres.
const squareKilometre = 1e6

// GaussianAt returns the density of incidents per km² at some points, summed up incident by incident: for
// a few points, and the measure of Surface. Incidents and points lie inside the area.
func GaussianAt(points, incidents []Point, sigma float64, area Rectangle, edge Edge) []float64 {
	weight := make([]float64, len(incidents))
	for i, at := range incidents {
		weight[i] = 1
		if edge == Diggle {
			weight[i] = 1 / area.stays(at, sigma)
		}
	}
	out := sumAt(points, incidents, weight, Kernel{Gaussian, sigma})
	if edge == Uniform {
		for i, p := range points {
			out[i] /= area.stays(p, sigma)
		}
	}
	return out
}

// sumAt sums the kernels of weighted incidents up, per km².
func sumAt(points, incidents []Point, weight []float64, k Kernel) []float64 {
	out := make([]float64, len(points))
	for i, p := range points {
		for j, at := range incidents {
			dx, dy := p.X-at.X, p.Y-at.Y
			out[i] += weight[j] * k.at(dx*dx+dy*dy)
		}
		out[i] *= squareKilometre
	}
	return out
}
