package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// The most answers to one search, and the most characters of a query that are looked at.
const (
	MaxFound    = 100
	maxQueryLen = 100
)

// Search finds the areas in force on a day by code or name, buildings by name or address, and
// facilities and estates by name, whatever the case of letters. First come an area with the very
// code, then codes that start with q, then names or addresses that do, then what has q anywhere;
// words between spaces may have anything between them. It returns limit answers at most, 1 to
// MaxFound, and none for an empty q.
func (db *DB) Search(ctx context.Context, q string, limit int, day time.Time) ([]district.Found, error) {
	pattern := searchPattern(q)
	if pattern == "" {
		return nil, nil
	}
	s, err := db.On(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	rows, err := db.loader.Query(ctx, query("search"), args{
		"exact": pattern, "prefix": pattern + "%", "part": "%" + pattern + "%",
		"most": min(max(limit, 1), MaxFound), "day": s.Day,
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (district.Found, error) { return scanFound(row, s) })
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return inForce(found), nil
}

// searchPattern makes a pattern of SQL's like of what a person typed: its words in their order.
func searchPattern(q string) string {
	q = strings.ReplaceAll(strings.ToValidUTF8(q, ""), "\x00", "")
	if runes := []rune(q); len(runes) > maxQueryLen {
		q = string(runes[:maxQueryLen])
	}
	q = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q)
	return strings.Join(strings.Fields(q), "%")
}

// scanFound completes a row by what the snapshot knows. An area that the snapshot does not have
// keeps no kind.
func scanFound(row pgx.CollectableRow, s *district.Snapshot) (district.Found, error) {
	var f district.Found
	var kind, address string
	var lon, lat float64
	var edges [4]*float64
	err := row.Scan(&kind, &f.ID, &f.Name, &address, &lon, &lat, &edges[0], &edges[1], &edges[2], &edges[3])
	if err != nil {
		return f, err
	}
	if kind == "area" {
		return foundArea(s, geo.AreaID(f.ID)), nil
	}
	f.Kind, f.Detail = district.FoundKind(kind), address
	if f.At, err = geo.PointAt(lon, lat); err != nil {
		return f, err
	}
	if f.Bound, err = boxOf(edges); err != nil {
		return f, err
	}
	owner := s.Owner(f.At)
	if owner != nil {
		f.Community = owner.Above(district.RoleCommunity)
	}
	if f.Name == "" {
		f.Name, f.Detail = address, ""
	}
	if f.Detail == "" {
		f.Detail = names(s.Chain(owner))
	}
	return f, nil
}

// foundArea is the answer that names an area, of no kind when it is not in the snapshot.
func foundArea(s *district.Snapshot, id geo.AreaID) district.Found {
	p, ok := s.Place(id)
	if !ok {
		return district.Found{}
	}
	bound := p.Bound
	f := district.Found{
		Kind: district.FoundArea, ID: int64(id), Code: p.Code, Name: p.Name, Detail: names(s.Chain(p.Parent)),
		At: p.Label, Bound: &bound, Community: p.Above(district.RoleCommunity),
	}
	switch p.Level.Role {
	case district.RoleCommunity:
		f.Kind = district.FoundCommunity
	case district.RoleGrid:
		f.Kind = district.FoundGrid
	}
	return f
}

// names joins the names of places from the top down.
func names(chain []*district.Place) string {
	list := make([]string, len(chain))
	for i, p := range chain {
		list[i] = p.Name
	}
	return strings.Join(list, " · ")
}

// boxOf makes a box of west, south, east and north, nil when they are null.
func boxOf(edges [4]*float64) (*geo.Box, error) {
	var degrees [4]float64
	for i, edge := range edges {
		if edge == nil {
			return nil, nil
		}
		degrees[i] = *edge
	}
	var box geo.Box
	if err := setPoints([]*geo.Point{&box.Min, &box.Max}, degrees[:]); err != nil {
		return nil, err
	}
	return &box, nil
}

// inForce leaves out answers without a kind.
func inForce(found []district.Found) []district.Found {
	kept := found[:0]
	for _, f := range found {
		if f.Kind != "" {
			kept = append(kept, f)
		}
	}
	return kept
}
