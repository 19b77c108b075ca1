package demo

import "strings"

// Words for names. They are common in Chinese towns and stand for no real place together.

const districtName = "云川区"

var (
	oldTownNames = strings.Fields("鼓楼 文昌 县前 南门 状元 登云 孔庙 古井")
	bankNames    = strings.Fields("江滨 望江 沙洲 溪口 临江 双桥 渡口 白鹭 柳堤 碧波")
	townNames    = strings.Fields("新华 和平 建设 朝阳 友谊 金桥 凤凰 青云 紫阳 莲花 长安 仁和 桂花 翠园 富兴 康乐 东兴 学府 百花 银河 星光 园丁")
	hillNames    = strings.Fields("玉屏 龙山 松林 梅园 麒麟 竹园 狮子岩 云峰 茶山")
	villageNames = strings.Fields("下洋 上坪 洋口 湖边 后坑 大垄 圳头")

	roadFirst = strings.Fields("新市 解放 胜利 光明 文化 青年 东风 红旗 丰收 和兴 永康 泰安 富源 德馨 崇文 尚武 明珠 春晖 秋实 锦绣 玉泉 清溪 龙门 凤鸣 梧桐 银杏 樟树 丹桂 芙蓉 牡丹 海棠 紫荆 金山 银山 东湖 西湖 南湖 北苑 天宝 迎宾 创业 科技 兴业 振兴 团结 幸福 平安 如意 吉祥 兴隆")
	laneFirst = strings.Fields("三元 铁井 打铁 染布 油坊 豆腐 米市 盐仓 马房 书院 义学 城隍 观音 关帝 石狮 双井 大井 甜井 半月 月塘 荷塘 柳树 榕树 槐树 桑园 橘园 菜园 竹篾 木屐 纸坊 砖窑 瓦窑 石板 青石 麻石 高阶 长坡 短坡 横山 官厅 衙后 学后 塔下 桥头 桥尾 渡头 水门 东门 西门 北门 天后 祠堂 林厝 陈厝 黄厝 吴厝 郑厝 罗家 邓家 张家 余家 杨家 姜家 乐家")
	laneLast  = strings.Fields("巷 弄 里 坊 巷 巷")

	laneHeads = strings.Fields("东 西 南 北 上 下 前 后 中 新 大 小 长 青 红 白 金 银 玉 石 竹 梅 兰 桂 松 枫")
	laneTails = strings.Fields("塘 坡 坑 洋 园 林 溪 坝 楼 亭 厝 墩 埔 寨 岭 湾 圳 垅")

	estateFirst = strings.Fields("滨江 金色 碧水 翠湖 紫薇 阳光 世纪 东方 锦绣 书香 桂花 梅园 兰亭 竹苑 枫林 香樟 江景 水岸 丽景 御景 盛世 华府 祥和 安康 福满 万和 金域 名仕 春天 观澜 云庭 天成 龙湾 凤凰 依山 朗润 四季 和谐 温馨 怡景")
	estateLast  = strings.Fields("花园 家园 名苑 新村 小区 嘉园 华庭 公馆 雅居 新城 府 湾 豪庭 城")

	surnames   = strings.Fields("陈 林 黄 张 吴 李 郑 王 刘 苏 蔡 杨 谢 许 罗 邓 廖 余 姜 叶 曾 赖 肖 詹 官 邱 江 魏 连 池 卢 范 巫 童 乐")
	givenMen   = strings.Fields("志强 建国 建平 文斌 永福 国华 伟 勇 俊杰 明辉 晓东 海涛 金水 德胜 启明 宏伟 少华 培根 振宇 立新 家栋 鹏飞 春生 大为 子轩 光荣 世杰 剑锋")
	givenWomen = strings.Fields("巧 丽华 秀英 美珍 桂兰 晓燕 雪梅 玉琴 春香 丽娟 淑芬 艳红 慧敏 小玲 月娥 彩霞 文静 佳怡 雅婷 秋菊 素珍 婷婷 凤英 碧云 金莲 梦洁 海燕 水仙")
	numerals   = []rune("〇一二三四五六七八九")
)

// numeral writes a number below 100 in Chinese.
func numeral(n int) string {
	tens, rest := n/10, n%10
	out := ""
	if tens > 1 {
		out = string(numerals[tens])
	}
	if tens > 0 {
		out += "十"
	}
	if rest > 0 {
		out += string(numerals[rest])
	}
	return out
}
