package analysis

import (
	"fmt"
	"iter"
	"time"

	"gewu/geo"
	"gewu/hotspot"
)

// A Builder makes evidence of its parts. The fields of the evidence that it begins with and that it does
// not make itself are set on it before: all but Issues, Pieces, Cube, Again and Homes.
type Builder struct {
	e Evidence
}

// NewBuilder begins with what is known but issues and buildings.
func NewBuilder(known Evidence) *Builder {
	b := &Builder{known}
	b.e.Issues, b.e.Pieces, b.e.Homes, b.e.Cube, b.e.Again = Issues{}, Pieces{}, nil, nil, nil
	b.e.index, b.e.kept, b.e.recent = newIndex(&b.e), &kept{}, start()
	return b
}

// Piece returns the number of the piece that a grid (−1: none) has of the square under a point; ok is false
// outside of the lattice.
func (b *Builder) Piece(at geo.Point, ground int32) (piece int32, ok bool) {
	square, ok := b.e.Lattice.Square(b.e.Plane.Metres(at))
	if !ok {
		return 0, false
	}
	return b.e.index.open(&b.e.Pieces, int32(square), ground), true
}

// AddIssue appends an issue and returns its position. First may be set to a later position that is not
// there yet.
func (b *Builder) AddIssue(i Issue) (position int32) {
	position = int32(b.e.Issues.Len())
	b.e.Issues.add(i)
	return position
}

// SetFirst says which issue first reported the incident of another: a position, or [Void].
func (b *Builder) SetFirst(position, first int32) {
	b.e.Issues.Pages[position/pageIssues].First[position%pageIssues] = first
}

// AddHome appends a building and its households to its piece.
func (b *Builder) AddHome(h Home) {
	b.e.Homes = append(b.e.Homes, h)
	if h.Households > 0 {
		b.e.Pieces.Households[h.Piece] += float64(h.Households)
	}
}

// Evidence returns the evidence. The builder must not be used any more.
func (b *Builder) Evidence() (*Evidence, error) {
	var err error
	if b.e.Cube, err = hotspot.NewCube(b.e.Pieces.Len(), reports(&b.e.Issues, true)); err != nil {
		return nil, fmt.Errorf("count incidents: %w", err)
	}
	if b.e.Again, err = hotspot.NewCube(b.e.Pieces.Len(), reports(&b.e.Issues, false)); err != nil {
		return nil, fmt.Errorf("count further reports: %w", err)
	}
	b.e.DataFrom = b.e.Today
	for _, page := range b.e.Issues.Pages {
		for _, day := range page.Opened {
			b.e.DataFrom = min(b.e.DataFrom, day)
		}
	}
	return &b.e, nil
}

// reports walks the first reports of incidents, or the further ones, as a cube counts them.
func reports(issues *Issues, first bool) iter.Seq[hotspot.Fact] {
	return func(yield func(hotspot.Fact) bool) {
		for position, i := range issues.All() {
			counts := i.First != Void && i.Incident(position) == first
			if counts && !yield(hotspot.Fact{Place: i.Piece, Kind: i.Kind, Day: i.Opened, Count: 1}) {
				return
			}
		}
	}
}

// DayOf returns the day of a moment in a time zone. Days follow the calendar, whatever the clocks do.
func DayOf(at time.Time, zone *time.Location) hotspot.Day {
	year, month, day := at.In(zone).Date()
	return dayOfDate(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

const secondsInDay = 24 * 60 * 60

// dayOfDate returns the day of a date at midnight UTC.
func dayOfDate(date time.Time) hotspot.Day {
	seconds := date.Unix()
	day := seconds / secondsInDay
	if seconds%secondsInDay < 0 {
		day--
	}
	return hotspot.Day(day)
}

// DateOf returns a day's date at midnight UTC.
func DateOf(day hotspot.Day) time.Time { return time.Unix(int64(day)*secondsInDay, 0).UTC() }

// date writes a day as YYYY-MM-DD.
func date(day hotspot.Day) string { return DateOf(day).Format(time.DateOnly) }
