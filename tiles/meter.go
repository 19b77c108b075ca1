package tiles

import "github.com/prometheus/client_golang/prometheus"

// A meter counts what the cache does.
type meter struct {
	hits, misses, unchanged prometheus.Counter
	made, pressed           prometheus.Histogram
}

// newMeter registers the metrics of the cache, if there is a registry.
func newMeter(registry prometheus.Registerer, c *cache) *meter {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	seconds := func(name, help string) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: name, Help: help, Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		})
	}
	m := &meter{
		hits:      counter("gewu_tile_cache_hits_total", "Tiles answered from the cache."),
		misses:    counter("gewu_tile_cache_misses_total", "Tiles that were not in the cache, or not of this version."),
		unchanged: counter("gewu_tile_unchanged_total", "Tiles that the client had already, answered 304 without making them."),
		made:      seconds("gewu_tile_make_seconds", "Time to make a tile, without compression."),
		pressed:   seconds("gewu_tile_compress_seconds", "Time to compress a tile."),
	}
	if registry != nil {
		registry.MustRegister(m.hits, m.misses, m.unchanged, m.made, m.pressed,
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{
				Name: "gewu_tile_cache_bytes", Help: "Bytes of memory that the kept tiles take, about.",
			}, func() float64 { return float64(c.bodies.WeightedSize()) }),
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{
				Name: "gewu_tile_cache_max_bytes", Help: "Bytes of memory that kept tiles may take.",
			}, func() float64 { return float64(c.bodies.GetMaximum()) }),
		)
	}
	return m
}
