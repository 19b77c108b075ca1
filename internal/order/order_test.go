package order_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/internal/order"
)

// fontFile is Debian's package fonts-droid-fallback.
const fontFile = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"

func font(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile(fontFile)
	if err != nil {
		t.Fatalf("install the Debian package fonts-droid-fallback: %v", err)
	}
	return file
}

// bridge is a community of 4 by 3 blocks, about 200 m wide each and a little uneven:
//
//	before  after
//	AABB    AABB
//	CCDD    ACDD    block 1 of row 2 comes from C to A; E gives one to D
//	EEFF    ECFG    F is split into F and G
func bridge(language order.Language) order.Order {
	name := func(letter byte) order.Area {
		n := int(letter - 'A')
		return order.Area{Code: fmt.Sprintf("310101001001%03d", n+1), Name: "第" + []string{"一", "二", "三", "四", "五", "六", "七"}[n] + "网格"}
	}
	o := order.Order{
		Language: language, District: "示范区", Community: order.Area{Code: "310101001001", Name: "桥头社区"}, Edition: 3,
		Title: "秋季调整", Author: "王芳", Note: "第六网格新建小区交付后超过户数上限，拆分为两个网格；第三网格沿河一侧划归第一网格，便于巡查。",
		From: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Printed: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Band: order.Band{Min: 300, Max: 500},
		Before: blocks(name, "AABB", "CCDD", "EEFF"), After: blocks(name, "AABB", "ACDD", "ECFG"),
	}
	o.Moved = []orb.MultiPolygon{{{block(0, 1)}}, {{block(1, 2)}}, {{block(3, 2)}}}
	c := func(n int) *order.Count { return &order.Count{Households: n, ByHouseholds: (n + 299) / 300, ByGrid: 1} }
	o.Grids = []order.Grid{
		{Area: name('A'), Was: c(321), Is: c(441), Gained: 120, Buildings: 4},
		{Area: name('B'), Was: c(398), Is: c(398)},
		{Area: name('C'), Was: c(455), Is: c(437), Gained: 102, Lost: 120, Buildings: 7},
		{Area: name('D'), Was: c(0), Is: c(0), Unbound: true},
		{Area: name('E'), Was: c(390), Is: c(288), Lost: 102, Buildings: 3},
		{Area: name('F'), Was: c(1012), Is: c(540), Lost: 472, Buildings: 6},
		{Area: name('G'), Is: c(472), Gained: 472, Buildings: 6},
	}
	o.Lineage = []order.Descent{
		{Kind: order.Reshaped, Old: name('A'), New: name('A'), Households: 321},
		{Kind: order.Reshaped, Old: name('C'), New: name('A'), Households: 120},
		{Kind: order.Kept, Old: name('B'), New: name('B'), Households: 398},
		{Kind: order.Kept, Old: name('D'), New: name('D')},
		{Kind: order.Split, Old: name('F'), New: name('G'), Households: 472},
	}
	for i := range 13 {
		b := order.Building{Name: fmt.Sprintf("桥头路%d号 %d幢", 10+i, i+1), From: name('C'), To: name('A'), Households: 20 + i}
		if i > 3 {
			b.From, b.To = name('F'), name('G')
		}
		o.Buildings = append(o.Buildings, b)
	}
	for _, post := range []string{"网格管理员", "网格警务员", "宣传员", "信息员", "服务员"} {
		o.Vacancies = append(o.Vacancies, order.Vacancy{Area: name('G'), Post: post})
	}
	return o
}

// corner is where blocks meet, a little moved about.
func corner(x, y int) orb.Point {
	wobble := func(n int) float64 { return 0.00025 * math.Sin(float64(n)) }
	return orb.Point{121 + 0.0021*float64(x) + wobble(7*x+3*y), 31 - 0.0018*float64(y) + wobble(5*x-2*y)}
}

