package api

import (
	"errors"
	"net/http"
	"time"

	"gewu/district"
)

// yearsAhead is for how many years ahead anybody may ask: further days are typing errors, unless an
// edition takes force even later.
const yearsAhead = 10

// streamDays is how many streams of other days than today are answered at once: each holds the
// district of its day in memory for as long as its client sends.
const streamDays = 4

// on returns the district as it stands on a day: today's, or that of another day for which there is
// an answer.
func (s *server) on(r *http.Request, day time.Time) (*district.Snapshot, error) {
	view := viewOf(r)
	if day.Equal(view.Day) {
		return view.Snapshot, nil
	}
	if err := answerable(view, day); err != nil {
		return nil, err
	}
	return s.Districts.On(r.Context(), day)
}

// answerable returns nil for a day that can be told of: one since the first edition took force, and
// not too far ahead.
func answerable(view *View, day time.Time) error {
	last := view.Day.AddDate(yearsAhead, 0, 0)
	if n := len(view.Turns); n > 0 {
		if first := view.Turns[0]; day.Before(first) {
			return beforeAll(first)
		}
		if view.Turns[n-1].After(last) {
			last = view.Turns[n-1]
		}
	}
	if day.After(last) {
		return tooFarAhead(last)
	}
	return nil
}

func beforeAll(first time.Time) *problem {
	return beforeEditions.because("at 早于第一个版本的生效日 %s，该日没有数据。", "at is before %s, the day on which the first edition took force.", date(first)).
		with("parameter", "at").with("first", date(first))
}

func tooFarAhead(last time.Time) *problem {
	return badParameter.because("at 最晚为 %s。", "at is %s at the latest.", date(last)).with("parameter", "at").with("last", date(last))
}

func tooManyDays() *problem {
	p := tooBusy.because("同时查询的其他日期过多，请稍后再试。", "Too many other days are asked for at once. Try again in a moment.")
	p.retry = 2 * time.Second
	return p.with("class", "days").with("parameter", "at")
}

// enterDay takes a place for a stream of the day of a snapshot, which leave must give back.
func (s *server) enterDay(r *http.Request, snapshot *district.Snapshot) (leave func(), err error) {
	if snapshot == viewOf(r).Snapshot {
		return stay, nil
	}
	select {
	case s.dayStreams <- struct{}{}:
		return func() { <-s.dayStreams }, nil
	default:
		return nil, tooManyDays()
	}
}

func isManyDays(err error) bool { return errors.Is(err, district.ErrManyDays) }
