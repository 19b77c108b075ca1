package order

import "fmt"

// A word is a text in both languages.
type word struct{ zh, en string }

var (
	wordHeading   = word{"%s网格划分调整单", "Change of grids: %s"}
	wordPage      = word{"第 %d / %d 页", "Page %d of %d"}
	wordDraft     = word{"方案稿，尚未发布", "Draft, not published"}
	wordEdition   = word{"第 %d 版", "Edition %d"}
	wordNumber    = word{"版本", "Edition"}
	wordFrom      = word{"生效日期", "In force from"}
	wordUndecided = word{"待定", "not decided"}
	wordCommunity = word{"社区", "Community"}
	wordTitle     = word{"名称", "Title"}
	wordAuthor    = word{"编制", "Made by"}
	wordPrinted   = word{"打印日期", "Printed"}
	wordBand      = word{"户数区间", "Band"}
	wordBandOf    = word{"每格 %d–%d 户", "%d–%d households"}

	wordGridsNow     = word{"网格数", "Grids"}
	wordHouseholds   = word{"调整户数", "Households moved"}
	wordBuildingsNow = word{"调整楼栋", "Buildings moved"}
	wordInBand       = word{"区间内网格", "Grids in band"}

	wordMap       = word{"调整前后对照图", "Before and after"}
	wordNewBorder = word{"新网格界线", "new border"}
	wordOldBorder = word{"原网格界线", "old border"}
	wordMovedLand = word{"调整归属的范围", "land that changes its grid"}
	wordOutside   = word{"外边界", "outer boundary"}
	wordMetres    = word{"%d 米", "%d m"}
	wordNorth     = word{"北", "N"}
	wordWas       = word{"原%s", "was %s"}
	wordNoMap     = word{"没有可以绘制的界线。", "There are no borders to draw."}

	wordTable      = word{"网格对照表", "Grids"}
	wordGrid       = word{"网格", "Grid"}
	wordHouseCols  = word{"户数", "Households"}
	wordBefore     = word{"调整前", "before"}
	wordAfter      = word{"调整后", "after"}
	wordGained     = word{"划入", "gained"}
	wordLost       = word{"划出", "lost"}
	wordMovedShort = word{"调整楼栋", "Buildings"}
	wordMovedUnder = word{"栋", "moved"}
	wordStaff      = word{"应配人员", "Staff by"}
	wordByHouses   = word{"按户数", "households"}
	wordByGrid     = word{"按网格", "grids"}
	wordNewGrid    = word{"新设", "new"}
	wordEndedGrid  = word{"撤销", "ends"}
	wordTotal      = word{"合计", "Total"}
	wordOver       = word{"多于 %d 户", "more than %d households"}
	wordUnder      = word{"少于 %d 户", "fewer than %d households"}

	wordLineage = word{"网格沿革", "Where the grids come from"}
	wordKept    = word{"未变", "Unchanged"}
	wordOld     = word{"原网格", "Before"}
	wordNew     = word{"新网格", "After"}
	wordWhat    = word{"变化", "What"}
	wordNone    = word{"无", "None"}
	wordNoGrid  = word{"（不属任何网格）", "(in no grid)"}

	wordBuildings  = word{"调整归属的楼栋", "Buildings that change their grid"}
	wordGroup      = word{"%d 栋，%d 户", "%d buildings, %d households"}
	wordGroupOne   = word{"%d 栋，%d 户", "%d building, %d households"}
	wordContinued  = word{"（续）", " (continued)"}
	wordHouseUnit  = word{"%d 户", "%d"}
	wordVacancies  = word{"空缺岗位", "Vacant posts"}
	wordSignatures = word{"签字", "Signatures"}
	wordSign       = word{"签字", "Signed"}
	wordDate       = word{"日期", "Date"}
	wordComma      = word{"、", ", "}
)

// kindWords name what becomes of a grid.
var kindWords = map[Kind]word{
	Kept: {"不变", "unchanged"}, Reshaped: {"调整范围", "reshaped"}, Split: {"拆分", "split off"}, Merged: {"并入", "merged"},
	Begun: {"新设", "new"}, Ended: {"撤销", "ends"},
}

// signers sign where nobody else is named.
var signers = []word{
	{"社区党组织", "Party branch of the community"},
	{"社区居民委员会", "Residents' committee"},
	{"街道（乡镇）", "Subdistrict or township"},
	{"区主管部门", "District department"},
}

// say returns a word in the language of the order.
func (p *printing) say(w word) string {
	if p.Language == English {
		return w.en
	}
	return w.zh
}

func (p *printing) sayf(w word, arguments ...any) string { return fmt.Sprintf(p.say(w), arguments...) }
