package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gewu/analysis"
)

// A word is a text in both languages.
type word = analysis.Text

// say is a text in the language.
func (l Language) say(w word) string {
	if l == English {
		return withGridsInEnglish(w.EN)
	}
	return w.ZH
}

func (l Language) sayf(w word, arguments ...any) string { return fmt.Sprintf(l.say(w), arguments...) }

// many says one thing of one, and another of more: English has a plural.
func (l Language) many(n int, one, more word) string {
	if n == 1 {
		return l.sayf(one, analysis.Grouped(n))
	}
	return l.sayf(more, analysis.Grouped(n))
}

// mostNames is how many names a list has.
const mostNames = 3

// join writes a list; one that has more than [mostNames] ends with how many it leaves out.
func (l Language) join(items []string) string {
	left := len(items) - mostNames
	text := strings.Join(items[:min(len(items), mostNames)], l.say(word{ZH: "、", EN: ", "}))
	if left > 0 {
		text += l.sayf(word{ZH: "等 %[2]d 处", EN: " and %[1]d more"}, left, len(items))
	}
	return text
}

// figure writes a number that is no count, as precise as it is worth: with two digits, or whole from 100 on.
func figure(v float64) string {
	switch {
	case math.Abs(v) >= 100:
		return analysis.Grouped(int(math.Round(v)))
	case math.Abs(v) < 0.001:
		return "0"
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 1, 64), 64)
	if err != nil { // what was written can be read
		short = v
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// day writes a day as the language does.
func (l Language) day(at time.Time) string {
	if l == English {
		return at.Format("2 January 2006")
	}
	return at.Format("2006年1月2日")
}

// dayOf writes a day of an answer; what is none is written as it is.
func (l Language) dayOf(text string) string {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return l.day(at)
}

// period writes the days from one until the day before another.
func (l Language) period(from, until string) string {
	first, err := time.Parse(time.DateOnly, from)
	last, wrong := time.Parse(time.DateOnly, until)
	if err != nil || wrong != nil {
		return from + " – " + until
	}
	last = last.AddDate(0, 0, -1)
	begin := l.day(first)
	switch {
	case first.Year() != last.Year():
	case l == English:
		begin = first.Format("2 January")
	default:
		return begin + " – " + last.Format("1月2日")
	}
	return begin + " – " + l.day(last)
}

// sureWords say how sure it is.
var sureWords = map[string]word{
	"hot_99": {ZH: "把握 99%", EN: "99% sure"}, "hot_95": {ZH: "把握 95%", EN: "95% sure"}, "hot_90": {ZH: "把握 90%", EN: "90% sure"},
}

// placedWords name what places are.
var placedWords = map[analysis.Level]word{
	analysis.LevelGrid: {ZH: "网格", EN: "grids"}, analysis.LevelCommunity: {ZH: "社区", EN: "communities"}, analysis.LevelStreet: {ZH: "街道", EN: "streets"},
}
