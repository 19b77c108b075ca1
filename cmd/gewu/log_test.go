package main

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A page is what a log is written on.
type page struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *page) lines() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Count(p.text.String(), "\n")
}

func TestLinesOfTheLogAreWrittenTogetherAndSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out page
		log := newLog(newLogWriter(&out), slog.LevelInfo)
		log.Info("one")
		log.With("request", "7").Info("two")
		if n := out.lines(); n != 0 {
			t.Errorf("%d lines were written at once, want none", n)
		}
		time.Sleep(logDelay + time.Millisecond)
		if n := out.lines(); n != 2 {
			t.Errorf("%d lines were written after %s, want 2", n, logDelay)
		}
	})
}

func TestAWarningIsWrittenAtOnceWithWhatCameBefore(t *testing.T) {
	var out page
	log := newLog(newLogWriter(&out), slog.LevelInfo)
	log.Debug("not asked for")
	log.Info("before")
	log.WithGroup("g").Warn("now", "n", 1)
	if n := out.lines(); n != 2 {
		t.Errorf("%d lines were written, want 2", n)
	}
}

func TestALineIsWhatThePackageForLogsWrites(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 8, 7, 120_000_000, time.UTC)
	for _, attrs := range [][]slog.Attr{
		nil,
		{slog.String("path", "/v1/locate"), slog.Int("status", 200), slog.Int64("bytes", -1), slog.Float64("ms", 0.125)},
		{slog.Float64("zero", 0), slog.Float64("large", 1e20), slog.Float64("larger", 1e21), slog.Float64("small", 1e-7)},
		{slog.String("path", "/第三网格"), slog.String("quote", `a"b\c`), slog.String("line", "a\nb\x7f"), slog.String("html", "<&>")},
		{slog.Bool("truth", true), slog.Duration("took", time.Second), slog.Any("err", errProblems), slog.String("", "")},
		{slog.Group("in", slog.Int("n", 1)), slog.String(`a"b`, "c"), {}},
	} {
		r := slog.NewRecord(at, slog.LevelInfo+1, "request", 0)
		r.AddAttrs(attrs...)
		var got, want page
		out := newLogWriter(&got)
		if err := newLog(out, slog.LevelInfo).Handler().Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		out.flush()
		if err := slog.NewJSONHandler(&want, nil).Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if got.text.String() != want.text.String() {
			t.Errorf("the line is\n%s, want\n%s", got.text.String(), want.text.String())
		}
	}
}
