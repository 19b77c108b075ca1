package analysis

import (
	"context"
	"math"
	"strings"

	"gewu/hotspot/reach"
)

// reachable tells who is within so many minutes' walk of services, place by place, and who is not.
func reachable(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	r, err := s.reaching(ctx, progress)
	if err != nil {
		return nil, err
	}
	lists, refusal := r.lists()
	if refusal != nil {
		return nil, refusal
	}
	s.Question.Facility = strings.Join(r.kinds, ",")
	a := s.answer()
	sum := r.fill(a.Places)
	a.Provenance.Settings["minutes"], a.Provenance.Settings["speed_kmh"] = Known(s.Question.Minutes), Known(s.Question.Speed)
	a.Provenance.Settings["facility"], a.Provenance.Settings["network_day"] = s.Question.Facility, r.networkDay()
	a.Legend = &Legend{Unit: Text{"可达住户占比", "share of households within reach"}, Breaks: []Figure{Known(0.5), Known(0.8), Known(0.95)}, Classes: []ClassOf{}}
	a.Summary = r.summary(sum)
	a.More = r.more(sum)
	a.Lists = lists
	if s.Question.Format == GeoJSON {
		a.Features = r.features()
	}
	r.note()
	return s.finish(a, "households", "within", "without", "share", "nearest", "access", "why"), nil
}

// reaching walks to the facilities that the question is about, or says why that cannot be told.
func (s *Study) reaching(ctx context.Context, progress Progress) (*reaching, error) {
	if s.Paths == nil {
		return nil, NotTestable("没有道路数据，无法计算步行时间。请先导入道路。", "there are no roads, so that no walk can be told. Import roads first.")
	}
	kinds, refusal := s.settleFacility()
	if refusal != nil {
		return nil, refusal
	}
	return s.walkTo(ctx, kinds, progress)
}

// A reachSum is the whole area.
type reachSum struct {
	within, without       float64 // households
	here, there, off      int     // buildings: that reach a service, that do not, and of these that are on no way
	unknown               int     // buildings whose households are unknown
	overlaps              []Overlap
	nearest, walkers      float64 // minutes, weighed by households, and these
	snapped               []float64
	access, accessWeights float64
}

// fill fills in the figures of the places.
func (r *reaching) fill(places []Place) *reachSum {
	units := make([]reachSum, len(places))
	sum := &reachSum{}
	for i := range r.Homes {
		if u := r.unit(int32(i)); u >= 0 {
			units[u].add(r, int32(i))
			sum.add(r, int32(i))
		}
	}
	for i := range places {
		u := &units[i]
		people := u.within + u.without
		places[i].Within, places[i].Without = Known(u.within), Known(u.without)
		places[i].Share, places[i].Access, places[i].Nearest = over(u.within, people), over(1000*u.access, u.accessWeights), over(u.nearest, u.walkers)
		if people == 0 {
			places[i].Why = "no_households"
		}
	}
	return sum
}

// over is a quotient; it has no value over 0.
func over(a, b float64) Figure {
	if b == 0 {
		return Figure{}
	}
	return Known(a / b)
}

// add adds a home.
func (u *reachSum) add(r *reaching, home int32) {
	h := &r.Homes[home]
	people := float64(max(h.Households, 0))
	if h.Households < 0 {
		u.unknown++
	}
	if r.reaches(home) {
		u.within, u.here = u.within+people, u.here+1
	} else {
		u.without, u.there = u.without+people, u.there+1
	}
	if r.walks.homes.Connected(int(home)) {
		u.snapped = append(u.snapped, r.places[home].Metres)
	} else {
		u.off++
	}
	if r.nearest[home] >= 0 {
		u.nearest, u.walkers = u.nearest+people*r.nearest[home], u.walkers+people
	}
	u.access, u.accessWeights = u.access+people*r.access[home], u.accessWeights+people
	u.overlap(int(r.overlap[home]), people)
}

// mostOverlap is the number of services from which on homes are counted together.
const mostOverlap = 5

