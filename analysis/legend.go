package analysis

import (
	"math"

	"gewu/hotspot"
)

// daysInMonth is how long a month is: a twelfth of a year of 365.25 days.
const daysInMonth = 365.25 / 12

// Months returns how many months the period has.
func (q *Question) Months() float64 { return float64(q.Days()) / daysInMonth }

// Units of figures.
var (
	perKM2       = Text{"件/平方公里", "incidents per km²"}
	perThousand  = Text{"件/千户·月", "incidents per 1,000 households a month"}
	incidentsOf  = Text{"件", "incidents"}
	reportsOf    = Text{"条", "reports"}
	householdsOf = Text{"户", "households"}
	placesOf     = Text{"处", "places"}
	timesOf      = Text{"倍", "times"}
)

// breakSteps are what breaks of a legend are times the mean: close to each other where most places are, to where few are.
var breakSteps = []float64{0.5, 1, 1.5, 2, 4, 10}

// plainDigits are what breaks begin with, from the largest.
var plainDigits = []float64{7, 5, 4, 3, 2, 1.5, 1}

// breaksAbout returns breaks of a legend about a mean, each one of plainDigits times a power of ten; none for no mean.
func breaksAbout(mean float64) []Figure {
	breaks := []Figure{}
	last := 0.0
	for _, step := range breakSteps {
		if b := plain(mean * step); b > last {
			breaks, last = append(breaks, Known(b)), b
		}
	}
	return breaks
}

// plain returns the largest of plainDigits times a power of ten that is not above v.
func plain(v float64) float64 {
	if v <= 0 {
		return 0
	}
	exponent := math.Floor(math.Log10(v) + 1e-9)
	power := math.Pow(10, math.Abs(exponent))
	for _, digit := range plainDigits {
		b := digit * power
		if exponent < 0 {
			b = digit / power
		}
		if b <= v*(1+1e-9) {
			return b
		}
	}
	return v
}

// Breaks returns the breaks of a map of incidents per km²: they depend on the area, the period and the
// kinds, and not on what part of the map is looked at. The mean is that of the land on which there ever
// was an incident or is a building.
func (s *Study) Breaks() []Figure {
	return breaksOf(total(s.Count(s.Question.From, s.Question.Until)), s.squares())
}

// breaksOf returns the breaks for so many incidents on so many squares of the lattice.
func breaksOf(incidents, squares int) []Figure {
	if squares == 0 {
		return []Figure{}
	}
	return breaksAbout(float64(incidents) / (float64(squares) * squareKM(Square)))
}

// squares returns on how many squares of the lattice something of the units is known.
func (s *Study) squares() (squares int) {
	seen := make([]bool, s.Lattice.Len())
	for piece, unit := range s.OfPiece {
		if square := s.Pieces.Square[piece]; unit >= 0 && !seen[square] {
			seen[square] = true
			squares++
		}
	}
	return squares
}

// whyWords say why a place has no figure.
var whyWords = map[hotspot.Untested]Text{
	hotspot.OutsideArea:        {"没有住户，不参加检验", "nobody lives there"},
	hotspot.TooFewPlaces:       {"有住户的地方少于三处", "fewer than three places have households"},
	hotspot.NoNeighbours:       {"没有相邻的地方可比较", "it has no neighbours to compare with"},
	hotspot.AllNeighbours:      {"所有地方都彼此相邻，无从比较", "all places are each other's neighbours"},
	hotspot.NoVariance:         {"各处数值相同", "the figure is the same everywhere"},
	hotspot.NoHouseholds:       {"没有户数", "it has no households"},
	hotspot.TooFewHouseholds:   {"户数太少，比率没有意义", "it has too few households for a rate"},
	hotspot.TooFewExpected:     {"预期件数太少", "too little is expected"},
	hotspot.TooFewSteps:        {"期间太短", "the series is too short"},
	hotspot.NothingHappened:    {"两个期间都没有事件", "neither period has an incident"},
	hotspot.Untested(1<<8 - 1): {"无法检验", "it cannot be tested"},
}

// noneTested returns why nothing was tested, by the reason that most places have; nil when some were.
func noneTested(why []hotspot.Untested) *Refusal {
	times := map[hotspot.Untested]int{}
	most := hotspot.Untested(1<<8 - 1)
	for _, w := range why {
		if w == hotspot.Testable {
			return nil
		}
		if times[w]++; times[w] > times[most] || times[w] == times[most] && w < most {
			most = w
		}
	}
	words := whyWords[most]
	return &Refusal{"", Text{"无法检验：" + words.ZH + "。", "not testable: " + words.EN + "."}}
}
