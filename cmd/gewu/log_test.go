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
