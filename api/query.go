package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gewu/geo"
	"gewu/internal/batch"
)

// A query holds the parameters of a request: each known and given at most once.
type query struct{ parameters []parameter }

type parameter struct{ name, value string }

// parseQuery reads the query of r. Parameters that are not among known are refused by name, so
// that a misspelt one is never silently ignored.
func parseQuery(r *http.Request, known ...string) (query, error) {
	parameters, err := parametersOf(r.URL.RawQuery)
	if err != nil {
		return query{}, badQuery.because("查询字符串无法解析。", "The query cannot be parsed.")
	}
	var unknown, repeated []string
	for i, p := range parameters {
		same := func(other parameter) bool { return other.name == p.name }
		first := !slices.ContainsFunc(parameters[:i], same)
		if first && !slices.Contains(known, p.name) {
			unknown = append(unknown, clip(p.name))
		}
		if first && slices.ContainsFunc(parameters[i+1:], same) {
			repeated = append(repeated, clip(p.name))
		}
	}
	switch {
	case len(unknown) > 0:
		return query{}, unknownParameters(unknown, known)
	case len(repeated) > 0:
		slices.Sort(repeated)
		names := strings.Join(repeated, ", ")
		return query{}, badParameter.because("参数重复：%s。", "Given more than once: %s.", names).with("parameters", repeated)
	}
	return query{parameters}, nil
}

// parametersOf returns the parameters of a query in their order, as url.ParseQuery reads them; a
// query of more than mostParameters is an error too.
func parametersOf(text string) ([]parameter, error) {
	if text == "" {
		return nil, nil
	}
	n := 1 + strings.Count(text, "&")
	if n > mostParameters || strings.Contains(text, ";") {
		return nil, errQuery
	}
	parameters := make([]parameter, 0, n)
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, err
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return nil, err
		}
		parameters = append(parameters, parameter{name, value})
	}
	return parameters, nil
}

// mostParameters is many times as many as any call knows.
const mostParameters = 256

var errQuery = errors.New("not a query")

func unknownParameters(unknown, known []string) *problem {
	const most = 10
	slices.Sort(unknown)
	unknown = unknown[:min(len(unknown), most)]
	known = append([]string{}, known...)
	names, choices := strings.Join(unknown, ", "), strings.Join(known, ", ")
	p := unknownParameter.because("未知参数：%s。可用参数：%s。", "Unknown: %s. Known: %s.", names, choices)
	if len(known) == 0 {
		p = unknownParameter.because("未知参数：%s。此处不接受参数。", "Unknown: %s. No parameters are taken here.", names)
	}
	return p.with("parameters", unknown).with("known", known)
}

// clip shortens a text of the client's before it is repeated.
func clip(s string) string {
	const most = 40
	if runes := []rune(strings.ToValidUTF8(s, "�")); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

// text returns a parameter without space around it; "" when it is not given.
func (q query) text(name string) string {
	for _, p := range q.parameters {
		if p.name == name {
			return strings.TrimSpace(p.value)
		}
	}
	return ""
}

// number returns a parameter that must be a plain decimal number.
func (q query) number(name string) (float64, error) {
	text := q.text(name)
	if text == "" {
		return 0, missing(name)
	}
	v, err := batch.ParseNumber(text)
	if err != nil {
		return 0, wrong(name, "不是十进制数", "is not a decimal number", text)
	}
	return v, nil
}

// whole returns a parameter that is a whole number between low and high, or fallback when it
// is not given.
func (q query) whole(name string, fallback, low, high int) (int, error) {
	text := q.text(name)
	if text == "" {
		return fallback, nil
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < low || v > high {
		return 0, badParameter.because("%s 应为 %d 到 %d 的整数。", "%s must be a whole number from %d to %d.", name, low, high).with("parameter", name)
	}
	return v, nil
}

// day returns the date of the parameter at, at midnight UTC; false when it is not given.
func (q query) day() (time.Time, bool, error) { return q.date("at") }

// date returns the date of a parameter, at midnight UTC; false when it is not given.
func (q query) date(name string) (time.Time, bool, error) {
	text := q.text(name)
	if text == "" {
		return time.Time{}, false, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1 || day.IsZero() { // a zero day would pass for today
		return time.Time{}, false, wrong(name, "不是 YYYY-MM-DD 形式的日期", "is not a date as YYYY-MM-DD", text)
	}
	return day, true, nil
}

// crs returns the coordinate system, which must be stated.
func (q query) crs() (geo.CRS, error) {
	text := q.text("crs")
	if text == "" {
		return "", crsMissing()
	}
	if slices.Contains(crsChoices, text) {
		return geo.CRS(text), nil
	}
	crs, err := geo.ParseCRS(text)
	if err != nil {
		return "", unknownCRS.because("不认识坐标系“%s”。可用：%s。", "%q is not a known coordinate system. Choose one of %s.",
			clip(text), strings.Join(crsChoices, ", ")).with("parameter", "crs").with("choices", crsChoices)
	}
	return crs, nil
}

// crsChoices are the coordinate systems in their usual spelling.
var crsChoices = []string{string(geo.WGS84), string(geo.CGCS2000), string(geo.GCJ02), string(geo.BD09)}

func missing(name string) *problem {
	return missingParameter.because("缺少参数 %s。", "%s is missing.", name).with("parameter", name)
}

// wrong says what a parameter is not.
func wrong(name, zh, en, text string) *problem {
	return badParameter.because(name+" "+zh+"：“%s”。", name+" "+en+": “%s”.", clip(text)).with("parameter", name)
}
