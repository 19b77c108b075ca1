package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A progress tells how far long work has come: a bar on a terminal, otherwise a plain line
// now and then.
type progress struct {
	bar  *progressbar.ProgressBar // nil: plain lines
	out  io.Writer
	what string
	next time.Time
}

// pace is the time between two plain lines.
const pace = 5 * time.Second

// newProgress starts telling of the work called what, of total units (0: not known).
func newProgress(out io.Writer, what string, total int64) *progress {
	p := &progress{out: out, what: what, next: time.Now().Add(pace)}
	if !isTerminal(out) {
		return p
	}
	if total <= 0 {
		total = -1
	}
	p.bar = progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(30))
	return p
}

// set tells that done units of total are done.
func (p *progress) set(done, total int64) {
	if p.bar != nil {
		_ = p.bar.Set64(done) // only a write to the terminal can fail
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(pace)
		if total > 0 {
			fmt.Fprintf(p.out, "%s: %d %%\n", p.what, min(100, done*100/total))
		} else {
			fmt.Fprintf(p.out, "%s: %d\n", p.what, done)
		}
	}
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

func isTerminal(w io.Writer) bool {
	f, is := w.(*os.File)
	return is && term.IsTerminal(int(f.Fd()))
}
