package order_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/internal/order"
)

// row is a community of so many grids, about as wide as high, of which the first so many are changed: each gives a
// house to the next. Names are short, or as long as they may be.
func row(language order.Language, grids, changed int, long bool) order.Order {
	name := func(i int) order.Area {
		a := order.Area{Code: fmt.Sprintf("310101001001%03d", i+1), Name: fmt.Sprintf("第%d网格", i+1)}
		if long {
			a.Name = fmt.Sprintf("第%d网格（长江大保护示范社区东风新村一至三期及沿江绿地）", i+1)
		}
		return a
	}
	o := order.Order{
		Language: language, District: "示范区", Community: order.Area{Code: "310101001001", Name: "桥头社区"}, Edition: 3, Title: "调整",
		Author: "王芳", From: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Printed: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Band: order.Band{Min: 300, Max: 500},
	}
	wide := int(math.Ceil(math.Sqrt(float64(grids))))
	for i := range grids {
		land := block(i%wide, i/wide)
		one := order.Outline{Label: name(i).Name, Land: orb.MultiPolygon{{land}}}
		o.Before, o.After = append(o.Before, one), append(o.After, one)
		g := order.Grid{Area: name(i), Was: &order.Count{Households: 400, ByHouseholds: 2, ByGrid: 1}}
		is := *g.Was
		g.Is = &is
		kind := order.Kept
		if i < changed {
			kind, g.Lost, g.Buildings, g.Is.Households = order.Reshaped, 24, 1, 376
			o.Buildings = append(o.Buildings, order.Building{Name: fmt.Sprintf("桥头路%d号", i+1), From: name(i), To: name((i + 1) % grids), Households: 24})
		}
		o.Grids = append(o.Grids, g)
		o.Lineage = append(o.Lineage, order.Descent{Kind: kind, Old: name(i), New: name(i), Households: 400})
	}
	return o
}

var signatures = map[order.Language]string{order.Chinese: "社区居民委员会", order.English: "Residents' committee"}

// Nobody signs a page on which nothing of the order stands; and a small change is one sheet of paper.
func TestSignaturesStandUnderWhatIsSigned(t *testing.T) {
	for _, of := range [][2]int{{4, 1}, {8, 1}, {10, 1}, {8, 5}, {40, 1}, {40, 5}, {40, 40}} { // grids, and changed ones
		for _, language := range []order.Language{order.Chinese, order.English} {
			for _, vacant := range []int{0, 9} {
				long := of[0] == 40 && vacant > 0 || of[1] == 5
				o := row(language, of[0], of[1], long)
				for i := range vacant {
					o.Vacancies = append(o.Vacancies, order.Vacancy{Area: o.Grids[i*of[0]/9].Area, Post: fmt.Sprintf("岗位%d", i)})
				}
				name := fmt.Sprintf("%s, %d of %d grids changed, long names %t, %d vacant posts", language, of[1], of[0], long, vacant)
				wantSigned(t, name, o, of[1] == 1 && of[0] <= 10)
			}
		}
	}
}

// wantSigned wants the signatures of an order on one page, with the last of its lists; and perhaps no more
// than two pages.
func wantSigned(t *testing.T, name string, o order.Order, small bool) {
	t.Helper()
	pages, _ := texts(t, o)
	if small && len(pages) > 2 {
		t.Errorf("%s: %d pages", name, len(pages))
	}
	last := o.Buildings[len(o.Buildings)-1].Name
	if n := len(o.Vacancies); n > 0 {
		last = o.Vacancies[n-1].Post
	}
	page := closed(pages[len(pages)-1])
	if !strings.Contains(page, closed(last)) || !strings.Contains(page, closed(signatures[o.Language])) {
		t.Errorf("%s: the last of %d pages is\n%s", name, len(pages), pages[len(pages)-1])
	}
}
