package store_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"gewu/district"
	"gewu/store"
)

// personal are parts of column names that could hold something about a person. Staff have a
// name and a work phone; counts of a building are numbers.
var personal = regexp.MustCompile(`(?i)phone|mobile|tel|name|person|citizen|identity|id_?card|id_?no|passport|birth|gender|sex|` +
	`age$|nation|ethnic|religion|marital|household_?head|resident|tenant|owner|mail|wechat|contact|health|party|income`)

func TestNoColumnCanHoldAResident(t *testing.T) {
	_, pool := openBoth(t)
	allowed := map[string]string{
		"area": "", "building": "name residents residents_estimated", "estate": "name", "road": "name", "water": "name",
		"facility": "name", "boundary": "name", "profile": "name_zh name_en", "level": "name_zh name_en",
		"post": "name_zh name_en", "code": "name_zh name_en", "code_table": "name", "migration": "name",
		"staff": "name work_phone phone_public public_phone", "holder_phone": "name work_phone phone_public",
		// Who may sign in, and who did what.
		"person": "name full_name email", "token": "name", "audit": "actor_name",
		"credential": "person_id", "identity": "person_id", "role_grant": "person_id", "session": "person_id",
		"attachment": "person_id actor_name", "plan": "author_name", "plan_log": "person_id actor_name", "analysis_job": "actor_name",
	}
	columns := ask(t, pool, `select table_name || '.' || column_name from information_schema.columns
		where table_schema = 'public' and table_name not in ('spatial_ref_sys', 'geometry_columns', 'geography_columns')`)
	if len(columns) < 100 {
		t.Fatalf("only %d columns", len(columns))
	}
	for _, column := range columns {
		table, name, _ := strings.Cut(column, ".")
		words := strings.Fields(allowed[table])
		if personal.MatchString(name) && !contains(words, name) {
			t.Errorf("column %s could hold something about a person", column)
		}
	}
	numbers := ask(t, pool, `select data_type from information_schema.columns where table_name = 'building' and column_name = 'residents'`)
	if diff := cmp.Diff([]string{"integer"}, numbers); diff != "" {
		t.Error(diff)
	}
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// What the database refuses whoever writes to it, with the code of the refusal.
func TestTheSchemaRefusesWhatMakesNoSense(t *testing.T) {
	db, pool := openBoth(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	first := duty("1", "王芳", "A", "first_holder", "2026-03-01", "")
	if _, err := db.ImportDuties(t.Context(), store.Import{Source: "s"}, rows(first, duty("2", "李强", "", "", "", ""))); err != nil {
		t.Fatal(err)
	}
	const violatesCheck, violatesUnique, violatesForeign, violatesExclusion = "23514", "23505", "23503", "23P01"
	for name, c := range map[string]struct{ sql, code string }{
		"two first holders at once": {`insert into holder (area_id, post_id, is_first, staff_id, from_date)
			select area_id, post_id, true, (select id from staff where source_id = '2'), '2026-06-01' from holder`, violatesExclusion},
		"a first holder who is said to be none": {`insert into holder (area_id, post_id, is_first, staff_id, from_date)
			select area_id, post_id, false, (select id from staff where source_id = '2'), '2026-06-01' from holder`, violatesForeign},
		"an invalid footprint": {`insert into building (source, source_id, footprint, point)
			values ('x', '1', 'srid=4490;multipolygon(((0 0,1 1,0 1,1 0,0 0)))', 'srid=4490;point(0 0)')`, violatesCheck},
		"the same building twice": {`insert into building (source, source_id, point)
			values ('x', '1', 'srid=4490;point(0 0)'), ('x', '1', 'srid=4490;point(0 0)')`, violatesUnique},
		"a code twice in a level":       {`insert into area (level_id, code) select level_id, code from area`, violatesUnique},
		"two communities in a profile":  {`insert into level (profile, rank, key, name_zh, name_en, role) values ('three-level', 9, 'x', 'x', 'x', 'community')`, violatesUnique},
		"two first posts of a level":    {`insert into post (level_id, key, name_zh, name_en, is_first) select level_id, 'x', 'x', 'x', true from post limit 1`, violatesUnique},
		"an issue closed before opened": {`insert into issue (source, source_id, opened_at, closed_at, fix_crs, point) values ('x', '1', now(), now() - interval '1 day', 'wgs84', 'srid=4490;point(0 0)')`, violatesCheck},
		"a phone in words":              {`insert into staff (source, source_id, name, work_phone) values ('x', '1', 'x', 'ask me')`, violatesCheck},
		"a building in another system":  {`insert into building (source, source_id, point) values ('x', '1', 'srid=4326;point(0 0)')`, "22023"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pool.Exec(t.Context(), c.sql)
			if code := codeOf(err); code != c.code {
				t.Errorf("%v, code %q; want %s", err, code, c.code)
			}
		})
	}
}

func codeOf(err error) string {
	if pg, ok := err.(*pgconn.PgError); ok { //nolint:errorlint // pgx returns it bare
		return pg.Code
	}
	return ""
}

// The trees of the seed documents differ in depth; all are data.
func TestTreesOfThreeFourAndFiveLevels(t *testing.T) {
	for profile, levels := range map[string][]string{
		"street-grid": {"district", "street", "community", "grid"},
		"three-level": {"community", "estate", "building"},
		"four-level":  {"community", "station", "grid", "building"},
		"five-level":  {"community", "section", "courtyard", "building", "unit"},
	} {
		t.Run(profile, func(t *testing.T) {
			db := open(t)
			parent := ""
			for i, level := range levels {
				code := strings.Repeat("X", i+1)
				importAreas(t, db, store.Import{Level: level, Profile: profile, From: spring2026}, area(code, parent, land(0, 0, 2, 2)))
				parent = code
			}
			s := snapshot(t, db, summer2026)
			places := s.ByCode(parent)
			if len(places) != 1 {
				t.Fatalf("%d places with the code %s", len(places), parent)
			}
			var chain []string
			for _, place := range s.Chain(places[0]) {
				chain = append(chain, place.Level.Key)
				if posts := s.PostsOf(place); len(posts) == 0 || !posts[0].Post.First {
					t.Errorf("level %s has no first holder's post", place.Level.Key)
				}
			}
			if diff := cmp.Diff(levels, chain); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A district that adds a post and a profile needs no new program.
func TestPostsAndProfilesAreData(t *testing.T) {
	db, pool := openBoth(t)
	for _, sql := range []string{
		`insert into profile (id, name_zh, name_en) values ('river', '河长', 'River')`,
		`insert into level (profile, rank, key, name_zh, name_en, role) values ('river', 3, 'reach', '河段', 'Reach', 'community')`,
		`insert into post (level_id, key, name_zh, name_en) select id, 'warden', '河长', 'Warden' from level where key = 'reach'`,
	} {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	importAreas(t, db, store.Import{Level: "reach", From: spring2026}, area("R1", "", land(0, 0, 1, 1)))
	if _, err := db.ImportDuties(t.Context(), store.Import{Source: "s"}, rows(duty("1", "王芳", "R1", "河长", "2026-03-01", ""))); err != nil {
		t.Fatal(err)
	}
	holders := snapshot(t, db, summer2026).ByCode("R1")[0].Holders
	if len(holders) != 1 || holders[0].Name != "王芳" {
		t.Errorf("holders = %+v", holders)
	}
}

func TestALevelMayBeLeftOut(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "district", From: spring2026}, area("D", "", land(0, 0, 4, 2)))
	importAreas(t, db, store.Import{Level: "community", From: spring2026, Parent: "D"}, communities...)
	importAreas(t, db, store.Import{Level: "courtyard", Profile: "five-level", From: spring2026, MaxRejects: 1}, area("Y", "A", land(0, 0, 1, 1)))
	importAreas(t, db, store.Import{Level: "grid", Community: "A", From: spring2026}, district.Area{Code: "G", Boundary: land(0, 0, 2, 2)})
	s := snapshot(t, db, summer2026)
	var chain []string
	for _, place := range s.Chain(s.ByCode("G")[0]) {
		chain = append(chain, place.Code)
	}
	if diff := cmp.Diff([]string{"D", "A", "G"}, chain); diff != "" {
		t.Error(diff)
	}
	if places := s.ByCode("Y"); len(places) != 0 {
		t.Error("a courtyard of another profile is in a community of this one")
	}
}
