package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// ServiceStation is the kind of facility that is looked for unless another is asked for.
const ServiceStation = "service_station"

// facilityWords are the kinds of facilities that have words; others are called by their code.
var facilityWords = map[string]Text{
	"service_station": {"社区服务站", "community service stations"},
	"police_room":     {"警务室", "police rooms"},
	"clinic":          {"卫生站", "clinics"},
	"hospital":        {"医院", "hospitals"},
	"pharmacy":        {"药店", "pharmacies"},
	"school":          {"学校", "schools"},
	"kindergarten":    {"幼儿园", "kindergartens"},
	"college":         {"高校", "colleges"},
	"library":         {"图书馆", "libraries"},
	"market":          {"市场", "markets"},
	"post_office":     {"邮局", "post offices"},
	"toilets":         {"公共厕所", "public toilets"},
	"culture":         {"文化场所", "places of culture"},
	"park":            {"公园", "parks"},
	"green":           {"绿地", "greens"},
	"playground":      {"游乐场", "playgrounds"},
	"sports":          {"体育场所", "sports grounds"},
	"fire_station":    {"消防站", "fire stations"},
	"government":      {"政府机构", "government offices"},
	"social_facility": {"养老与福利设施", "social facilities"},
	"notice_board":    {"公告栏", "notice boards"},
	"mediation_room":  {"调解室", "mediation rooms"},
	"day_care":        {"日间照料中心", "day care centres"},
	"culture_station": {"文化站", "culture stations"},
}

// FacilityName is what facilities of a kind are called.
func FacilityName(kind string) Text {
	if words, ok := facilityWords[kind]; ok {
		return words
	}
	return Same(strings.ReplaceAll(kind, "_", " "))
}

// A FacilityKind is a kind of facility, and how many the district has.
type FacilityKind struct {
	Kind  string `json:"kind"`
	Name  Text   `json:"name"`
	Count int    `json:"count"`
}

// FacilityKinds returns the kinds of facilities that there are, most frequent first.
func (e *Evidence) FacilityKinds() []FacilityKind {
	counts := map[string]int{}
	for i := range e.Facilities {
		counts[e.Facilities[i].Kind]++
	}
	kinds := make([]FacilityKind, 0, len(counts))
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		kinds = append(kinds, FacilityKind{kind, FacilityName(kind), counts[kind]})
	}
	slices.SortStableFunc(kinds, func(a, b FacilityKind) int { return cmp.Compare(b.Count, a.Count) })
	return kinds
}

// facilities returns which kinds of facilities are meant: those asked for, separated by commas, else some.
func (q *Question) facilities(usual ...string) []string {
	if q.Facility == "" {
		return usual
	}
	var kinds []string
	for kind := range strings.SplitSeq(q.Facility, ",") {
		kinds = append(kinds, strings.TrimSpace(kind))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// settleFacility returns the kinds that are asked for, service stations unless others are. It refuses kinds of which there is none.
func (s *Study) settleFacility() ([]string, *Refusal) {
	known := s.FacilityKinds()
	if len(known) == 0 {
		return nil, NotTestable("尚无设施数据。", "there are no facilities yet.")
	}
	var names []string
	for _, k := range known {
		names = append(names, k.Kind)
	}
	kinds := s.Question.facilities(ServiceStation)
	for _, kind := range kinds {
		if !slices.Contains(names, kind) {
			return nil, Refuse("facility", "没有“%s”这类设施。已有：%s。", "There is no facility of the kind “%s”. There are: %s.", clip(kind), clipList(names))
		}
	}
	return kinds, nil
}

// clipList names some of a list.
func clipList(names []string) string {
	const most = 30
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " …"
	}
	return strings.Join(names, ", ")
}

// facilitiesCalled names kinds of facilities together.
func facilitiesCalled(kinds []string) Text {
	var out Text
	for i, kind := range kinds {
		name := FacilityName(kind)
		if i > 0 {
			out.ZH, out.EN = out.ZH+"、", out.EN+", "
		}
		out.ZH, out.EN = out.ZH+name.ZH, out.EN+name.EN
	}
	return out
}
