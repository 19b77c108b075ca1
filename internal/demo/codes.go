package demo

import "gewu/district"

// A matter is a kind of issue: its code in GB/T 47678.5-2026, its names, how it is called in a
// report, how common it is, and when.
type matter struct {
	code   string
	name   district.Text
	title  string
	share  float64 // of all issues, in thousandths
	hours  int     // from opening to the time it is due
	season season
	place  place
}

// A season is a pattern over the months of the year.
type season uint8

const (
	always season = iota
	summer
	autumn
	spring // the rainy months
)

// factor is how much more common a matter is in a month than on the average.
func (s season) factor(month int) float64 {
	return [...][12]float64{
		always: {0.93, 0.8, 1, 1.03, 1.05, 1.03, 1.02, 1.02, 1.03, 1.03, 1.03, 1.03},
		summer: {0.2, 0.2, 0.4, 0.7, 1.2, 1.9, 2.3, 2.3, 1.5, 0.8, 0.3, 0.2},
		autumn: {0.9, 0.7, 0.7, 0.7, 0.6, 0.5, 0.5, 0.7, 1.2, 1.8, 2, 1.7},
		spring: {0.6, 0.8, 1.4, 1.8, 1.9, 1.7, 0.9, 0.8, 0.6, 0.5, 0.5, 0.5},
	}[s][month-1]
}

// A place is where a matter is found.
type place uint8

const (
	atHomes  place = iota // at a house, by households
	onStreet              // on the carriageway or pavement before a house
	atBank                // along the river
	selfMade              // at self-built houses and courtyards
)

