package hotspot

// Untested says why a place has no answer. The zero value is that it has one.
type Untested uint8

// Why a place was not tested.
const (
	Testable         Untested = iota
	OutsideArea               // it is not in the study area
	TooFewPlaces              // the study area has fewer than three places
	NoNeighbours              // nothing to compare it with
	AllNeighbours             // every place is its neighbour: the sum of the neighbours is the same for all
	NoVariance                // the figure is the same everywhere
	NoHouseholds              // a rate has no denominator
	TooFewHouseholds          // a rate would say more about chance than about the place
	TooFewExpected            // so little is expected that nothing could be found
	TooFewSteps               // the series is too short
	NothingHappened           // neither period has an incident
)

var untestedNames = [...]string{
	Testable: "testable", OutsideArea: "outside_area", TooFewPlaces: "too_few_places", NoNeighbours: "no_neighbours", AllNeighbours: "all_neighbours",
	NoVariance: "no_variance", NoHouseholds: "no_households", TooFewHouseholds: "too_few_households", TooFewExpected: "too_few_expected",
	TooFewSteps: "too_few_steps", NothingHappened: "nothing_happened",
}

// String returns the name that answers carry, such as no_neighbours.
func (u Untested) String() string { return untestedNames[u] }
