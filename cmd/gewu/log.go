package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"
)

// logDelay is how long a line of the log may wait for others to be written with it.
const logDelay = 200 * time.Millisecond

// A logWriter gathers lines of the log, so that a busy service does not pay for writing each.
// Safe for concurrent use.
type logWriter struct {
	mu      sync.Mutex
	out     *bufio.Writer
	waiting bool // for a flush that is due
	err     error
}

func newLogWriter(out io.Writer) *logWriter {
	return &logWriter{out: bufio.NewWriterSize(out, 64<<10)}
}

// Write takes lines. They are written after logDelay at the latest. An error of writing is told
// by a later call.
func (l *logWriter) Write(lines []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.waiting {
		l.waiting = true
		time.AfterFunc(logDelay, l.flush)
	}
	n, err := l.out.Write(lines)
	return n, errors.Join(l.err, err)
}

func (l *logWriter) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = false
	l.err = l.out.Flush()
}

// A promptLog writes what is worth a warning at once, and with it what came before.
type promptLog struct {
	slog.Handler
	out   *logWriter
	plain bool // it adds nothing to records
}

// newLog returns a log of JSON lines.
func newLog(out *logWriter, level slog.Level) *slog.Logger {
	return slog.New(promptLog{slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level}), out, true})
}

// lines are buffers that lines of the log are written in.
var lines = sync.Pool{New: func() any { return new([]byte) }}

// Handle writes a record.
func (p promptLog) Handle(ctx context.Context, r slog.Record) error {
	err := p.write(ctx, r)
	if r.Level >= slog.LevelWarn {
		p.out.flush()
	}
	return err
}

func (p promptLog) write(ctx context.Context, r slog.Record) error {
	if !p.plain {
		return p.Handler.Handle(ctx, r)
	}
	line, _ := lines.Get().(*[]byte)
	defer lines.Put(line)
	var good bool
	if *line, good = appendLine((*line)[:0], &r); !good {
		return p.Handler.Handle(ctx, r)
	}
	_, err := p.out.Write(*line)
	return err
}

// WithAttrs returns a log whose records have these attributes too.
func (p promptLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return promptLog{p.Handler.WithAttrs(attrs), p.out, false}
}

// WithGroup returns a log whose records have their attributes in a group.
func (p promptLog) WithGroup(name string) slog.Handler {
	return promptLog{p.Handler.WithGroup(name), p.out, false}
}
