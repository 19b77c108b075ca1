package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
)

// A landing makes the areas and grids of evidence from a snapshot.
type landing struct {
	snapshot *district.Snapshot
	settings district.Settings
	e        *analysis.Evidence
	places   []*district.Place // of the areas; nil for a district that has no area of its own
	areas    map[geo.AreaID]int32
	grounds  map[geo.AreaID]int32
}

// landOn fills in areas, grids, their borders and posts.
func landOn(ctx context.Context, tx pgx.Tx, s *district.Snapshot, settings district.Settings, e *analysis.Evidence) (*landing, error) {
	l := &landing{snapshot: s, settings: settings, e: e, areas: map[geo.AreaID]int32{}, grounds: map[geo.AreaID]int32{}}
	e.Areas, e.Grounds, e.Borders = nil, nil, nil
	all := s.Meeting(wholeEarth)
	l.addDistrict(all)
	for _, p := range all {
		l.addArea(p)
	}
	l.layCommunities()
	if err := l.readBoundaries(ctx, tx); err != nil {
		return nil, err
	}
	for _, community := range s.Communities() {
		l.addGrounds(community.ID)
	}
	l.addGrounds(0)
	l.addBorders()
	l.sumUp()
	return l, nil
}

// addDistrict puts the district first: the only area at the top, or else all of them together, which
// has the name of the settings and no identity.
func (l *landing) addDistrict(all []*district.Place) {
	var tops []*district.Place
	for _, p := range all {
		if p.Parent == nil && p.Level.Role == district.RoleUpper {
			tops = append(tops, p)
		}
		if p.Parent == nil && p.Level.Role != district.RoleUpper {
			tops = append(tops, nil, nil) // land in no area at the top: none of them is the district
		}
	}
	if len(tops) == 1 {
		l.append(tops[0], -1, analysis.LevelDistrict)
		return
	}
	name := l.settings.Name
	l.places = append(l.places, nil)
	district := analysis.Area{Name: cmp.Or(name.ZH, name.EN), Parent: -1, Level: analysis.LevelDistrict}
	if _, _, around := l.snapshot.Extent(); around != nil {
		district.Middle = middleOfBox(*around)
	}
	l.e.Areas = append(l.e.Areas, district)
}

// addArea adds a place above the grids, its parents before it.
func (l *landing) addArea(p *district.Place) int32 {
	if at, ok := l.areas[p.ID]; ok {
		return at
	}
	level, ok := levelOf(p)
	if !ok {
		return 0
	}
	parent := int32(0)
	if p.Parent != nil {
		parent = l.addArea(p.Parent)
	}
	return l.append(p, parent, level)
}

func (l *landing) append(p *district.Place, parent int32, level analysis.Level) int32 {
	at := int32(len(l.e.Areas))
	l.areas[p.ID] = at
	l.places = append(l.places, p)
	l.e.Areas = append(l.e.Areas, analysis.Area{ID: p.ID, Code: p.Code, Name: p.Name, Parent: parent, Level: level, Middle: p.Label})
	return at
}

// levelOf says at which level an area is counted; false for grids and what is in them.
func levelOf(p *district.Place) (analysis.Level, bool) {
	switch p.Level.Role {
	case district.RoleUpper:
		return analysis.LevelStreet, true
	case district.RoleCommunity:
		return analysis.LevelCommunity, true
	case district.RoleSection:
		return analysis.LevelSection, true
	default:
		return "", false
	}
}

// layCommunities takes the boundaries of communities from their land in memory, and notes which areas
// are above what is right above communities.
func (l *landing) layCommunities() {
	above := map[int32]bool{}
	for i := range l.e.Areas {
		a := &l.e.Areas[i]
		if a.Level != analysis.LevelCommunity {
			continue
		}
		above[a.Parent] = true
		group := geo.GroupID(0)
		if l.places[i].Parent != nil {
			group = geo.GroupID(l.places[i].Parent.ID)
		}
		if sheet, ok := l.snapshot.Atlas(district.RoleCommunity).Sheet(group); ok {
			a.Boundary, a.SquareKM = sheet.Coverage.Boundary(a.ID), sheet.Coverage.SquareMetres(a.ID)/1e6
		}
	}
	for i := range l.e.Areas {
		if a := &l.e.Areas[i]; a.Level == analysis.LevelStreet && !above[int32(i)] {
			a.Level = analysis.LevelDistrict
		}
	}
}

