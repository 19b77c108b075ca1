//go:build data

package analysis_test

import (
	"flag"
	"slices"
	"testing"
)

var allTowns = flag.Bool("all-towns", false, "look for hot spots in the towns that the method was chosen on, too")

// The method was chosen on the first ten, and its last rule, in how many layings a spot must be found, on the
// second; unseen were not looked at before.
var (
	chosenOn = []uint64{1, 2, 3, 5, 7, 11, 12, 13, 42, 2026, 101, 102, 103, 104, 105, 106, 107, 109, 110, 111}
	unseen   = []uint64{201, 202, 203, 204, 205, 206, 207, 208, 209, 210}
)

// What docs/statistics.md says of thirty towns.
func TestChangeNamesWhatWasPlantedInTowns(t *testing.T) {
	towns := unseen
	if *allTowns {
		towns = slices.Concat(chosenOn, unseen)
	}
	planted, of, wrong, bursts, spots := 0, 0, 0, 0, 0
	for _, seed := range towns {
		town := demoOf(t, seed)
		n := town.judge(t, answered(t, town.evidence, "change"))
		planted, of, wrong, bursts, spots = planted+n.planted, of+len(town.district.HotSpots), wrong+n.wrong, bursts+n.bursts, spots+n.spots
		t.Logf("seed %d: %d of %d planted, %d spots, %d others, %d of them more than bursts, off by %.0f days", seed, n.planted, len(town.district.HotSpots), n.spots, n.bursts, n.wrong, n.late.Hours()/24)
	}
	t.Logf("%d of %d planted are named, %d of %d spots are none of them (%d more than bursts)", planted, of, bursts, spots, wrong)
	if planted*100 < of*95 || bursts*20 > spots {
		t.Errorf("%d of %d planted are named, %d of %d spots are none of them (%d more than bursts)", planted, of, bursts, spots, wrong)
	}
}
