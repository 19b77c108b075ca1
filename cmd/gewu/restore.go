package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gewu/internal/archive"
	"gewu/internal/pgcluster"
	"gewu/store"
)

const restoreHelp = `Make a district of what gewu backup wrote: in a directory that is empty or not there yet, or in an
empty database of yours. Every byte of FILE is verified before anything is made, and what was made is
compared with what was saved; when something is wrong, nothing is left behind. A backup is run by the
database: restore only what you know where it comes from.

  gewu restore /mnt/backup/gewu-2026-01-31.tar --data /var/lib/gewu
  gewu restore FILE --database-url postgres://gewu@db/gewu --attachments /var/lib/gewu/attachments

Whoever was signed in signs in again, unless --keep-sessions is given. Passwords, roles and tokens are
those of the moment of the backup: what was taken from somebody later has to be taken again.`

// A restoring is the settings of one `gewu restore`.
type restoring struct {
	place        place
	attachments  string
	programs     string
	keepSessions bool

	version int64 // of the data, when they were restored
}

func restoreCommand(std Streams) *cobra.Command {
	var r restoring
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a district of what gewu backup wrote, where there is none",
		Long:  restoreHelp,
		Args:  exactly("a file"),
		RunE:  func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args[0], std) },
	}
	r.place.bind(cmd)
	cmd.Flags().StringVar(&r.attachments, "attachments", "", "directory for the pictures that are attached (default attachments in --data)")
	cmd.Flags().StringVar(&r.programs, "programs", "", "directory of pg_restore; found by itself unless given")
	cmd.Flags().BoolVar(&r.keepSessions, "keep-sessions", false, "leave those signed in who were")
	return cmd
}

// A verified is a backup every byte of which was checked.
type verified struct {
	file    *os.File
	made    madeBackup
	restore pgcluster.Tool
}

func (r *restoring) run(ctx context.Context, name string, std Streams) error {
	file, err := openBackup(name)
	if err != nil {
		return err
	}
	defer file.Close()
	made, err := verify(ctx, file, std.Err)
	if err != nil {
		return err
	}
	if err := fits(made.about); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	tool, err := pgcluster.FindTool("pg_restore", r.programs, made.about.Dump)
	if err != nil {
		return err
	}
	from := verified{file, made, tool}
	began := time.Now()
	if r.place.url != "" {
		err = r.fill(ctx, from, r.place.url, std)
	} else {
		err = r.intoDirectory(ctx, from, std)
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", name, err)
	}
	tellBackup(std.Out, name, made, "restored and checked in "+time.Since(began).Round(time.Millisecond).String())
	fmt.Fprintf(std.Out, "the data go on at version %d\n", r.version)
	if !r.keepSessions {
		fmt.Fprintln(std.Out, "whoever was signed in signs in again")
	}
	return nil
}

// fits refuses a backup of a schema that this program does not know.
func fits(about archive.About) error {
	if unknown := store.UnknownSchema(about.Schema); unknown != "" {
		return fmt.Errorf("%w: its schema has %s, which this one does not know; restore it with gewu %s or a newer one",
			archive.ErrNewer, unknown, about.Program)
	}
	return nil
}

// intoDirectory fills a directory, and leaves none behind when that does not succeed.
func (r *restoring) intoDirectory(ctx context.Context, from verified, std Streams) (err error) {
	if err := r.apart(); err != nil {
		return err
	}
	install, err := pgcluster.Find("")
	if err != nil {
		return err
	}
	if saved := from.made.about.Postgres; install.Major < saved {
		return fmt.Errorf("the backup is of PostgreSQL %d, and %d is installed; install postgresql-%[1]d-postgis-3", saved, install.Major)
	}
	what := fmt.Sprintf("begun %s from %s", time.Now().UTC().Format(time.RFC3339), from.file.Name())
	dir, err := pgcluster.BeginRestoration(ctx, r.place.dir, what)
	if err != nil {
		return err
	}
	if err := r.fillCluster(ctx, from, std); err != nil {
		return errors.Join(err, dir.Abandon(context.WithoutCancel(ctx)))
	}
	return dir.Finish()
}

func (r *restoring) fillCluster(ctx context.Context, from verified, std Streams) error {
	cluster, err := pgcluster.Start(ctx, pgcluster.Config{Dir: r.place.dir, Unfinished: true})
	if err != nil {
		return err
	}
	if err := r.fill(ctx, from, cluster.URL(pgcluster.Database), std); err != nil {
		_ = cluster.Stop() // all of it is removed next
		return err
	}
	return cluster.Stop()
}

// apart refuses a directory for attachments that is one of the cluster's own.
func (r *restoring) apart() error {
	if r.attachments == "" {
		return nil
	}
	data, err1 := filepath.Abs(r.place.dir)
	given, err2 := filepath.Abs(r.attachments)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if inside, err := filepath.Rel(data, given); err == nil && filepath.IsLocal(inside) && inside != "attachments" {
		return fmt.Errorf("--attachments is %s, in the directory of the database; leave it out, or name a directory elsewhere", given)
	}
	return nil
}

// fill restores into the empty database at url. When that does not succeed, nothing is left, or a
// database that everybody refuses.
func (r *restoring) fill(ctx context.Context, from verified, url string, std Streams) (err error) {
	files, err := newFolder(attachmentsIn(r.attachments, r.place.dir))
	if err != nil {
		return err
	}
	defer func() { err = files.end(err) }()
	vacancy, err := store.BeginRestore(ctx, url, from.made.about.Postgres)
	if err != nil {
		return err
	}
	if err := r.pour(ctx, from, vacancy, files, url, std); err != nil {
		if r.place.url != "" { // of a directory all is removed
			err = errors.Join(err, vacancy.Abandon(context.WithoutCancel(ctx)))
		}
		return err
	}
	return nil
}

// pour restores what is in a backup, checks it, and notes in the audit trail what was restored.
func (r *restoring) pour(ctx context.Context, from verified, to *store.Vacancy, files *folder, url string, std Streams) error {
	if err := unpack(ctx, from, files, url, std.Err); err != nil {
		return err
	}
	db, err := to.Open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := checkRestored(ctx, db, url, from.made.about, files); err != nil {
		return err
	}
	e, err := entryOf(from)
	if err != nil {
		return err
	}
	r.version, err = to.Finish(ctx, db, console(), e, r.keepSessions)
	return err
}
