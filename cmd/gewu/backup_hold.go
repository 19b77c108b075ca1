package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"gewu/store"
)

// A hold keeps files of attachments that may be removed meanwhile: each has a second name in a
// directory beside them, which is there as long as the backup is made.
type hold struct {
	from string // the directory of attachments
	dir  *os.File
}

// holdPattern is how directories of holds are called.
const holdPattern = ".backup-*"

func newHold(from string) *hold { return &hold{from: from} }

// freeze holds a state of the database at url and every file that it tells of. One that was removed
// between the moment and the holding is not in the next moment any more.
func (h *hold) freeze(ctx context.Context, url string) (*store.Frozen, error) {
	lacking := map[[32]byte]bool{}
	for {
		frozen, err := store.Freeze(ctx, url)
		if err != nil {
			return nil, err
		}
		missing, err := h.takeAll(ctx, frozen.Attachments)
		if err == nil && missing == nil {
			return frozen, nil
		}
		frozen.Close(ctx)
		if err == nil && lacking[missing.SHA256] {
			err = fmt.Errorf("attachment %s has no file: %s is missing; put it back from an earlier backup, or remove the attachment",
				missing.ID, filepath.Join(h.from, attachmentName(missing.SHA256)[len("attachments/"):]))
		}
		if err != nil {
			return nil, err
		}
		lacking[missing.SHA256] = true
	}
}

// takeAll holds files, and returns the first that is missing.
func (h *hold) takeAll(ctx context.Context, files []store.AttachmentFile) (missing *store.AttachmentFile, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	if err := h.begin(); err != nil {
		return nil, err
	}
	for i := range files {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		err := h.take(files[i].SHA256)
		if errors.Is(err, fs.ErrNotExist) && missing == nil {
			missing = &files[i]
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("hold an attachment: %w", err)
		}
	}
	return missing, nil
}

// begin makes the directory, once, and removes those of programs that were killed.
func (h *hold) begin() (err error) {
	if h.dir != nil {
		return nil
	}
	stale, _ := filepath.Glob(filepath.Join(h.from, holdPattern)) // the pattern is well formed
	for _, dir := range stale {
		if file, err := lockDir(dir); err == nil {
			_ = errors.Join(os.RemoveAll(dir), file.Close()) // what stays is tried by the next
		}
	}
	if err := os.MkdirAll(h.from, 0o700); err != nil {
		return fmt.Errorf("hold the attachments: %w", err)
	}
	dir, err := os.MkdirTemp(h.from, holdPattern)
	if err == nil {
		h.dir, err = lockDir(dir)
	}
	if err != nil {
		return fmt.Errorf("hold the attachments: %w", err)
	}
	return nil
}

func lockDir(dir string) (*os.File, error) {
	file, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func (h *hold) path(sum [32]byte) string {
	return filepath.Join(h.dir.Name(), hex.EncodeToString(sum[:]))
}

// take gives a file its second name, or copies it where files can have only one.
func (h *hold) take(sum [32]byte) error {
	digits := hex.EncodeToString(sum[:])
	from, to := filepath.Join(h.from, digits[:2], digits), h.path(sum)
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return ignore(err, fs.ErrExist)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// ignore is err unless it is the one that does not matter.
func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

func (h *hold) open(sum [32]byte) (*os.File, error) { return os.Open(h.path(sum)) }

// release lets the files go.
func (h *hold) release() error {
	if h.dir == nil {
		return nil
	}
	return errors.Join(os.RemoveAll(h.dir.Name()), h.dir.Close())
}