func (u *reachSum) overlap(services int, people float64) {
	services = min(services, mostOverlap)
	for len(u.overlaps) <= services {
		u.overlaps = append(u.overlaps, Overlap{Services: len(u.overlaps)})
	}
	u.overlaps[services].Buildings++
	u.overlaps[services].Households += int(people)
}

func (r *reaching) summary(sum *reachSum) Summary {
	share := over(sum.within, sum.within+sum.without)
	percent, _ := share.Value()
	name, minutes := facilitiesCalled(r.kinds), r.Question.Minutes
	words := Words("步行 %v 分钟内可到%s的有 %s 户（%.1f%%），%s 户（%s 栋）到不了。",
		"Within %v minutes' walk of %s: %s households (%.1f%%); %s (%s buildings) are not.",
		minutes, "\x00", Grouped(int(math.Round(sum.within))), math.Floor(1000*percent)/10, Grouped(int(math.Round(sum.without))), Grouped(sum.there))
	if sum.within+sum.without == 0 {
		words = Words("步行 %v 分钟内可到%s的有 %s 栋楼，%s 栋到不了；住户数未知。",
			"Within %v minutes' walk of %s: %s buildings; %s are not. How many households they have is not known.", minutes, "\x00", Grouped(sum.here), Grouped(sum.there))
	}
	return Summary{Words: withName(words, name), Figures: []NamedFigure{
		{Name: "within", Value: Known(sum.within), Unit: "households", Words: householdsOf},
		{Name: "without", Value: Known(sum.without), Unit: "households", Words: householdsOf},
		{Name: "share", Value: share, Unit: "share", Words: Text{"占比", "share"}},
		{Name: "nearest", Value: over(sum.nearest, sum.walkers), Unit: "minutes", Words: Text{"分钟", "minutes"}},
		{Name: "services", Value: Known(float64(len(r.relevant))), Unit: "places", Words: placesOf},
	}}
}

func (r *reaching) networkDay() *string {
	if r.PathsDay == 0 {
		return nil
	}
	day := date(r.PathsDay)
	return &day
}

// note says what must be known of the figures.
func (r *reaching) note() {
	d := &r.Paths.Drawn
	r.Note("on_foot", "沿道路步行，小路 %v 公里/小时，主干道慢一成；单行不限，铁路不走，水面只从桥上过；楼栋和设施到最近道路不超过 %d 米，直线计入。",
		"On foot along ways, %v km/h on paths and a tenth less on arterials; one-way streets both ways, no rail, water by bridges only; buildings and services stand within %d m of the nearest way, walked straight.",
		r.Question.Speed, snapMetres)
	r.Note("each_service_one", "可及性按两步移动搜索法（E2SFCA）计算，每处设施能力按 1 计；单位：处/千户。", "Access is E2SFCA with every facility counted as one: services a thousand households.")
	if d.Stranded >= reach.PieceMetres {
		r.Note("islands", "路网有 %d 段互不相连，最长一段之外共 %.1f 公里：可能是孤岛，也可能是道路数据不全。", "The ways are in %d pieces that nothing joins, %.1f km beside the longest: islands, or ways that the data lack.", d.Pieces, d.Stranded/1000)
	}
	if d.Cut > 0 {
		r.Note("cut_by_water", "有 %d 条道路穿过水面而未标为桥，按断开计。", "%d ways cross water without being bridges; they are taken to end there.", d.Cut)
	}
	r.noteHomes()
}

func (r *reaching) noteHomes() {
	unknown, lost := 0, 0
	for i := range r.Homes {
		switch {
		case r.unit(int32(i)) < 0:
			if r.Within == 0 {
				lost++
			}
		case r.Homes[i].Households < 0:
			unknown++
		}
	}
	if unknown > 0 {
		r.Note("households_unknown", "有 %s 栋楼住户数未知，只计栋数。", "Of %s buildings the households are not known; they are counted as buildings only.", Grouped(unknown))
	}
	if lost > 0 {
		r.Note("buildings_without_grid", "有 %s 栋楼不在任何网格内，未计入。", "%s buildings are in no grid and are not counted.", Grouped(lost))
	}
}
