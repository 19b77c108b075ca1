package api

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
)

// A Folder keeps files under the SHA-256 of what they hold: ab/abcd….  A file is either whole or
// not there, and on the disk before Keep returns. Names are made here, of hexadecimal digits only,
// and nothing outside the directory is ever reached. Safe for concurrent use by one program.
type Folder struct {
	root *os.Root
	// changing is held while what the rows of the database name and what lies here are changed
	// together, so that a file is not removed which another row begins to name.
	changing sync.Mutex
}

// OpenFolder opens a directory, which it makes when there is none. Close must be called in the end.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("attachments: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("attachments: %w", err)
	}
	return &Folder{root: root}, nil
}

// Close closes the directory.
func (f *Folder) Close() error { return f.root.Close() }

// errSum is about a name that is no SHA-256 in hexadecimal digits.
var errSum = errors.New("not a SHA-256")

// shelf returns the directory in which the file of a sum lies, and the file's path.
func shelf(sum string) (dir, name string, err error) {
	if b, err := hex.DecodeString(sum); err != nil || len(b) != 32 || hex.EncodeToString(b) != sum {
		return "", "", fmt.Errorf("%w: %q", errSum, clip(sum))
	}
	return sum[:2], path.Join(sum[:2], sum), nil
}

// keep writes a file, unless it is there.
func (f *Folder) keep(sum string, file []byte) error {
	dir, name, err := shelf(sum)
	if err != nil {
		return fmt.Errorf("keep an attachment: %w", err)
	}
	if there, err := f.root.Stat(name); err == nil && there.Size() == int64(len(file)) {
		return nil
	}
	if err := f.write(dir, name, file); err != nil {
		return fmt.Errorf("keep attachment %s: %w", sum, err)
	}
	return nil
}

// write writes a file beside its place, and moves it there when it is on the disk.
func (f *Folder) write(dir, name string, file []byte) error {
	if err := f.root.Mkdir(dir, 0o700); err == nil {
		err = f.settle(".")
		if err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	draft := path.Join(dir, "."+rand.Text())
	if err := f.writeDraft(draft, file); err != nil {
		return errors.Join(err, ignoreMissing(f.root.Remove(draft)))
	}
	if err := f.root.Rename(draft, name); err != nil {
		return errors.Join(err, ignoreMissing(f.root.Remove(draft)))
	}
	return f.settle(dir)
}

func (f *Folder) writeDraft(name string, file []byte) error {
	out, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(file)
	return errors.Join(err, out.Sync(), out.Close())
}

// settle has the names in a directory written to the disk.
func (f *Folder) settle(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// open opens the file of a sum to read it.
func (f *Folder) open(sum string) (io.ReadSeekCloser, error) {
	_, name, err := shelf(sum)
	if err != nil {
		return nil, fmt.Errorf("open an attachment: %w", err)
	}
	return f.root.Open(name)
}

// remove removes the file of a sum, if it is there.
func (f *Folder) remove(sum string) error {
	dir, name, err := shelf(sum)
	if err != nil {
		return fmt.Errorf("remove an attachment: %w", err)
	}
	if err := ignoreMissing(f.root.Remove(name)); err != nil {
		return fmt.Errorf("remove attachment %s: %w", sum, err)
	}
	return f.settle(dir)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
