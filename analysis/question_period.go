package analysis

import (
	"math"
	"slices"
	"strings"
	"time"

	"gewu/hotspot"
)

// unset is a day that was not given.
const unset hotspot.Day = math.MinInt32

// lastDay is the last that a cube can hold.
const lastDay hotspot.Day = 1<<16 - 1

// mostDays is how long a period may be: some twenty years.
const mostDays = 7320

// day is a parameter that is a day, written YYYY-MM-DD. Hours and time zones are refused: days are the district's.
func day(name string, of func(*Question) *hotspot.Day) parameter {
	read := func(q *Question, text string) *Refusal {
		at, err := time.Parse(time.DateOnly, text)
		if day := dayOfDate(at); err == nil && day >= 0 && day <= lastDay {
			*of(q) = day
			return nil
		}
		return Refuse(name, "%s 应为 YYYY-MM-DD 形式的日期（按辖区时区，1970 至 2149 年）：“%s”。",
			"%s must be a date as YYYY-MM-DD, a day of the district's time zone from 1970 to 2149: “%s”.", name, clip(text))
	}
	return parameter{name, everything, read, func(q *Question) string { return date(*of(q)) }}
}

// readPeriod completes the period by its length.
func (q *Question) readPeriod(days []string, today hotspot.Day) *Refusal {
	length := usualDays(q.What)
	if len(days) > 0 {
		n, ok := wholeNumber(strings.TrimSpace(days[0]))
		if !ok || n < 1 || n > mostDays {
			return Refuse("days", "days 应为 1 到 %d 的整数。", "days must be a whole number from 1 to %d.", mostDays)
		}
		if q.From != unset && q.Until != unset {
			return Refuse("days", "from、until、days 只能给出两个。", "Give two of from, until and days at most.")
		}
		length = int(n)
	}
	switch {
	case q.Until == unset && q.From != unset && len(days) > 0:
		q.Until = q.From + hotspot.Day(length)
	case q.Until == unset:
		q.Until = today
	}
	if q.From == unset {
		q.From = max(q.Until-hotspot.Day(length), 0)
	}
	return q.checkPeriod(today)
}

func (q *Question) checkPeriod(today hotspot.Day) *Refusal {
	switch {
	case q.From > today || q.Until > today+1:
		return Refuse("until", "所选期间为%s起、%s之前，尚未到来；今天是%s。",
			"The period from %s until %s reaches into the future; today is %s.", dayWords(date(q.From)), dayWords(date(q.Until)), dayWords(date(today)))
	case q.Until <= q.From:
		return Refuse("until", "until（%s）应晚于 from（%s）；until 当天不计。",
			"until (%s) must be later than from (%s); the day until is not counted.", date(q.Until), date(q.From))
	case q.Days() > mostDays:
		return Refuse("from", "期间最长 %d 天。", "A period has %d days at most.", mostDays)
	}
	return nil
}

var formats = []Format{JSON, GeoJSON, CSV, Provenance}

func (q *Question) readFormat(given []string) *Refusal {
	if len(given) == 0 {
		return nil
	}
	if q.Format = Format(strings.TrimSpace(given[0])); !slices.Contains(formats, q.Format) {
		return Refuse("format", "format 应为 json、geojson、csv 或 provenance。", "format must be json, geojson, csv or provenance.")
	}
	return nil
}
