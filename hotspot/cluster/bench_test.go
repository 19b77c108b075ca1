package cluster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"os/exec"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/hotspot"
	"gewu/internal/testdb"
)

// A joining is what DBSCAN makes of a town: what any implementation must agree on, for the borders of clusters
// are dealt out differently.
type joining struct{ clusters, noise int }

// BenchmarkDBSCAN joins points beside scikit-learn (Debian's python3-sklearn) and PostGIS, and compares how many
// clusters there are and how many points are in none.
func BenchmarkDBSCAN(b *testing.B) {
	for _, c := range []struct {
		name     string
		n        int
		metres   float64
		fewest   int
		checksum string // of all labels
		peers    bool
	}{
		{"100k", 100_000, 30, 10, "1354a8b056657501", true},
		{"1M", 1_000_000, 30, 10, "86168d2fe5dff96f", true},
		{"10M", 10_000_000, 15, 20, "bd84e72a8608f265", false},
	} {
		at := town(c.n, 20_000*math.Sqrt(float64(c.n)/1e6))
		var ours joining
		b.Run(c.name+"/gewu", func(b *testing.B) {
			var got Clustering
			for b.Loop() {
				var err error
				if got, err = DBSCAN(at, c.metres, c.fewest); err != nil {
					b.Fatal(err)
				}
			}
			ours = joining{clusters: got.Count}
			h := fnv.New64a()
			for _, label := range got.Label {
				if label == Noise {
					ours.noise++
				}
				_ = binary.Write(h, binary.LittleEndian, label) // a hash takes all
			}
			if sum := fmt.Sprintf("%016x", h.Sum64()); sum != c.checksum {
				b.Fatalf("the labels have the checksum %s, and had %s", sum, c.checksum)
			}
			b.ReportMetric(float64(got.Count), "clusters")
		})
		if !c.peers || ours.clusters == 0 {
			continue
		}
		for _, peer := range []struct {
			name string
			join func(*testing.B, []hotspot.Point, float64, int) (joining, float64)
		}{{"sklearn", sklearn}, {"ST_ClusterDBSCAN", postgis}} {
			b.Run(c.name+"/"+peer.name, func(b *testing.B) {
				got, seconds := peer.join(b, at, c.metres, c.fewest)
				if got != ours {
					b.Errorf("%+v, and ours %+v", got, ours)
				}
				b.ReportMetric(seconds*1e9, "ns/op")
			})
		}
	}
}

const sklearnScript = `
import sys, time, numpy
from sklearn.cluster import DBSCAN
at = numpy.frombuffer(sys.stdin.buffer.read(), dtype="<f8").reshape(-1, 2)
began = time.perf_counter()
label = DBSCAN(eps=float(sys.argv[1]), min_samples=int(sys.argv[2])).fit(at).labels_
print(label.max() + 1, (label < 0).sum(), time.perf_counter() - began)
`

func sklearn(b *testing.B, at []hotspot.Point, metres float64, fewest int) (got joining, seconds float64) {
	var input bytes.Buffer
	for _, p := range at {
		_ = binary.Write(&input, binary.LittleEndian, [2]float64{p.X, p.Y}) // a buffer takes all
	}
	cmd := exec.CommandContext(b.Context(), "/usr/bin/python3", "-c", sklearnScript, fmt.Sprint(metres), fmt.Sprint(fewest))
	cmd.Stdin = &input
	out, err := cmd.Output()
	if err != nil {
		b.Skipf("scikit-learn is not installed (PEERS=1 make bench, or python3-sklearn): %v", err)
	}
	if _, err := fmt.Sscan(string(out), &got.clusters, &got.noise, &seconds); err != nil {
		b.Fatalf("%q: %v", out, err)
	}
	return got, seconds
}

func postgis(b *testing.B, at []hotspot.Point, metres float64, fewest int) (got joining, seconds float64) {
	conn, err := pgx.Connect(b.Context(), testdb.New(b))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(b.Context()) }()
	if _, err := conn.Exec(b.Context(), "create unlogged table spot (x float8, y float8)"); err != nil {
		b.Fatal(err)
	}
	rows := pgx.CopyFromSlice(len(at), func(i int) ([]any, error) { return []any{at[i].X, at[i].Y}, nil })
	if _, err := conn.CopyFrom(b.Context(), pgx.Identifier{"spot"}, []string{"x", "y"}, rows); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	err = conn.QueryRow(b.Context(), `
		select count(distinct label), count(*) filter (where label is null), extract(epoch from clock_timestamp() - statement_timestamp())::float8
		from (select st_clusterdbscan(st_makepoint(x, y), $1, $2) over () as label from spot) as labelled`, metres, fewest).
		Scan(&got.clusters, &got.noise, &seconds)
	if err != nil {
		b.Fatal(err)
	}
	return got, seconds
}
