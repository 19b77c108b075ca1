package analysis

import (
	"context"
	"slices"

	"gewu/hotspot/reach"
)

// mostMinutes is how far the nearest service is looked for, in minutes at the speed of the question.
const mostMinutes = 60

// A reaching is who reaches which services.
type reaching struct {
	*Study
	*walks
	kinds    []string
	of       []int32   // services of the kinds, of Facilities: all of the district
	nearest  []float64 // of homes: minutes to the nearest service, up to mostMinutes; −1: none
	service  []int32   // of homes: the nearest service, of Facilities; −1: none
	overlap  []int32   // of homes: how many services they reach in the time
	access   []float64 // of homes: services a household, E2SFCA
	homes    []int     // of services: buildings of the area that reach them in the time
	people   []float64 // of services: households of the area that reach them in the time
	relevant []int32   // positions in of: those that stand in the area or that someone in it reaches
}

// walkTo finds who reaches facilities of some kinds.
func (s *Study) walkTo(ctx context.Context, kinds []string, progress Progress) (*reaching, error) {
	r := &reaching{Study: s, walks: s.walking(), kinds: kinds}
	for i := range s.Facilities {
		if slices.Contains(kinds, s.Facilities[i].Kind) {
			r.of = append(r.of, int32(i))
		}
	}
	w := s.Paths.NewWalker()
	r.findNearest(w)
	return r, r.findEach(ctx, w, progress)
}

// seconds is how long the network takes, at the speed it was drawn for, for minutes at the question's.
func (r *reaching) seconds(minutes float64) float64 {
	return minutes * 60 * r.Question.Speed / r.Paths.Speeds[reach.Path]
}

// minutes is the inverse of seconds.
func (r *reaching) minutes(seconds float64) float64 {
	return seconds / 60 / r.Question.Speed * r.Paths.Speeds[reach.Path]
}

// spots returns where services are on the network, and which of them are.
func (r *reaching) spots(services []int32) (spots []reach.Spot, of []int32) {
	for _, f := range services {
		if r.connected[f] {
			spots, of = append(spots, r.services[f].Spot), append(of, f)
		}
	}
	return spots, of
}

func (r *reaching) findNearest(w *reach.Walker) {
	r.nearest, r.service = slices.Repeat([]float64{-1}, len(r.Homes)), slices.Repeat([]int32{-1}, len(r.Homes))
	spots, of := r.spots(r.of)
	w.Walk(spots, r.seconds(mostMinutes))
	w.Visit(r.walks.homes, func(home int32, seconds float64, from int32) {
		r.nearest[home], r.service[home] = r.minutes(seconds), of[from]
	})
}

// findEach walks from every service alone: who reaches it, and how much of it there is for a household.
func (r *reaching) findEach(ctx context.Context, w *reach.Walker, progress Progress) error {
	r.overlap, r.homes, r.people = make([]int32, len(r.Homes)), make([]int, len(r.of)), make([]float64, len(r.of))
	r.access = make([]float64, len(r.Homes))
	needs := make([]reach.Need, len(r.Homes))
	for i := range r.Homes {
		needs[i] = reach.Need(max(r.Homes[i].Households, 0))
	}
	decay, within := reach.LuoQiFor(r.Question.Minutes), r.seconds(r.Question.Minutes)
	var reached []reach.Time
	for k, f := range r.of {
		if err := ctx.Err(); err != nil {
			return err
		}
		progress(k, len(r.of))
		if !r.connected[f] {
			continue
		}
		reached = reached[:0]
		w.Walk([]reach.Spot{r.services[f].Spot}, r.seconds(1.5*r.Question.Minutes))
		w.Visit(r.walks.homes, func(home int32, seconds float64, _ int32) {
			reached = append(reached, reach.Time{Need: home, Minutes: r.minutes(seconds)})
			if seconds <= within {
				r.count(k, home)
			}
		})
		decay.Share(needs, 1, reached, r.access)
	}
	progress(len(r.of), len(r.of))
	r.findRelevant()
	return nil
}

// count notes that a home reaches a service in the time.
func (r *reaching) count(k int, home int32) {
	r.overlap[home]++
	if r.unit(home) >= 0 {
		r.homes[k]++
		r.people[k] += float64(max(r.Homes[home].Households, 0))
	}
}

// unit returns the unit that a home lies in; −1: it does not lie in the area.
func (r *reaching) unit(home int32) int32 { return r.OfPiece[r.Homes[home].Piece] }

// reaches reports whether a home reaches a service in the time.
func (r *reaching) reaches(home int32) bool { return r.overlap[home] > 0 }

func (r *reaching) findRelevant() {
	in := r.inArea()
	for k, f := range r.of {
		here := r.Within == 0
		if g := r.Facilities[f].Ground; g >= 0 {
			here = in[g]
		}
		if here || r.homes[k] > 0 {
			r.relevant = append(r.relevant, int32(k))
		}
	}
}
