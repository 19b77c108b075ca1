package main

import (
	"log/slog"
	"math"
	"strconv"
	"time"
)

// appendLine appends a record as slog's JSONHandler writes it, byte for byte, in a fraction of the
// time. It returns false, and what is of no use, for a record that holds anything but short plain
// values: that is for the JSONHandler.
func appendLine(b []byte, r *slog.Record) ([]byte, bool) {
	if r.Time.IsZero() || r.Time.Year() > 9999 || r.PC != 0 {
		return b, false
	}
	b = append(r.Time.AppendFormat(append(b, `{"time":"`...), time.RFC3339Nano), `","level":"`...)
	b, good := appendPlain(append(append(b, r.Level.String()...), `","msg":"`...), r.Message)
	b = append(b, '"')
	r.Attrs(func(a slog.Attr) bool {
		if good {
			b, good = appendAttr(b, a)
		}
		return good
	})
	return append(b, "}\n"...), good
}

func appendAttr(b []byte, a slog.Attr) ([]byte, bool) {
	b, good := appendPlain(append(b, `,"`...), a.Key)
	b = append(b, `":`...)
	if !good || a.Key == "" {
		return b, false
	}
	switch v := a.Value; v.Kind() {
	case slog.KindString:
		b, good = appendPlain(append(b, '"'), v.String())
		return append(b, '"'), good
	case slog.KindInt64:
		return strconv.AppendInt(b, v.Int64(), 10), true
	case slog.KindFloat64:
		f := math.Abs(v.Float64())
		return strconv.AppendFloat(b, v.Float64(), 'f', -1, 64), f == 0 || 1e-6 <= f && f < 1e21
	default:
		return b, false
	}
}

// appendPlain appends a text that JSON writes as it stands; false for another.
func appendPlain(b []byte, s string) ([]byte, bool) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' {
			return b, false
		}
	}
	return append(b, s...), true
}
