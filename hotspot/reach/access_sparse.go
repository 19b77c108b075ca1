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
		demand := 0.0
		for _, t := range times {
			if t.Need < 0 || int(t.Need) >= len(needs) {
				return Scores{}, ErrTimes
			}
			demand += float64(needs[t.Need]) * decay.weigh(t.Minutes)
		}
		if demand <= 0 {
			continue
		}
		out.Ratio[j] = float64(supplies[j]) / demand
		for _, t := range times {
			out.Access[t.Need] += out.Ratio[j] * decay.weigh(t.Minutes)
		}
	}
	return out, nil
}

// LuoQiFor are LuoQi's weights for a reach of so many minutes: full to the half of it, 0.68 to its end, 0.22
// to one and a half.
func LuoQiFor(minutes float64) Decay {
	return Decay{{minutes / 2, LuoQi[0].Weight}, {minutes, LuoQi[1].Weight}, {1.5 * minutes, LuoQi[2].Weight}}
}
