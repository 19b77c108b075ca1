package reach

import "errors"

// A Need is the households of a place.
type Need float64

// A Supply is what a service can do, in any unit.
type Supply float64

// A Decay is how much a service counts for those who live so many minutes away: the first band that holds
// the time.
type Decay []Band

// A Band is a weight up to a time, that time included.
type Band struct{ Minutes, Weight float64 }

// weigh returns the weight of a time; 0 beyond the last band.
func (d Decay) weigh(minutes float64) float64 {
	for _, band := range d {
		if minutes <= band.Minutes {
			return band.Weight
		}
	}
	return 0
}

// LuoQi are the weights of Luo and Qi (2009) in three bands of five minutes.
var LuoQi = Decay{{5, 1}, {10, 0.68}, {15, 0.22}}

// ErrTimes is the answer to times that do not go with the needs and supplies.
var ErrTimes = errors.New("there is one time for each need and each supply")

// Scores are how well each need is served.
type Scores struct {
	Access []float64 // of each need: Σ_j Ratio_j W(t_ij), supply a household
	Ratio  []float64 // of each supply: what it can do for each household that counts on it; 0 when none does
}

// Access returns the enhanced two-step floating catchment score (Luo and Qi 2009).
//
//	R_j = S_j / Σ_k P_k W(t_kj),  A_i = Σ_j R_j W(t_ij)
//
// Σ P_i A_i is the supply of the services that anyone counts on. Minutes[i][j] is from need i to
// supply j; negative: out of reach.
func Access(needs []Need, supplies []Supply, minutes [][]float64, decay Decay) (Scores, error) {
	if len(minutes) != len(needs) {
		return Scores{}, ErrTimes
	}
	out := Scores{Access: make([]float64, len(needs)), Ratio: make([]float64, len(supplies))}
	demand := make([]float64, len(supplies))
	for i, times := range minutes {
		if len(times) != len(supplies) {
			return Scores{}, ErrTimes
		}
		for j, t := range times {
			if t >= 0 {
				demand[j] += float64(needs[i]) * decay.weigh(t)
			}
		}
	}
	for j, d := range demand {
		if d > 0 {
			out.Ratio[j] = float64(supplies[j]) / d
		}
	}
	for i, times := range minutes {
		for j, t := range times {
			if t >= 0 {
				out.Access[i] += out.Ratio[j] * decay.weigh(t)
			}
		}
	}
	return out, nil
}
