package api

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/paulmach/orb/geojson"

	"gewu/plan"
)

func ordinal(i int) string { return strconv.Itoa(i + 1) }

// sortFeatures sorts the features of grids by their ids.
func sortFeatures(list []*geojson.Feature) {
	number := func(f *geojson.Feature) plan.GridID { id, _ := f.ID.(plan.GridID); return id }
	slices.SortFunc(list, func(a, b *geojson.Feature) int { return cmp.Compare(number(a), number(b)) })
}
