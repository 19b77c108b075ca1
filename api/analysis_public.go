package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
)

// publicAnalyses are the questions that everybody may ask, where the district shows counts.
var publicAnalyses = []string{string(analysis.Load), string(analysis.Rate)}

// onlyPublic reports whether who asks is answered from what everybody may know: they may not see the issues
// of the area.
func (s *server) onlyPublic(r *http.Request, what string) bool {
	if !slices.Contains(publicAnalyses, what) || !publicCounts.opens(viewOf(r)) {
		return false
	}
	scope := scopeBy(r, seeIssues)
	if scope.All || scope.None() {
		return scope.None()
	}
	id, _ := strconv.ParseInt(strings.TrimSpace(r.URL.Query().Get("area")), 10, 64)
	p, ok := viewOf(r).Place(geo.AreaID(id))
	return !ok || !covers(scope, p)
}

// publicAnalysis answers GET /v1/analysis/load and rate, [?area=][&from=][&until=][&level=][&format=], with
// what everybody may know.
func (s *server) publicAnalysis(w http.ResponseWriter, r *http.Request, what string) {
	answer, format, err := s.publicAnswer(r, what)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := answer.Encode(format)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", format.MediaType())
	h["Cache-Control"] = ownOnly
	h.Add("Vary", "Accept")
	_, _ = w.Write(body) // the client has gone, if it fails
}

func (s *server) publicAnswer(r *http.Request, what string) (*analysis.PublicAnswer, analysis.Format, error) {
	q, err := parseQuery(r, "area", "from", "until", "level", "format")
	if err != nil {
		return nil, "", err
	}
	format, err := publicFormat(r, q)
	if err != nil {
		return nil, "", err
	}
	table, err := s.IssueCounts.PublicCounts(r.Context())
	if err != nil {
		return nil, "", err
	}
	v := viewOf(r)
	question := analysis.PublicQuestion{What: analysis.What(what), Zone: v.Settings.TimeZone, Version: v.Version, Ground: groundsOf(v.Snapshot)}
	if question.Area, err = q.publicArea(v); err != nil {
		return nil, "", err
	}
	if question.Level, err = q.publicLevel(); err != nil {
		return nil, "", err
	}
	if err := q.publicTerm(&question, table, v); err != nil {
		return nil, "", err
	}
	question.Query = publicQuery(&question)
	return table.Answer(question), format, nil
}

// publicFormat returns the format that is asked for. There are no shapes: these are in the tiles.
func publicFormat(r *http.Request, q query) (analysis.Format, error) {
	format := analysis.Format(q.text("format"))
	if format == "" && analysisFormat(r) == analysis.CSV {
		format = analysis.CSV
	}
	switch format {
	case "":
		return analysis.JSON, nil
	case analysis.JSON, analysis.CSV:
		return format, nil
	}
	return "", badParameter.because("format 应为 json 或 csv。", "format must be json or csv.").with("parameter", "format")
}

// publicArea returns the area that is asked about: the one at the top unless another is named.
func (q query) publicArea(v *View) (analysis.AreaName, error) {
	text := q.text("area")
	if text == "" {
		var top *district.Place
		for _, c := range v.Communities() {
			p := v.Chain(c)[0]
			if top != nil && top != p {
				return analysis.AreaName{Name: analysis.Text(v.Settings.Name)}, nil
			}
			top = p
		}
		return nameOf(top), nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	p, ok := v.Place(geo.AreaID(id))
	if err != nil || !ok {
		return analysis.AreaName{}, noArea.because("没有辖区“%s”。", "There is no area “%s”.", clip(text)).with("parameter", "area")
	}
	return nameOf(p), nil
}

func nameOf(p *district.Place) analysis.AreaName {
	if p == nil {
		return analysis.AreaName{}
	}
	return analysis.AreaName{ID: p.ID, Code: p.Code, Name: analysis.Same(p.Name)}
}

func (q query) publicLevel() (analysis.Level, error) {
	level := analysis.Level(q.text("level"))
	switch {
	case level == "":
		return analysis.LevelGrid, nil
	case slices.Contains(analysis.PublicLevels, level):
		return level, nil
	}
	return "", badParameter.because("level 应为 grid、section、community 或 street。", "level must be grid, section, community or street.").with("parameter", "level")
}

// publicTerm reads the days whose quarters are asked for: the last quarter that is over unless others are.
func (q query) publicTerm(question *analysis.PublicQuestion, table *analysis.Public, v *View) error {
	if q.text("from") == "" && q.text("until") == "" {
		last, _ := table.Last()
		question.From, question.Until = last.From, last.Until
		return nil
	}
	var err error
	question.From, question.Until, err = q.days(v.Day, false)
	return err
}

// publicQuery is the call that has the same answer, with all that was left open.
func publicQuery(q *analysis.PublicQuestion) string {
	b := []byte("/v1/analysis/" + string(q.What) + "?")
	if q.Area.ID != 0 {
		b = append(strconv.AppendInt(append(b, "area="...), int64(q.Area.ID), 10), '&')
	}
	return string(b) + "from=" + date(q.From) + "&until=" + date(q.Until) + "&level=" + string(q.Level)
}

// groundsOf returns what tells where areas are today and how many households they have.
func groundsOf(s *district.Snapshot) func(geo.AreaID) (analysis.PublicGround, bool) {
	households := map[geo.AreaID]int{}
	for _, c := range s.Communities() {
		for p := c; p != nil; p = p.Parent {
			households[p.ID] += c.Tally.Households
		}
		for _, grid := range s.Grids(c.ID) {
			for p := grid; p != nil && p.ID != c.ID; p = p.Parent {
				households[p.ID] += grid.Tally.Households
			}
		}
	}
	return func(id geo.AreaID) (analysis.PublicGround, bool) {
		p, ok := s.Place(id)
		if !ok {
			return analysis.PublicGround{}, false
		}
		return analysis.PublicGround{At: p.Label, Households: households[id]}, true
	}
}
