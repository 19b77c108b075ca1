package api

import (
	"context"
	"slices"
	"sync"

	"gewu/analysis"
)

// How many densities are kept, and how many pixels they have together: 4 bytes each.
const (
	mostDensities = 24
	densityPixels = 24 << 20
)

// densities keeps the densities that were asked for last, each worked out once. The zero value is ready.
type densities struct {
	mu   sync.Mutex
	kept []*keptDensity // the one used last is the first
}

type keptDensity struct {
	key  string
	done chan struct{} // closed once it is worked out
	it   *analysis.Density
	err  error
}

// of returns the density of a question, which the key stands for. Who asks for one that is being worked out
// waits for it.
func (k *densities) of(ctx context.Context, key string, a asked) (*analysis.Density, error) {
	kept, known := k.find(key)
	if !known {
		go func() { // for all who wait, whoever of them gives up
			kept.it, kept.err = analysis.DensityOf(a.evidence, a.question)
			close(kept.done)
			k.trim()
		}()
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-kept.done:
		return kept.it, kept.err
	}
}

// find returns what is kept under a key, and puts it first; known is false when it is new.
func (k *densities) find(key string) (kept *keptDensity, known bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at := slices.IndexFunc(k.kept, func(d *keptDensity) bool { return d.key == key })
	if at >= 0 {
		kept = k.kept[at]
		k.kept = slices.Delete(k.kept, at, at+1)
	} else {
		kept = &keptDensity{key: key, done: make(chan struct{})}
	}
	k.kept = slices.Insert(k.kept, 0, kept)
	return kept, at >= 0
}

// trim forgets what was not used for longest, until there are few enough.
func (k *densities) trim() {
	k.mu.Lock()
	defer k.mu.Unlock()
	pixels := 0
	for i, d := range k.kept {
		select {
		case <-d.done:
			if d.it != nil {
				pixels += len(d.it.Values)
			}
		default: // it is being worked out
		}
		if i > 0 && (i >= mostDensities || pixels > densityPixels) {
			k.kept = slices.Delete(k.kept, i, len(k.kept))
			return
		}
	}
}
