package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"

	"gewu/internal/archive"
	"gewu/internal/pgcluster"
	"gewu/store"
)

// attachmentName is the name of an attachment's file in a backup, and with the directory of
// attachments before it that of the file itself.
func attachmentName(sum [32]byte) string {
	digits := hex.EncodeToString(sum[:])
	return path.Join("attachments", digits[:2], digits)
}

// writeAttachments writes the files that are held, each of which must be as its name says.
func writeAttachments(ctx context.Context, w *archive.Writer, held *hold, files []store.AttachmentFile, std io.Writer) error {
	var total, done int64
	for _, file := range files {
		total += file.Bytes
	}
	telling := newProgress(std, "attachments", total)
	defer telling.end()
	for _, file := range files {
		if err := writeAttachment(ctx, w, held, file); err != nil {
			return err
		}
		done += file.Bytes
		telling.set(done, total)
	}
	return nil
}

func writeAttachment(ctx context.Context, w *archive.Writer, held *hold, file store.AttachmentFile) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	in, err := held.open(file.SHA256)
	if err != nil {
		return err
	}
	defer in.Close()
	about, err := in.Stat()
	if err != nil {
		return err
	}
	if about.Size() != file.Bytes {
		return damagedAttachment(file)
	}
	sum, err := w.Add(archive.Member{Name: attachmentName(file.SHA256), Bytes: file.Bytes}, in)
	if err == nil && sum != file.SHA256 {
		return damagedAttachment(file)
	}
	return err
}

func damagedAttachment(file store.AttachmentFile) error {
	return fmt.Errorf("the file %s of attachment %s is damaged; put it back from an earlier backup, or remove the attachment",
		attachmentName(file.SHA256), file.ID)
}

// writeDatabase writes what pg_dump says of the database at url as it was at the snapshot.
func writeDatabase(ctx context.Context, w *archive.Writer, dump pgcluster.Tool, url, snapshot string, std io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	telling := newProgress(std, "database, MB", 0)
	defer telling.end()
	in, out := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		err := dump.Run(ctx, url, nil, counter{out, telling, 0}.writer(), "--format=custom", "--snapshot="+snapshot,
			"--no-comments", "--no-publications", "--no-subscriptions", "--no-tablespaces", "--lock-wait-timeout=60s")
		_ = out.CloseWithError(err) // never fails; nil is io.EOF
	}()
	err := w.AddPieces("database", in)
	if err != nil {
		cancel()
		_ = in.CloseWithError(errors.New("given up")) // never fails
	}
	<-ended
	return err
}

// A counter passes on what is written and tells of it.
type counter struct {
	to      io.Writer
	telling *progress
	done    int64
}

func (c counter) writer() io.Writer { return &c }

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.done += int64(n)
	c.telling.set(c.done/1e6, 0)
	return n, err
}
