package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// A meter counts and times requests.
type meter struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

// newMeter registers the service's metrics.
func newMeter(registry *prometheus.Registry, districts Districts, watchers func() int) *meter {
	m := &meter{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gewu_http_requests_total", Help: "Requests answered, by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gewu_http_request_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "gewu_http_requests_in_flight", Help: "Requests being answered.",
		}),
	}
	registry.MustRegister(m.requests, m.seconds, m.inFlight,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		viewGauge("gewu_dataset_version", "Version of the data that requests are answered from; 0: none yet.", districts,
			func(v *View) float64 { return float64(v.Version) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "gewu_change_streams", Help: "Clients that are told of changes now.",
		}, func() float64 { return float64(watchers()) }),
		viewGauge("gewu_snapshot_age_seconds", "Time since the data in memory was loaded: at the last change, or at midnight or within the hour.", districts,
			func(v *View) float64 { return time.Since(v.Loaded).Seconds() }),
	)
	return m
}

func viewGauge(name, help string, districts Districts, value func(*View) float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
		if v := districts.Today(); v != nil {
			return value(v)
		}
		return 0
	})
}

// watched counts and times what next answers. It comes first: it makes the request known under
// an id, and the recording that others look at.
func (m *meter) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin, out := time.Now(), &recording{ResponseWriter: w, status: http.StatusOK}
		r, known := identified(r)
		w.Header().Set("X-Request-Id", known.id)
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			route := known.route
			if route == "" {
				route = "none"
			}
			m.requests.WithLabelValues(route, methodLabel(r.Method), strconv.Itoa(out.status)).Inc()
			m.seconds.WithLabelValues(route).Observe(time.Since(begin).Seconds())
		}()
		next.ServeHTTP(out, r)
	})
}

// methodLabel keeps invented methods from becoming labels.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return method
	default:
		return "other"
	}
}

// A recording remembers what was answered.
type recording struct {
	http.ResponseWriter
	status int
	bytes  int64
	begun  bool
}

// recordingOf returns the recording behind w.
func recordingOf(w http.ResponseWriter) *recording {
	if out, ok := w.(*recording); ok {
		return out
	}
	return &recording{ResponseWriter: w, status: http.StatusOK}
}

func (w *recording) WriteHeader(status int) {
	if !w.begun && status >= http.StatusOK {
		w.begun, w.status = true, status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recording) Write(p []byte) (int, error) {
	w.begun = true
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *recording) Unwrap() http.ResponseWriter { return w.ResponseWriter }
