package main

import (
	"strings"

	"gewu/geo"
)

// words are what a check tells, in one language.
type words struct {
	sound, found, together, more string
	at, wide, places, and, comma string
	heals, stays                 string
	kinds                        map[geo.ProblemKind]kindWords
}

// kindWords say of a kind of problem what it is called, what it means and what to do.
type kindWords struct{ name, means, todo string }

// languageOf is the language of the environment: Chinese where the locale says so.
func languageOf(environment func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := environment(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

var checkWords = map[string]words{
	"en": {
		sound: "%d areas, no problem", found: "%d areas, %d problems", together: "%.2f m² together",
		more: "and %d more; --all lists them, --format json too",
		at:   "at %.7f,%.7f", wide: "%.2f m wide", places: "%d places", and: " + ", comma: ", ",
		heals: "snapping within %v m heals borders that nearly coincide; it changes the land of %d areas:",
		stays: "snapping within %v m does not make the areas fit: %d overlaps are wider",
		kinds: map[geo.ProblemKind]kindWords{
			geo.Crossing: {
				"Crossing borders", "Two borders cross where neither has a vertex, or a border crosses itself.",
				"Let one of the two follow the other; turn the vertices of a bow tie round.",
			},
			geo.Overlap: {
				"Overlaps", "Two areas claim the same land: who is called there?",
				"Give the land to one of them: let the border of the other follow its border, vertex by vertex.",
			},
			geo.ForeignVertex: {
				"Vertices on foreign borders", "An area has a vertex on a side of its neighbour, which has none there.",
				"Insert the vertex in the neighbour's border, so that both stay together when one is moved. Gewu does so by itself.",
			},
			geo.Hole: {
				"Holes", "Land inside belongs to no area.",
				"Give it to a neighbour, or draw the area that is missing. An enclave of others is meant to be open.",
			},
			geo.Inlet: {
				"Inlets", "Land at the outer border belongs to no area and lies between those that should have it.",
				"Draw the border out to the boundary of the community.",
			},
			geo.Outside: {
				"Land outside", "An area reaches beyond the boundary of its community.",
				"Draw its border back to the boundary.",
			},
			geo.Sliver: {
				"Slivers", "An area, or a part of one, has less than 2 m² or is narrower than 0.5 m.",
				"Give it to the neighbour with the longest border to it.",
			},
			geo.DetachedPart: {
				"Detached parts", "A part of an area does not hang together with the rest, or only at a point.",
				"Give it to the area around it, unless it is meant to lie apart.",
			},
			geo.BuildingCut: {
				"Buildings cut", "A border goes through a building.",
				"Lead the border around the building.",
			},
			geo.EstateCut: {
				"Estates cut", "A border goes through an estate, which should stay in one grid.",
				"Lead the border around the estate, or along its inner roads if it must be divided.",
			},
			geo.UnassignedCell: {
				"Unassigned cells", "A cell of the fabric is in no grid.",
				"Assign it to a grid beside it.",
			},
			geo.BuildingWithoutGrid: {
				"Buildings without a grid", "No grid covers the point of the building.",
				"Extend the grid beside it, or correct the position of the building.",
			},
		},
	},
	"zh": {
		sound: "共 %d 个辖区，未发现问题", found: "共 %d 个辖区，发现 %d 个问题", together: "合计 %.2f m²",
		more: "另有 %d 处；用 --all 或 --format json 全部列出",
		at:   "位于 %.7f,%.7f", wide: "宽 %.2f m", places: "%d 处", and: "、", comma: ",",
		heals: "在 %v 米容差内贴合界线即可消除近似重合的缝隙与重叠；有 %d 个辖区的面积变化：",
		stays: "在 %v 米容差内无法贴合：有 %d 处重叠超过容差",
		kinds: map[geo.ProblemKind]kindWords{
			geo.Crossing: {
				"界线相交", "两条界线在没有共同节点处相交，或界线自相交。",
				"让其中一条沿另一条走；自相交的图形请调整顶点次序。",
			},
			geo.Overlap: {
				"重叠", "两个辖区都包含同一块土地，责任不清。",
				"把这块地划给其中一个，让另一个的界线逐点沿其界线走。",
			},
			geo.ForeignVertex: {
				"顶点落在他人界线上", "一个辖区的顶点落在邻区的边上，而邻区在此没有顶点。",
				"在邻区界线上补这个顶点，以后移动时两边才不会分开；格物导入时会自动补上。",
			},
			geo.Hole: {
				"空洞", "内部有土地不属于任何辖区。",
				"划给相邻辖区，或补画缺失的辖区；本来就属于外单位的飞地可以保留。",
			},
			geo.Inlet: {
				"边缘缺口", "外围界线上有土地不属于任何辖区，夹在应当包含它的辖区之间。",
				"把界线画到社区边界为止。",
			},
			geo.Outside: {
				"越界", "辖区超出了所属社区的边界。",
				"把界线收回到社区边界。",
			},
			geo.Sliver: {
				"碎屑", "辖区或其一部分不足 2 平方米，或宽度不足 0.5 米。",
				"并入与其公共界线最长的邻区。",
			},
			geo.DetachedPart: {
				"分离部分", "辖区有一部分与主体不相连，或只在一点相接。",
				"并入包围它的辖区，除非本来就应单独存在。",
			},
			geo.BuildingCut: {
				"楼栋被切割", "界线穿过楼栋。",
				"让界线绕过楼栋。",
			},
			geo.EstateCut: {
				"小区被切割", "界线穿过应当完整属于一个网格的小区。",
				"让界线绕过小区；必须划分时请沿小区内部道路。",
			},
			geo.UnassignedCell: {
				"未分配单元", "有底图单元未划入任何网格。",
				"划入相邻网格。",
			},
			geo.BuildingWithoutGrid: {
				"楼栋无网格", "没有网格覆盖该楼栋的位置。",
				"扩展相邻网格，或更正楼栋位置。",
			},
		},
	},
}
