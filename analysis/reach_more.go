package analysis

import (
	"cmp"
	"slices"
	"strings"

	"gewu/hotspot/reach"
)

// A ReachMore is what only questions of reach have.
type ReachMore struct {
	FacilityKinds []FacilityKind `json:"facility_kinds"` // that could be asked for
	Facilities    []Service      `json:"facilities"`
	Buildings     ReachBuildings `json:"buildings"`
	Overlaps      []Overlap      `json:"overlaps"`
	Snapped       Snapped        `json:"snapped"`
	Network       NetworkOf      `json:"network"`
}

// A Service is a facility and who of the area reaches it in the time.
type Service struct {
	ID         int64    `json:"id"`
	Name       Text     `json:"name"`
	Kind       string   `json:"kind"`
	At         Position `json:"at"`
	Buildings  int      `json:"buildings"`
	Households Figure   `json:"households"`
	Connected  bool     `json:"connected"` // it stands near a way
	SnappedM   Figure   `json:"snapped_m"` // from it to the way
	Island     bool     `json:"island"`    // the way is not of the largest piece of the network
}

// A ReachBuildings is how many buildings reach a service in the time.
type ReachBuildings struct {
	Within      int `json:"within"`
	Without     int `json:"without"`
	Unconnected int `json:"unconnected"` // of those without: no way is near
}

// An Overlap is how many buildings and households reach so many services; the last counts those with more, too.
type Overlap struct {
	Services   int `json:"services"`
	Buildings  int `json:"buildings"`
	Households int `json:"households"`
}

// A Snapped says how far buildings are from the ways that they were put on, in metres.
type Snapped struct {
	Limit  Figure `json:"limit_m"`
	Median Figure `json:"median_m"`
	Most   Figure `json:"p95_m"`
}

// A NetworkOf describes the network of ways.
type NetworkOf struct {
	Day         *string `json:"day"` // when roads or water changed last
	Kilometres  Figure  `json:"km"`
	Nodes       int     `json:"nodes"`
	Pieces      int     `json:"pieces"`
	StrandedKM  Figure  `json:"stranded_km"` // of all pieces but the longest
	Crossings   int     `json:"crossings"`   // of ways without a shared vertex that were taken to meet
	GapsClosed  int     `json:"gaps_closed"`
	CutByWater  int     `json:"cut_by_water"`
	GapMetresM  Figure  `json:"gap_m"`
	SpeedKMH    Figure  `json:"speed_kmh"`
	TimeMinutes Figure  `json:"minutes"`
}

func (r *reaching) more(sum *reachSum) ReachMore {
	out := ReachMore{
		FacilityKinds: r.FacilityKinds(), Facilities: []Service{},
		Buildings: ReachBuildings{sum.here, sum.there, sum.off}, Overlaps: sum.overlaps,
		Snapped: Snapped{Known(snapMetres), quantile(sum.snapped, 0.5), quantile(sum.snapped, 0.95)},
		Network: r.network(),
	}
	if out.Overlaps == nil {
		out.Overlaps = []Overlap{}
	}
	for _, k := range r.relevant {
		out.Facilities = append(out.Facilities, r.serviceOf(int(k)))
	}
	return out
}

func (r *reaching) serviceOf(k int) Service {
	f := r.of[k]
	one := &r.Facilities[f]
	s := Service{
		ID: one.ID, Name: Same(one.Name), Kind: one.Kind, At: Position(one.At), Buildings: r.homes[k],
		Households: Known(r.people[k]), Connected: r.connected[f],
	}
	if s.Connected {
		s.SnappedM, s.Island = Known(r.services[f].Metres), r.services[f].Piece > 0
	}
	return s
}

func (r *reaching) network() NetworkOf {
	d := &r.Paths.Drawn
	return NetworkOf{
		Day: r.networkDay(), Kilometres: Known(d.Metres / 1000), Nodes: r.Paths.Nodes(), Pieces: d.Pieces,
		StrandedKM: Known(d.Stranded / 1000), Crossings: d.Crossed + d.Touched, GapsClosed: d.Gaps, CutByWater: d.Cut,
		GapMetresM: Known(reach.GapMetres), SpeedKMH: Known(r.Question.Speed), TimeMinutes: Known(r.Question.Minutes),
	}
}

// quantile returns a quantile of values, which it sorts; none has none.
func quantile(values []float64, share float64) Figure {
	if len(values) == 0 {
		return Figure{}
	}
	slices.Sort(values)
	return Known(values[int(share*float64(len(values)-1)+0.5)])
}

// mostItems is how many items of a list an answer has.
const mostItems = 200

// A NearBy is the service that is nearest to a building.
type NearBy struct {
	ID   int64  `json:"id"`
	Name Text   `json:"name"`
	Kind string `json:"kind"`
}

// reachLists are the lists of a reach, and which buildings are in each.
var reachLists = []struct {
	kind string
	in   func(r *reaching, home int32) bool
}{
	{"beyond_reach", func(r *reaching, home int32) bool { return !r.reaches(home) && r.walks.homes.Connected(int(home)) }},
	{"unconnected", func(r *reaching, home int32) bool { return !r.walks.homes.Connected(int(home)) }},
	{"buildings", func(*reaching, int32) bool { return true }},
}

// titleOf says what a list of a reach has.
func (r *reaching) titleOf(kind string) Text {
	switch kind {
	case "unconnected":
		return Words("附近 %d 米内没有道路的楼栋", "Buildings with no way within %d m", snapMetres)
	case "buildings":
		return Text{"全部楼栋和最近的设施", "All buildings and the service nearest to each"}
	default:
		words := Words("步行 %v 分钟到不了%s的楼栋", "Buildings more than %v minutes' walk from %s", r.Question.Minutes, "\x00")
		return withName(words, facilitiesCalled(r.kinds))
	}
}

// lists returns the list that is asked for, or the two of those who reach no service.
func (r *reaching) lists() ([]List, *Refusal) {
	q := &r.Question
	if q.List == "" {
		return []List{r.listOf(0, mostItems), r.listOf(1, mostItems)}, nil
	}
	kinds := make([]string, len(reachLists))
	for i := range reachLists {
		if kinds[i] = reachLists[i].kind; kinds[i] == q.List {
			return []List{r.listOf(i, mostItems)}, nil
		}
	}
	return nil, Refuse("list", "没有“%s”这份清单。可用：%s。", "There is no list “%s”. Known: %s.", clip(q.List), strings.Join(kinds, ", "))
}

// listOf lists buildings of the area from the question's place on, those with most households first.
func (r *reaching) listOf(list, most int) List {
	var homes []int32
	for i := range r.Homes {
		if r.unit(int32(i)) >= 0 && reachLists[list].in(r, int32(i)) {
			homes = append(homes, int32(i))
		}
	}
	slices.SortStableFunc(homes, func(a, b int32) int { return cmp.Compare(r.Homes[b].Households, r.Homes[a].Households) })
	kind := reachLists[list].kind
	return r.listHomes(kind, r.titleOf(kind), homes, r.Question.After, most, r.tellNearest)
}

// tellNearest tells how far the nearest service of a building is, and which it is.
func (r *reaching) tellNearest(home int32, item *Item) {
	if r.nearest[home] < 0 {
		return
	}
	f := &r.Facilities[r.service[home]]
	item.Minutes, item.Service = Known(r.nearest[home]), &NearBy{f.ID, Same(f.Name), f.Kind}
}

// withName puts a name where words have a mark for it.
func withName(words, name Text) Text {
	return Text{strings.ReplaceAll(words.ZH, "\x00", name.ZH), strings.ReplaceAll(words.EN, "\x00", name.EN)}
}
