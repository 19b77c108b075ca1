package report

import (
	"strings"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
)

// places fills the map and the chart.
func (m *making) places() {
	of, level := m.rate.Answer, m.placed()
	m.Unit = m.Language.say(word{ZH: "件/千户·月", EN: "incidents per 1,000 households a month"})
	m.Placed = m.Language.say(placedWords[level])
	if of == nil {
		of, m.NoRates = m.load.Answer, m.Language.say(m.rate.why)
	}
	for i := range of.Places {
		m.Places = append(m.Places, m.place(&of.Places[i]))
	}
	if m.rate.Answer != nil && m.rate.Legend != nil {
		for _, b := range m.rate.Legend.Breaks {
			if v, known := b.Value(); known {
				m.Breaks = append(m.Breaks, v)
			}
		}
		m.Whole = pointer(figureOf(m.rate.Answer, "rate").Value)
	}
	m.regions(level)
	m.Outline = m.land(m.load.Provenance.Area.ID)
}

func (m *making) place(p *analysis.Place) Place {
	at := Place{ID: p.ID, Name: m.placeName(p), Label: strings.TrimSpace(m.Language.say(p.Name)), At: pointOf(p.At), Land: m.land(p.ID)}
	if at.Label == "" {
		at.Label = p.Code
	}
	if m.rate.Answer == nil {
		return at
	}
	at.Rate, at.Lower, at.Upper = pointer(p.Rate), pointer(p.Lower), pointer(p.Upper)
	at.Stands = map[string]Stand{"above": Above, "below": Below}[p.Class]
	return at
}

// pointer is nil for a figure without value.
func pointer(f analysis.Figure) *float64 {
	v, known := f.Value()
	if !known {
		return nil
	}
	return &v
}

func pointOf(p geo.Point) orb.Point {
	lon, lat := p.Degrees()
	return orb.Point{lon, lat}
}

// placeName is what a place is called in the area: with its community where there are several.
func (m *making) placeName(p *analysis.Place) string {
	name := strings.TrimSpace(m.Language.say(p.Name))
	if name == "" {
		name = p.Code
	}
	community := m.Language.say(p.Community)
	if community == m.Area || !m.several {
		return name
	}
	return m.Language.say(analysis.Within(analysis.Same(community), analysis.Same(name)))
}

// within is a name with its community where there are several.
func (m *making) within(name analysis.Text, community *analysis.AreaName) string {
	p := analysis.Place{Name: name}
	if community != nil {
		p.Community = community.Name
	}
	return m.placeName(&p)
}

// land is where an area or a grid is.
func (m *making) land(id geo.AreaID) orb.MultiPolygon {
	if i := m.evidence.Area(id); i >= 0 {
		return m.evidence.Areas[i].Boundary
	}
	if i := m.evidence.Ground(id); i >= 0 {
		return m.evidence.Grounds[i].Boundary
	}
	return nil
}

// regions are the communities in the area, where there are several and places are grids.
func (m *making) regions(level analysis.Level) {
	if level != analysis.LevelGrid || !m.several {
		return
	}
	for i := range m.evidence.Areas {
		if a := &m.evidence.Areas[i]; a.Level == analysis.LevelCommunity && m.lies(int32(i)) {
			m.Regions = append(m.Regions, Region{a.Name, pointOf(a.Middle), a.Boundary})
		}
	}
}
