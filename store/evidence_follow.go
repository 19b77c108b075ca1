package store

import (
	"context"
	"fmt"
	"slices"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
	"gewu/hotspot"
)

// How much of the issues may have been touched before they are all read again: that is quicker then.
const (
	fewIssues   = 50_000
	touchedPart = 4 // a quarter of them
)

// News are what changed since evidence was made.
type news struct {
	nouns  map[string]bool
	issues []geo.Box // in which issues changed
	land   []geo.Box // that was divided otherwise
}

// newsOf sorts changes; ok is false when everything may have changed.
func newsOf(changes []district.Change) (n news, ok bool) {
	n.nouns = map[string]bool{}
	for _, c := range changes {
		switch n.nouns[c.Noun] = true; c.Noun {
		case district.Anything:
			return n, false
		case "issue":
			n.issues = append(n.issues, c.Box)
		case "area":
			n.land = append(n.land, c.Box)
		}
	}
	return n, true
}

// has reports whether one of some nouns changed.
func (n news) has(nouns ...string) bool {
	return slices.ContainsFunc(nouns, func(noun string) bool { return n.nouns[noun] })
}

// follow makes evidence from the one before. It returns false where that is not to be done: when more was
// touched than is left.
func (r *evidenceReader) follow(ctx context.Context, old *evidenceMade) (e *analysis.Evidence, followed bool, err error) {
	changes, err := readChanges(ctx, r.tx, old.Version)
	if err != nil {
		return nil, false, err
	}
	n, ok := newsOf(changes)
	if !ok || r.settings.TimeZone != old.settings.TimeZone || !r.sameExtent(old.snapshot) {
		return nil, false, nil
	}
	if r.snapshot.Apart(old.snapshot.Day, r.snapshot.Day) > 0 {
		n.land = append(n.land, geo.Box{Min: geo.Point{Lon: -180e7, Lat: -90e7}, Max: geo.Point{Lon: 180e7, Lat: 90e7}})
	}
	e = old.Evidence
	about := 0
	for _, box := range n.issues {
		about += e.IncidentsAbout(box)
	}
	if about > fewIssues && about > e.Issues.Len()/touchedPart {
		return nil, false, nil
	}
	for _, step := range []func(context.Context, *analysis.Evidence, news) (*analysis.Evidence, error){
		r.followLand, r.followHomes, r.followServices, r.followKinds, r.followIssues,
	} {
		if e, err = step(ctx, e, n); err != nil {
			return nil, false, err
		}
	}
	next := *e
	next.Version, next.Today, next.DataFrom, next.DataUntil = r.known.Version, r.known.Today, r.known.DataFrom, r.known.DataUntil
	return next.Located(), true, nil
}

// sameExtent reports whether the district is as large as it was: then its plane and its squares are the same.
func (r *evidenceReader) sameExtent(old *district.Snapshot) bool {
	_, _, was := old.Extent()
	_, _, is := r.snapshot.Extent()
	return was != nil && is != nil && *was == *is
}

// groundIn returns which grid of evidence owns a point.
func (r *evidenceReader) groundIn(e *analysis.Evidence) func(geo.Point) int32 {
	return func(p geo.Point) int32 {
		if owner := r.snapshot.Owner(p); owner != nil {
			return e.Ground(owner.ID)
		}
		return -1
	}
}

// followLand divides the land as it is divided now, and fills posts with who holds them.
func (r *evidenceReader) followLand(ctx context.Context, e *analysis.Evidence, n news) (*analysis.Evidence, error) {
	if len(n.land) == 0 && !n.has("level", "staff", "holder", "setting") && r.known.Today == e.Today {
		return e, nil
	}
	var err error
	if r.land, err = landOn(ctx, r.tx, r.snapshot, r.settings, &r.known); err != nil {
		return nil, fmt.Errorf("land: %w", err)
	}
	if err := r.readUnassigned(ctx); err != nil {
		return nil, err
	}
	if err := r.readFacilities(ctx); err != nil {
		return nil, fmt.Errorf("facilities: %w", err)
	}
	return e.Redivided(&r.known, r.land.ground, n.land)
}

// followHomes reads buildings and visits again where they changed.
func (r *evidenceReader) followHomes(ctx context.Context, e *analysis.Evidence, n news) (*analysis.Evidence, error) {
	if !n.has("building", "visit") {
		return e, nil
	}
	r.known.Plane, r.known.Lattice = e.Plane, e.Lattice
	if err := r.readHomes(ctx); err != nil {
		return nil, fmt.Errorf("buildings: %w", err)
	}
	if err := r.readVisits(ctx); err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return e.Rehoused(&r.known, r.homes, r.groundIn(e))
}

