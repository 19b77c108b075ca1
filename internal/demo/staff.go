package demo

import (
	"fmt"
	"time"

	"gewu/district"
)

// A roster gives out members of staff with names and work phones, one after another.
type roster struct {
	d    dice
	next int
	rows []district.Duty
}

// A person is a member of staff before being given posts.
type person struct {
	id, name, phone string
	public          bool
}

func (r *roster) hire(public float64) person {
	r.next++
	given := givenMen
	if r.d.chance(0.52) {
		given = givenWomen
	}
	return person{
		id: fmt.Sprintf("s%04d", r.next), name: pick(r.d, surnames) + pick(r.d, given),
		phone: fmt.Sprintf("0598-555%04d", r.next), public: r.d.chance(public),
	}
}

// put gives a post of an area to a person.
func (r *roster) put(p person, area, post, task string, from time.Time) {
	r.rows = append(r.rows, district.Duty{
		Origin: district.Origin{Row: int64(len(r.rows) + 1), ID: p.id}, Name: p.name, WorkPhone: p.phone, Public: p.public,
		Area: area, Post: post, Task: task, From: from,
	})
}

// A job is one of the five posts of a grid.
type job struct {
	post, task string
	vacant     float64 // share of grids where nobody holds it
	shared     int     // how many grids in a row one person serves at most
	public     float64
}

var jobs = []job{
	{"manager", "统筹本网格日常工作", 0.01, 1, 0.95},
	{"police", "治安巡防与警情处置", 0.03, 3, 0.9},
	{"publicist", "政策宣传与文明劝导", 0.11, 2, 0.4},
	{"informant", "信息采集与问题上报", 0.06, 1, 0.5},
	{"service", "代办服务与走访帮扶", 0.09, 1, 0.4},
}

// dutyRecords returns who holds which post: a first holder for every area, the five posts of
// every grid with some vacant, and the heads of the resettlement estate's buildings, whom their
// neighbours elect.
func (t *town) dutyRecords() []district.Duty {
	r := &roster{d: diceFor(t.seed, stageStaff, 0)}
	from := t.today.AddDate(-2, 0, 0)
	r.put(r.hire(1), t.top.code, "first_holder", "全区网格化服务管理第一责任人", from)
	for _, street := range t.top.parts {
		r.put(r.hire(1), street.code, "first_holder", "街道网格化服务管理第一责任人", from)
		for _, c := range street.parts {
			r.put(r.hire(1), c.code, "first_holder", "社区网格化服务管理第一责任人", from)
			if c == t.resettlement {
				t.staffStations(r, from)
				continue
			}
			t.staffGrids(r, c.parts, from)
		}
	}
	return r.rows
}

func (t *town) staffStations(r *roster, from time.Time) {
	for _, s := range t.resettlement.parts {
		r.put(r.hire(1), s.code, "first_holder", "工作站站长", from)
		t.staffGrids(r, s.parts, from)
		for _, g := range s.parts {
			r.put(r.hire(0.5), g.code, "service", "保安保洁负责人", from)
			for i := range t.homesOf(g) {
				if r.d.chance(0.88) {
					r.put(r.hire(0.2), buildingCode(g, i), "first_holder", "楼栋组长,由居民推举", from.AddDate(0, 2, 0))
				}
			}
		}
	}
}

// staffGrids fills the posts of neighbouring grids. A manager is the first holder of the grid
// too; officers serve several grids.
func (t *town) staffGrids(r *roster, grids []*region, from time.Time) {
	for _, j := range jobs {
		var p person
		left := 0
		for _, g := range grids {
			since := from.AddDate(0, 0, r.d.IntN(400))
			if left == 0 {
				p, left = r.hire(j.public), r.d.whole(1, j.shared)
			}
			if j.post == "manager" && !r.d.chance(0.02) {
				r.put(p, g.code, "first_holder", "网格第一责任人", since)
			}
			if r.d.chance(j.vacant) {
				continue
			}
			r.put(p, g.code, j.post, j.task, since)
			left--
		}
	}
}
