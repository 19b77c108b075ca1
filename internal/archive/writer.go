package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// A Writer writes an archive. After an error it must not be used any more.
type Writer struct {
	to    io.Writer
	bytes int64
	whole hash.Hash // of all that was written
	sums  bytes.Buffer
	last  string // the name of the last member
}

// NewWriter begins an archive. The format of about is set to that of this package.
func NewWriter(to io.Writer, about About) (*Writer, error) {
	about.Format = Format
	text, err := json.MarshalIndent(about, "", " ")
	if err != nil {
		return nil, fmt.Errorf("describe the backup: %w", err)
	}
	w := &Writer{to: to, whole: sha256.New()}
	text = append(text, '\n')
	_, err = w.add(Member{AboutName, int64(len(text))}, bytes.NewReader(text))
	return w, err
}

// Add adds a member, of which from has exactly the bytes that it says. Names must ascend. It
// returns the SHA-256 of what was added.
func (w *Writer) Add(m Member, from io.Reader) (sum [sha256.Size]byte, err error) {
	if err := checkName(m.Name); err != nil {
		return sum, err
	}
	if m.Name <= w.last {
		return sum, fmt.Errorf("member %s comes after %s", m.Name, w.last)
	}
	w.last = m.Name
	return w.add(m, from)
}

// piece is how long the pieces are into which a stream is cut whose length is not known before.
const piece = 8 << 20

// AddPieces adds all of a stream, as members dir/0000000, dir/0000001 and so on.
func (w *Writer) AddPieces(dir string, from io.Reader) error {
	buffer := make([]byte, piece)
	for i := 0; ; i++ {
		n, err := io.ReadFull(from, buffer)
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return err
		}
		if n > 0 {
			m := Member{PieceName(dir, i), int64(n)}
			if _, err := w.Add(m, bytes.NewReader(buffer[:n])); err != nil {
				return err
			}
		}
		if end {
			return nil
		}
	}
}

// PieceName is the name of a piece of a stream.
func PieceName(dir string, i int) string { return fmt.Sprintf("%s/%07d", dir, i) }

func (w *Writer) add(m Member, from io.Reader) (sum [sha256.Size]byte, err error) {
	if m.Bytes > maxMember {
		return sum, fmt.Errorf("member %s of %d bytes is too long", m.Name, m.Bytes)
	}
	h := header(m)
	if err := w.write(h[:]); err != nil {
		return sum, err
	}
	hashing := sha256.New()
	n, err := io.Copy(writes(func(p []byte) error { hashing.Write(p); return w.write(p) }), from)
	if err != nil {
		return sum, err
	}
	if n != m.Bytes {
		return sum, fmt.Errorf("member %s has %d bytes instead of %d", m.Name, n, m.Bytes)
	}
	hashing.Sum(sum[:0])
	fmt.Fprintf(&w.sums, "%x  %s\n", sum, m.Name)
	return sum, w.write(make([]byte, padding(n)))
}

// Close ends the archive. It does not close what is written to.
func (w *Writer) Close() error {
	sums := bytes.NewReader(bytes.Clone(w.sums.Bytes()))
	if _, err := w.add(Member{sumsName, sums.Size()}, sums); err != nil {
		return err
	}
	return w.write(make([]byte, 2*block))
}

// Bytes is how much has been written.
func (w *Writer) Bytes() int64 { return w.bytes }

// Sum is the SHA-256 of what has been written: after Close, of the file.
func (w *Writer) Sum() (sum [sha256.Size]byte) {
	w.whole.Sum(sum[:0])
	return sum
}

func (w *Writer) write(p []byte) error {
	n, err := w.to.Write(p)
	w.bytes += int64(n)
	w.whole.Write(p[:n])
	return err
}

// writes is a function as a writer.
type writes func(p []byte) error

func (f writes) Write(p []byte) (int, error) { return len(p), f(p) }