func block(x, y int) orb.Ring {
	return orb.Ring{corner(x, y), corner(x, y+1), corner(x+1, y+1), corner(x+1, y), corner(x, y)}
}

// blocks returns the outlines of grids drawn as letters: the rim of the blocks of a letter, where no
// two of them meet at a corner alone.
func blocks(name func(byte) order.Area, rows ...string) []order.Outline {
	rims := map[byte]map[[2]orb.Point]bool{}
	for y, row := range rows {
		for x := range row {
			ring, rim := block(x, y), rims[row[x]]
			if rim == nil {
				rim = map[[2]orb.Point]bool{}
				rims[row[x]] = rim
			}
			for i := 1; i < len(ring); i++ {
				if there := [2]orb.Point{ring[i], ring[i-1]}; rim[there] {
					delete(rim, there) // inside of the grid
				} else {
					rim[[2]orb.Point{ring[i-1], ring[i]}] = true
				}
			}
		}
	}
	var list []order.Outline
	for letter := byte('A'); letter <= 'Z'; letter++ {
		if rim := rims[letter]; rim != nil {
			list = append(list, order.Outline{Label: name(letter).Name, Land: orb.MultiPolygon{{around(rim)}}})
		}
	}
	return list
}

// around follows a rim.
func around(rim map[[2]orb.Point]bool) orb.Ring {
	next := map[orb.Point]orb.Point{}
	first := orb.Point{181, 91}
	for edge := range rim {
		next[edge[0]] = edge[1]
		if edge[0][0] < first[0] {
			first = edge[0]
		}
	}
	ring := orb.Ring{first}
	for at := next[first]; at != first && len(ring) <= len(rim); at = next[at] {
		ring = append(ring, at)
	}
	return append(ring, first)
}

