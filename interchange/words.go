package interchange

import (
	"slices"
	"strings"
)

// words returns the table that leads from each word of a line to the line's first word.
func words(lines ...string) map[string]string {
	table := map[string]string{}
	for _, line := range lines {
		list := strings.Fields(line)
		for _, word := range list {
			table[strings.ReplaceAll(word, "~", " ")] = list[0]
		}
	}
	return table
}

var (
	statusWords = words(
		"open 新建 上报 已上报 待受理 待处理 未处理 待办 未结案 未办结 new pending",
		"accepted 受理 已受理 立案 已立案 待派遣 待派单",
		"handling 处理中 处置中 办理中 已派遣 派遣 已派单 in~progress assigned 退回整改 挂账",
		"checking 核查 待核查 核查中 已处置 已处理 resolved",
		"closed 结案 已结案 办结 已办结 完成 已完成 关闭 已关闭 done",
		"void 作废 已作废 撤销 无效 duplicate invalid cancelled canceled",
	)
	estateWords = words(
		"closed 封闭 封闭式 全封闭 封闭小区",
		"closable 可封闭 半封闭 半封闭式",
		"open 开放 开放式 不封闭 敞开 开放小区",
	)
	roadWords = words(
		"arterial motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link 快速路 主干道 主干路 次干道 次干路 高速公路",
		"road tertiary tertiary_link unclassified residential busway bus_guideway 支路 街道 道路 城市支路",
		"lane service living_street track 巷 胡同 里弄 弄 巷道 小区路 内部道路",
		"path footway pedestrian steps cycleway bridleway 步道 人行道 小路 步行街 自行车道",
		"rail railway light_rail tram subway narrow_gauge funicular monorail preserved 铁路 地铁 轨道 轻轨",
	)
	waterWords = words(
		"river riverbank 河 河流 江 河道",
		"canal dock 运河 渠 水渠 渠道",
		"stream ditch drain brook 溪 小溪 沟渠 沟",
		"lake pond reservoir basin lagoon oxbow 湖 湖泊 水库 池塘 塘",
		"sea coastline bay ocean strait 海 海域",
	)
	residentialWords = words(
		"residential apartments house detached semidetached_house terrace dormitory bungalow flats 住宅 居住 居民楼 住宅楼 公寓 宿舍 商住 自建房 民房",
	)
)

// word looks a value up in a table of words. An empty value stays empty; an unknown one is a
// fault that lists our words, or for OpenStreetMap empty.
func (rec *record) word(name string, table map[string]string) string {
	s := strings.ToLower(rec.text(name))
	ours, known := table[s]
	if s != "" && !known && !rec.tagged {
		var list []string
		for word, first := range table {
			if word == first {
				list = append(list, first)
			}
		}
		slices.Sort(list)
		rec.fail("%s is %q, which is not known; say one of %s", name, s, strings.Join(list, ", "))
	}
	return ours
}

// personalWords are parts of names of columns that tell of persons.
var personalWords = []string{
	"身份证", "证件号", "户主", "手机", "姓名", "电话", "居民名", "业主", "举报人", "联系人",
	"id_card", "idcard", "identity_number", "resident_name", "householder", "owner_name", "phone", "mobile", "reporter_name",
}

// isPersonal reports whether a column of a noun seems to hold a resident's name, identity number
// or phone. A facility's telephone is the facility's.
func isPersonal(noun, column string) bool {
	name := normal(column)
	if noun == Facilities && (strings.Contains(name, "电话") || strings.Contains(name, "phone")) {
		return false
	}
	return slices.ContainsFunc(personalWords, func(word string) bool { return strings.Contains(name, word) })
}
