// Package batch locates many fixes in one pass: it reads a stream of rows (CSV) or of objects
// (NDJSON), appends to each where its position lies, and writes the stream on in the same
// format and order. Every row and every column is kept; a row that cannot be used gets empty
// values and a reason, and the stream goes on. Memory does not grow with the length of the
// stream. HTTP and the command line share it.
package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"sync"

	"gewu/geo"
)

// Columns are the names appended to every row, in this order.
var Columns = []string{"grid_code", "grid_name", "rule", "border_m", "candidates", "reason"}

// DefaultMaxLine is the length in bytes beyond which a row is refused.
const DefaultMaxLine = 1 << 20

// A Locate says where a fix lies. It is called from several goroutines at once.
type Locate func(geo.Fix) Result

// A Result is what a row is answered. Code is empty where no grid was found; Reason then says
// why. BorderMetres counts only beside a Code.
type Result struct {
	Code, Name, Rule string
	BorderMetres     float64
	Candidates       []Candidate // other grids within the fix's accuracy
	Reason           string
}

// A Candidate is a grid that the position may be in as well.
type Candidate struct {
	Code, Name string
	Metres     float64 // how far it is
}

// Options say how to read the rows. The zero value takes the usual names of columns and
// expects each row to state its coordinate system.
type Options struct {
	Lon, Lat string       // names of the columns; "": found among the usual names
	CRS      geo.CRS      // of rows that state none; "": such rows are refused
	MaxLine  int          // bytes; 0: DefaultMaxLine
	Flush    func() error // called after writing when nothing more is at hand; may be nil
}

func (o Options) maxLine() int {
	if o.MaxLine > 0 {
		return o.MaxLine
	}
	return DefaultMaxLine
}

// Stats counts rows. Rows that lie outside every grid are neither located nor refused.
type Stats struct {
	Rows    int64
	Located int64 // with a grid
	Refused int64 // with a position that cannot be used
}

func (s *Stats) add(t Stats) {
	s.Rows += t.Rows
	s.Located += t.Located
	s.Refused += t.Refused
}

// count notes one row of the output.
func (s *Stats) count(r *Result, refused bool) {
	s.Rows++
	if r.Code != "" {
		s.Located++
	}
	if refused {
		s.Refused++
	}
}

// A chunk is some whole rows on their way through: in is read, out is written.
type chunk struct {
	kind  chunkKind
	in    []byte
	out   []byte
	stats Stats
	err   error
	done  chan struct{}
}

type chunkKind uint8

const (
	wholeRows chunkKind = iota
	brokenRow           // one line that opens a quote which is never closed
	longRow             // a row beyond the limit; its text is gone
)

// errStopped is told to the reader when the writer has met an error of its own.
var errStopped = errors.New("writing stopped")

var chunks = sync.Pool{New: func() any { return &chunk{done: make(chan struct{}, 1)} }}

// pump reads chunks from s, has them worked on by as many goroutines as there are processors,
// and writes them to w in their order. newWorker is called once for each goroutine. It returns
// when all goroutines have ended, with the first error of reading, working or writing.
func pump(ctx context.Context, w io.Writer, s *splitter, flush func() error, newWorker func() func(*chunk)) (Stats, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	n := min(runtime.GOMAXPROCS(0), runtime.NumCPU())
	jobs, order := make(chan *chunk, n), make(chan *chunk, 2*n)
	var wait sync.WaitGroup
	for range n {
		wait.Go(func() { work(jobs, newWorker()) })
	}
	out := writer{w: w, flush: flush}
	wait.Go(func() { out.drain(order, stop) })
	err := feed(ctx, s, jobs, order)
	close(jobs)
	close(order)
	wait.Wait()
	if out.err != nil {
		return out.stats, out.err
	}
	return out.stats, err
}

// feed hands chunks out until the input or the context ends.
func feed(ctx context.Context, s *splitter, jobs, order chan<- *chunk) error {
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		c, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		order <- c
		jobs <- c
	}
}

func work(jobs <-chan *chunk, worker func(*chunk)) {
	for c := range jobs {
		workOn(c, worker)
		c.done <- struct{}{}
	}
}

// workOn turns a panic into the chunk's error, so that one row cannot end the program.
func workOn(c *chunk, worker func(*chunk)) {
	defer func() {
		if p := recover(); p != nil {
			c.err = fmt.Errorf("locate rows: panic: %v\n%s", p, debug.Stack())
		}
	}()
	worker(c)
}

// A writer writes finished chunks; after its first error it only takes them away.
type writer struct {
	w     io.Writer
	flush func() error
	stats Stats
	err   error
}

func (w *writer) drain(order <-chan *chunk, stop context.CancelCauseFunc) {
	for c := range order {
		<-c.done
		if w.err == nil {
			w.err = w.write(c, len(order) == 0)
		}
		if w.err != nil {
			stop(errStopped)
		}
		release(c)
	}
}

func (w *writer) write(c *chunk, last bool) error {
	if c.err != nil {
		return c.err
	}
	w.stats.add(c.stats)
	if _, err := w.w.Write(c.out); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	if last && w.flush != nil {
		if err := w.flush(); err != nil {
			return fmt.Errorf("write rows: %w", err)
		}
	}
	return nil
}

func release(c *chunk) {
	*c = chunk{in: c.in[:0], out: c.out[:0], done: c.done}
	chunks.Put(c)
}
