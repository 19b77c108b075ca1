package api

import (
	"encoding/json"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"gewu/geo"
)

// An appender writes itself as JSON at the end of b. What look-ups answer does so: by
// reflection, writing the answer would take several times as long as finding it.
type appender interface {
	appendJSON(b []byte) []byte
}

// texts are buffers that answers are written in.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// writeJSON answers with a body. It can fail only because the client has gone.
func writeJSON(w http.ResponseWriter, status int, body any) {
	text, _ := texts.Get().(*[]byte)
	defer texts.Put(text)
	if a, ok := body.(appender); ok {
		*text = a.appendJSON((*text)[:0])
	} else if written, err := json.Marshal(body); err == nil {
		*text = append((*text)[:0], written...)
	} else {
		slog.Error("answer cannot be written as JSON", "err", err)
		status, *text = http.StatusInternalServerError, append((*text)[:0], `{"type":"/problems/internal","status":500}`...)
	}
	*text = append(*text, '\n')
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(*text))}
	w.WriteHeader(status)
	_, _ = w.Write(*text)
}

// appendText appends s as JSON, byte for byte as package json writes it.
func appendText(b []byte, s string) []byte {
	if !plain(s) {
		quoted, _ := json.Marshal(s) // a string always can be written
		return append(b, quoted...)
	}
	return append(append(append(b, '"'), s...), '"')
}

// plain reports whether a text is written as it stands. Characters of U+2000 to U+2FFF count as
// not, for the sake of the two among them that are escaped.
func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f, c == 0xe2:
			return false
		}
	}
	return utf8.ValidString(s)
}

// appendMember appends a name, which must be plain, and a text as its value.
func appendMember(b []byte, name, value string) []byte {
	return appendText(appendName(b, name), value)
}

// appendName appends a name, which must be plain, behind a comma unless it is the first.
func appendName(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(append(append(b, '"'), name...), '"')
	return append(b, ':')
}

// appendJSON writes a length with at most two decimals; null for what is no number.
func (m metres) appendJSON(b []byte) []byte {
	v := math.Round(float64(m)*100) / 100
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// appendJSON writes a position as [lon, lat].
func (p position) appendJSON(b []byte) []byte {
	lon, lat := geo.Point(p).Degrees()
	b = strconv.AppendFloat(append(b, '['), lon, 'f', -1, 64)
	b = strconv.AppendFloat(append(b, ','), lat, 'f', -1, 64)
	return append(b, ']')
}

// appendDate appends a day of the years 0 to 9999, in quotes, as time.DateOnly writes it, in a fraction
// of the time.
func appendDate(b []byte, day time.Time) []byte {
	y, m, d := day.Date()
	b = append(b, '"')
	for _, n := range [...]int{y / 100, y % 100, -1, int(m), -1, d} {
		if n < 0 {
			b = append(b, '-')
			continue
		}
		b = append(b, byte('0'+n/10), byte('0'+n%10))
	}
	return append(b, '"')
}

// appendMembers appends id, code and name.
func (a areaRef) appendMembers(b []byte) []byte {
	b = strconv.AppendInt(appendName(b, "id"), int64(a.ID), 10)
	return appendMember(appendMember(b, "code", a.Code), "name", a.Name)
}

func (e editionAnswer) appendJSON(b []byte) []byte {
	b = strconv.AppendInt(appendName(append(b, '{'), "number"), int64(e.Number), 10)
	return append(appendMember(appendMember(b, "from", e.From), "title", e.Title), '}')
}