// readBoundaries reads those that are not in memory.
func (l *landing) readBoundaries(ctx context.Context, tx pgx.Tx) error {
	areas, editions := []int64{}, []int64{}
	for i, p := range l.places {
		if p != nil && l.e.Areas[i].Boundary == nil {
			areas, editions = append(areas, int64(p.ID)), append(editions, p.Edition.ID)
		}
	}
	rows, err := tx.Query(ctx, query("evidence_boundaries"), args{"areas": areas, "editions": editions})
	if err != nil {
		return err
	}
	var id int64
	var wkb []byte
	var metres float64
	_, err = pgx.ForEachRow(rows, []any{&id, &wkb, &metres}, func() error {
		var shape outlines
		a := &l.e.Areas[l.areas[geo.AreaID(id)]]
		a.SquareKM = metres / 1e6
		var err error
		a.Boundary, _, err = shape.multiPolygon(wkb)
		return err
	})
	return err
}

// addGrounds adds the grids of a community; 0: those of none.
func (l *landing) addGrounds(community geo.AreaID) {
	sheet, ok := l.snapshot.Atlas(district.RoleGrid).Sheet(geo.GroupID(community))
	for _, p := range l.snapshot.Grids(community) {
		g := analysis.Ground{
			ID: p.ID, Code: p.Code, Name: p.Name, Community: -1, Street: -1, Middle: p.Label,
			Dedicated: p.Kind == "dedicated", Posts: l.posts(p),
		}
		if p.Level.Band != nil {
			g.Fewest, g.Most = int32(p.Level.Band.Min), int32(p.Level.Band.Max)
		}
		if ok {
			g.Boundary, g.SquareKM = outlineOf(sheet, p.ID)
		}
		if p.Parent != nil {
			g.Parent = l.areas[p.Parent.ID]
		}
		if c := p.Above(district.RoleCommunity); c != nil {
			g.Community = l.areas[c.ID]
			if c.Parent != nil {
				g.Street = l.areas[c.Parent.ID]
			}
		}
		l.grounds[p.ID] = int32(len(l.e.Grounds))
		l.e.Grounds = append(l.e.Grounds, g)
	}
}

// outlineOf returns the boundary of an area of a sheet and its size in km². An area that overlaps another is none of
// the coverage's.
func outlineOf(sheet *geo.Sheet, id geo.AreaID) (orb.MultiPolygon, float64) {
	for _, odd := range sheet.Odd {
		if odd.ID == id {
			return odd.Boundary, geo.AreaSquareMetres(odd.Boundary) / 1e6
		}
	}
	return sheet.Coverage.Boundary(id), sheet.Coverage.SquareMetres(id) / 1e6
}

// posts are those of a grid with who holds them on the day.
func (l *landing) posts(p *district.Place) []analysis.Post {
	var posts []analysis.Post
	for _, state := range l.snapshot.PostsOf(p) {
		post := analysis.Post{Key: state.Post.Key, Name: analysis.Text(state.Post.Name), First: state.Post.First}
		for _, h := range state.Holders {
			post.Holders = append(post.Holders, h.Name)
		}
		posts = append(posts, post)
	}
	return posts
}

// addBorders finds which grids share a border, those of different communities too.
func (l *landing) addBorders() {
	seen := map[[2]int32]bool{}
	for sheet := range l.snapshot.Atlas(district.RoleGrid).Sheets() {
		c := sheet.Coverage
		side := func(face int32) (int32, bool) {
			var id geo.AreaID
			switch {
			case face >= 0:
				id = c.ID(int(face))
			case face < -1:
				id = c.Abroad(face)
			}
			at, ok := l.grounds[id]
			return at, ok
		}
		for i := range c.ArcCount() {
			arc := c.Arc(i)
			a, left := side(arc.Left)
			b, right := side(arc.Right)
			if left && right && a != b {
				seen[[2]int32{min(a, b), max(a, b)}] = true
			}
		}
	}
	for pair := range seen {
		l.e.Borders = append(l.e.Borders, pair)
	}
	slices.SortFunc(l.e.Borders, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
}

// sumUp gives areas without a boundary the size of what is in them. Parents come before their children.
func (l *landing) sumUp() {
	sums := make([]float64, len(l.e.Areas))
	for _, g := range l.e.Grounds {
		sums[g.Parent] += g.SquareKM
	}
	for i := len(l.e.Areas) - 1; i >= 0; i-- {
		a := &l.e.Areas[i]
		if a.SquareKM == 0 {
			a.SquareKM = sums[i]
		}
		if a.Parent >= 0 {
			sums[a.Parent] += a.SquareKM
		}
	}
}

// ground returns the number of the grid that owns a point; −1: none.
func (l *landing) ground(p geo.Point) int32 {
	if owner := l.snapshot.Owner(p); owner != nil {
		if at, ok := l.grounds[owner.ID]; ok {
			return at
		}
	}
	return -1
}

// middleOfBox returns the middle of a box.
func middleOfBox(b geo.Box) geo.Point {
	return geo.Point{Lon: int32((int64(b.Min.Lon) + int64(b.Max.Lon)) / 2), Lat: int32((int64(b.Min.Lat) + int64(b.Max.Lat)) / 2)}
}
