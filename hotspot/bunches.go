package hotspot

// Bunching returns how much more than incidents one by one a place's incidents vary from step to step: Pearson's χ² of
// the table of places and steps by what such a table has on average where no place's course differs from another's.
//
//	φ = Σ_it (O_it − E_it)²/E_it · (N−1)/(N (n−1)(T−1)),  E_it = O_i. O_.t / N
//
// n and T count the places and steps that have any incident, N the incidents. Without bunches its mean is 1 exactly,
// however few incidents there are (Haldane 1940). A place that always has much, and a season that all places have, do
// not raise it, as they do [DispersionOf]; a place whose course is its own does. Of negative binomial counts of mean m
// and variance m + m²/k in each step it is about 1 + m/k, which is also by what their sum varies more than Poisson's.
// It is 1 where nothing can be told: of fewer than two places or steps with incidents, or of fewer than two incidents.
func Bunching(counts Series) float64 {
	if len(counts) == 0 {
		return 1
	}
	ofPlace, ofStep, all := make([]float64, len(counts[0])), make([]float64, len(counts)), 0.0
	for t, step := range counts {
		for i, n := range step {
			ofPlace[i], ofStep[t], all = ofPlace[i]+n, ofStep[t]+n, all+n
		}
	}
	freedom := (positive(ofPlace) - 1) * (positive(ofStep) - 1)
	if freedom <= 0 || all < 2 {
		return 1
	}
	// Σ (O−E)²/E = N (Σ O²/(O_i. O_.t) − 1)
	sum := -1.0
	for t, step := range counts {
		for i, n := range step {
			if n > 0 {
				sum += n / ofPlace[i] * n / ofStep[t]
			}
		}
	}
	return sum * (all - 1) / freedom
}

// positive returns how many figures are above 0.
func positive(of []float64) (n float64) {
	for _, v := range of {
		if v > 0 {
			n++
		}
	}
	return n
}
