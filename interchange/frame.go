package interchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how deep JSON may nest: ten times what GeoJSON needs.
const maxDepth = 128

var (
	errTooLong = errors.New("too long")
	errTooDeep = fmt.Errorf("JSON is nested deeper than %d levels", maxDepth)
)

// A frame finds where a JSON value ends, without judging what is in it: strings and brackets
// are all it sees. It may be fed in pieces.
type frame struct {
	depth    int
	inString bool
	escaped  bool
	tooDeep  bool
}

// scan looks at the next piece of the value and returns how many of its bytes belong to the
// value and whether it ends there.
func (f *frame) scan(b []byte) (n int, done bool) {
	for i, c := range b {
		if f.inString {
			if f.endsString(c) && f.depth == 0 {
				return i + 1, true
			}
			continue
		}
		switch c {
		case '"':
			f.inString = true
		case '{', '[':
			f.depth++
			f.tooDeep = f.tooDeep || f.depth > maxDepth
		case '}', ']':
			if f.depth == 0 { // the end of what a bare word or number stands in
				return i, true
			}
			if f.depth--; f.depth == 0 {
				return i + 1, true
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if f.depth == 0 {
				return i, true
			}
		}
	}
	return len(b), false
}

// endsString takes the next byte of a string and reports whether it is the closing quote.
func (f *frame) endsString(c byte) bool {
	switch {
	case f.escaped:
		f.escaped = false
	case c == '\\':
		f.escaped = true
	case c == '"':
		f.inString = false
		return true
	}
	return false
}

// A stream reads JSON values one after another from a reader, each into the same memory.
type stream struct {
	r   *bufio.Reader
	buf []byte
	max int64 // longest value kept
}

// token skips white space and returns the next byte without taking it.
func (s *stream) token() (byte, error) {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		if !isSpace(c) {
			return c, s.r.UnreadByte()
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// take skips white space and takes one byte, which must be want.
func (s *stream) take(want byte) error {
	c, err := s.token()
	if err != nil {
		return unexpected(err)
	}
	if c != want {
		return fmt.Errorf("%q stands where %q should", c, want)
	}
	_, err = s.r.Discard(1)
	return err
}

// value returns the raw text of the next value, valid until the next call. A value that is too
// long or too deep is passed over to its end before errTooLong or errTooDeep is returned, so
// that reading can go on behind it.
func (s *stream) value() ([]byte, error) { return s.frame(true) }

// skip passes over the next value, of any length.
func (s *stream) skip() error {
	_, err := s.frame(false)
	return err
}

func (s *stream) frame(keep bool) ([]byte, error) {
	if _, err := s.token(); err != nil {
		return nil, unexpected(err)
	}
	s.buf = s.buf[:0]
	var f frame
	tooLong := false
	for done := false; !done; {
		piece, err := s.buffered()
		if err != nil {
			return nil, unexpected(err)
		}
		var n int
		n, done = f.scan(piece)
		tooLong = tooLong || keep && int64(len(s.buf)+n) > s.max
		if keep && !tooLong && !f.tooDeep {
			s.buf = append(s.buf, piece[:n]...)
		}
		if _, err := s.r.Discard(n); err != nil {
			return nil, err
		}
	}
	switch {
	case tooLong:
		return nil, errTooLong
	case keep && f.tooDeep:
		return nil, errTooDeep
	}
	return s.buf, nil
}

// buffered returns what can be had without copying, at least one byte.
func (s *stream) buffered() ([]byte, error) {
	if s.r.Buffered() == 0 {
		if _, err := s.r.Peek(1); err != nil {
			return nil, err
		}
	}
	return s.r.Peek(s.r.Buffered())
}

// unexpected turns an end of file inside a value into io.ErrUnexpectedEOF.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
