package batch

import (
	"bytes"
	"errors"
	"io"
)

// readSize is how much is asked of the reader at once, bytes. What is there is worked on at
// once, so a row typed by hand is answered before the next one comes.
const readSize = 64 << 10

// A splitter cuts a stream into chunks of whole rows. A row ends at a line feed, in CSV one
// outside quotes. It looks at every byte once, however small the pieces that arrive.
type splitter struct {
	r     io.Reader
	max   int  // longest row, bytes
	delim byte // of CSV; 0: lines, quotes mean nothing

	buf     []byte // what is read and not handed out; begins with a row
	scanned int    // bytes of buf looked at
	whole   int    // bytes of buf that are whole rows
	quoted  bool   // buf[scanned] is inside quotes
	stray   bool   // the quote is not closed within the longest row
	skip    bool   // buf continues a row that is too long
	err     error  // of reading; met when buf is used up
}

func newSplitter(r io.Reader, delim byte, o Options) *splitter {
	return &splitter{r: r, max: o.maxLine(), delim: delim, buf: make([]byte, 0, 2*readSize)}
}

// next returns the next chunk. At the end of the input it returns io.EOF, or the error of reading.
func (s *splitter) next() (*chunk, error) {
	for {
		s.skipRest()
		s.scan()
		switch {
		case s.whole > 0:
			return s.take(wholeRows, s.whole), nil
		case s.stray:
			return s.strayQuote(), nil
		case len(s.buf) > s.max && !s.skip:
			return s.tooLong(len(s.buf)), nil
		case s.err == nil:
			s.read()
		case len(s.buf) > 0 && errors.Is(s.err, io.EOF):
			return s.remainder(), nil
		default:
			return nil, s.err
		}
	}
}

func (s *splitter) read() {
	if cap(s.buf)-len(s.buf) < readSize {
		grown := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(grown, s.buf)
		s.buf = grown
	}
	n, err := s.r.Read(s.buf[len(s.buf) : len(s.buf)+readSize])
	s.buf, s.err = s.buf[:len(s.buf)+n], err
}

// skipRest drops what is left of a row that was too long.
func (s *splitter) skipRest() {
	if !s.skip {
		return
	}
	n := len(s.buf)
	if i := bytes.IndexByte(s.buf, '\n'); i >= 0 {
		n, s.skip = i+1, false
	}
	s.drop(n)
	s.scanned, s.quoted, s.stray = 0, false, false
}

// scan goes on looking for ends of rows where it stopped before.
func (s *splitter) scan() {
	for s.scanned < len(s.buf) && !s.stray {
		if s.quoted {
			if !s.scanQuoted() {
				return
			}
			continue
		}
		end := len(s.buf)
		if s.delim != 0 {
			if i := bytes.IndexByte(s.buf[s.scanned:], '"'); i >= 0 {
				end = s.scanned + i
			}
		}
		if i := bytes.LastIndexByte(s.buf[s.scanned:end], '\n'); i >= 0 {
			s.whole = s.scanned + i + 1
		}
		s.scanned = end
		if end < len(s.buf) {
			s.quoted = end == 0 || s.buf[end-1] == s.delim || s.buf[end-1] == '\n'
			s.scanned++
		}
	}
}

// scanQuoted looks for the quote that closes the field. It returns false when more must be
// read to know.
func (s *splitter) scanQuoted() bool {
	quote := len(s.buf)
	if i := bytes.IndexByte(s.buf[s.scanned:], '"'); i >= 0 {
		quote = s.scanned + i
	}
	if s.stray = quote-s.whole > s.max; s.stray {
		return false
	}
	if quote == len(s.buf) {
		s.scanned = quote
		return false
	}
	if quote+1 == len(s.buf) && s.err == nil {
		s.scanned = quote
		return false
	}
	if quote+1 < len(s.buf) && s.buf[quote+1] == '"' {
		s.scanned = quote + 2
		return true
	}
	s.scanned, s.quoted = quote+1, false
	return true
}

// strayQuote gives up the line of a quote that is not closed within the longest row.
func (s *splitter) strayQuote() *chunk {
	if i := bytes.IndexByte(s.buf, '\n'); i >= 0 && i <= s.max {
		return s.take(brokenRow, i+1)
	}
	return s.tooLong(0)
}

// tooLong gives up a row longer than the limit: n bytes and what follows them in their line.
func (s *splitter) tooLong(n int) *chunk {
	s.drop(n)
	s.skip = true
	return newChunk(longRow, nil)
}

// remainder returns what stands behind the last line feed, or the line of a quote that the
// input ended in.
func (s *splitter) remainder() *chunk {
	if !s.quoted {
		return s.take(wholeRows, len(s.buf))
	}
	if i := bytes.IndexByte(s.buf, '\n'); i >= 0 {
		return s.take(brokenRow, i+1)
	}
	return s.take(brokenRow, len(s.buf))
}

func (s *splitter) take(kind chunkKind, n int) *chunk {
	c := newChunk(kind, s.buf[:n])
	if kind == brokenRow {
		s.scanned, s.quoted, s.stray = n, false, false // the rows behind are looked at afresh
	}
	s.drop(n)
	return c
}

// drop forgets the first n bytes.
func (s *splitter) drop(n int) {
	rest := copy(s.buf, s.buf[n:])
	s.buf = s.buf[:rest]
	s.scanned = max(0, s.scanned-n)
	s.whole = 0
	if rest == 0 {
		s.quoted = false
	}
}

func newChunk(kind chunkKind, rows []byte) *chunk {
	c, ok := chunks.Get().(*chunk)
	if !ok {
		panic("batch: a pool of chunks holds something else")
	}
	c.kind, c.in = kind, append(c.in[:0], rows...)
	return c
}

// line returns the first line with its end, once it is there in full or the input ends; it is
// not taken from the splitter. io.EOF means that the input is empty, ErrLong that the line is
// longer than a row may be.
func (s *splitter) line() ([]byte, error) {
	for {
		if i := bytes.IndexByte(s.buf, '\n'); i >= 0 {
			return s.buf[:i+1], nil
		}
		if len(s.buf) > s.max || s.err != nil {
			break
		}
		s.read()
	}
	if s.err == nil {
		return nil, ErrLong
	}
	if len(s.buf) > 0 && errors.Is(s.err, io.EOF) {
		return s.buf, nil
	}
	return nil, s.err
}
