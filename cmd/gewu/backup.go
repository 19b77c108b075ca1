package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/internal/archive"
	"gewu/internal/pgcluster"
	"gewu/store"
)

const backupHelp = `Write everything that the district is to one file: the database and the files of attachments, as they are
at one moment, while the service runs. The file is there only when it is whole, and never takes the
place of another. It holds what is secret: keep it as safe as the service itself.

  gewu backup /mnt/backup/gewu-$(date +%F).tar
  gewu backup --check /mnt/backup/gewu-2026-01-31.tar     whether each of its bytes is as it was written`

// A backing is the settings of one `gewu backup`.
type backing struct {
	place       place
	attachments string
	programs    string
	check       bool
}

func backupCommand(std Streams) *cobra.Command {
	var b backing
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write the whole district to one file, while it is served",
		Long:  backupHelp,
		Args:  exactly("a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if b.check {
				return checkBackup(cmd.Context(), args[0], std)
			}
			return b.run(cmd.Context(), args[0], std)
		},
	}
	b.place.bind(cmd)
	cmd.Flags().StringVar(&b.attachments, "attachments", "", "directory of the pictures that are attached (default attachments in --data)")
	cmd.Flags().StringVar(&b.programs, "programs", "", "directory of pg_dump; found by itself unless given")
	cmd.Flags().BoolVar(&b.check, "check", false, "verify FILE instead, without any database")
	return cmd
}

// run writes a backup to a file that is not there yet.
func (b *backing) run(ctx context.Context, file string, std Streams) (err error) {
	part, err := newPart(file)
	if err != nil {
		return err
	}
	defer func() { err = part.end(err) }()
	url, stop, err := b.place.reach(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	db, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	if err := noteBackup(ctx, db, file, map[string]any{"state": "begun"}); err != nil {
		return err
	}
	made, err := b.write(ctx, url, part, std.Err)
	if err != nil {
		return err
	}
	if err := part.keep(); err != nil {
		return err
	}
	tellBackup(std.Out, file, made, "written in "+time.Since(began).Round(time.Millisecond).String())
	return noteBackup(ctx, db, file, map[string]any{
		"state": "done", "bytes": made.bytes, "sha256": fmt.Sprintf("%x", made.sum), "version": made.about.Version,
		"audit": made.about.Audit, "attachments": made.about.Attachments,
	})
}

// noteBackup tells of a backup in the audit trail.
func noteBackup(ctx context.Context, db *store.DB, file string, what map[string]any) error {
	if path, err := filepath.Abs(file); err == nil {
		file = path
	}
	after, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return db.Note(ctx, console(), access.Entry{Operation: "gewu backup", Noun: "backup", Object: file, After: after})
}

// A madeBackup is what there is to tell of a backup that was written or read.
type madeBackup struct {
	about archive.About
	bytes int64
	sum   [32]byte
	dump  int64 // bytes of the database
}

// write writes the state of the database at url, and its attachments, to a file.
func (b *backing) write(ctx context.Context, url string, to io.Writer, std io.Writer) (made madeBackup, err error) {
	held := newHold(attachmentsIn(b.attachments, b.place.dir))
	defer func() { err = errors.Join(err, held.release()) }()
	frozen, err := held.freeze(ctx, url)
	if err != nil {
		return made, err
	}
	defer frozen.Close(ctx)
	dump, err := pgcluster.FindTool("pg_dump", b.programs, frozen.Postgres)
	if err != nil {
		return made, err
	}
	made.about = aboutOf(frozen.State, dump.Major)
	w, err := archive.NewWriter(to, made.about)
	if err != nil {
		return made, err
	}
	if err := writeAttachments(ctx, w, held, frozen.Attachments, std); err != nil {
		return made, err
	}
	if err := writeDatabase(ctx, w, dump, url, frozen.Snapshot, std); err != nil {
		return made, err
	}
	if err := w.Close(); err != nil {
		return made, err
	}
	made.bytes, made.sum = w.Bytes(), w.Sum()
	return made, nil
}

// aboutOf says what a backup is of.
func aboutOf(s store.State, dump int) archive.About {
	about := archive.About{
		Made: time.Now().UTC().Format(time.RFC3339), Program: version, Postgres: s.Postgres, Dump: dump, Schema: s.Schema,
		Version: s.Version, People: s.People, Audit: s.Head.String(), Rows: s.Rows, Attachments: int64(len(s.Attachments)),
	}
	for _, file := range s.Attachments {
		about.Bytes += file.Bytes
	}
	return about
}

// attachmentsIn is where attachments lie: as `gewu serve` has it.
func attachmentsIn(given, data string) string {
	if given != "" {
		return given
	}
	return filepath.Join(data, "attachments")
}

// tellBackup prints what a backup holds.
func tellBackup(out io.Writer, file string, made madeBackup, done string) {
	a := made.about
	fmt.Fprintf(out, "%s: %s, made %s by gewu %s\n", file, done, a.Made, a.Program)
	fmt.Fprintf(out, "version %d of the data, %d people, %d attachments of %s\n", a.Version, a.People, a.Attachments, inMB(a.Bytes))
	fmt.Fprintf(out, "audit trail: %s\n", a.Audit)
	fmt.Fprintf(out, "%d bytes, sha256 %x\n", made.bytes, made.sum)
}

func inMB(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
