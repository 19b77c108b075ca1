package pgcluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// init makes the data directory. It appears under its name only when it is complete, so a
// program killed half way leaves nothing that looks like a cluster.
func (s *server) init(ctx context.Context) error {
	fresh := s.data + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return onPath(fresh, err)
	}
	if err := s.account.own(fresh); err != nil {
		return err
	}
	if err := s.initdb(ctx, fresh); err != nil {
		_ = os.RemoveAll(fresh) // the next Start removes what this cannot
		return err
	}
	return s.place(fresh)
}

// place gives a complete data directory its name, once it is safely on the disk.
func (s *server) place(fresh string) error {
	if syncsAtOnce && !s.config.Scratch {
		if err := syncAll(fresh); err != nil {
			return err
		}
	}
	if err := os.Rename(fresh, s.data); err != nil {
		return onPath(s.data, err)
	}
	return syncDir(s.dir)
}

// initdb runs PostgreSQL's own, with the locale that knows letters of every script where the
// machine has it, else with plain C.
func (s *server) initdb(ctx context.Context, dir string) error {
	output, err := s.tryInitdb(ctx, dir, "C.UTF-8")
	if err != nil && strings.Contains(output, "invalid locale") {
		output, err = s.tryInitdb(ctx, dir, "C")
	}
	if ctx.Err() != nil {
		return fmt.Errorf("make a cluster in %s: %w", s.dir, context.Cause(ctx))
	}
	if err != nil {
		return s.diagnose("make a cluster", output, err)
	}
	return nil
}

func (s *server) tryInitdb(ctx context.Context, dir, locale string) (string, error) {
	args := []string{
		"--pgdata", dir, "--username", Database, "--auth-local", "trust", "--auth-host", "reject",
		"--encoding", "UTF8", "--locale", locale, "--lc-messages", "C", "--data-checksums", "--no-instructions",
	}
	if syncsAtOnce || s.config.Scratch {
		args = append(args, "--no-sync")
	}
	output, err := s.account.command(ctx, dir, filepath.Join(s.install.Bin, "initdb"), args...).CombinedOutput()
	return string(output), err
}

// syncDir makes a rename within a directory outlast a loss of power.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return onPath(dir, err)
	}
	defer d.Close()
	return onPath(dir, d.Sync())
}
