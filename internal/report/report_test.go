package report_test

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

	"gewu/internal/report"
	"gewu/internal/sheet"
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

// known is a figure that has a value.
func known(v float64) *float64 { return &v }

// block is a square of land, so many from the west and the north.
func block(x, y int) orb.MultiPolygon {
	corner := func(x, y int) orb.Point { return orb.Point{121 + 0.002*float64(x), 31 - 0.0018*float64(y)} }
	return orb.MultiPolygon{{{corner(x, y), corner(x, y+1), corner(x+1, y+1), corner(x+1, y), corner(x, y)}}}
}

// bridge is a community of so many grids and hot spots.
func bridge(grids, spots int) report.Report {
	r := report.Report{
		Language: report.Chinese, Day: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Area: "桥头社区", Above: []string{"示范区", "城东街道"},
		Period: "2026 年 8 月 24 日 – 11 月 21 日，共 90 天", Data: "数据截至 2026 年 11 月 21 日 23:25", Steps: []report.Step{{Words: "到热点 1“第一网格 · 占道经营”现场看一次。"}, {Words: "补上 2 个空缺岗位。"}},
		Idle: "没有需要马上处理的。", Sentences: []string{"每千户每月 8.3 件。", "与前 90 天比看不出差别。"}, Unit: "件/千户·月", Placed: "网格",
		Breaks: []float64{4, 6, 8, 12, 16, 24}, Whole: known(8.3), SpotsOf: "按一年看", NoSpots: "没有发现超出偶然的变化。",
		Unseen: []report.Unseen{{Count: 12, Title: "空缺岗位"}}, UnseenNot: []string{"没有发现：空洞。"}, Made: []string{"没有上报不等于没有问题。", "gewu 1.0 编制", "/v1/analysis/report?area=3&lang=zh"},
	}
	for i := range grids {
		rate := 3 + float64(i%25)
		r.Places = append(r.Places, report.Place{
			Name: fmt.Sprintf("第%d网格", i+1), Label: fmt.Sprintf("第%d网格", i+1), Land: block(i%16, i/16), Stands: report.Stand(i % 3),
			Rate: known(rate), Lower: known(rate * 0.7), Upper: known(rate * 1.4),
		})
	}
	courses := []string{"new", "growing", "persistent", "cooling", "ended", "other"}
	for i := range spots {
		r.Spots = append(r.Spots, report.Spot{
			Number: i + 1, At: orb.Point{121.001, 30.999}, Name: fmt.Sprintf("第%d网格 · 占道经营", i+1), Course: courses[i%6], Word: "新出现",
			Much: "47 件，约应有 12 件", More: "约 2026 年 9 月 3 日起；网格长 王芳", Open: i%6 < 3,
		})
	}
	return r
}

