package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"gewu/district"
)

// The kinds of problems. Their names are part of the interface and never change.
var (
	badQuery         = kind{"bad-query", http.StatusBadRequest, district.Text{ZH: "查询字符串有误", EN: "The query is malformed"}}
	unknownParameter = kind{"unknown-parameter", http.StatusBadRequest, district.Text{ZH: "未知参数", EN: "Unknown parameter"}}
	missingParameter = kind{"missing-parameter", http.StatusBadRequest, district.Text{ZH: "缺少参数", EN: "A parameter is missing"}}
	badParameter     = kind{"bad-parameter", http.StatusBadRequest, district.Text{ZH: "参数有误", EN: "A parameter is wrong"}}
	missingCRS       = kind{"missing-crs", http.StatusBadRequest, district.Text{ZH: "缺少坐标系", EN: "The coordinate system is missing"}}
	unknownCRS       = kind{"unknown-crs", http.StatusBadRequest, district.Text{ZH: "未知坐标系", EN: "Unknown coordinate system"}}
	offEarth         = kind{"out-of-range", http.StatusBadRequest, district.Text{ZH: "坐标超出范围", EN: "The position is out of range"}}
	swapped          = kind{"swapped-coordinates", http.StatusBadRequest, district.Text{ZH: "经纬度似乎颠倒", EN: "Longitude and latitude look swapped"}}
	badHeader        = kind{"bad-header", http.StatusBadRequest, district.Text{ZH: "表头有误", EN: "The header of the table is wrong"}}
	brokenBody       = kind{"broken-body", http.StatusBadRequest, district.Text{ZH: "请求体不完整", EN: "The body is broken"}}
	badTileKind      = kind{"bad-tile", http.StatusBadRequest, district.Text{ZH: "瓦片编号有误", EN: "Not a tile of the map"}}
	beforeEditions   = kind{"before-first-edition", http.StatusBadRequest, district.Text{ZH: "早于第一个版本", EN: "Before the first edition"}}
	twoCredentials   = kind{"two-credentials", http.StatusBadRequest, district.Text{ZH: "身份凭据重复", EN: "Signed in twice"}}
	signInRequired   = kind{"sign-in-required", http.StatusUnauthorized, district.Text{ZH: "需要登录", EN: "Sign in first"}}
	notAllowed       = kind{"not-allowed", http.StatusForbidden, district.Text{ZH: "无权操作", EN: "Not allowed"}}
	mustChange       = kind{"password-must-change", http.StatusForbidden, district.Text{ZH: "须先修改密码", EN: "Change the password first"}}
	crossOrigin      = kind{"cross-origin", http.StatusForbidden, district.Text{ZH: "请求来自其他网站", EN: "Sent from another site"}}
	noLayer          = kind{"no-such-layer", http.StatusNotFound, district.Text{ZH: "没有该图层", EN: "No such layer"}}
	noArea           = kind{"no-such-area", http.StatusNotFound, district.Text{ZH: "没有该辖区", EN: "No such area"}}
	noRoute          = kind{"not-found", http.StatusNotFound, district.Text{ZH: "没有该地址", EN: "Not found"}}
	noPage           = kind{"no-page", http.StatusNotFound, district.Text{ZH: "没有页面", EN: "The page is not here"}}
	badMethod        = kind{"method-not-allowed", http.StatusMethodNotAllowed, district.Text{ZH: "不支持该方法", EN: "Method not allowed"}}
	badMedia         = kind{"unsupported-media-type", http.StatusUnsupportedMediaType, district.Text{ZH: "不支持该格式", EN: "Unsupported media type"}}
	tooMany          = kind{"too-many-requests", http.StatusTooManyRequests, district.Text{ZH: "请求过于频繁", EN: "Too many requests"}}
	tooLargeKind     = kind{"body-too-large", http.StatusRequestEntityTooLarge, district.Text{ZH: "请求体过大", EN: "The body is too large"}}
	clientGone       = kind{"client-gone", statusGone, district.Text{ZH: "客户端已断开", EN: "The client has gone"}}
	notReady         = kind{"not-ready", http.StatusServiceUnavailable, district.Text{ZH: "服务尚未就绪", EN: "The service is not ready"}}
	behind           = kind{"version-not-reached", http.StatusServiceUnavailable, district.Text{ZH: "数据尚未更新到所需版本", EN: "The version is not reached yet"}}
	tooBusy          = kind{"busy", http.StatusServiceUnavailable, district.Text{ZH: "服务繁忙", EN: "The service is busy"}}
	sourceAway       = kind{"database-away", http.StatusServiceUnavailable, district.Text{ZH: "数据库暂时不可用", EN: "The database is away"}}
	noFont           = kind{"no-font", http.StatusServiceUnavailable, district.Text{ZH: "没有可用于打印的中文字体", EN: "No font to print with"}}
	timedOut         = kind{"timeout", http.StatusServiceUnavailable, district.Text{ZH: "处理超时", EN: "This took too long"}}
	internal         = kind{"internal", http.StatusInternalServerError, district.Text{ZH: "服务内部错误", EN: "Internal error"}}
)

