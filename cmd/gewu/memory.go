package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"gewu/api"
)

// How much may be allocated before garbage is collected again, in percent of what is in use. The
// district is nearly all of what is in use, and hardly any of it is ever garbage: at Go's own 100 a
// nation would keep as much memory again for nothing. What requests leave behind is small, so a
// fifth is enough, and less while the district is loaded for the first time, when most is needed
// at once. A fifth of a small district is next to nothing, and collecting each time that much is
// allocated would keep a processor busy: so it is at least spareBytes.
const (
	loadPercent  = 15
	sparePercent = 20
	spareBytes   = 24 << 20
)

// loadBytes is how much memory the service holds while the district is loaded for the first time,
// as long as that is enough: near it, memory that is free is given back at once, and garbage is
// collected sooner. Go would hold a quarter more than what is in use.
const loadBytes = 1800 << 20

// Free memory is given back to the system once no garbage was collected for a while, when it is more than
// idleBytes and more than idlePercent of what is in use: a question about a year leaves much behind, and Go
// alone would keep it for minutes. As idlePercent is above sparePercent, a nation's publishes, one after the
// other, do not have the memory of the one before taken away from the next.
const (
	idlePause   = 2 * time.Second
	idleBytes   = 4 << 20
	idlePercent = 30
)

// economize has garbage collected as often as is good for a service, unless whoever starts it has
// chosen with GOGC or GOMEMLIMIT, and gives memory that nobody needs any more back to the system, until ctx is done.
func economize(ctx context.Context, live *api.Live) {
	chosen := os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != ""
	limit := debug.SetMemoryLimit(-1)
	if !chosen {
		debug.SetGCPercent(loadPercent)
		debug.SetMemoryLimit(loadBytes)
	}
	select {
	case <-live.Ready():
	case <-ctx.Done():
	}
	debug.SetMemoryLimit(limit)
	debug.FreeOSMemory()
	collected := make(chan struct{}, 1)
	afterCollecting(func() bool {
		if !chosen {
			spare()
		}
		select {
		case collected <- struct{}{}:
		default: // it is noticed anyway
		}
		return ctx.Err() == nil
	})
	giveBack(ctx, collected)
}

// afterCollecting calls a function each time garbage was collected, until it returns false.
func afterCollecting(call func() bool) {
	type mark struct{ _ *byte } // a pointer: what has none shares its block with others
	var again func(*mark)
	again = func(m *mark) {
		if call() {
			runtime.SetFinalizer(m, again)
		}
	}
	runtime.SetFinalizer(&mark{}, again)
}

// spare tells the collector how much may be allocated beside what is in use now.
func spare() {
	percent := 100 * spareBytes / max(1, measured("/gc/heap/live:bytes"))
	debug.SetGCPercent(max(sparePercent, int(percent)))
}

// giveBack gives free memory back to the system, once it is quiet after garbage was collected.
func giveBack(ctx context.Context, collected <-chan struct{}) {
	quiet := time.NewTimer(idlePause)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-collected:
			quiet.Reset(idlePause)
		case <-quiet.C:
			if free := measured("/memory/classes/heap/free:bytes"); free > idleBytes && free > measured("/gc/heap/live:bytes")/100*idlePercent {
				debug.FreeOSMemory()
			}
		}
	}
}

// measured returns a number that the runtime keeps of itself.
func measured(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
