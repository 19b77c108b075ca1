package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gewu/analysis"
	"gewu/district"
)

// evidenceWait is how long a question waits for evidence that is being read: reading ten million issues
// takes longer, but what changes is read in less.
const evidenceWait = 8 * time.Second

// An EvidenceKeeper has evidence read before anybody asks for it: when the district is there, and after
// each change. Where evidence is being read for longer than a question can wait, what was there before
// answers, if there was any: its provenance says which version of the data that is. Safe for concurrent use.
type EvidenceKeeper struct {
	source  Evidences
	program string
	log     *slog.Logger
	news    chan struct{}

	mu   sync.Mutex
	last atomic.Pointer[keptEvidence]
}

// keptEvidence is evidence as the source has it, and as answers are made of it: with the program's version.
type keptEvidence struct{ read, named *analysis.Evidence }

// NewEvidenceKeeper returns a keeper of a source's evidence, for a version of the program.
func NewEvidenceKeeper(source Evidences, program string, log *slog.Logger) *EvidenceKeeper {
	return &EvidenceKeeper{source: source, program: program, log: log, news: make(chan struct{}, 1)}
}

// Run has the evidence read once the district is loaded and whenever it changes, until ctx is done, or there
// is none for such a district: then it is looked for when somebody asks.
func (k *EvidenceKeeper) Run(ctx context.Context, live *Live) {
	live.OnChange(func([]district.Change, *View) {
		select {
		case k.news <- struct{}{}:
		default: // it is to be read anyway
		}
	})
	select {
	case <-live.Ready():
	case <-ctx.Done():
		return
	}
	for {
		began := time.Now()
		e, err := k.read(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.As(err, new(*analysis.Refusal)):
			k.log.InfoContext(ctx, "there are no analyses here", "why", err)
			return
		case err != nil:
			k.log.WarnContext(ctx, "what analyses are made of was not read", "err", err)
		default:
			k.log.DebugContext(ctx, "what analyses are made of was read", "version", e.Version, "issues", e.Issues.Len(),
				"ms", time.Since(began).Milliseconds())
		}
		select {
		case <-ctx.Done():
			return
		case <-k.news:
		}
	}
}

// Evidence returns the newest evidence, or what was there before while that takes long. The error wraps
// [ErrNoEvidence] when there was none.
func (k *EvidenceKeeper) Evidence(ctx context.Context) (*analysis.Evidence, error) {
	waiting, stop := context.WithTimeout(ctx, evidenceWait)
	defer stop()
	e, err := k.read(waiting)
	if err == nil || ctx.Err() != nil || waiting.Err() == nil {
		return e, err
	}
	if last := k.last.Load(); last != nil {
		return last.named, nil
	}
	return nil, fmt.Errorf("%w: %w", ErrNoEvidence, err)
}

// read returns the newest evidence with the program's version.
func (k *EvidenceKeeper) read(ctx context.Context) (*analysis.Evidence, error) {
	e, err := k.source.Evidence(ctx)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	last := k.last.Load()
	if last == nil || last.read != e && e.Version >= last.read.Version {
		named := *e
		named.Program = k.program
		last = &keptEvidence{e, &named}
		k.last.Store(last)
	}
	return last.named, nil
}
