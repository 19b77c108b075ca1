package analysis

import (
	"encoding/csv"
	"strconv"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// ofSpots reports whether spots are all that an answer has: clusters lie where incidents do, in no places.
func (a *Answer) ofSpots() bool { return a.Provenance.What == Clusters }

// spotFeatures are the spots as points.
func spotFeatures(spots []Spot) []Feature {
	features := make([]Feature, len(spots))
	for i := range spots {
		s := &spots[i]
		lon, lat := geo.Point(s.At).Degrees()
		features[i] = Feature{Shape: orb.Point{lon, lat}, Properties: map[string]any{
			"role": s.Pattern, "number": s.Number, "name": s.Name, "bounds": s.Bounds,
			"since": s.Since, "until": s.Until, "count": s.Count, "words": s.Words,
		}}
	}
	return features
}

// writeSpots writes the spots as rows; until is the first day after.
func writeSpots(w *csv.Writer, spots []Spot) error {
	if err := w.Write([]string{"number", "name_zh", "name_en", "lon", "lat", "since", "until", "count", "words_zh", "words_en"}); err != nil {
		return err
	}
	for i := range spots {
		s := &spots[i]
		row := []string{
			strconv.Itoa(s.Number), s.Name.ZH, s.Name.EN, string(appendDegrees(nil, s.At.Lon)), string(appendDegrees(nil, s.At.Lat)),
			orNone(s.Since), orNone(s.Until), strconv.Itoa(s.Count), s.Words.ZH, s.Words.EN,
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

func orNone(day *string) string {
	if day == nil {
		return ""
	}
	return *day
}
