package tiles

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A coding is how the bytes of an answer are written: Content-Encoding.
type coding uint8

const (
	identity coding = iota
	gzipped
	zstandard
)

// name is the coding in headers and ETags; identity is not named.
func (c coding) name() string { return [...]string{"", "gzip", "zstd"}[c] }

// codingOf returns the coding that the client of r wants most; of those it wants alike, the one
// that is shortest: zstd, gzip, none. A client that forbids all gets none. A client that takes
// anything gets what every client knows.
func codingOf(r *http.Request) coding {
	lists := r.Header["Accept-Encoding"]
	if len(lists) == 0 {
		return identity
	}
	weights := [...]float64{identity: 0, gzipped: -1, zstandard: 0} // -1: not named
	var others float64
	for _, text := range lists {
		for part := range strings.SplitSeq(text, ",") {
			name, parameters, _ := strings.Cut(part, ";")
			w := weight(parameters)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "identity":
				weights[identity] = w
			case "gzip", "x-gzip":
				weights[gzipped] = w
			case "zstd":
				weights[zstandard] = w
			case "*":
				others = w
			}
		}
	}
	if weights[gzipped] < 0 {
		weights[gzipped] = others
	}
	best := identity
	for c := gzipped; c <= zstandard; c++ {
		if weights[c] > 0 && weights[c] >= weights[best] {
			best = c
		}
	}
	return best
}

// AcceptsGzip reports whether the client of r takes gzip: it names it, or *, with a weight over 0.
func AcceptsGzip(r *http.Request) bool {
	accepted := false
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		switch name {
		case "gzip", "x-gzip":
			return weight(parameters) > 0
		case "*":
			accepted = weight(parameters) > 0
		}
	}
	return accepted
}

// weight returns a weight such as "q=0.5". None is 1, nonsense is 0.
func weight(parameters string) float64 {
	if parameters == "" {
		return 1
	}
	q, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameters)), "q=")
	if !found {
		return 0
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || !(w >= 0) {
		return 0
	}
	return w
}

// How hard is compressed: a tile is compressed when somebody waits for it, so speed counts.
const (
	gzipLevel = 4
	zstdLevel = zstd.SpeedFastest
)

var gzipWriters = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzipLevel)
	if err != nil {
		panic(err) // the level is a constant and valid
	}
	return w
}}

// Both are safe for concurrent use by EncodeAll and DecodeAll.
var (
	zstdWriter = sync.OnceValue(func() *zstd.Encoder {
		w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstdLevel), zstd.WithWindowSize(1<<20),
			zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constant and valid
		}
		return w
	})
	zstdReader = sync.OnceValue(func() *zstd.Decoder {
		r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
		if err != nil {
			panic(err) // the options are constant and valid
		}
		return r
	})
)

// encode returns the plain bytes in the coding, in memory that is no longer than they are.
func (c coding) encode(plain []byte) []byte {
	switch c {
	case gzipped:
		return bytes.Clone(compressed(plain))
	case zstandard:
		return bytes.Clone(zstdWriter().EncodeAll(plain, make([]byte, 0, len(plain)/2+64)))
	default:
		return bytes.Clone(plain)
	}
}

// decode returns the plain bytes of what is in the coding.
func (c coding) decode(coded []byte) ([]byte, error) {
	switch c {
	case gzipped:
		r, err := gzip.NewReader(bytes.NewReader(coded))
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		return io.ReadAll(r)
	case zstandard:
		return zstdReader().DecodeAll(coded, nil)
	default:
		return coded, nil
	}
}

// compressed returns the plain bytes in gzip.
func compressed(plain []byte) []byte {
	out := bytes.NewBuffer(make([]byte, 0, len(plain)/2+64))
	w, ok := gzipWriters.Get().(*gzip.Writer)
	if !ok {
		panic("tiles: a pool of compressors holds something else")
	}
	defer gzipWriters.Put(w)
	w.Reset(out)
	_, _ = w.Write(plain) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
