package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// copied is a binary COPY of issues: its head, a row for each list of columns (nil: none), and its end.
func copied(rows ...[][]byte) []byte {
	text := append([]byte("PGCOPY\n\xff\r\n\x00"), make([]byte, 8)...)
	for _, columns := range rows {
		text = binary.BigEndian.AppendUint16(text, uint16(len(columns)))
		for _, c := range columns {
			if c == nil {
				text = binary.BigEndian.AppendUint32(text, math.MaxUint32)
				continue
			}
			text = append(binary.BigEndian.AppendUint32(text, uint32(len(c))), c...)
		}
	}
	return append(text, 0xff, 0xff)
}

// An issueSeen is an issue that was read, with a kind of its own.
type issueSeen struct {
	ID, Opened, Closed, Original int64
	At                           geo.Point
	Kind                         string
	Void, Duplicate              bool
}

// copyRead reads a COPY in pieces of so many bytes.
func copyRead(text []byte, piece int) (rows []issueSeen, err error) {
	c := issueCopy{each: func(r *issueRow) error {
		rows = append(rows, issueSeen{r.id, r.opened, r.closed, r.original, r.at, string(r.kind), r.void, r.duplicate})
		return nil
	}}
	for len(text) > 0 && err == nil {
		n := min(piece, len(text))
		_, err = c.Write(text[:n])
		text = text[n:]
	}
	return rows, err
}

// What is no copy of issues is refused, and what is one is read alike in whatever pieces it comes.
func FuzzIssueCopy(f *testing.F) {
	number := func(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
	point := binary.LittleEndian.AppendUint32([]byte{1}, ewkbPoint|ewkbHasSRID)
	point = binary.LittleEndian.AppendUint32(point, 4490)
	for _, degrees := range []float64{121.4, 31.2} {
		point = binary.LittleEndian.AppendUint64(point, math.Float64bits(degrees))
	}
	whole := [][]byte{number(7), point, []byte("noise"), number(700_000_000), nil, {0}, {1}, number(3)}
	f.Add(copied(whole, whole), 5)
	f.Add(copied(whole[:7]), 100)
	f.Add(copied([][]byte{number(0), point, nil, number(1), nil, nil, nil, nil}), 1)
	f.Add([]byte("PGCOPY"), 2)
	f.Fuzz(func(t *testing.T, text []byte, piece int) {
		if len(text) > 2000 {
			return
		}
		rows, err := copyRead(text, max(len(text), 1))
		again, errAgain := copyRead(text, 1+(piece&0xff))
		if diff := cmp.Diff(rows, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Fatalf("whole %v, in pieces %v (-whole +pieces):\n%s", err, errAgain, diff)
		}
		for _, r := range rows {
			if lon, lat := r.At.Degrees(); r.ID == 0 || math.Abs(lon) > 180 || math.Abs(lat) > 90 {
				t.Fatalf("%+v", r)
			}
		}
	})
}

// What is no line is refused, and over what is one a network of ways is drawn, or is refused.
func FuzzLinesOfWays(f *testing.F) {
	for _, text := range []string{
		"010500000001000000010200000002000000000000000000f03f000000000000f03f00000000000000400000000000000040",
		"010500000002000000010200000002000000000000000000f03f000000000000f03f000000000000f03f0000000000000040" +
			"010200000002000000000000000000f03f000000000000f83f00000000000000400000000000000040",
		"0105000000010000000102000000010000000000000000c05e400000000000803e40",
		"0101000000000000000000f03f000000000000f03f",
	} {
		data, err := hex.DecodeString(text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 2000 {
			return
		}
		lines, err := pointsOfLines(bytes.Clone(data))
		if err != nil {
			return
		}
		var ways []reach.Way
		for i, points := range lines {
			ways = append(ways, reach.Way{Points: points, Bridge: i%3 == 1, Level: int8(i % 2)})
		}
		if _, err := reach.Draw(ways, []reach.Water{{Lines: lines[:len(lines)/2]}}, reach.Walking); err != nil {
			return
		}
		for _, way := range ways {
			for _, p := range way.Points {
				if lon, lat := p.Degrees(); math.Abs(lon) > 180 || math.Abs(lat) > 90 {
					t.Fatalf("a way leads past %v", p)
				}
			}
		}
	})
}
