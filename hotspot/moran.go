package hotspot

import "math"

// A Quadrant tells a place and the mean of its neighbours apart by above or below the mean of all.
type Quadrant uint8

// Quadrants: the place itself first, then its neighbours.
const (
	NoQuadrant Quadrant = iota // not tested
	LowLow
	LowHigh
	HighLow
	HighHigh
)

var quadrantNames = [...]string{"none", "low_low", "low_high", "high_low", "high_high"}

// String returns the name that answers carry, such as high_low.
func (q Quadrant) String() string { return quadrantNames[q] }

// A MoranLocal is the local statistic I of Moran of every place. With row-standardised weights they
// sum to n times the global one.
type MoranLocal struct {
	Local // Z and P by the chosen moments
	I     []float64
	// Mean and Variance are what I is when nothing is going on.
	Mean, Variance []float64
	Quadrant       []Quadrant // by the signs of the place's deviation and of its neighbours' weighted sum of deviations
}

// Moments says what is held fixed when I is compared with chance.
type Moments uint8

// Moments of local Moran. They differ much: for the hottest of the reference's places z is 4.9 by the
// first and 10.2 by the second.
const (
	Conditional Moments = iota // the place keeps its figure, the others are dealt (Sokal, Oden and Thomson 1998)
	Total                      // all are dealt (Anselin 1995)
)

// LocalMoran returns local Moran (Anselin 1995) of x without self-neighbours.
//
//	I_i = (z_i/m2) Σ_j w_ij z_j,  z = x − mean,  m2 = Σ z²/n
//
// Conditional moments: E = −z_i² W_i/((n−1) m2), Var = (z_i/m2)² (n/(n−2)) (S1_i − W_i²/(n−1)) (m2 − z_i²/(n−1)).
// Total ones: E = −W_i/(n−1), Var = S1_i (n−b2)/(n−1) + (W_i²−S1_i)(2 b2−n)/((n−1)(n−2)) − E², b2 = Σz⁴/n/m2².
func LocalMoran(x []float64, w *Weights, moments Moments) MoranLocal {
	w = w.WithoutSelf()
	study := measure(x, w)
	n := w.Len()
	out := MoranLocal{
		Local: newLocal(n), I: make([]float64, n), Mean: make([]float64, n), Variance: make([]float64, n),
		Quadrant: make([]Quadrant, n),
	}
	z := study.deviations(x, w)
	b2 := kurtosis(z, study)
	for i := range n {
		if why := study.untested(w, i, 1, 1); why != Testable {
			out.refuse(i, why)
			continue
		}
		sum, squares := w.sums(i)
		lag := w.lag(z, i)
		m2 := study.deviation * study.deviation
		out.I[i] = z[i] / m2 * lag
		out.Mean[i], out.Variance[i] = moments.of(z[i], m2, b2, sum, squares, study.n)
		out.Quadrant[i] = quadrant(z[i], lag)
		if out.Variance[i] <= 1e-12*squares { // the place is at the mean, or all others are its neighbours
			out.refuse(i, AllNeighbours)
			continue
		}
		out.set(i, (out.I[i]-out.Mean[i])/math.Sqrt(out.Variance[i]))
	}
	return out
}

// of returns mean and variance of I_i when nothing is going on.
func (m Moments) of(z, m2, b2, sum, squares, n float64) (mean, variance float64) {
	if m == Total {
		mean = -sum / (n - 1)
		variance = squares*(n-b2)/(n-1) + (sum*sum-squares)*(2*b2-n)/((n-1)*(n-2)) - mean*mean
		return mean, variance
	}
	mean = -z * z * sum / ((n - 1) * m2)
	variance = (z / m2) * (z / m2) * (n / (n - 2)) * (squares - sum*sum/(n-1)) * (m2 - z*z/(n-1))
	return mean, variance
}

// deviations returns x less its mean; 0 outside the study area.
func (s study) deviations(x []float64, w *Weights) []float64 {
	z := make([]float64, len(x))
	for i := range x {
		if !w.isOutside(i) {
			z[i] = x[i] - s.mean
		}
	}
	return z
}

// kurtosis returns b2 = (Σz⁴/n)/(Σz²/n)², 0 when all are the same.
func kurtosis(z []float64, s study) float64 {
	if s.deviation == 0 {
		return 0
	}
	fourth := 0.0
	for _, v := range z {
		fourth += v * v * v * v
	}
	return fourth / s.n / math.Pow(s.deviation, 4)
}

func quadrant(z, lag float64) Quadrant {
	q := LowLow
	if z > 0 {
		q = HighLow
	}
	if lag > 0 {
		q++
	}
	return q
}

// A Global is one statistic of a whole map, compared with what it is when the figures are dealt at random.
type Global struct {
	Value, Mean, Variance, Z, P float64
	Why                         Untested // where it is not Testable, Z is 0 and P is 1
}

func newGlobal(value, mean, variance float64) Global {
	if variance <= 0 {
		return Global{Value: value, Mean: mean, P: 1, Why: AllNeighbours}
	}
	z := (value - mean) / math.Sqrt(variance)
	return Global{Value: value, Mean: mean, Variance: variance, Z: z, P: twoSided(z)}
}

