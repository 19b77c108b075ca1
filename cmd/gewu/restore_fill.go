package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gewu/access"
	"gewu/internal/archive"
	"gewu/store"
)

// errNoMore is about a database that takes no more of a backup.
var errNoMore = errors.New("the database takes no more")

// unpack reads a backup again: attachments into files, the database into the one at url.
func unpack(ctx context.Context, from verified, files *folder, url string, std io.Writer) error {
	if _, err := from.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := from.restore.Run(ctx, url, in, nil, "--format=custom", "--no-owner", "--no-tablespaces", "--exit-on-error", "--single-transaction")
		_ = in.CloseWithError(errNoMore) // never fails
		ended <- err
	}()
	telling := newProgress(std, "restoring", from.made.bytes)
	defer telling.end()
	_, sum, err := eachMember(ctx, from.file, func(m archive.Member, r *archive.Reader) (err error) {
		if strings.HasPrefix(m.Name, "attachments/") {
			err = files.keep(m.Name, r)
		} else {
			_, err = io.Copy(out, r)
		}
		telling.set(r.Bytes(), from.made.bytes)
		return err
	})
	if err == nil && sum != from.made.sum {
		err = fmt.Errorf("%s has changed meanwhile", from.file.Name())
	}
	_ = out.CloseWithError(err) // never fails; nil is io.EOF
	if refused := <-ended; err == nil || errors.Is(err, errNoMore) {
		return refused
	}
	return err
}

// checkRestored compares what was restored with what was saved.
func checkRestored(ctx context.Context, db *store.DB, url string, about archive.About, files *folder) error {
	frozen, err := store.Freeze(ctx, url)
	if err != nil {
		return err
	}
	frozen.Close(ctx)
	head, err := store.ParseAuditMark(about.Audit)
	if err != nil {
		return fmt.Errorf("%w: %w", archive.ErrDamaged, err)
	}
	saved := store.State{Schema: about.Schema, Version: about.Version, People: about.People, Head: head, Rows: about.Rows}
	if err := frozen.Compare(saved); err != nil {
		return err
	}
	trail, err := db.VerifyAudit(ctx, head)
	if err != nil {
		return err
	}
	if trail.Found > 0 {
		f := trail.Findings[0]
		return fmt.Errorf("%w: entry %d of the audit trail is %s: %s; it was so when the backup was made, or the backup is a forgery",
			store.ErrNotAsSaved, f.ID, f.Kind, f.Detail)
	}
	for _, file := range frozen.Attachments {
		if err := files.check(file); err != nil {
			return err
		}
	}
	if _, err := db.Snapshot(ctx, time.Time{}); err != nil {
		return fmt.Errorf("%w: the district cannot be loaded: %w", store.ErrNotAsSaved, err)
	}
	return nil
}

// entryOf is what the audit trail tells of a restoration.
func entryOf(from verified) (e access.Entry, err error) {
	about := from.made.about
	e = access.Entry{Noun: "backup", Object: from.file.Name()}
	if path, err := filepath.Abs(e.Object); err == nil {
		e.Object = path
	}
	e.After, err = json.Marshal(map[string]any{
		"made": about.Made, "version": about.Version, "audit": about.Audit, "attachments": about.Attachments,
		"bytes": from.made.bytes, "sha256": fmt.Sprintf("%x", from.made.sum),
	})
	return e, err
}

// A folder is an empty directory into which attachments are restored.
type folder struct {
	dir  string
	made bool // it was not there before
}

// newFolder refuses a directory that holds something.
func newFolder(dir string) (*folder, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return &folder{dir, true}, os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("the directory for attachments cannot be read: %w", err)
	}
	for _, entry := range entries {
		if entry.Name() != "lost+found" {
			return nil, fmt.Errorf("the directory for attachments %s holds %s; name one that is empty with --attachments", dir, entry.Name())
		}
	}
	return &folder{dir, false}, nil
}

func (f *folder) path(name string) string {
	return filepath.Join(f.dir, strings.TrimPrefix(name, "attachments/"))
}

// keep writes the file of an attachment, which is on the disk when it returns.
func (f *folder) keep(name string, from io.Reader) error {
	path := f.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return roomFor(path, err)
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return roomFor(path, err)
	}
	_, err = io.Copy(out, from)
	return roomFor(path, errors.Join(err, out.Sync(), out.Close()))
}

// check reads the file of an attachment and compares it with its hash.
func (f *folder) check(want store.AttachmentFile) error {
	in, err := os.Open(f.path(attachmentName(want.SHA256)))
	if err != nil {
		return fmt.Errorf("%w: attachment %s has no file: %w", store.ErrNotAsSaved, want.ID, err)
	}
	defer in.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), want.SHA256[:]) {
		return fmt.Errorf("%w: the file of attachment %s is another one", store.ErrNotAsSaved, want.ID)
	}
	return nil
}

// end removes what was written when err is not nil; otherwise the names of what was written are on
// the disk when it returns.
func (f *folder) end(err error) error {
	entries, read := os.ReadDir(f.dir)
	if err = errors.Join(err, read); err != nil {
		for _, entry := range entries {
			if entry.Name() != "lost+found" {
				err = errors.Join(err, os.RemoveAll(filepath.Join(f.dir, entry.Name())))
			}
		}
		if f.made {
			err = errors.Join(err, os.Remove(f.dir))
		}
		return err
	}
	for _, entry := range entries {
		if err := syncDir(filepath.Join(f.dir, entry.Name())); err != nil {
			return err
		}
	}
	return syncDir(f.dir)
}
