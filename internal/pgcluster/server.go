package pgcluster

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// A server is a cluster that this program owns.
type server struct {
	layout
	config  Config
	install Install
	account account
	lock    *lock
	log     *slog.Logger
	stop    func() error
}

// prepare checks everything that can be checked beforehand and locks the directory.
func prepare(c Config) (*server, error) {
	s := &server{config: c, log: c.Log}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	if s.layout, err = layoutOf(c.Dir); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if !c.Unfinished {
		if err := s.unfinished(); err != nil {
			return nil, err
		}
	}
	if s.account, err = accountFor(s.layout); err != nil {
		return nil, err
	}
	if s.install, err = s.layout.install(c.Bin); err != nil {
		return nil, err
	}
	if s.lock, err = acquire(s.dir); err != nil {
		return nil, err
	}
	s.stop = s.lock.release
	return s, nil
}

// start does what Start does once the directory is locked. Whether it works or not, s.stop
// ends what it has begun.
func (s *server) start(ctx context.Context) error {
	if err := s.account.own(s.sockets); err != nil {
		return err
	}
	if err := s.account.admit(s.layout); err != nil {
		return err
	}
	if err := s.account.enter(ctx, s.sockets); err != nil {
		return err
	}
	major, err := s.major()
	if err != nil {
		return err
	}
	if major == 0 {
		if err := s.init(ctx); err != nil {
			return err
		}
	}
	if err := s.clear(ctx); err != nil {
		return err
	}
	ended := s.supervise(ctx)
	err = await(ctx, s.url("postgres"), ended)
	if err == nil {
		err = ensureDatabase(ctx, s.url("postgres"))
	}
	return err
}

// supervise keeps a server running until s.stop is called. The channel tells of the first
// time that the server ends by itself.
func (s *server) supervise(ctx context.Context) <-chan error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended, done := make(chan error, 1), make(chan error, 1)
	k := keeper{server: s, ended: ended}
	go func() { done <- k.keep(ctx) }()
	s.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-done, s.lock.release())
	})
	return ended
}

// settings are those of a modest machine that other programs share.
func (s *server) settings() map[string]string {
	settings := map[string]string{
		"listen_addresses":        "",
		"port":                    port,
		"unix_socket_directories": s.sockets,
		"unix_socket_permissions": "0700",
		"shared_buffers":          "128MB",
		"work_mem":                "16MB",
		"maintenance_work_mem":    "128MB",
		"effective_cache_size":    "1GB",
		"max_connections":         "60",
		"max_wal_size":            "1GB",
		"random_page_cost":        "1.1",
		"checkpoint_timeout":      "15min",
		"jit":                     "off",
		"fsync":                   "on",
		"full_page_writes":        "on",
		"logging_collector":       "off",
		"log_destination":         "stderr",
		"log_line_prefix":         "%m [%p] %q%d ",
		"log_timezone":            "UTC",
		"timezone":                "UTC",
		"lc_messages":             "C",
		"cluster_name":            Database,
	}
	if syncsAtOnce {
		settings["recovery_init_sync_method"] = "syncfs"
	}
	if s.config.Scratch {
		maps.Copy(settings, map[string]string{"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"})
	}
	maps.Copy(settings, s.config.Settings)
	return settings
}

// patience is how long a server may take to stop before it is killed.
const patience = 30 * time.Second

// postgres prepares the server's process. When ctx ends it shuts down fast: transactions are
// rolled back, connections ended, everything is written. When this program is killed, the
// kernel tells the server to do the same.
func (s *server) postgres(ctx context.Context, log *os.File) *exec.Cmd {
	args := []string{"-D", s.data}
	settings := s.settings()
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	cmd := s.account.command(ctx, s.data, filepath.Join(s.install.Bin, "postgres"), args...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = patience
	tellWhenOrphaned(cmd.SysProcAttr, syscall.SIGINT)
	return cmd
}
