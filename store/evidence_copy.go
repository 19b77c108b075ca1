package store

import (
	"encoding/binary"
	"errors"
	"math"

	"gewu/geo"
)

// errCopy is what is wrong with bytes that are no binary COPY of the issues.
var errCopy = errors.New("not a copy of issues")

// copyHead is how many bytes precede the rows of a binary COPY.
const copyHead = 19

// An issueRow is an issue as COPY sends it. Its kind is good only until the next row.
type issueRow struct {
	id             int64
	at             geo.Point
	kind           []byte
	opened, closed int64 // microseconds since 2000; closed: never, while it is open
	void           bool
	duplicate      bool
	original       int64 // 0: not known, or none
}

const never = math.MinInt64

// issueCopy takes apart what COPY writes to it, row by row. Rows may come in any pieces.
type issueCopy struct {
	each func(*issueRow) error
	rest []byte // of a row that has not come whole
	begun,
	ended bool
	row issueRow
}

// Write implements io.Writer.
func (c *issueCopy) Write(data []byte) (int, error) {
	n := len(data)
	if len(c.rest) > 0 {
		c.rest = append(c.rest, data...)
		data = c.rest
	}
	if !c.begun {
		if len(data) < copyHead {
			c.rest = append(c.rest[:0], data...)
			return n, nil
		}
		data, c.begun = data[copyHead:], true
	}
	for !c.ended {
		used, err := c.take(data)
		if err != nil {
			return 0, err
		}
		if used == 0 {
			break
		}
		data = data[used:]
	}
	c.rest = append(c.rest[:0], data...)
	return n, nil
}

// issueFields is how many columns a row has.
const issueFields = 8

// take reads one row and returns how long it is; 0: it is not whole.
func (c *issueCopy) take(data []byte) (int, error) {
	if len(data) < 2 {
		return 0, nil
	}
	switch n := int16(binary.BigEndian.Uint16(data)); n {
	case -1:
		c.ended = true
		return 2, nil
	case issueFields:
	default:
		return 0, errCopy
	}
	var fields [issueFields][]byte
	at := 2
	for i := range fields {
		if len(data) < at+4 {
			return 0, nil
		}
		length := int(int32(binary.BigEndian.Uint32(data[at:])))
		at += 4
		if length < 0 {
			continue
		}
		if len(data) < at+length {
			return 0, nil
		}
		fields[i] = data[at : at+length : at+length]
		at += length
	}
	if err := c.row.read(&fields); err != nil {
		return 0, err
	}
	return at, c.each(&c.row)
}

// read takes the values of a row.
func (r *issueRow) read(fields *[issueFields][]byte) (err error) {
	number := func(i int, none int64) int64 {
		if len(fields[i]) != 8 {
			return none
		}
		return int64(binary.BigEndian.Uint64(fields[i]))
	}
	truth := func(i int) bool { return len(fields[i]) == 1 && fields[i][0] != 0 }
	r.id, r.kind, r.opened, r.closed = number(0, 0), fields[2], number(3, never), number(4, never)
	r.void, r.duplicate, r.original = truth(5), truth(6), number(7, 0)
	if r.id == 0 || r.opened == never {
		return errCopy
	}
	if len(fields[1]) == wkbHead+wkbPair {
		r.at, err = readPoint(fields[1])
	} else {
		r.at, err = pointOfEWKB(fields[1])
	}
	return err
}

// pointOfEWKB reads a point as PostGIS sends it: little end first, with its SRID.
func pointOfEWKB(b []byte) (geo.Point, error) {
	if len(b) != 1+4+4+wkbPair || b[0] != 1 || binary.LittleEndian.Uint32(b[1:]) != ewkbPoint|ewkbHasSRID {
		return geo.Point{}, errCopy
	}
	lon, lat := math.Float64frombits(binary.LittleEndian.Uint64(b[9:])), math.Float64frombits(binary.LittleEndian.Uint64(b[17:]))
	return geo.PointAt(lon, lat)
}
