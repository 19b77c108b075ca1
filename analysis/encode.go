package analysis

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// MediaType returns the media type of a format.
func (f Format) MediaType() string {
	switch f {
	case GeoJSON:
		return "application/geo+json"
	case CSV:
		return "text/csv; charset=utf-8"
	default:
		return "application/json"
	}
}

// Encode writes an answer. The same answer gives the same bytes.
func (a *Answer) Encode(f Format) ([]byte, error) {
	switch f {
	case JSON:
		return a.json()
	case GeoJSON:
		return a.geoJSON()
	case CSV:
		return a.csv()
	case Provenance:
		return encode(a.Provenance)
	default:
		return nil, fmt.Errorf("format %q", f)
	}
}

// encode writes a value as JSON with a line break, without escaping what only matters in HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	return b.Bytes(), nil
}

// A part is a member of an answer beside its places.
type part struct {
	name  string
	value any
}

// parts returns the members of an answer before and after its places.
func (a *Answer) parts() (before, after []part) {
	before = []part{{"provenance", a.Provenance}, {"summary", a.Summary}, {"legend", a.Legend}}
	spots := a.Spots
	if spots == nil {
		spots = []Spot{}
	}
	after = []part{{"spots", spots}, {"series", a.Series}}
	if a.Lists != nil {
		after = append(after, part{"lists", a.Lists})
	}
	if a.More != nil {
		after = append(after, part{"more", a.More})
	}
	return before, after
}

// appendPart appends a member and the comma behind it.
func appendPart(b []byte, p part) ([]byte, error) {
	value, err := encode(p.value)
	if err != nil {
		return nil, err
	}
	b = append(append(append(b, '"'), p.name...), '"', ':')
	return append(append(b, bytes.TrimSuffix(value, []byte("\n"))...), ','), nil
}

func (a *Answer) json() ([]byte, error) {
	b := []byte{'{'}
	before, after := a.parts()
	var err error
	for _, p := range before {
		if b, err = appendPart(b, p); err != nil {
			return nil, err
		}
	}
	b = append(b, `"places":[`...)
	members := a.members()
	b = a.eachPlace(b, func(b []byte, place int) []byte { return append(a.Places[place].append(b, members), ',') })
	b = append(bytes.TrimSuffix(b, []byte(",")), `],`...)
	for _, p := range after {
		if b, err = appendPart(b, p); err != nil {
			return nil, err
		}
	}
	return append(bytes.TrimSuffix(b, []byte(",")), "}\n"...), nil
}

// eachPlace appends every place on a line of its own. There is room for all as soon as the first ones tell how long
// they are: otherwise half of the time goes into moving what is written.
func (a *Answer) eachPlace(b []byte, write func(b []byte, place int) []byte) []byte {
	const first = 64
	began := len(b)
	for i := range a.Places {
		if i == first {
			b = slices.Grow(b, (len(b)-began)*(len(a.Places)-first)/first*21/20+1024)
		}
		b = write(append(b, '\n'), i)
	}
	return b
}

// geoJSON writes the places as features, with the rest of the answer as foreign members.
func (a *Answer) geoJSON() ([]byte, error) {
	b := []byte(`{"type":"FeatureCollection",`)
	before, after := a.parts()
	var err error
	for _, p := range append(before, after...) {
		if b, err = appendPart(b, p); err != nil {
			return nil, err
		}
	}
	b = append(b, `"features":[`...)
	members := a.members()
	b = a.eachPlace(b, func(b []byte, place int) []byte { return a.appendFeature(b, place, members) })
	for _, f := range a.Features {
		feature := part{"properties", f.Properties}
		b = append(b, "\n{\"type\":\"Feature\","...)
		if b, err = appendPart(b, feature); err != nil {
			return nil, err
		}
		b = append(appendShape(append(b, `"geometry":`...), f.Shape), '}', ',')
	}
	return append(bytes.TrimSuffix(b, []byte(",")), "]}\n"...), nil
}

// appendFeature appends a place and a comma. A square's identity is its number in the answer.
func (a *Answer) appendFeature(b []byte, place int, members []member) []byte {
	p := &a.Places[place]
	b = append(b, `{"type":"Feature",`...)
	if p.ID != 0 {
		b = append(strconv.AppendInt(append(b, `"id":`...), int64(p.ID), 10), ',')
	}
	b = p.append(append(b, `"properties":`...), members)
	return append(appendShape(append(b, `,"geometry":`...), a.shape(p)), '}', ',')
}

// csv writes the places, or the spots of clusters, with the names of their members on top, as RFC 4180 has it. A position is two columns.
func (a *Answer) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if a.ofSpots() {
		if err := writeSpots(w, a.Spots); err != nil {
			return nil, fmt.Errorf("write an answer: %w", err)
		}
		w.Flush()
		return b.Bytes(), nil
	}
	members := a.members()
	var row []string
	for _, m := range members {
		row = append(row, m.columns...)
	}
	if err := w.Write(row); err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	for i := range a.Places {
		row = row[:0]
		for _, m := range members {
			row = m.cells(row, &a.Places[i])
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("write an answer: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), nil
}
