package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gewu/api"
	"gewu/frontend"
	"gewu/store"
)

const serveHelp = `Serve the map and the interface over HTTP. Without --database-url it starts its own PostGIS in --data
(unix socket only, checksums on, never as root) and stops it in the end.

  gewu serve                 the district in ./data, at http://127.0.0.1:8080
  gewu serve --demo          the same; where there is no district yet, the demo one is made
  gewu serve --listen :80    for everybody who can reach this machine`

// A serving is the settings of `gewu serve`.
type serving struct {
	place    place
	people   reception
	door     door
	listen   string
	baseURL  string
	logLevel string
	font     string
	demo     bool
	tileMB   int
}

func serveCommand(std Streams) *cobra.Command {
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the map, tiles and look-ups over HTTP",
		Long:  serveHelp,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			log := newLogWriter(std.Err)
			defer log.flush()
			if err := s.settle(log); err != nil {
				return usage(err)
			}
			return s.run(cmd.Context(), std)
		},
	}
	f := cmd.Flags()
	s.place.bind(cmd)
	s.people.bind(cmd)
	s.door.bind(cmd)
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "address and port to listen on")
	f.StringVar(&s.baseURL, "base-url", "", "the address that visitors use, where it is another one than --listen")
	f.StringVar(&s.logLevel, "log-level", "info", "debug, info, warn or error")
	f.StringVar(&s.font, "font", "", "TrueType font with Chinese to print with; by default that of Debian's fonts-droid-fallback")
	f.IntVar(&s.tileMB, "tile-cache", 64, "memory for tiles that are kept ready, in MB")
	f.BoolVar(&s.demo, "demo", false, "make the demo district where there is no district yet")
	return cmd
}

// settle checks the settings and sets up the log.
func (s *serving) settle(log *logWriter) error {
	var wrong mistakes
	s.door.settle(&wrong)
	if _, _, err := net.SplitHostPort(s.listen); err != nil {
		wrong.add(fmt.Errorf("--listen is %q, and should be an address and a port such as 127.0.0.1:8080", s.listen))
	}
	if base, err := url.Parse(s.baseURL); err != nil || s.baseURL != "" && (base.Host == "" || !strings.HasPrefix(base.Scheme, "http")) {
		wrong.add(fmt.Errorf("--base-url is %q, and should be an address such as https://grid.example.org", s.baseURL))
	}
	s.baseURL = strings.TrimSuffix(s.baseURL, "/")
	if s.tileMB < 1 {
		wrong.add(fmt.Errorf("--tile-cache is %d, and should be a number of MB from 1 up", s.tileMB))
	}
	if s.font != "" {
		if _, err := readFont(s.font); err != nil {
			wrong.add(fmt.Errorf("--font: %w", err))
		}
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.logLevel)); err != nil {
		wrong.add(fmt.Errorf("--log-level is %q, and can be debug, info, warn or error", s.logLevel))
	}
	wrong.add(s.people.settle())
	slog.SetDefault(newLog(log, level))
	return errors.Join(wrong...)
}

func (s *serving) run(ctx context.Context, std Streams) (err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another address with --listen", s.listen, bare(err))
	}
	defer func() {
		if closed := listener.Close(); !errors.Is(closed, net.ErrClosed) {
			err = errors.Join(err, closed)
		}
	}()
	db, closeDB, err := s.place.own(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	if s.demo {
		if err := demoWhenEmpty(ctx, db, std.Err); err != nil {
			return err
		}
	}
	if err := firstAdministrator(ctx, db, std.Out); err != nil {
		return err
	}
	return s.serve(ctx, listener, db, std.Out)
}

// serve answers requests until ctx ends, then lets those under way come to their end.
func (s *serving) serve(ctx context.Context, listener net.Listener, db *store.DB, out io.Writer) error {
	files, err := s.people.folder(s.place.dir)
	if err != nil {
		return err
	}
	defer func() { _ = files.Close() }()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	callers := api.NewCallers(db, s.people.idle)
	live, bell := api.NewLive(db, slog.Default()), api.NewPlanBell()
	evidence := api.NewEvidenceKeeper(db, version, slog.Default())
	beside := following{stop: stop}
	beside.follow(ctx, "the district", live.Run)
	beside.follow(ctx, "who may do what", callers.Run)
	beside.follow(ctx, "plans that other servers change", func(ctx context.Context) error { return bell.Run(ctx, db) })
	beside.Go(func() { evidence.Run(ctx, live) })
	beside.Go(func() { api.NewJobRunner(db, evidence, slog.Default()).Run(ctx) })
	beside.Go(func() { economize(ctx, live) })
	beside.Go(func() { s.tellReady(ctx, live, listener, out) })
	defer beside.Wait()
	defer stop()
	config := api.Config{
		Districts: live, Search: db, Measure: db, Tiles: db, Site: frontend.Site(),
		Changes: db, OnChange: live.OnChange, Callers: callers, Plans: db, Editions: db, PlanBell: bell, Evidence: evidence, Jobs: db,
		BaseURL: s.address(listener.Addr()), TileCache: int64(s.tileMB) << 20,
		Font: func() ([]byte, error) { return readFont(s.font) },
	}
	s.people.furnish(&config, db, files)
	s.door.furnish(&config)
	return api.Serve(ctx, api.NewServer(api.Handler(config), slog.Default()), s.door.guard(listener), grace)
}

// A following is what goes on beside requests until the service stops. Wait waits for its end.
type following struct {
	sync.WaitGroup
	stop context.CancelFunc // of the service
}

// follow runs what has to go on until ctx ends. When it ends before, the service would tell what is not so
// any more, so it is stopped.
func (f *following) follow(ctx context.Context, what string, run func(context.Context) error) {
	f.Go(func() {
		if err := run(ctx); ctx.Err() == nil {
			slog.ErrorContext(ctx, "not followed any more, so the service stops", "what", what, "err", err)
			f.stop()
		}
	})
}

// tellReady tells the address when the district is in memory.
func (s *serving) tellReady(ctx context.Context, live *api.Live, listener net.Listener, out io.Writer) {
	select {
	case <-live.Ready():
		spread()
		fmt.Fprintf(out, "Gewu is ready: %s\n", s.address(listener.Addr()))
	case <-ctx.Done():
	}
}

// grace is how long requests under way have when the service stops.
const grace = 10 * time.Second

// address is where to look at the map, and under which TileJSON names its tiles.
func (s *serving) address(at net.Addr) string {
	if s.baseURL != "" {
		return s.baseURL
	}
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return at.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return s.door.scheme() + net.JoinHostPort(host, port)
}

// bare is the innermost reason of an error, without the operation and the address around it.
func bare(err error) error {
	if deeper := errors.Unwrap(err); deeper != nil {
		return bare(deeper)
	}
	return err
}