var matters = []matter{
	{"06001", district.Text{ZH: "私搭乱建", EN: "Unauthorised building"}, "楼顶私自搭建", 34, 120, always, selfMade},
	{"06005", district.Text{ZH: "临街阳台、屋顶脏乱差", EN: "Untidy balcony or roof"}, "屋顶堆放杂物", 18, 72, always, atHomes},
	{"06007", district.Text{ZH: "沿街晾挂", EN: "Laundry over the street"}, "沿街拉绳晾晒衣物", 24, 24, spring, onStreet},
	{"06010", district.Text{ZH: "暴露垃圾", EN: "Exposed rubbish"}, "路边暴露垃圾", 112, 12, summer, onStreet},
	{"06011", district.Text{ZH: "积存垃圾渣土", EN: "Heaped rubble"}, "楼后积存建筑渣土", 40, 48, always, selfMade},
	{"06012", district.Text{ZH: "道路不洁", EN: "Dirty road"}, "路面不洁", 52, 12, autumn, onStreet},
	{"06013", district.Text{ZH: "道路破损", EN: "Broken pavement"}, "路面破损坑洼", 38, 120, spring, onStreet},
	{"06017", district.Text{ZH: "绿地脏乱", EN: "Untidy green"}, "绿地内有垃圾", 26, 24, always, atHomes},
	{"06020", district.Text{ZH: "焚烧垃圾、树叶", EN: "Burning of rubbish or leaves"}, "露天焚烧垃圾树叶", 16, 4, autumn, selfMade},
	{"06025", district.Text{ZH: "水域不洁", EN: "Dirty water"}, "河面有漂浮物", 18, 24, spring, atBank},
	{"06027", district.Text{ZH: "油烟污染", EN: "Cooking fumes"}, "餐饮油烟扰民", 22, 48, summer, onStreet},
	{"06028", district.Text{ZH: "噪声扰民", EN: "Noise"}, "夜间噪声扰民", 66, 24, summer, atHomes},
	{"06029", district.Text{ZH: "露天烧烤", EN: "Open-air barbecue"}, "露天烧烤占道", 14, 12, summer, onStreet},
	{"06036", district.Text{ZH: "乱堆杂物", EN: "Piled-up things"}, "楼道乱堆杂物", 92, 48, always, atHomes},
	{"06038", district.Text{ZH: "擅自饲养家禽家畜", EN: "Keeping of poultry"}, "居民区饲养家禽", 12, 72, always, selfMade},
	{"06041", district.Text{ZH: "垃圾未分类", EN: "Unsorted rubbish"}, "垃圾未分类投放", 42, 24, always, atHomes},
	{"06042", district.Text{ZH: "垃圾站(箱)满溢", EN: "Overflowing bin"}, "垃圾箱满溢", 54, 8, summer, atHomes},
	{"06045", district.Text{ZH: "非法占绿毁绿", EN: "Green taken or destroyed"}, "小区绿地种菜", 14, 120, spring, atHomes},
	{"07001", district.Text{ZH: "非法小广告", EN: "Illegal bill"}, "张贴小广告", 48, 24, always, onStreet},
	{"07003", district.Text{ZH: "违规户外广告", EN: "Unauthorised billboard"}, "违规设置户外广告", 10, 120, always, onStreet},
	{"08001", district.Text{ZH: "施工扰民", EN: "Building noise"}, "夜间施工扰民", 20, 24, always, atHomes},
	{"08004", district.Text{ZH: "工地扬尘", EN: "Dust from a building site"}, "工地扬尘未覆盖", 10, 24, autumn, onStreet},
	{"09001", district.Text{ZH: "无照经营游商", EN: "Unlicensed pedlar"}, "流动摊贩占道叫卖", 40, 8, always, onStreet},
	{"09005", district.Text{ZH: "店外经营", EN: "Trading outside the shop"}, "店外摆放货物", 44, 12, always, onStreet},
	{"09006", district.Text{ZH: "占道经营", EN: "Trading on the road"}, "占道经营", 50, 8, always, onStreet},
	{"09009", district.Text{ZH: "机动车乱停放", EN: "Badly parked car"}, "机动车违停", 96, 8, always, onStreet},
	{"09010", district.Text{ZH: "非机动车乱停放", EN: "Badly parked bicycle"}, "电动车乱停放", 52, 12, always, onStreet},
	{"09012", district.Text{ZH: "占用消防通道", EN: "Blocked fire lane"}, "消防通道被占用", 34, 4, always, atHomes},
	{"09020", district.Text{ZH: "农贸市场秩序问题", EN: "Disorder at a market"}, "市场周边秩序混乱", 6, 24, always, onStreet},
	{"10002", district.Text{ZH: "架空线缆脱落", EN: "Fallen overhead cable"}, "架空线缆下垂", 16, 12, spring, onStreet},
}

// matterClasses are the large classes of matters: the first two digits of their codes.
var matterClasses = []struct {
	code string
	name district.Text
}{
	{"06", district.Text{ZH: "市容环境", EN: "Cleanliness and appearance"}},
	{"07", district.Text{ZH: "宣传广告", EN: "Bills and advertising"}},
	{"08", district.Text{ZH: "施工管理", EN: "Building sites"}},
	{"09", district.Text{ZH: "街面秩序", EN: "Order in the street"}},
	{"10", district.Text{ZH: "突发事件", EN: "Emergencies"}},
}

// matterCodes returns the kinds of issue as a code table, their classes before them.
func matterCodes() CodeTable {
	t := CodeTable{Standard: "GB/T 47678.5", Version: "2026", Kind: "matter"}
	for _, class := range matterClasses {
		t.Codes = append(t.Codes, district.Code{Row: int64(len(t.Codes) + 1), Code: class.code, Name: class.name})
	}
	for _, m := range matters {
		t.Codes = append(t.Codes, district.Code{
			Row: int64(len(t.Codes) + 1), Code: m.code, Name: m.name,
			Attributes: district.Attributes{"hours": m.hours},
		})
	}
	return t
}

func matterOf(code string) matter {
	for _, m := range matters {
		if m.code == code {
			return m
		}
	}
	panic("demo: no matter " + code)
}
