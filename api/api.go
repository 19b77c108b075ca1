// Package api serves the district over HTTP: JSON under /v1, vector tiles, the page, and what
// an operator watches. See routes for the list of calls.
package api

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// Districts gives the district as it stands. *Live is one.
type Districts interface {
	// Today returns the district of the current day; nil until it is loaded. A request is
	// answered from one View to its end.
	Today() *View
	// On returns the district as it stands on another day.
	On(ctx context.Context, day time.Time) (*district.Snapshot, error)
}

// A View is the state of the data that requests are answered from. It is never changed.
type View struct {
	*district.Snapshot
	Settings district.Settings
	Summary  district.Summary
	Loaded   time.Time

	links   links
	version atomic.Pointer[[]string] // as the value of a header
}

// versionHeader returns the version as the value of a header, which must not be changed.
func (v *View) versionHeader() []string {
	header := v.version.Load()
	if header == nil {
		header = &[]string{strconv.FormatInt(v.Version, 10)}
		v.version.Store(header)
	}
	return *header
}

// A Searcher finds things by code, name or address, best first.
type Searcher interface {
	Search(ctx context.Context, q string, limit int, day time.Time) ([]district.Found, error)
}

// A Measurer measures the land of an area as it is bounded on a day, in square metres. It
// returns false for an area without land on that day.
type Measurer interface {
	SquareMetres(ctx context.Context, id geo.AreaID, day time.Time) (float64, bool, error)
}

// A Tiler makes tiles.
type Tiler = tiles.Source

// A Config says what to serve. Districts, Search, Measure and Tiles must be set.
type Config struct {
	Districts Districts
	Search    Searcher
	Measure   Measurer
	Tiles     Tiler
	Site      fs.FS // the page; nil or without index.html: none

	Changes  Changelog                            // nil: a change may have changed everything
	OnChange func(func([]district.Change, *View)) // has a function called after each change; nil: there are none

	Callers *Callers       // knows who asks; nil: nobody is signed in
	Proxies []netip.Prefix // the addresses of servers in front that are believed where requests come from

	People      People      // who may sign in; nil: nobody
	Trail       Trail       // of what is done
	Settings    Settings    // of the district
	Phones      Phones      // of holders
	IssueCounts IssueCounts // of communities
	Attachments Attachments // pictures of areas
	Files       *Folder     // in which their files lie
	Providers   []Provider  // at which people may sign in, beside here

	Plans    Plans     // nil: no plans are kept
	Editions Editions  // nil: none is published
	PlanBell *PlanBell // rings when a plan changes on another server; nil: it is not told

	Jobs     Jobs      // analyses in the background; nil: none are kept
	Evidence Evidences // what analyses are made of; nil: there is none yet, and none comes

	Font func() ([]byte, error) // reads a TrueType font with Chinese, to print with; nil: nothing is printed

	SessionLife time.Duration // how long it lasts at most; 0: 7 days

	BaseURL     string        // under which the service is reached, without a slash at the end; "": answers hold paths alone
	MaxStream   int64         // longest body of POST /v1/locate, bytes; 0: 1 GiB
	MostStreams int           // answered at once; 0: 32
	StreamIdle  time.Duration // how long a stream may stand still; 0: a minute
	TileTimeout time.Duration // for making one tile; 0: 10 s
	TileCache   int64         // bytes of memory for tiles that are kept; 0: 64 MiB

	RateLimit float64 // requests a second that each client may send in the long run; 0: no limit

	MostWatchers int           // who are told of changes at once; 0: 512
	Heartbeat    time.Duration // how often they are told that there are none; 0: 15 s

	Log     *slog.Logger         // nil: slog.Default()
	Metrics *prometheus.Registry // where the service's own metrics are kept; nil: a new one
}

func (c Config) withDefaults() Config {
	if c.MaxStream == 0 {
		c.MaxStream = 1 << 30
	}
	if c.MostStreams == 0 {
		c.MostStreams = 32
	}
	if c.StreamIdle == 0 {
		c.StreamIdle = time.Minute
	}
	if c.MostWatchers == 0 {
		c.MostWatchers = 512
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = 15 * time.Second
	}
	if c.SessionLife == 0 {
		c.SessionLife = 7 * 24 * time.Hour
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Metrics == nil {
		c.Metrics = prometheus.NewRegistry()
	}
	return c
}

type server struct {
	Config
	streams chan struct{} // one for each stream that is answered
	feed    feed

	dayStreams chan struct{} // one for each of these that is of another day

	altering altering
	midnight midnight

	clients *clients
	rooms   rooms
	origins *http.CrossOriginProtection

	plansLive *PlanBell
	densities *kept[*analysis.Density]
	places    *kept[*placesMap]

	lockouts lockouts
	refusals refusals
	reliers  []*relier
	drawing  chan struct{} // one for each picture that is drawn
	amending sync.Mutex    // held while settings are read to be changed
}

func newServer(c Config) *server {
	c = c.withDefaults()
	s := &server{
		Config: c, streams: make(chan struct{}, c.MostStreams), altering: altering{changelog: c.Changes},
		dayStreams: make(chan struct{}, streamDays),
		clients:    newClients(c.RateLimit), rooms: newRooms(), origins: newOrigins(c.BaseURL),
		lockouts: newLockouts(), drawing: make(chan struct{}, 1),
		densities: newDensities(), places: newPlaces(),
	}
	if s.plansLive = c.PlanBell; s.plansLive == nil {
		s.plansLive = NewPlanBell()
	}
	for _, p := range c.Providers {
		s.reliers = append(s.reliers, newRelier(p))
	}
	return s
}

// changed passes on what changed: first to the tiles, so that who is told finds them altered.
func (s *server) changed(changes []district.Change, view *View) {
	s.altering.changed(changes, view)
	s.feed.changed(changes, view)
}

// Handler returns the handler of everything the service answers.
func Handler(c Config) http.Handler {
	s := newServer(c)
	if s.OnChange != nil {
		s.OnChange(s.changed)
	}
	meter := newMeter(s.Metrics, s.Districts, s.feed.count)
	h := s.direct(meter, s.routes(meter))
	h = s.withView(h)
	h = s.waited(h)
	h = s.limited(h)
	h = s.identified(h)
	h = s.traced(h)
	h = s.secured(h)
	h = s.recovered(h)
	return s.watched(meter, h)
}
