package api

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// A meter counts and times requests.
type meter struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	none     *route // of requests that no route took
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
	m.none = m.route("none")
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

// A route counts and times the requests that it took. What is usual is looked up among the metrics
// only once.
type route struct {
	name    string
	meter   *meter
	seconds func() prometheus.Observer
	usual   [len(usualStatuses)]func() prometheus.Counter // GET
}

var usualStatuses = [...]int{http.StatusOK, http.StatusNotModified, http.StatusNoContent}

func (m *meter) route(name string) *route {
	t := &route{name: name, meter: m}
	t.seconds = sync.OnceValue(func() prometheus.Observer { return m.seconds.WithLabelValues(name) })
	for i, status := range usualStatuses {
		t.usual[i] = sync.OnceValue(func() prometheus.Counter { return t.counter(http.MethodGet, status) })
	}
	return t
}

func (t *route) counter(method string, status int) prometheus.Counter {
	return t.meter.requests.WithLabelValues(t.name, methodLabel(method), strconv.Itoa(status))
}

// named notes that a route took the request.
func (m *meter) named(name string, next http.Handler) http.Handler {
	route := m.route(name)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestOf(r).route = route
		next.ServeHTTP(w, r)
	})
}

// count counts and times a request.
func (m *meter) count(method string, q *request, took time.Duration) {
	t := q.route
	if t == nil {
		t = m.none
	}
	t.seconds().Observe(took.Seconds())
	if i := slices.Index(usualStatuses[:], q.out.status); i >= 0 && method == http.MethodGet {
		t.usual[i]().Inc()
		return
	}
	t.counter(method, q.out.status).Inc()
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
