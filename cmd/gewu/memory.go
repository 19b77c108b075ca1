package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"

	"gewu/api"
	"gewu/district"
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

// economize has garbage collected as often as is good for a service, unless whoever starts it has
// chosen with GOGC or GOMEMLIMIT, and gives memory that loading needed back to the system.
func economize(ctx context.Context, live *api.Live) {
	chosen := os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != ""
	if !chosen {
		debug.SetGCPercent(loadPercent)
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(loadBytes))
		live.OnChange(func([]district.Change, *api.View) { spare() })
	}
	select {
	case <-live.Ready():
	case <-ctx.Done():
		return
	}
	debug.FreeOSMemory()
	if !chosen {
		spare()
	}
}

// spare tells the collector how much may be allocated beside what is in use now.
func spare() {
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	percent := 100 * spareBytes / max(1, inUse[0].Value.Uint64())
	debug.SetGCPercent(max(sparePercent, int(percent)))
}
