package district

import (
	"errors"
	"slices"
	"time"
)

// ErrManyDays says that too many other days are asked for at once. It passes by itself.
var ErrManyDays = errors.New("too many other days are asked for at once")

// Since returns the first day from which on the land is divided as on a day: the last of the turns
// that is not after it, or the day itself when there is none.
func (s *Snapshot) Since(day time.Time) time.Time {
	if n := s.turnsUntil(day); n > 0 {
		return s.Turns[n-1]
	}
	return day
}

// Apart returns how many turns are between two days: 0 when the land is divided alike on both.
func (s *Snapshot) Apart(a, b time.Time) int {
	n := s.turnsUntil(a) - s.turnsUntil(b)
	return max(n, -n)
}

// turnsUntil counts the turns that are not after a day.
func (s *Snapshot) turnsUntil(day time.Time) int {
	n, _ := slices.BinarySearchFunc(s.Turns, day, func(turn, day time.Time) int {
		if turn.After(day) {
			return 1
		}
		return -1
	})
	return n
}
