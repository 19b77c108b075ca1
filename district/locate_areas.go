package district

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FromAreas makes a snapshot without a database, of areas alone: one level of grids, without
// parents, posts or tallies, so that points can be located in the areas of a file. Boundaries
// are in degrees of CGCS2000 or WGS 84. Areas with the same code are pieces of one grid with
// the name of the first. The error names the row of the area that is unfit.
func FromAreas(areas []Area) (*Snapshot, error) {
	f := fileGrids{at: map[string]int{}}
	for _, area := range areas {
		if err := f.add(area); err != nil {
			return nil, fmt.Errorf("row %d: %w", area.Row, err)
		}
	}
	levels := []Level{fileLevel}
	for i, grid := range f.grids {
		if err := f.shape(grid.Boundary, f.places[i], &levels[0]); err != nil {
			return nil, fmt.Errorf("row %d: %w", f.rows[i], err)
		}
	}
	s, err := NewSnapshot(Parts{Levels: levels, Places: f.places, Grids: f.grids})
	if unfit, ok := errors.AsType[*geo.AreaError](err); ok {
		return nil, fmt.Errorf("row %d: %w", f.rows[unfit.ID-1], unfit.Err)
	}
	return s, err
}

// fileLevel is the level of the areas of a file.
var fileLevel = Level{ID: 1, Profile: "file", Rank: 1, Key: "grid", Name: Text{"网格", "Grid"}, Role: RoleGrid}

// fileGrids gathers the grids of a file. The grid with ID n is the n-th of each slice.
type fileGrids struct {
	at     map[string]int // by code
	rows   []int64        // of the first piece
	places []*Place
	grids  []geo.Area
}

func (f *fileGrids) add(area Area) error {
	code := strings.TrimSpace(area.Code)
	if code == "" {
		return errors.New("the area has no code")
	}
	i, ok := f.at[code]
	if !ok {
		i = len(f.grids)
		id := geo.AreaID(i + 1)
		f.at[code] = i
		f.rows = append(f.rows, area.Row)
		f.places = append(f.places, &Place{ID: id, Code: code, Name: area.Name, Kind: "ordinary"})
		f.grids = append(f.grids, geo.Area{ID: id})
	}
	f.grids[i].Boundary = append(f.grids[i].Boundary, area.Boundary...)
	return nil
}

func (f *fileGrids) shape(boundary orb.MultiPolygon, place *Place, level *Level) (err error) {
	place.Level = level
	if place.Bound, err = geo.BoxOf(boundary); err != nil {
		return err
	}
	place.Label, err = geo.InteriorPoint(boundary)
	return err
}