// GlobalMoran returns Moran's I of x with its moments under randomisation (Cliff and Ord 1981).
//
//	I = n/S0 · Σ_i Σ_j w_ij z_i z_j / Σ z²,  E = −1/(n−1)
func GlobalMoran(x []float64, w *Weights) Global {
	w = w.WithoutSelf()
	study := measure(x, w)
	if why := study.untestedGlobal(w); why != Testable {
		return Global{P: 1, Why: why}
	}
	z, n := study.deviations(x, w), study.n
	product := 0.0
	for i := range z {
		product += z[i] * w.lag(z, i)
	}
	s := w.global()
	value := product / (s.s0 * study.deviation * study.deviation)
	mean, b2 := -1/(n-1), kurtosis(z, study)
	second := n*((n*n-3*n+3)*s.s1-n*s.s2+3*s.s0*s.s0) - b2*((n*n-n)*s.s1-2*n*s.s2+6*s.s0*s.s0)
	return newGlobal(value, mean, second/((n-1)*(n-2)*(n-3)*s.s0*s.s0)-mean*mean)
}

// GlobalG returns the general G of Getis and Ord (1992) of figures that are not negative: whether high
// ones lie together (above its mean) or low ones.
//
//	G = Σ_i Σ_j w_ij x_i x_j / Σ_i Σ_j x_i x_j,  i ≠ j,  E = S0/(n(n−1))
func GlobalG(x []float64, w *Weights) Global {
	w = w.WithoutSelf()
	study := measure(x, w)
	if why := study.untestedGlobal(w); why != Testable {
		return Global{P: 1, Why: why}
	}
	var m1, m2, m3, m4, product float64
	for i, v := range x {
		if !w.isOutside(i) {
			m1, m2, m3, m4 = m1+v, m2+v*v, m3+v*v*v, m4+v*v*v*v
			product += v * w.lag(x, i)
		}
	}
	n, s := study.n, w.global()
	b0 := (n*n-3*n+3)*s.s1 - n*s.s2 + 3*s.s0*s.s0
	b1 := -((n*n-n)*s.s1 - 2*n*s.s2 + 6*s.s0*s.s0)
	b2 := -(2*n*s.s1 - (n+3)*s.s2 + 6*s.s0*s.s0)
	b3 := 4*(n-1)*s.s1 - 2*(n+1)*s.s2 + 8*s.s0*s.s0
	b4 := s.s1 - s.s2 + s.s0*s.s0
	all := m1*m1 - m2
	if all == 0 {
		return Global{P: 1, Why: NoVariance}
	}
	mean := s.s0 / (n * (n - 1))
	second := (b0*m2*m2 + b1*m4 + b2*m1*m1*m2 + b3*m1*m3 + b4*m1*m1*m1*m1) / (all * all * n * (n - 1) * (n - 2) * (n - 3))
	return newGlobal(product/all, mean, second-mean*mean)
}

// untestedGlobal says why a whole map cannot be tested.
func (s study) untestedGlobal(w *Weights) Untested {
	switch {
	case s.n < 4:
		return TooFewPlaces
	case len(w.to) == 0:
		return NoNeighbours
	case s.deviation == 0:
		return NoVariance
	}
	return Testable
}

// sizes are the sums of weights that global moments need (Cliff and Ord 1981).
type sizes struct {
	s0 float64 // Σ w_ij
	s1 float64 // Σ (w_ij + w_ji)² / 2
	s2 float64 // Σ_i (Σ_j w_ij + Σ_j w_ji)²
}

func (w *Weights) global() sizes {
	var s sizes
	back := w.reversed()
	for i := range w.Len() {
		out, _ := w.sums(i)
		in, _ := back.sums(i)
		s.s0 += out
		s.s2 += (out + in) * (out + in)
		s.s1 += w.squaresWith(back, i) / 2
	}
	return s
}

// squaresWith returns Σ_j (w_ij + w_ji)² of place i.
func (w *Weights) squaresWith(back *Weights, i int) (sum float64) {
	k, l := w.start[i], back.start[i]
	for k < w.start[i+1] || l < back.start[i+1] {
		there := k < w.start[i+1] && (l == back.start[i+1] || w.to[k] <= back.to[l])
		here := l < back.start[i+1] && (k == w.start[i+1] || back.to[l] <= w.to[k])
		both := 0.0
		if there {
			both += w.weight(k)
			k++
		}
		if here {
			both += back.weight(l)
			l++
		}
		sum += both * both
	}
	return sum
}

// reversed returns the weights with every link turned round.
func (w *Weights) reversed() *Weights {
	links := make([]link, 0, len(w.to))
	for i := range w.Len() {
		for k := w.start[i]; k < w.start[i+1]; k++ {
			links = append(links, link{from: w.to[k], to: int32(i), weight: w.weight(k)})
		}
	}
	back := newWeights(w.Len(), links, w.w != nil)
	back.outside = w.outside
	return back
}
