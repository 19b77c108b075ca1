package api

import (
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"gewu/tiles"
)

// tiles returns the handler of vector tiles.
func (s *server) tiles() http.Handler {
	return tiles.Handler(tiles.Config{
		Source: s.Tiles, State: s.tileState, Touched: &s.altering.tiles, BaseURL: s.BaseURL,
		Timeout: s.TileTimeout, CacheBytes: s.TileCache, Metrics: s.Metrics, Log: s.Log, Fail: s.failTile,
		NotFound:         http.HandlerFunc(s.notFound),
		MethodNotAllowed: allowing(http.MethodGet, http.MethodHead, http.MethodOptions),
	})
}

var tilesRule = ruleOf("GET " + tilesRoute)

// tileState says which data a tile is made from. Its routes are not behind ready: what other
// sites may read, they may read of errors too.
func (s *server) tileState(r *http.Request) (tiles.State, error) {
	view := requestOf(r).view
	if view == nil {
		return tiles.State{}, stillLoading()
	}
	if err := s.altering.start(r.Context(), view); err != nil {
		s.Log.WarnContext(r.Context(), "it is not known which tiles have changed", "err", err)
	}
	if err := s.allow(r, tilesRule); err != nil {
		return tiles.State{}, err
	}
	known := []string{"at", "for", "versioned"}
	if !strings.HasSuffix(r.URL.Path, ".json") {
		known = known[:2]
	}
	q, err := parseQuery(r, known...)
	if err != nil {
		return tiles.State{}, err
	}
	day, given, err := q.day()
	if !given {
		day = view.Day
	}
	since := day
	if err == nil && !day.Equal(view.Day) {
		since, err = s.since(r, day)
	}
	versioned, wrongVersioned := q.whole("versioned", 0, 0, 1)
	if err == nil {
		err = wrongVersioned
	}
	state := tiles.State{
		Version: view.Version, Day: day, Since: since, Until: s.midnight.after(view), Dated: given, OtherDay: !day.Equal(view.Day),
		Versioned: versioned == 1, Attribution: view.Settings.Attribution, Sight: sightOf(r),
	}
	if b := view.Summary.Bound; b != nil {
		state.Bound = b.Orb()
	}
	return state, err
}

// since returns the first day from which on the land is divided as on a day that is not today's, when
// there is an answer for it: its tiles are those of all days of that time. The district of the day is
// there to be drawn then.
func (s *server) since(r *http.Request, day time.Time) (time.Time, error) {
	snapshot, err := s.on(r, day)
	if err != nil {
		return day, err
	}
	return snapshot.Since(day), nil
}

// A midnight remembers when the day of the last view ends.
type midnight struct{ last atomic.Pointer[dayEnd] }

type dayEnd struct {
	view *View
	at   time.Time
}

// after returns when the day of the view ends in the district's time zone; zero: not known.
func (m *midnight) after(view *View) time.Time {
	if end := m.last.Load(); end != nil && end.view == view {
		return end.at
	}
	end := &dayEnd{view: view}
	if zone, err := time.LoadLocation(view.Settings.TimeZone); err == nil {
		end.at = time.Date(view.Day.Year(), view.Day.Month(), view.Day.Day()+1, 0, 0, 0, 0, zone)
	}
	m.last.Store(end)
	return end.at
}
