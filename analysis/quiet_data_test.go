//go:build data

package analysis_test

import (
	"testing"

	"gewu/internal/demo"
)

// What docs/statistics.md says of false alarms: twenty years each of towns in which nothing was planted, though their blocks
// differ by a factor of three, kinds have seasons, and what is built decides which kinds there are.
func TestInQuietTownsFewScansAndFewChangesNameAnything(t *testing.T) {
	const years = 20
	scans, changes, lasting, of := 0, 0, 0, 0
	for _, seed := range []uint64{301, 302, 303, 304, 305} {
		year := 0
		for d := range demo.Quiet(seed, demoToday) {
			if year++; year > years {
				break
			}
			of++
			e := evidenceOf(d)
			if a := answered(t, e, "scan", "replicates", "99"); len(a.Spots) > 0 {
				scans++
				t.Logf("seed %d, year %d: %s", seed, year, a.Spots[0].Words.EN)
			}
			a := answered(t, e, "change")
			if len(a.Spots) > 0 {
				changes++
				t.Logf("seed %d, year %d: change: %s", seed, year, a.Spots[0].Words.EN)
			}
			for i := range a.Spots {
				if a.Spots[i].Pattern != "other" {
					lasting++
					break
				}
			}
		}
		t.Logf("seed %d: so far %d of %d scans and %d changes (%d more than bursts) name something", seed, scans, of, changes, lasting)
	}
	if scans*100 > of*7 || lasting*100 > of*7 {
		t.Errorf("%d of %d scans and %d changes (%d more than bursts) name something", scans, of, changes, lasting)
	}
}

// How many of the planted hot spots the scan finds in ten towns that nothing was chosen on.
func TestTheScanFindsWhatBeganOrEndedInTowns(t *testing.T) {
	planted, of, others := 0, 0, 0
	for _, seed := range unseen {
		town := demoOf(t, seed)
		n, more := town.judgeScan(t, answered(t, town.evidence, "scan", "replicates", "999"))
		planted, of, others = planted+n, of+len(town.district.HotSpots), others+more
		t.Logf("seed %d: %d planted, %d others", seed, n, more)
	}
	t.Logf("%d of %d planted are found, and %d others", planted, of, others)
	if planted*100 < of*40 || others > len(unseen)/5 {
		t.Errorf("%d of %d planted are found, and %d others", planted, of, others)
	}
}
