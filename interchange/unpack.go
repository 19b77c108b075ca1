package interchange

import (
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

const (
	// maxRatio is how many times its packed size a file may unpack to. Real tables reach 30,
	// deflate itself 1,032.
	maxRatio = 250
	// freeBytes may be unpacked whatever the ratio.
	freeBytes = 64 << 20
)

// A meter counts the bytes read through it.
type meter struct {
	r io.Reader
	n int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	return n, err
}

// A guard stops a compressed file from unpacking to more than a limit, or to more than
// maxRatio times what has been read of it.
type guard struct {
	r      io.Reader
	packed func() int64
	limit  int64
	n      int64
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.n += int64(n)
	if g.n > g.limit {
		return 0, fmt.Errorf("it unpacks to more than %s, the limit", bytesText(g.limit))
	}
	if g.n > freeBytes && g.n/maxRatio > g.packed() {
		return 0, fmt.Errorf("it unpacks to more than %d times its size: not a file of data", maxRatio)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the compressed file is cut off: %w", err)
	}
	return n, err
}

// gunzip unpacks what packed reads, under guard.
func gunzip(packed *meter, limit int64) (io.Reader, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, errors.New("it is named .gz but is not a gzip file")
	}
	return &guard{r: z, packed: func() int64 { return packed.n }, limit: limit}, nil
}

// bytesText writes a number of bytes in the largest unit that keeps it whole or near it.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.3g GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.3g KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
