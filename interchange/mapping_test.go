package interchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
)

// square is a footprint of 44 m × 40 m, 1,760 m² within a few.
var square = orb.Polygon{{{117.6, 26.2}, {117.60044, 26.2}, {117.60044, 26.20036}, {117.6, 26.20036}, {117.6, 26.2}}}

func rows(features ...interchange.Feature) interchange.Features {
	return func(yield func(interchange.Feature, error) bool) {
		for i, f := range features {
			f.Row = int64(i + 1)
			if !yield(f, nil) {
				return
			}
		}
	}
}

// row makes a feature of names and values in turn.
func row(g orb.Geometry, columns ...any) interchange.Feature {
	f := interchange.Feature{Geometry: g, Properties: map[string]any{}}
	for i := 0; i < len(columns); i += 2 {
		f.Properties[columns[i].(string)] = columns[i+1]
	}
	return f
}

func one[T any](t *testing.T, records []T, errs []error) T {
	t.Helper()
	if len(records) != 1 || len(errs) > 0 {
		t.Fatalf("%d records, errors %v; want one record", len(records), errs)
	}
	return records[0]
}

var shanghai = time.FixedZone("CST", 8*3600)

func TestChineseHeadersAreUnderstood(t *testing.T) {
	var m interchange.Mapping
	building, errs := collect(m.Buildings(rows(row(square, "编号", "B7", "名称", " 7栋 ", "地址", "列东街7号", "户数", "24", "人口", 61.0, "层数", int64(6), "户主姓名", "张三", "备注", "新"))))
	want := district.Building{
		Origin: district.Origin{Row: 1, ID: "B7"}, Name: "7栋", Address: "列东街7号", Households: district.Known(24), Residents: district.Known(61),
		Floors: district.Known(6), Footprint: orb.MultiPolygon{square}, Attributes: district.Attributes{"备注": "新"},
	}
	if diff := cmp.Diff(want, one(t, building, errs)); diff != "" {
		t.Errorf("building (-want +got):\n%s", diff)
	}
	area, errs := collect(m.Areas(rows(row(square, "网格编码", "350402001001003", "网格名称", "三网格", "社区编码", "350402001001", "网格类型", "专属网格"))))
	if a := one(t, area, errs); a.Code != "350402001001003" || a.Name != "三网格" || a.Parent != "350402001001" || !a.Dedicated || a.ID != a.Code {
		t.Errorf("area %+v", a)
	}
	issue, errs := collect(interchange.Mapping{Location: shanghai}.Issues(rows(row(orb.Point{117.6, 26.2}, "事件编号", "S1", "事件类型", "暴露垃圾", "上报时间", "2026/3/5 08:30", "结案时间", "2026-03-06", "状态", "已结案"))))
	closed := time.Date(2026, 3, 6, 0, 0, 0, 0, shanghai)
	wantIssue := district.Issue{
		Origin: district.Origin{Row: 1, ID: "S1"}, Kind: "暴露垃圾", OpenedAt: time.Date(2026, 3, 5, 8, 30, 0, 0, shanghai), ClosedAt: &closed,
		Status: "closed", Point: orb.Point{117.6, 26.2},
	}
	if diff := cmp.Diff(wantIssue, one(t, issue, errs)); diff != "" {
		t.Errorf("issue (-want +got):\n%s", diff)
	}
	duty, errs := collect(m.Duties(rows(row(nil, "姓名", "王芳", "电话", "0598-8222222", "公开", "是", "网格编码", "G1", "岗位", "网格管理员", "任职日期", "2026-01-01", "离任日期", ""))))
	wantDuty := district.Duty{
		Origin: district.Origin{Row: 1, ID: "王芳 0598-8222222"}, Name: "王芳", WorkPhone: "0598-8222222", Public: true, Area: "G1", Post: "网格管理员",
		From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(wantDuty, one(t, duty, errs)); diff != "" {
		t.Errorf("duty (-want +got):\n%s", diff)
	}
}

// Requests of Chicago's 311 name the request that was there before them.
func TestDuplicatesAreUnderstood(t *testing.T) {
	at := orb.Point{-87.6, 41.8}
	issues, errs := collect(interchange.Mapping{}.Issues(rows(
		row(at, "SR_NUMBER", "SR19-2", "SR_TYPE", "Pothole", "CREATED_DATE", "2019-02-03", "DUPLICATE", "true", "PARENT_SR_NUMBER", "SR19-1"),
		row(at, "SR_NUMBER", "SR19-1", "SR_TYPE", "Pothole", "CREATED_DATE", "2019-02-01", "DUPLICATE", "false", "PARENT_SR_NUMBER", ""),
		row(at, "编号", "3", "上报时间", "2019-02-01", "是否重复", "是"))))
	if len(errs) > 0 || len(issues) != 3 {
		t.Fatal(errs)
	}
	type said struct {
		ID, Of    string
		Duplicate bool
	}
	var got []said
	for _, i := range issues {
		got = append(got, said{i.ID, i.DuplicateOf, i.Duplicate})
	}
	if diff := cmp.Diff([]said{{"SR19-2", "SR19-1", true}, {"SR19-1", "", false}, {"3", "", true}}, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever else a log of visits holds is left behind.
func TestVisitsKeepOnlyWhereWhenAndByWhom(t *testing.T) {
	visits, errs := collect(interchange.Mapping{Location: shanghai}.Visits(rows(
		row(nil, "走访编号", "Z1", "楼栋编号", "B7", "走访日期", "2026-03-05", "走访人", "王芳", "走访对象", "张三", "情况", "独居"))))
	want := district.Visit{Origin: district.Origin{Row: 1, ID: "Z1"}, Building: "B7", At: time.Date(2026, 3, 5, 0, 0, 0, 0, shanghai), Staff: "王芳"}
	if diff := cmp.Diff(want, one(t, visits, errs)); diff != "" {
		t.Error(diff)
	}
}

func TestAColumnMeansWhatTheCallerSays(t *testing.T) {
	m := interchange.Mapping{Fields: map[string]string{"households": "Units", "name": "street"}, IDField: "ref"}
	b, errs := collect(m.Buildings(rows(row(square, "units", 12, "households", 99, "street", "Main", "ref", 5, "id", 6))))
	got := one(t, b, errs)
	if *got.Households.N != 12 || got.Name != "Main" || got.ID != "5" {
		t.Errorf("households %d, name %q, id %q; want 12, Main, 5", *got.Households.N, got.Name, got.ID)
	}
	if diff := cmp.Diff(district.Attributes{"households": 99, "id": 6}, got.Attributes); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	a, errs := collect(interchange.Mapping{CodeField: "beat", NameField: "beat"}.Areas(rows(row(square, "beat", "1123"))))
	if got := one(t, a, errs); got.Code != "1123" || got.Name != "1123" {
		t.Errorf("one column for two fields: %+v", got)
	}
}

// Drawing programs leave the Id 0 in every row.
func TestIdentifiersThatTellNothingArePassedOver(t *testing.T) {
	m := interchange.Mapping{IDField: interchange.NoIDs}
	houses, errs := collect(m.Buildings(rows(row(square, "Id", 0, "name", "a"), row(square, "Id", 0, "name", "b"))))
	if len(errs) > 0 || len(houses) != 2 || houses[0].ID == houses[1].ID || houses[0].ID == "" {
		t.Errorf("%+v, %v", houses, errs)
	}
	areas, errs := collect(m.Areas(rows(row(square, "Id", 0, "code", "A"))))
	if got := one(t, areas, errs); got.ID != "A" {
		t.Errorf("an area is known by %q", got.ID)
	}
}

func TestAMistakenMappingIsAnError(t *testing.T) {
	m := interchange.Mapping{Fields: map[string]string{"storeys": "x"}}
	mustContain(t, "unknown field", m.Check("buildings"), `"storeys"`, "floors", "households")
	_, errs := collect(m.Buildings(rows(row(square))))
	mustContain(t, "unknown field", errs[0], `"storeys"`)
	m = interchange.Mapping{Fields: map[string]string{"floors": "lvels"}}
	_, errs = collect(m.Buildings(rows(row(square, "levels", 3, "b", 1))))
	if len(errs) != 1 {
		t.Fatalf("errors %v, want one", errs)
	}
	mustContain(t, "column that no row has", errs[0], `"lvels"`, "floors", "b, levels")
	for _, noun := range []string{"areas", "grids", "buildings", "estates", "roads", "water", "facilities", "issues", "visits", "staff", "codes"} {
		if err := (interchange.Mapping{}).Check(noun); err != nil {
			t.Error(err)
		}
	}
	mustContain(t, "no noun", interchange.Mapping{}.Check("trees"), "trees")
}

func TestAValueThatCannotBeIsRefused(t *testing.T) {
	at := orb.Point{117.6, 26.2}
	line := orb.LineString{{1, 1}, {2, 2}}
	var m interchange.Mapping
	buildings := func(f interchange.Feature) []error { _, errs := collect(m.Buildings(rows(f))); return errs }
	issues := func(f interchange.Feature) []error { _, errs := collect(m.Issues(rows(f))); return errs }
	areas := func(f interchange.Feature) []error { _, errs := collect(m.Areas(rows(f))); return errs }
	visits := func(f interchange.Feature) []error { _, errs := collect(m.Visits(rows(f))); return errs }
	duties := func(f interchange.Feature) []error { _, errs := collect(m.Duties(rows(f))); return errs }
	for _, tt := range []struct {
		name   string
		errs   []error
		reason string
	}{
		{"half a household", buildings(row(at, "households", 12.5)), `households is "12.5", which is not a whole number`},
		{"half a household as text", buildings(row(at, "户数", "12.5")), "not a whole number"},
		{"households with a unit", buildings(row(at, "户数", "12户")), "not a whole number"},
		{"fewer than none", buildings(row(at, "households", -1)), "must be 0 to"},
		{"a tower of a thousand floors", buildings(row(at, "floors", 1000)), "must be 0 to 300"},
		{"a building that is a line", buildings(row(line)), "LineString; a building needs a polygon or a point"},
		{"a building nowhere", buildings(row(nil)), "no position"},
		{"an area that is a point", areas(row(at, "code", "1")), "Point; an area needs a polygon"},
		{"an area without a code", areas(row(square, "name", "x")), "no code"},
		{"an area with an endless code", areas(row(square, "code", strings.Repeat("1", 65))), "longer than 64"},
		{"a dedication that is neither yes nor no", areas(row(square, "code", "1", "dedicated", "perhaps")), "yes or no"},
		{"an issue without a time", issues(row(at, "kind", "x")), "no opening time"},
		{"an issue at no time", issues(row(at, "opened", "yesterday")), `"yesterday", which is not a time`},
		{"an issue on 30 February", issues(row(at, "opened", "2026-02-30")), "not a time"},
		{"an issue in the year 20", issues(row(at, "opened", "0020-02-03")), "not a time"},
		{"an issue closed before it was opened", issues(row(at, "opened", "2026-02-03", "closed", "2026-02-02")), "closed before"},
		{"an unknown status", issues(row(at, "opened", "2026-02-03", "status", "whatever")), "accepted, checking, closed, handling, open, void"},
		{"an accuracy that is none", issues(row(at, "opened", "2026-02-03", "accuracy", "-3")), "not a length"},
		{"an issue that is an area", issues(row(square, "opened", "2026-02-03")), "an issue needs a point"},
		{"an issue that is perhaps a duplicate", issues(row(at, "opened", "2026-02-03", "duplicate", "perhaps")), "yes or no"},
		{"a visit nowhere", visits(row(nil, "visited", "2026-02-03")), "names no building"},
		{"a visit without a time", visits(row(nil, "building", "1")), "does not say when"},
		{"a visit at no time", visits(row(nil, "building", "1", "visited", "soon")), "not a time"},
		{"staff without a name", duties(row(nil, "phone", "1")), "no name"},
		{"staff with a phone of letters", duties(row(nil, "name", "x", "phone", "call me")), "work phone"},
		{"an area without a post", duties(row(nil, "name", "x", "area", "G1")), "without a post"},
		{"a duty that ends before it begins", duties(row(nil, "name", "x", "from", "2026-02-03", "until", "2026-02-03")), "ends before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if len(tt.errs) != 1 {
				t.Fatalf("errors %v, want one", tt.errs)
			}
			if _, refused := district.RejectOf(tt.errs[0]); !refused {
				t.Errorf("error %v ends reading", tt.errs[0])
			}
			mustContain(t, "row", tt.errs[0], "row 1", tt.reason)
		})
	}
}

func TestTimesAreReadAsTheyAreWritten(t *testing.T) {
	m := interchange.Mapping{Location: shanghai}
	want := time.Date(2026, 3, 5, 14, 7, 9, 0, shanghai)
	for _, text := range []string{"2026-03-05T14:07:09+08:00", "2026-03-05T06:07:09Z", "2026-03-05 14:07:09", "2026-03-05T14:07:09", "2026/3/5 14:07:09", "2026/03/05 14:07:09", "2026-03-05 14:07:09.000", "2026年3月5日 14:07:09", "2026/03/05 14:07:09+08"} {
		issues, errs := collect(m.Issues(rows(row(orb.Point{1, 2}, "date", text))))
		if got := one(t, issues, errs).OpenedAt; !got.Equal(want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestHouseholdsAreEstimatedOnlyWhereTheyAreUnknown(t *testing.T) {
	m := interchange.Mapping{HouseholdsFromFloors: true}
	for _, tt := range []struct {
		name string
		row  interchange.Feature
		want string
	}{
		{"given", row(square, "households", 7, "floors", 6, "use", "住宅"), "7 false"},
		{"16 flats a floor of 1,760 m²", row(square, "floors", 6, "use", "住宅"), "96 true"},
		{"a hut is one household", row(orb.Polygon{{{1, 1}, {1.00001, 1}, {1.00001, 1.00001}, {1, 1}}}, "floors", 1, "building", "house"), "1 true"},
		{"a footprint in metres", row(orb.Polygon{{{500000, 0}, {500044, 0}, {500044, 40}, {500000, 40}, {500000, 0}}}, "floors", 6, "building", "apartments"), "96 true"},
		{"a point has two a floor", row(orb.Point{1, 2}, "floors", 6, "residential", "Y"), "12 true"},
		{"flats a floor are stated", row(square, "floors", 6, "用途", "商住", "每层户数", 4), "24 true"},
		{"an office", row(square, "floors", 6, "use", "office"), "none"},
		{"said not to be residential", row(square, "floors", 6, "use", "住宅", "residential", "N"), "none"},
		{"no use is stated", row(square, "floors", 6), "none"},
		{"no floors are stated", row(square, "use", "住宅"), "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, errs := collect(m.Buildings(rows(tt.row)))
			got := "none"
			if c := one(t, b, errs).Households; c.N != nil {
				got = fmt.Sprint(*c.N, " ", c.Basis)
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestTheSameRowsHaveTheSameIdentifiers(t *testing.T) {
	var m interchange.Mapping
	a := row(orb.Point{1, 2}, "opened", "2026-01-01", "n", 1)
	other := row(orb.Point{1, 2}, "opened", "2026-01-01", "n", 2)
	ids := func(list ...interchange.Feature) (out []string) {
		issues, errs := collect(m.Issues(rows(list...)))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		for _, i := range issues {
			out = append(out, i.ID)
		}
		return out
	}
	first := ids(a, other, a)
	if diff := cmp.Diff(first, ids(a, other, a)); diff != "" {
		t.Errorf("read twice (-first +second):\n%s", diff)
	}
	if first[0] == first[1] || first[2] != first[0]+"-2" {
		t.Errorf("identifiers %v; want those of unequal rows to differ and the second of equal ones to end in -2", first)
	}
	again := ids(other, a, a)
	slices.Sort(again)
	slices.Sort(first)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
}

func TestWordsOfOthersAreTranslated(t *testing.T) {
	var m interchange.Mapping
	line := orb.LineString{{1, 1}, {2, 2}}
	for word, want := range map[string]string{"arterial": "arterial", "主干道": "arterial", "residential": "road", "胡同": "lane", "Footway": "path", "铁路": "rail", "": "road"} {
		roads, errs := collect(m.Roads(rows(row(line, "class", word))))
		if got := one(t, roads, errs).Class; got != want {
			t.Errorf("road %q is %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{"运河": "canal", "湖泊": "lake", "": "river"} {
		waters, errs := collect(m.Waters(rows(row(square, "类型", word))))
		if got := one(t, waters, errs).Class; got != want {
			t.Errorf("water %q is %q, want %q", word, got, want)
		}
	}
	estates, errs := collect(m.Estates(rows(row(square, "小区名称", "花园", "封闭情况", "半封闭"))))
	if got := one(t, estates, errs); got.Class != "closable" || got.Name != "花园" {
		t.Errorf("estate %+v", got)
	}
	codes, errs := collect(m.Codes(rows(row(nil, "代码", "01001", "名称", "供水井盖", "x", 1))))
	want := district.Code{Row: 1, Code: "01001", Name: district.Text{ZH: "供水井盖"}, Attributes: district.Attributes{"x": 1}}
	if diff := cmp.Diff(want, one(t, codes, errs), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("code (-want +got):\n%s", diff)
	}
}

func TestColumnsAboutPersonsAreLeftOutAndTold(t *testing.T) {
	var told []string
	m := interchange.Mapping{OnPersonal: func(column string) { told = append(told, column) }}
	b, errs := collect(m.Buildings(rows(row(square, "户主", "张三", "联系电话", "1"), row(square, "户主", "李四"))))
	if len(b) != 2 || len(errs) > 0 || b[0].Attributes != nil || b[1].Attributes != nil {
		t.Errorf("%+v, errors %v", b, errs)
	}
	slices.Sort(told)
	if diff := cmp.Diff([]string{"户主", "联系电话"}, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