// read prints a report and reads its pages as poppler does.
func read(t testing.TB, r report.Report) (pages []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	pdf, err := report.PDF(r, font(t))
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
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// closed is a text without spaces, of which poppler leaves some out between fonts.
func closed(text string) string { return strings.Join(strings.Fields(text), "") }

func TestAPageHoldsAllPartsInTheOrderInWhichTheyAreRead(t *testing.T) {
	page := closed(read(t, bridge(6, 3))[0])
	at := 0
	for _, part := range []string{
		"示范区·城东街道", "桥头社区社情一页报告", "共90天", "现在要做的", "到热点1", "补上2个空缺岗位", "每千户每月8.3件", "各网格发生率与热点", "全域8.3", "圆内数字",
		"热点与变化", "第1网格·占道经营", "47件", "看不见的", "12空缺岗位", "没有发现：空洞", "没有上报不等于没有问题", "area=3&lang=zh",
	} {
		next := strings.Index(page[at:], closed(part))
		if next < 0 {
			t.Fatalf("%q is missing, or stands before what it follows, in %s", part, page)
		}
		at += next
	}
}

func TestAnEnglishPageHasNoChineseOfItsOwn(t *testing.T) {
	r := report.Report{Language: report.English, Area: "Bridge", Placed: "grids", Unit: "incidents", NoSpots: "None.", Whole: known(2), Breaks: []float64{1, 2}, Spots: bridge(0, 7).Spots}
	for i := range 20 {
		r.Places = append(r.Places, report.Place{Name: "Grid", Land: block(i, 0), Rate: known(3), Lower: known(2.5), Upper: known(4), Stands: report.Stand(i % 3)})
	}
	for i := range r.Spots {
		r.Spots[i].Name, r.Spots[i].Word, r.Spots[i].Much, r.Spots[i].More = "Grid", "new", "4", "since June"
	}
	for _, c := range read(t, r)[0] {
		if c >= 0x2e80 {
			t.Fatalf("%q is Chinese", c)
		}
	}
}

func TestWhateverIsInItItIsOnePage(t *testing.T) {
	long := strings.Repeat("长江大保护示范社区", 30)
	endless := bridge(12, 30)
	endless.Area, endless.Period, endless.Data, endless.Idle, endless.SpotsOf, endless.Unit, endless.Placed = long, long, long, long, long, long, long
	endless.Above, endless.Sentences = []string{long, long}, []string{long, long, long, long, long, long}
	for range 7 {
		endless.Steps = append(endless.Steps, report.Step{Words: long})
	}
	endless.UnseenNot, endless.Made = []string{long, long, long}, []string{long, long, long, long}
	for i := range 40 {
		endless.Unseen = append(endless.Unseen, report.Unseen{Count: math.MaxInt32, Title: long[:30*(1+i%9)]})
	}
	for i := range endless.Places {
		endless.Places[i].Name, endless.Places[i].Label = long, strings.Repeat("Averylongnamewithoutanyspace", 20)
	}
	for i := range endless.Spots {
		endless.Spots[i].Name, endless.Spots[i].Much, endless.Spots[i].More, endless.Spots[i].Word = long, long, long, long
	}
	odd := bridge(9, 0)
	for i, v := range []float64{0, -3, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e-300} {
		odd.Places[i].Rate, odd.Places[i].Lower, odd.Places[i].Upper = known(v), known(v), known(v)
	}
	odd.Places[7].Rate, odd.Places[8].Land, odd.Breaks = nil, nil, []float64{0, 0, 0}
	point := bridge(1, 1)
	point.Places[0].Land = orb.MultiPolygon{{{{121, 31}, {121, 31}, {121, 31}}}, {}, {{}}}
	for name, tt := range map[string]struct {
		report report.Report
		words  []string
	}{
		"nothing at all":            {report.Report{}, []string{"没有可以绘制的界线", "没有可比较的发生率"}},
		"one grid":                  {bridge(1, 0), []string{"第1网格", "各网格的发生率", "没有发现超出偶然的变化"}},
		"two hundred grids":         {bridge(200, 4), []string{"发生率最高的网格", "……另有186个网格", "凡重叠的"}},
		"a thousand of each":        {bridge(1000, 1000), []string{"……另有99"}},
		"names without end":         {endless, []string{"……另有", "…"}},
		"figures that are none":     {odd, []string{"第1网格"}},
		"land that is a point":      {point, []string{"桥头社区"}},
		"strange letters in a name": {report.Report{Area: "𠮷野“社区”\x00\xff Zoë’s"}, []string{"〓野“社区”", "Zoë’s"}},
	} {
		pages := read(t, tt.report)
		if len(pages) != 1 {
			t.Errorf("%s: %d pages", name, len(pages))
		}
		page := closed(pages[0])
		for _, word := range tt.words {
			if !strings.Contains(page, closed(word)) {
				t.Errorf("%s: %q is missing in %s", name, word, page)
			}
		}
		for _, never := range []string{"NaN", "Inf", "%!"} {
			if strings.Contains(page, never) {
				t.Errorf("%s: %s", name, never)
			}
		}
	}
}

func TestWhatIsCutIsCounted(t *testing.T) {
	page := closed(read(t, bridge(20, 40))[0])
	for shown := 1; shown <= 40; shown++ {
		if !strings.Contains(page, fmt.Sprintf("第%d网格·占道经营", shown)) {
			if want := fmt.Sprintf("……另有%d处热点", 40-shown+1); shown < 3 || !strings.Contains(page, want) {
				t.Errorf("%d hot spots are listed, and not %q", shown-1, want)
			}
			return
		}
	}
	t.Error("forty hot spots are listed")
}

func TestTheSameReportHasTheSameBytes(t *testing.T) {
	first, err := report.PDF(bridge(30, 5), font(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		again, err := report.PDF(bridge(30, 5), font(t))
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("printed again it is another file: %v", err)
		}
	}
	if other, err := report.PDF(bridge(30, 6), font(t)); err != nil || bytes.Equal(first, other) {
		t.Errorf("another report is the same file: %v", err)
	}
}

func TestAFontThatCannotBeEmbeddedIsRefused(t *testing.T) {
	for name, file := range map[string][]byte{"nothing": nil, "text": []byte("no font"), "half a font": font(t)[:1000]} {
		if _, err := report.PDF(bridge(1, 1), file); !errors.Is(err, sheet.ErrFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