// texts prints an order and reads its pages as poppler does.
func texts(t testing.TB, o order.Order) (pages []string, size int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "order.pdf")
	pdf, err := order.PDF(o, font(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (Debian: poppler-utils): %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f"), len(pdf)
}

// closed is a text without spaces, of which poppler leaves some out between fonts.
func closed(text string) string { return strings.ReplaceAll(text, " ", "") }

func TestAnOrderSaysEverythingInBothLanguages(t *testing.T) {
	for language, words := range map[order.Language][]string{
		order.Chinese: {
			"桥头社区网格划分调整单", "2026年12月1日", "第 3 版", "每格 300–500 户", "便于巡查", "新网格界线", "原网格界线", "网格对照表", "第七网格",
			"新设", "1012", "合计", "网格沿革", "拆分", "未变", "桥头路10号 1幢", "第六网格", "9 栋，252 户", "空缺岗位", "网格警务员", "签字",
		},
		order.English: {
			"Change of grids: 桥头社区", "1 December 2026", "Edition 3", "300–500 households", "new border", "old border", "Grids", "第七网格", "new",
			"1012", "Total", "Where the grids come from", "split off", "Unchanged", "桥头路10号 1幢", "9 buildings, 252 households", "Vacant posts", "Signatures",
		},
	} {
		pages, _ := texts(t, bridge(language))
		all := closed(strings.Join(pages, ""))
		for _, word := range words {
			if !strings.Contains(all, closed(word)) {
				t.Errorf("%s: %q is missing", language, word)
			}
		}
		for i, page := range pages {
			number := map[order.Language]string{order.Chinese: "第 %d / %d 页", order.English: "Page %d of %d"}[language]
			if want := fmt.Sprintf(number, i+1, len(pages)); !strings.Contains(closed(page), closed(want)) {
				t.Errorf("%s: page %d is not numbered %q", language, i+1, want)
			}
		}
	}
}

func TestTheSameOrderHasTheSameBytes(t *testing.T) {
	first, err := order.PDF(bridge(order.Chinese), font(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := order.PDF(bridge(order.Chinese), font(t))
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("printed again it is another file: %v", err)
		}
	}
	other := bridge(order.Chinese)
	other.Title = "春季调整"
	if changed, err := order.PDF(other, font(t)); err != nil || bytes.Equal(first, changed) {
		t.Errorf("another order is the same file: %v", err)
	}
}

func TestADraftSaysSoOnEveryPage(t *testing.T) {
	o := bridge(order.Chinese)
	o.Draft, o.Edition = true, 0
	pages, _ := texts(t, o)
	for i, page := range pages {
		if !strings.Contains(page, "方案稿，尚未发布") {
			t.Errorf("page %d does not", i+1)
		}
	}
}

func TestFiveThousandBuildingsAreAllListed(t *testing.T) {
	o := bridge(order.Chinese)
	from, to := o.Grids[2].Area, o.Grids[0].Area
	o.Buildings = nil
	for i := range 5000 {
		o.Buildings = append(o.Buildings, order.Building{Name: fmt.Sprintf("桥头路%05d弄", i), From: from, To: to, Households: 2})
	}
	pages, size := texts(t, o)
	all := strings.Join(pages, "")
	for _, i := range []int{0, 1, 2500, 4998, 4999} {
		if want := fmt.Sprintf("桥头路%05d弄", i); !strings.Contains(all, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if n := strings.Count(all, "弄"); n != 5000 {
		t.Errorf("%d buildings are listed", n)
	}
	if len(pages) > 80 || size > 2<<20 {
		t.Errorf("%d pages, %d bytes", len(pages), size)
	}
	if !strings.Contains(pages[20], "（续）") {
		t.Error("a page in the middle does not say what it goes on with")
	}
}

func TestWhatIsMissingOrVeryLongIsPrintedAllTheSame(t *testing.T) {
	long := strings.Repeat("长江大保护示范社区", 12)
	many := bridge(order.English)
	many.Community.Name, many.Title, many.Author, many.Note = long, long, long, strings.Repeat(long, 20)
	for i := range many.Grids {
		many.Grids[i].Name = long
		many.Before[i%len(many.Before)].Label, many.After[i].Label = long, long
	}
	many.Buildings = []order.Building{{Name: strings.Repeat("Averylongnamewithoutanyspace", 9), From: order.Area{}, To: many.Grids[0].Area}}
	one := order.Order{
		Language: order.Chinese, Community: order.Area{Name: "独格社区"},
		Grids: []order.Grid{{Area: order.Area{Name: "唯一网格"}, Is: &order.Count{Households: 12, ByHouseholds: 1, ByGrid: 1}}},
		After: []order.Outline{{Label: "1", Land: orb.MultiPolygon{{block(0, 0)}}}},
	}
	for name, tt := range map[string]struct {
		order order.Order
		words []string
	}{
		"nothing at all":    {order.Order{}, []string{"没有可以绘制的界线", "第 1 / "}},
		"one grid":          {one, []string{"独格社区", "唯一网格", "新设", "待定", "调整归属的楼栋", "无"}},
		"names without end": {many, []string{"长江大保护", "…", "(in no grid)"}},
		"strange letters":   {order.Order{Community: order.Area{Name: "𠮷野社区\x00\xff Zoë’s"}}, []string{"〓野社区", "Zoë’s"}},
	} {
		pages, _ := texts(t, tt.order)
		for _, word := range tt.words {
			if !strings.Contains(closed(strings.Join(pages, "")), closed(word)) {
				t.Errorf("%s: %q is missing in %s", name, word, pages[0])
			}
		}
	}
}

func TestAFontThatCannotBeEmbeddedIsRefused(t *testing.T) {
	whole := font(t)
	for name, file := range map[string][]byte{
		"nothing": nil, "text": []byte("no font"), "a collection": []byte("ttcf\x00\x01"), "outlines of another kind": []byte("OTTO\x00\x0a"),
		"half a font": whole[:1000], "a font cut off": whole[:len(whole)/2],
	} {
		if _, err := order.PDF(bridge(order.Chinese), file); !errors.Is(err, order.ErrFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
