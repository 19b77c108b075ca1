package api

import (
	"net/http"
	"strings"

	"github.com/paulmach/orb/geojson"

	"gewu/geo"
	"gewu/plan"
)

// topology answers GET /v1/plans/{id}/topology.
func (s *server) topology(r *http.Request) (any, error) {
	record, err := s.readPlan(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	header := tagged(revision)
	if tag := header.Get("Etag"); strings.TrimPrefix(r.Header.Get("If-None-Match"), "W/") == tag {
		return reply{http.StatusNotModified, header, nil}, nil
	}
	return reply{http.StatusOK, header, wholeTopology(viewOf(r), p, revision)}, nil
}

// planBoundaries answers GET /v1/plans/{id}/grids.geojson: the land of each grid.
func (s *server) planBoundaries(r *http.Request) (any, error) {
	record, err := s.readPlan(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	all := geojson.NewFeatureCollection()
	for id, boundary := range p.Boundaries() {
		g, alive := p.Grid(id)
		if !alive {
			continue
		}
		f := geojson.NewFeature(boundary)
		f.ID = id
		f.Properties = geojson.Properties{"code": g.Code, "name": g.Name, "kind": g.Kind, "households": p.Tally(id).Households}
		all.Append(f)
	}
	sortFeatures(all.Features)
	return reply{http.StatusOK, tagged(revision), all}, nil
}

// importedBoundaries reads the grids of a file in GeoJSON: features with polygons, in degrees of
// CGCS2000, with code and name among their properties.
func importedBoundaries(text []byte) ([]plan.Imported, error) {
	if depthOf(text) > mostDepth {
		return nil, badJSON("嵌套过深", "it is nested too deeply")
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil || len(all.Features) == 0 {
		return nil, badJSON("应为含多边形的 FeatureCollection", "it should be a FeatureCollection of polygons")
	}
	var list []plan.Imported
	for i, f := range all.Features {
		boundary, ok := polygons(f.Geometry)
		if !ok {
			return nil, badJSON("要素 "+ordinal(i)+" 不是多边形，或坐标有误", "feature "+ordinal(i)+" is no polygon, or has a position that is none")
		}
		list = append(list, plan.Imported{
			Code: f.Properties.MustString("code", ""), Name: f.Properties.MustString("name", ""), Area: geo.Area{Boundary: boundary},
		})
	}
	return list, nil
}
