package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"gewu/internal/archive"
)

// checkBackup reads a backup to its end and says what it holds.
func checkBackup(ctx context.Context, name string, std Streams) error {
	file, err := openBackup(name)
	if err != nil {
		return err
	}
	defer file.Close()
	made, err := verify(ctx, file, std.Err)
	if err != nil {
		return err
	}
	tellBackup(std.Out, name, made, "every byte is as it was written")
	return nil
}

func openBackup(name string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the backup cannot be read: %w", err)
	}
	about, err := file.Stat()
	switch {
	case err != nil:
		err = fmt.Errorf("the backup cannot be read: %w", err)
	case about.IsDir():
		err = fmt.Errorf("%s is a directory, and should be a file that gewu backup wrote", name)
	case about.Mode().IsRegular() && about.Size() == 0:
		err = fmt.Errorf("%s is empty, and should be a file that gewu backup wrote", name)
	default:
		return file, nil
	}
	return nil, errors.Join(err, file.Close())
}

// verify reads a backup from where the file stands to its end, and checks every byte of it, and
// that it holds what it says.
func verify(ctx context.Context, file *os.File, std io.Writer) (made madeBackup, err error) {
	about, err := file.Stat()
	if err != nil {
		return made, err
	}
	telling := newProgress(std, "verifying", about.Size())
	defer telling.end()
	var attachments, attached int64
	made.about, made.sum, err = eachMember(ctx, file, func(m archive.Member, r *archive.Reader) error {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		made.bytes = r.Bytes()
		telling.set(made.bytes, about.Size())
		if !strings.HasPrefix(m.Name, "attachments/") {
			made.dump += m.Bytes
			return nil
		}
		attachments++
		attached += m.Bytes
		return nil
	})
	if err != nil {
		return made, fmt.Errorf("%s: %w", file.Name(), err)
	}
	if made.dump == 0 || attachments != made.about.Attachments || attached != made.about.Bytes {
		return made, fmt.Errorf("%s: %w: it does not hold what it says it does", file.Name(), archive.ErrDamaged)
	}
	made.bytes = about.Size()
	return made, nil
}

// eachMember reads a backup to its end. An attachment must be what its name says, and the pieces of
// the database be all there.
func eachMember(ctx context.Context, file io.Reader, each func(archive.Member, *archive.Reader) error) (about archive.About, sum [32]byte, err error) {
	r, err := archive.NewReader(file)
	if err != nil {
		return about, sum, err
	}
	for pieces := 0; ; {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.About(), r.Sum(), nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = each(m, r)
		}
		if err != nil {
			return about, sum, err
		}
		got := r.Sum256()
		switch {
		case strings.HasPrefix(m.Name, "database/"):
			if m.Name != archive.PieceName("database", pieces) {
				return about, sum, fmt.Errorf("%w: %s is missing", archive.ErrDamaged, archive.PieceName("database", pieces))
			}
			pieces++
		case m.Name != path.Join("attachments", hex.EncodeToString(got[:1]), hex.EncodeToString(got[:])):
			return about, sum, fmt.Errorf("%w: %s is not what its name says", archive.ErrDamaged, m.Name)
		}
	}
}
