package api

import (
	"math"
	"net/http"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/internal/batch"
)

// A locateAnswer is the answer to a fix: see docs/http.md for its members.
type locateAnswer struct {
	snapshot *district.Snapshot
	fix      geo.Fix
	links    *links // of today's places
	posts    access.Scope
	district.Answer
}

func (a locateAnswer) appendJSON(b []byte) []byte {
	responsible := a.Community // for a point that no grid covers
	b = appendMember(append(b, '{'), "rule", a.Rule)
	b = appendName(b, "area")
	if a.Place != nil {
		responsible = a.Place
		b = refOf(a.Place).appendMembers(append(b, '{'))
		b = append(appendMember(b, "level", a.Place.Level.Key), '}')
	} else {
		b = append(b, "null"...)
	}
	b = metres(a.DistanceMetres).appendJSON(appendName(b, "distance_m"))
	b = a.appendBorder(appendName(b, "border_m"))
	b = a.appendCandidates(appendName(b, "candidates"))
	b = a.appendCommunity(appendName(b, "community"))
	last := chain{a.snapshot, responsible, a.links, a.posts}.last()
	b = last.appendChain(appendName(b, "chain"), a.posts)
	b = last.appendEdition(appendName(b, "edition"))
	b = appendDate(appendName(b, "at"), a.snapshot.Day)
	b = position(a.Point).appendJSON(appendName(b, "point")) // on CGCS2000
	return append(appendMember(b, "crs", string(a.fix.CRS)), '}')
}

func (a locateAnswer) appendBorder(b []byte) []byte {
	if a.Place == nil {
		return append(b, "null"...)
	}
	return metres(a.BorderMetres).appendJSON(b)
}

func (a locateAnswer) appendCommunity(b []byte) []byte {
	if a.Community == nil {
		return append(b, "null"...)
	}
	return append(refOf(a.Community).appendMembers(append(b, '{')), '}')
}

func (a locateAnswer) appendCandidates(b []byte) []byte {
	b = append(b, '[')
	for i, c := range a.Candidates {
		if i > 0 {
			b = append(b, ',')
		}
		b = refOf(c.Place).appendMembers(append(b, '{'))
		b = append(metres(c.DistanceMetres).appendJSON(appendName(b, "distance_m")), '}')
	}
	return append(b, ']')
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
	if found, err = seenIn(r, snapshot).answer(found); err != nil {
		return nil, err
	}
	answer := locateAnswer{snapshot: snapshot, fix: fix, Answer: found, posts: scopeBy(r, seePosts)}
	if view := viewOf(r); snapshot == view.Snapshot {
		answer.links = &view.links
	}
	return answer, nil
}

func landSwapped(s *district.Snapshot, fix geo.Fix) bool {
	land, known := batch.Land(s)
	return known && batch.SwappedInto(land, fix)
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
