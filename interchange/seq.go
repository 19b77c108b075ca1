package interchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// recordSeparator begins every text of RFC 8142.
const recordSeparator = 0x1e

// seqRows reads GeoJSONSeq: one GeoJSON feature per line, or per record separator. A bad line
// is a RowError; only a last line that is cut off is final.
type seqRows struct {
	in     *bufio.Reader
	delim  byte
	max    int64
	buf    []byte
	row    int64
	parser featureParser
}

func newSeqRows(in *bufio.Reader, max int64) (*seqRows, error) {
	first, err := in.Peek(1)
	if err != nil {
		return nil, unexpected(err)
	}
	s := &seqRows{in: in, delim: '\n', max: max}
	if first[0] == recordSeparator {
		s.delim = recordSeparator
	}
	return s, nil
}

func (s *seqRows) Close() error { return nil }

func (s *seqRows) next() (Feature, error) {
	for {
		line, whole, err := s.line()
		if err != nil && !errors.Is(err, errTooLong) {
			return Feature{}, s.located(err)
		}
		if err == nil {
			if line = bytes.Trim(line, " \t\r\n\x1e"); len(line) == 0 {
				continue
			}
		}
		s.row++
		return s.feature(line, whole, err)
	}
}

func (s *seqRows) feature(line []byte, whole bool, err error) (Feature, error) {
	at := Feature{Row: s.row}
	if errors.Is(err, errTooLong) {
		return Feature{}, at.refuse("the row is longer than %s", bytesText(s.max))
	}
	var f Feature
	if is, tooDeep := balanced(line); tooDeep {
		return Feature{}, at.refuse("%v", errTooDeep)
	} else if !is {
		if !whole {
			return Feature{}, fmt.Errorf("the file ends inside row %d; it is cut off: %w", s.row, io.ErrUnexpectedEOF)
		}
		return Feature{}, at.refuse("the line is not one JSON object: %s", brief(line))
	}
	if f, err = s.parser.parse(line); err != nil {
		at.ID = f.ID
		return Feature{}, at.refuse("%v", err)
	}
	f.Row = s.row
	return f, nil
}

// balanced reports whether line is one JSON object to its end, and whether it is nested too deep.
func balanced(line []byte) (is, tooDeep bool) {
	var f frame
	n, done := f.scan(line)
	return done && n == len(line) && line[0] == '{', f.tooDeep
}

func (s *seqRows) located(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file ends too early, after row %d: %w", s.row, err)
	}
	return err
}

// line reads up to the next delimiter and reports whether one ended it. A line longer than max
// is passed over before errTooLong is returned.
func (s *seqRows) line() (line []byte, whole bool, err error) {
	s.buf = s.buf[:0]
	tooLong := false
	for {
		piece, err := s.in.ReadSlice(s.delim)
		if tooLong = tooLong || int64(len(s.buf)+len(piece)) > s.max; tooLong {
			s.buf = s.buf[:0]
		} else if len(s.buf) == 0 && err == nil {
			return piece, true, nil
		} else {
			s.buf = append(s.buf, piece...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if tooLong && (err == nil || err == io.EOF) {
			return nil, err == nil, errTooLong
		}
		if err == io.EOF && len(s.buf) > 0 {
			return s.buf, false, nil
		}
		return s.buf, err == nil, err
	}
}