// followServices reads facilities and ways again where they changed.
func (r *evidenceReader) followServices(ctx context.Context, e *analysis.Evidence, n news) (*analysis.Evidence, error) {
	if !n.has("facility", "road", "water") {
		return e, nil
	}
	if r.land == nil {
		var err error
		if r.land, err = landOn(ctx, r.tx, r.snapshot, r.settings, &r.known); err != nil {
			return nil, fmt.Errorf("land: %w", err)
		}
	}
	if err := r.readFacilities(ctx); err != nil {
		return nil, fmt.Errorf("facilities: %w", err)
	}
	if err := r.readWays(ctx); err != nil {
		return nil, fmt.Errorf("ways: %w", err)
	}
	return e.Served(r.known.Facilities, r.known.Paths, r.known.PathsDay), nil
}

// followKinds gives kinds the names of now.
func (r *evidenceReader) followKinds(ctx context.Context, e *analysis.Evidence, n news) (*analysis.Evidence, error) {
	if !n.has("code") {
		return e, nil
	}
	if err := r.readCodes(ctx); err != nil {
		return nil, fmt.Errorf("codes: %w", err)
	}
	kinds := make([]analysis.Kind, len(e.Kinds))
	for i, k := range e.Kinds {
		kinds[i] = r.kindNamed(k.Code)
	}
	return e.WithKinds(kinds)
}

// followIssues reads the issues again where some changed.
func (r *evidenceReader) followIssues(ctx context.Context, e *analysis.Evidence, n news) (*analysis.Evidence, error) {
	if len(n.issues) == 0 {
		return e, nil
	}
	here := map[int64]bool{}
	var arrivals []analysis.Arrival
	var words []string // of arrivals
	for _, box := range n.issues {
		err := r.readIssuesIn(ctx, box, func(a analysis.Arrival, word string) {
			if !here[a.ID] {
				here[a.ID] = true
				arrivals, words = append(arrivals, a), append(words, word)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("issues: %w", err)
		}
	}
	e, err := r.nameKinds(ctx, e, words)
	if err != nil {
		return nil, err
	}
	ground := r.groundIn(e)
	for i := range arrivals {
		a := &arrivals[i]
		a.Ground, a.Kind = ground(a.At), otherKind
		if k := e.KindOf(words[i]); k >= 0 {
			a.Kind = hotspot.Kind(k)
		}
	}
	return e.With(r.known.Version, arrivals, missing(e, n.issues, here))
}

// missing returns the issues that evidence has in boxes and that are not there any more.
func missing(e *analysis.Evidence, boxes []geo.Box, here map[int64]bool) (gone []int64) {
	for _, box := range boxes {
		for _, position := range e.IssuesIn(box) {
			if i := e.Issues.At(int(position)); i.First != analysis.Void && !here[i.ID] {
				gone = append(gone, i.ID)
			}
		}
	}
	return gone
}

// nameKinds gives kinds that evidence does not have yet a number, as long as there are any.
func (r *evidenceReader) nameKinds(ctx context.Context, e *analysis.Evidence, words []string) (*analysis.Evidence, error) {
	kinds := e.Kinds
	known := map[string]bool{}
	for _, word := range words {
		if known[word] || e.KindOf(word) >= 0 || len(kinds) >= otherKind {
			continue
		}
		if known[word] = true; r.known.Kinds == nil {
			if err := r.readCodes(ctx); err != nil {
				return nil, fmt.Errorf("codes: %w", err)
			}
		}
		kinds = append(slices.Clip(kinds), r.kindNamed(word))
	}
	if len(kinds) == len(e.Kinds) {
		return e, nil
	}
	return e.WithKinds(kinds)
}

// readIssuesIn reads the issues in a box, and those that are their duplicates.
func (r *evidenceReader) readIssuesIn(ctx context.Context, box geo.Box, each func(analysis.Arrival, string)) error {
	west, south := box.Min.Degrees()
	east, north := box.Max.Degrees()
	rows, err := r.tx.Query(ctx, query("evidence_issues_in"), args{"west": west, "south": south, "east": east, "north": north})
	if err != nil {
		return err
	}
	defer rows.Close()
	reading := issueReader{days: dayCounter{zone: r.zone}}
	var row issueRow
	for rows.Next() {
		values := rows.RawValues()
		if len(values) != issueFields {
			return errCopy
		}
		if err := row.read((*[issueFields][]byte)(values)); err != nil {
			return err
		}
		i, ok := reading.issue(&row)
		if !ok {
			continue
		}
		a := analysis.Arrival{Issue: i, Root: row.original}
		switch {
		case row.void:
			a.Root = 0
		case row.duplicate:
			a.Root = -1
		}
		each(a, string(row.kind))
	}
	return rows.Err()
}
