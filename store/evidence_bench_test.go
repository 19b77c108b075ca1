package store_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"gewu/store"
)

// cityOfIssues is a city of 40 km × 40 km, of 16 communities and 1,600 grids of a km², with so many issues of
// forty kinds in eight years, crowded about its middle, of which 3 % are duplicates.
func cityOfIssues(b *testing.B, issues int) town {
	b.Helper()
	w := emptyTown(b)
	for _, sql := range []string{
		`alter table issue set unlogged`, `drop index issue_point`, `drop index issue_grid`, `alter table issue drop constraint issue_source_source_id_key`,
		`insert into edition (scope_id, number, in_force_from) values (null, 1, '2015-01-01')`,
		`insert into area (level_id, code) select level.id, 'C' || c from level, generate_series(0, 15) as c where level.profile = 'street-grid' and key = 'community'`,
		`insert into boundary (edition_id, area_id, name, source, geom, label)
			select edition.id, area.id, area.code, 'city', st_multi(box), st_centroid(box)
			from edition, area, lateral (select substr(code, 2)::int as c) as n,
				lateral (select st_makeenvelope(117 + c % 4 * 0.1, 26 + c / 4 * 0.09, 117 + c % 4 * 0.1 + 0.1, 26 + c / 4 * 0.09 + 0.09, 4490) as box) as land`,
		`insert into edition (scope_id, number, in_force_from) select id, 1, '2015-01-01' from area`,
		`insert into area (level_id, code) select level.id, 'C' || c || 'G' || g from level, generate_series(0, 15) as c, generate_series(0, 99) as g
			where level.profile = 'street-grid' and key = 'grid'`,
		`insert into boundary (edition_id, area_id, parent_id, name, source, geom, label)
			select edition.id, area.id, up.id, area.code, 'city', st_multi(box), st_centroid(box)
			from area join level on level.id = level_id and level.key = 'grid'
			join area up on up.code = split_part(area.code, 'G', 1) join edition on edition.scope_id = up.id,
				lateral (select substr(up.code, 2)::int as c, split_part(area.code, 'G', 2)::int as g) as n,
				lateral (select st_makeenvelope(117 + c % 4 * 0.1 + g % 10 * 0.01, 26 + c / 4 * 0.09 + g / 10 * 0.009,
					117 + c % 4 * 0.1 + g % 10 * 0.01 + 0.01, 26 + c / 4 * 0.09 + g / 10 * 0.009 + 0.009, 4490) as box) as land`,
		fmt.Sprintf(`insert into issue (source, source_id, kind, opened_at, closed_at, status, fix_crs, point, duplicate, duplicate_of)
			select 'city', i::text, 'K' || (i %% 40), at, at + interval '5 days', 'closed', 'wgs84',
				st_snaptogrid(st_setsrid(st_point(117.2 + (random() + random() - 1) * 0.2, 26.18 + (random() + random() - 1) * 0.18), 4490), 1e-7),
				i > 1000 and i %% 33 = 0, case when i > 1000 and i %% 33 = 0 then i - 100 end
			from generate_series(1, %d) as i, lateral (select '2018-10-01'::timestamptz + random() * interval '8 years' as at) as t`, issues),
		`vacuum analyze issue`, `select record_change('area', null, null)`,
	} {
		if _, err := w.pool.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	return w
}

// Evidence of ten million issues from the first statement on, with the snapshot. GEWU_BENCH_ISSUES makes it
// another number.
func BenchmarkEvidenceFromTheDatabase(b *testing.B) {
	issues := 10_000_000
	if n, err := strconv.Atoi(os.Getenv("GEWU_BENCH_ISSUES")); err == nil {
		issues = n
	}
	w := cityOfIssues(b, issues)
	b.Run(fmt.Sprint("gewu/", issues), func(b *testing.B) {
		for range b.N {
			db, err := store.Open(b.Context(), w.pool.Config().ConnString())
			if err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			e, err := db.Evidence(b.Context())
			if err != nil || e.Issues.Len() != issues {
				b.Fatal(err)
			}
			b.Logf("%d issues, %d pieces, in %.1f s; most in memory %s", e.Issues.Len(), e.Pieces.Len(), time.Since(began).Seconds(), mostResident(b))
			runtime.KeepAlive(e)
			db.Close()
		}
	})
}

// mostResident is the most memory that the process has had so far.
func mostResident(b *testing.B) string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("the system does not tell")
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}
