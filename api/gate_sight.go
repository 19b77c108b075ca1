package api

import (
	"errors"
	"net/http"
	"time"

	"gewu/access"
	"gewu/tiles"
)

// A sights keeps what a caller sees of the map while the day and what the district shows stay.
type sights struct {
	day     time.Time
	visible opening
	sight   *tiles.Sight
}

// sightOf returns what who asks may see of the map; nil: nothing.
func sightOf(r *http.Request) *tiles.Sight {
	q := requestOf(r)
	visible := q.view.visibility()
	if q.who == nil {
		if visible >= seeGrids.visitors {
			return tiles.Everyone
		}
		return nil
	}
	kept := &q.caller.sights
	if k := kept.Load(); k != nil && k.visible == visible && k.day.Equal(q.view.Day) {
		return k.sight
	}
	sight := newSight(q.view.Day, scopeBy(r, seeGround), scopeBy(r, seeGrids), scopeBy(r, seeBuildings), scopeBy(r, seeIssues))
	kept.Store(&sights{q.view.Day, visible, sight})
	return sight
}

var (
	groundLayers = tiles.MaskOf("water", "roads")
	issueLayer   = tiles.MaskOf("issues")
)

func newSight(day time.Time, ground, areas, counts, issues access.Scope) *tiles.Sight {
	var layers tiles.Mask
	if !ground.None() {
		layers |= groundLayers
	}
	if !areas.None() {
		layers |= tiles.AllLayers &^ groundLayers &^ issueLayer
	}
	if !issues.None() {
		layers |= issueLayer
	}
	return tiles.NewSight(day, layers, areas, counts, issues)
}

// layersFor returns the names of the layers that who asks may see, in the order of the map.
func layersFor(r *http.Request) []string {
	if requestOf(r).view == nil {
		return []string{}
	}
	if sight := sightOf(r); sight != nil {
		return sight.Layers.Names()
	}
	return []string{}
}

// failTile answers why there is no tile.
func (s *server) failTile(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, tiles.ErrHidden) && requestOf(r).who == nil:
		err = signInFirst()
	case errors.Is(err, tiles.ErrHidden):
		err = mayNot()
	case errors.Is(err, tiles.ErrLayer):
		err = noSuchLayer(layersFor(r))
	}
	s.fail(w, r, err)
}