// kinds are all of them, for those who look one up.
var kinds = []kind{
	badQuery, unknownParameter, missingParameter, badParameter, missingCRS, unknownCRS, offEarth,
	swapped, badHeader, brokenBody, badTileKind, beforeEditions, twoCredentials, signInRequired, notAllowed, mustChange,
	crossOrigin, noLayer, noArea, noRoute, noPage, badMethod, badMedia, tooMany, tooLargeKind, clientGone, notReady, behind, tooBusy, sourceAway, noFont, timedOut, internal,
}

type kindAnswer struct {
	Type   string        `json:"type"`
	Status int           `json:"status"`
	Title  district.Text `json:"title"`
}

// problemKind answers GET /problems/{kind}: what the type of a problem means.
func problemKind(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	slug := variable(r, "kind")
	for _, k := range slices.Concat(kinds, peopleKinds, planKinds, analysisProblems) {
		if k.slug == slug {
			return kindAnswer{k.address(), k.status, k.title}, nil
		}
	}
	return nil, nothingAt(r)
}

func nothingAt(r *http.Request) *problem {
	return noRoute.because("没有 %s 这个地址。", "There is nothing at %s.", clip(r.URL.Path))
}

func bodyTooLarge(limit int64) *problem {
	return tooLargeKind.because("请求体最多 %d 字节。", "The body may have at most %d bytes.", limit).with("limit", limit)
}

func noSuchLayer(names []string) *problem {
	return noLayer.because("图层为：%s；可用逗号连接，不可重复。", "Layers are %s; several between commas, none twice.", strings.Join(names, ", ")).with("choices", names)
}

func badTile() *problem {
	return badTileKind.because(
		"瓦片地址为 {z}/{x}/{y}：均为十进制整数，x 和 y 小于 2 的 z 次方。",
		"A tile is {z}/{x}/{y}: whole numbers without leading zeros, x and y below 2 to the power z.",
	)
}

func stillLoading() *problem {
	p := notReady.because("数据仍在加载，请稍后再试。", "The data is still being loaded. Try again in a moment.")
	p.retry = time.Second
	return p
}

func tooManyStreams() *problem {
	p := tooBusy.because("同时定位的数据流过多，请稍后再试。", "Too many streams are being located. Try again later.")
	p.retry = 10 * time.Second
	return p
}

func tooManyWatchers() *problem {
	p := tooBusy.because("接收变更通知的连接过多，请稍后再试。", "Too many connections are being told of changes. Try again later.")
	p.retry = 30 * time.Second
	return p
}

func databaseAway() *problem {
	p := sourceAway.because(
		"数据库正在重启或无法连接，请稍后再试。定位和网格列表不受影响。",
		"The database is starting again or cannot be reached. Try again in a moment; locating and lists of grids go on.",
	)
	p.retry = 2 * time.Second
	return p
}

func crsMissing() *problem {
	return missingCRS.because(
		"必须用 crs 说明坐标系。同一对数字在 GCJ-02、BD-09 与 WGS 84 中相差可达数百米，会落到别的网格，所以不作猜测。手机定位一般为 wgs84，高德、腾讯、微信地图为 gcj02，百度地图为 bd09。",
		"State the coordinate system with crs. The same numbers mean places hundreds of metres apart in GCJ-02, BD-09 and WGS 84, mostly in another grid, so none is guessed. Phones mostly give wgs84; Amap, Tencent and WeChat maps gcj02; Baidu maps bd09.",
	).with("parameter", "crs").with("choices", crsChoices)
}

func areaMissing(id int64) *problem {
	return noArea.because("该日没有编号为 %d 的辖区。", "There is no area %d on that day.", id)
}
