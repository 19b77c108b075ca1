package interchange

import (
	"fmt"
	"slices"
	"strings"
)

// Nouns that a file may bring, as they are named to the user.
const (
	Areas      = "areas"
	Buildings  = "buildings"
	Estates    = "estates"
	Roads      = "roads"
	Waters     = "water"
	Facilities = "facilities"
	Issues     = "issues"
	Visits     = "visits"
	Duties     = "staff"
	Codes      = "codes"
)

// A field is one of our names for a column, with the names by which files call it, the likeliest
// first. Our own name comes before them all.
type field struct {
	name    string
	aliases []string
	hint    bool // only helps to find other values, and stays an attribute itself
}

func column(name, aliases string) field { return field{name: name, aliases: strings.Fields(aliases)} }

func hint(name, aliases string) field {
	return field{name: name, aliases: strings.Fields(aliases), hint: true}
}

// fields lists the columns that have a meaning, by noun. Aliases are compared without case, and
// with blanks and hyphens as underscores. What is not listed is kept as an attribute.
var fields = map[string][]field{
	Areas: {
		column("id", "fid gid objectid 编号"),
		column("code", "编码 代码 网格编码 网格代码 单元网格标识码 szdywgbsm grid_code area_code 辖区编码"),
		column("name", "名称 网格名称 社区名称 辖区名称 grid_name area_name"),
		column("parent", "parent_code 上级 上级编码 上级代码 所属社区 社区编码 社区代码 community_code"),
		column("dedicated", "专属网格 专属 网格类型"),
	},
	Buildings: {
		column("id", "building_id fid gid objectid 编号 楼栋编号 楼栋编码"),
		column("name", "名称 楼栋名称 楼名 楼栋号 栋号 building_name"),
		column("address", "地址 门牌地址 门牌 详细地址 addr street location"),
		column("households", "户数 总户数 住户数 家庭户数 dwelling_units total_dwelling_units building:flats"),
		column("households_estimated", "户数估计"),
		column("residents", "人口 人数 人口数 常住人口 居民数 population"),
		column("residents_estimated", "人口估计"),
		column("floors", "层数 楼层 楼层数 总层数 地上层数 levels storeys stories max_floor_lvl num_floors building:levels"),
		column("floors_estimated", "层数估计"),
		hint("units_per_floor", "每层户数"),
		hint("residential", "住宅 是否住宅"),
		hint("use", "用途 性质 房屋用途 usage building building_type"),
	},
	Estates: {
		column("id", "estate_id fid gid objectid 编号"),
		column("name", "名称 小区名称 小区 estate_name"),
		column("class", "类型 封闭情况 管理方式"),
	},
	Roads: {
		column("id", "road_id fid gid objectid 编号"),
		column("name", "名称 道路名称 路名 road_name"),
		column("class", "等级 道路等级 类型 highway fclass"),
		column("bridge", "桥 桥梁 是否桥梁"),
		column("one_way", "oneway 单行 单行道"),
	},
	Waters: {
		column("id", "water_id fid gid objectid 编号"),
		column("name", "名称 水系名称 河名"),
		column("class", "类型 水系类型 waterway fclass"),
	},
	Facilities: {
		column("id", "facility_id fid gid objectid 编号"),
		column("kind", "类型 类别 设施类型 type category amenity"),
		column("name", "名称 设施名称"),
		column("address", "地址 详细地址 addr location"),
	},
	Issues: {
		column("id", "issue_id case_id case_enquiry_id incident_id sr_number fid gid 编号 事件编号 案件编号 工单编号"),
		column("kind", "类型 类别 事件类型 案件类型 事项代码 type category sr_type"),
		column("title", "标题 事件标题 问题描述 描述 case_title descript"),
		column("address", "地址 事发位置 地点 事发地点 location"),
		column("opened", "opened_at open_dt 上报时间 发生时间 受理时间 时间 日期 created_at created_date reported_at date time"),
		column("due", "due_at target_dt 截止时间 办理期限 应办结时间"),
		column("closed", "closed_at closed_dt closed_date 结案时间 办结时间 关闭时间"),
		column("status", "状态 事件状态 案件状态 case_status"),
		column("accuracy", "accuracy_m 精度 定位精度"),
		column("duplicate", "is_duplicate 重复 是否重复"),
		column("duplicate_of", "parent_sr_number parent_id original 重复于 主件编号 原件编号 主工单编号 合并至"),
	},
	Visits: {
		column("id", "visit_id 编号 走访编号 巡查编号"),
		column("building", "building_id 楼栋编号 楼栋编码 楼栋"),
		column("building_source", "楼栋来源"),
		column("address", "地址 门牌地址 详细地址 addr"),
		column("visited", "visited_at date time 走访时间 走访日期 巡查时间 巡查日期 时间 日期"),
		column("staff", "staff_id holder 工号 人员编号 走访人 走访人员 巡查人员 网格员 姓名"),
	},
	Duties: {
		column("id", "staff_id 工号 人员编号 编号"),
		column("name", "姓名 staff_name"),
		column("work_phone", "phone 工作电话 办公电话 联系电话 电话 手机"),
		column("public", "phone_public 公开 是否公开 电话公开"),
		column("area", "area_code grid grid_code 网格编码 网格 辖区编码 辖区 社区编码 code"),
		column("post", "岗位 职务 角色 role"),
		column("task", "duty 职责 分工"),
		column("from", "from_date since 任职日期 开始日期 起始日期"),
		column("until", "until_date to 离任日期 结束日期 终止日期"),
	},
	Codes: {
		column("code", "编码 代码 事项代码 部件代码"),
		column("name", "name_zh 名称 事项名称 部件名称 中文名称"),
		column("name_en", "英文名称 english"),
	},
}

// FieldNames lists our names of the columns of noun, which --field may map; nil for what is no
// noun. Grids are areas.
func FieldNames(noun string) []string {
	if noun == "grids" {
		noun = Areas
	}
	var names []string
	for _, f := range fields[noun] {
		names = append(names, f.name)
	}
	return names
}

// Check returns an error when m maps a field that noun does not have.
func (m Mapping) Check(noun string) error {
	valid := FieldNames(noun)
	if valid == nil {
		return fmt.Errorf("%q is nothing that can be imported", noun)
	}
	for _, ours := range m.explicit() {
		if ours.column != "" && !slices.Contains(valid, ours.name) {
			return fmt.Errorf("%s have no field %q; the fields are %s", noun, ours.name, strings.Join(valid, ", "))
		}
	}
	return nil
}

// normal writes a column's name so that its spellings compare equal.
func normal(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	return strings.NewReplacer(" ", "_", "-", "_", "\u3000", "_").Replace(name)
}
