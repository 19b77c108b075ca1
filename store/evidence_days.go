package store

import (
	"math"
	"time"

	"gewu/hotspot"
)

// A dayCounter tells the day of moments in a time zone. Moments near each other mostly have the same
// offset, which it remembers: ten million issues are told in a second.
type dayCounter struct {
	zone        *time.Location
	from, until int64 // microseconds since 2000 between which the offset holds
	offset      int64 // microseconds
}

const (
	microseconds    = 1_000_000
	microsecondsDay = 24 * 60 * 60 * microseconds
)

// millennium is the moment from which PostgreSQL counts.
var millennium = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// millenniumDay is its day.
const millenniumDay = 10957

// day returns the day of a moment, given as microseconds since 2000.
func (c *dayCounter) day(at int64) hotspot.Day {
	if at < c.from || at >= c.until {
		c.look(at)
	}
	local := at + c.offset
	day := local / microsecondsDay
	if local%microsecondsDay < 0 {
		day--
	}
	return hotspot.Day(max(min(day+millenniumDay, math.MaxInt32), math.MinInt32))
}

// look finds the offset at a moment and how long it holds.
func (c *dayCounter) look(at int64) {
	moment := momentOf(at).In(c.zone)
	_, offset := moment.Zone()
	c.offset = int64(offset) * microseconds
	c.from, c.until = math.MinInt64, math.MaxInt64
	start, end := moment.ZoneBounds()
	if !start.IsZero() {
		c.from = start.Sub(millennium).Microseconds()
	}
	if !end.IsZero() {
		c.until = end.Sub(millennium).Microseconds()
	}
}

// momentOf returns a moment that is given as microseconds since 2000.
func momentOf(at int64) time.Time {
	return time.Unix(millennium.Unix()+at/microseconds, at%microseconds*1000)
}
