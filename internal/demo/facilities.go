package demo

import (
	"fmt"

	"gewu/district"
)

// A facility is a service point or a ground before it becomes a record.
type facility struct {
	kind, name, address string
	at                  vec
	ground              []vec // nil: a point
}

// facilityRecords returns what serves the people: one station and one police room in every
// community, clinics, notice boards, and the grounds of schools, parks, markets and woods.
func (t *town) facilityRecords() []district.Facility {
	d := diceFor(t.seed, stageFacilities, 0)
	for _, c := range t.communities() {
		t.serve(c, d)
	}
	t.addGrounds(d)
	out := make([]district.Facility, len(t.facilities))
	for i, f := range t.facilities {
		p := geographic(f.at)
		out[i] = district.Facility{
			Origin: district.Origin{Row: int64(i + 1), ID: fmt.Sprintf("f%04d", i+1)},
			Kind:   f.kind, Name: f.name, Address: f.address, Point: &p,
		}
		if f.ground != nil {
			out[i].Ground = polygonOf(f.ground)
		}
	}
	return out
}

func (t *town) addFacility(kind, name string, h *house, d dice) {
	at := centroid(h.ring)
	if !contains(h.ring, at) {
		at = h.ring[0].mix(h.ring[2], d.between(0.3, 0.6))
	}
	t.facilities = append(t.facilities, facility{kind: kind, name: name, address: h.address, at: at})
}

// serve gives a community its stations and every grid a notice board.
func (t *town) serve(c *region, d dice) {
	all := shuffled(d, t.housesOf(c))
	middle := t.middle(c)
	central := all[0]
	for _, h := range all {
		if h.ring[0].to(middle) < central.ring[0].to(middle) {
			central = h
		}
	}
	t.addFacility("service_station", c.name+"党群服务中心", central, d)
	t.addFacility("police_room", c.name+"警务室", all[1], d)
	t.addFacility("clinic", c.name+"卫生服务站", all[2], d)
	t.addFacility("mediation_room", c.name+"调解室", all[3], d)
	if d.chance(0.6) {
		t.addFacility("day_care", c.name+"日间照料中心", all[4], d)
	}
	if d.chance(0.5) {
		t.addFacility("culture_station", c.name+"文化活动站", all[5], d)
	}
	grids := c.parts
	if c == t.resettlement {
		grids = t.estateGrids()
	}
	for _, g := range grids {
		t.addFacility("notice_board", c.name+g.name+"公示栏", pick(d, t.homesOf(g)), d)
	}
}

// addGrounds adds what has land of its own.
func (t *town) addGrounds(d dice) {
	words := map[use][]string{
		useSchool:   shuffled(d, []string{"云川第一中学", "云川第二中学", "实验小学", "城关小学", "江滨小学", "东新小学", "溪南小学", "附属小学", "职业中专", "第三中学"}),
		useHospital: {"云川区医院", "云川区中医院"},
		useMarket:   shuffled(d, []string{"鼓楼农贸市场", "东新农贸市场", "江南农贸市场", "中山农贸市场", "溪南农贸市场"}),
		usePark:     shuffled(d, []string{"云溪公园", "文昌公园", "东湖公园", "江南公园", "儿童公园", "体育公园", "凤凰山公园", "莲花公园", "梅园", "荷花公园", "廉政文化公园", "春晖公园", "湿地公园", "青年公园"}),
	}
	kinds := map[use]string{useSchool: "school", useHospital: "hospital", useMarket: "market", usePark: "park", useWood: "green", useBank: "park"}
	for _, b := range t.blocks {
		kind, ok := kinds[b.use]
		if !ok {
			continue
		}
		if names := words[b.use]; b.name == "" && len(names) > 0 {
			b.name, words[b.use] = names[0], names[1:]
		}
		ground := b.ground()
		if b.use == useBank {
			ground = t.bankGround(b)
		}
		if ground == nil {
			continue
		}
		name := b.name
		if b.use == useBank {
			name = "滨江绿道"
		}
		t.facilities = append(t.facilities, facility{kind: kind, name: name, at: innerPoint(ground), ground: ground})
	}
}

// bankGround is the green between the water and the road along it.
func (t *town) bankGround(b *block) []vec {
	ground := b.ground()
	out := make([]vec, len(ground))
	for i, p := range ground {
		foot, half, along, off := t.river.at(p)
		if side := sign(int(off)); abs(off) < half+2 {
			p = foot.add(along.left().mul(float64(side) * (half + 2)))
		}
		out[i] = p
	}
	out = tidied(out)
	if len(out) < 4 || area(out) < 200 || !simple(out) {
		return nil
	}
	return out
}
