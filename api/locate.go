package api

import (
	"math"
	"net/http"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/batch"
)

type locateAnswer struct {
	Rule       string            `json:"rule"`
	Area       *leveledRef       `json:"area"` // null: no grid is near
	Distance   metres            `json:"distance_m"`
	Border     *metres           `json:"border_m"` // null: without an area
	Candidates []candidateAnswer `json:"candidates"`
	Community  *areaRef          `json:"community"` // null: no community covers the point
	Chain      []link            `json:"chain"`
	Edition    *editionAnswer    `json:"edition"`
	At         string            `json:"at"`
	Point      position          `json:"point"`
	CRS        geo.CRS           `json:"crs"` // of the fix; the point is on CGCS2000
}

type candidateAnswer struct {
	areaRef
	Distance metres `json:"distance_m"`
}

// locate answers GET /v1/locate?lon=&lat=&crs=[&accuracy=][&at=].
func (s *server) locate(r *http.Request) (any, error) {
	q, err := parseQuery(r, "lon", "lat", "crs", "accuracy", "at")
	if err != nil {
		return nil, err
	}
	fix, err := fixOf(q)
	if err != nil {
		return nil, err
	}
	snapshot, err := s.snapshot(r, q)
	if err != nil {
		return nil, err
	}
	found, err := snapshot.Locate(fix)
	if err != nil {
		return nil, err
	}
	if found.Rule == district.RuleNone && landSwapped(snapshot, fix) {
		return nil, swappedFix(fix)
	}
	return locatedOf(snapshot, fix, found), nil
}

func landSwapped(s *district.Snapshot, fix geo.Fix) bool {
	land, known := batch.Land(s)
	return known && batch.SwappedInto(land, fix)
}

func locatedOf(s *district.Snapshot, fix geo.Fix, a district.Answer) locateAnswer {
	answer := locateAnswer{
		Rule: a.Rule, Distance: metres(a.DistanceMetres), Candidates: []candidateAnswer{},
		At: date(s.Day), Point: position(a.Point), CRS: fix.CRS,
	}
	responsible := a.Community // for a point that no grid covers
	if a.Place != nil {
		responsible = a.Place
		answer.Area = &leveledRef{refOf(a.Place), a.Place.Level.Key}
		answer.Border = new(metres(a.BorderMetres))
	}
	if a.Community != nil {
		answer.Community = new(refOf(a.Community))
	}
	for _, c := range a.Candidates {
		answer.Candidates = append(answer.Candidates, candidateAnswer{refOf(c.Place), metres(c.DistanceMetres)})
	}
	answer.Chain = chainOf(s, responsible)
	if responsible != nil {
		answer.Edition = new(editionOf(responsible))
	}
	return answer
}

// fixOf reads the position of a request.
func fixOf(q query) (geo.Fix, error) {
	var fix geo.Fix
	var err error
	if fix.Lon, err = q.number("lon"); err != nil {
		return fix, err
	}
	if fix.Lat, err = q.number("lat"); err != nil {
		return fix, err
	}
	if fix.CRS, err = q.crs(); err != nil {
		return fix, err
	}
	if !batch.IsPosition(fix.Lon, fix.Lat) {
		return fix, rangeProblem(fix)
	}
	if q.text("accuracy") == "" {
		return fix, nil
	}
	fix.Accuracy, err = q.number("accuracy")
	if err == nil && (fix.Accuracy < 0 || fix.Accuracy > batch.MaxAccuracy) {
		err = badParameter.because("accuracy 应在 0 到 %d 米之间。", "accuracy must be from 0 to %d metres.", batch.MaxAccuracy).with("parameter", "accuracy")
	}
	return fix, err
}

func rangeProblem(fix geo.Fix) *problem {
	switch {
	case batch.LookSwapped(fix.Lon, fix.Lat):
		return swappedFix(fix)
	case math.Abs(fix.Lon) > 180:
		return offEarth.because("lon 应在 -180 到 180 度之间。", "lon must be from -180 to 180 degrees.").with("parameter", "lon")
	default:
		return offEarth.because("lat 应在 -90 到 90 度之间。", "lat must be from -90 to 90 degrees.").with("parameter", "lat")
	}
}

func swappedFix(fix geo.Fix) *problem {
	return swapped.because(
		"lon=%v、lat=%v 不可用，交换后才在范围内。lon 是经度，lat 是纬度。",
		"lon=%v and lat=%v cannot be meant; the other way round they could. lon is the longitude, lat the latitude.", fix.Lon, fix.Lat,
	).with("parameters", []string{"lon", "lat"})
}
