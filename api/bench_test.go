package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gewu/api"
)

// BenchmarkLocateHTTP measures one fix a request, in the handler alone and over a connection
// that is kept, and fixes a second in a stream.
func BenchmarkLocateHTTP(b *testing.B) {
	c := townOf(b).config()
	c.MaxStream = 1 << 30
	h := api.Handler(c)
	const address = "/v1/locate?lon=121.0015&lat=31.001&crs=gcj02&accuracy=20"
	b.Run("handler", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if w := ask(b, h, "GET", address); w.Code != 200 {
				b.Fatal(w.Code)
			}
		}
	})
	server := httptest.NewServer(h)
	defer server.Close()
	b.Run("connection", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				fetch(b, client, server.URL+address)
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	})
	b.Run("stream-csv", func(b *testing.B) { benchmarkStream(b, h, "text/csv") })
	b.Run("stream-ndjson", func(b *testing.B) { benchmarkStream(b, h, "application/x-ndjson") })
}

func fetch(b *testing.B, client *http.Client, url string) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Error(err)
		return
	}
	res, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
}

func benchmarkStream(b *testing.B, h http.Handler, mediaType string) {
	const rows = 30_000
	var body strings.Builder
	if mediaType == "text/csv" {
		body.WriteString("id,lon,lat\n")
	}
	for i := range rows {
		lon, lat := 121+float64(i%600)/100_000, 31+float64(i%400)/100_000
		if mediaType == "text/csv" {
			fmt.Fprintf(&body, "%d,%.5f,%.5f\n", i, lon, lat)
		} else {
			fmt.Fprintf(&body, `{"id":%d,"lon":%.5f,"lat":%.5f}`+"\n", i, lon, lat)
		}
	}
	for b.Loop() {
		if w := send(b, h, "POST", "/v1/locate?crs=cgcs2000", body.String(), "Content-Type", mediaType); w.Code != 200 {
			b.Fatal(w.Code, w.Body)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
