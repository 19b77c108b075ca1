package reach

// A Time is how long the way to a need takes, in minutes.
type Time struct {
	Need    int32
	Minutes float64
}

// AccessWithin is [Access] of needs and supplies of which most are out of each other's reach: reached has,
// for each supply, the needs within reach, each once.
func AccessWithin(needs []Need, supplies []Supply, reached [][]Time, decay Decay) (Scores, error) {
	if len(reached) != len(supplies) {
		return Scores{}, ErrTimes
	}
	out := Scores{Access: make([]float64, len(needs)), Ratio: make([]float64, len(supplies))}
	for j, times := range reached {
		for _, t := range times {
			if t.Need < 0 || int(t.Need) >= len(needs) {
				return Scores{}, ErrTimes
			}
		}
		out.Ratio[j] = decay.Share(needs, supplies[j], times, out.Access)
	}
	return out, nil
}

// Share shares out one supply to the needs within its reach: it adds what a household of each gets to its
// score in access, and returns what the supply can do for each household that counts on it.
func (d Decay) Share(needs []Need, supply Supply, reached []Time, access []float64) (ratio float64) {
	demand := 0.0
	for _, t := range reached {
		demand += float64(needs[t.Need]) * d.weigh(t.Minutes)
	}
	if demand <= 0 {
		return 0
	}
	ratio = float64(supply) / demand
	for _, t := range reached {
		access[t.Need] += ratio * d.weigh(t.Minutes)
	}
	return ratio
}

// LuoQiFor are LuoQi's weights for a reach of so many minutes: full to the half of it, 0.68 to its end, 0.22
// to one and a half.
func LuoQiFor(minutes float64) Decay {
	return Decay{{minutes / 2, LuoQi[0].Weight}, {minutes, LuoQi[1].Weight}, {1.5 * minutes, LuoQi[2].Weight}}
}
