package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/batch"
	"gewu/plan"
)

// mostFile is how large a file of boundaries may be, bytes: enough for a million vertices.
const mostFile = 32 << 20

// isFile reports whether a request brings a file of boundaries.
func isFile(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/geo+json")
}

// readStartFile reads boundaries in GeoJSON; title, note and the file's coordinate system are parameters.
func readStartFile(r *http.Request) (plan.Start, error) {
	q, err := parseQuery(r, "title", "note", "from", "crs")
	if err != nil {
		return plan.Start{}, err
	}
	start := plan.Start{From: plan.FromFile}
	if from := q.text("from"); from != "" && from != string(plan.FromFile) {
		return start, wrong("from", "随文件只能为 file", "can only be file where a file is sent", from)
	}
	for name, into := range map[string]*string{"title": &start.Title, "note": &start.Note} {
		text, err := q.line(name)
		if err != nil {
			return start, err
		}
		*into = strings.TrimSpace(text)
	}
	switch {
	case start.Title == "":
		return start, missing("title")
	case utf8.RuneCountInString(start.Title) > longestTitle:
		return start, wrong("title", "过长", "is too long", start.Title)
	}
	crs := geo.CGCS2000
	if q.text("crs") != "" {
		if crs, err = q.crs(); err != nil {
			return start, err
		}
	}
	text, err := readAll(r, mostFile)
	if err != nil {
		return start, err
	}
	start.Boundaries, err = importedBoundaries(text, crs)
	return start, err
}

// importedBoundaries reads the grids of a file in GeoJSON: features with polygons, in degrees, with code
// and name among their properties.
func importedBoundaries(text []byte, crs geo.CRS) ([]plan.Imported, error) {
	switch {
	case !utf8.Valid(text):
		return nil, unreadFile("不是 UTF-8 文字（可能是 GBK）：请另存为 UTF-8，或用 gewu plan start --file 读取",
			"it is not UTF-8, but perhaps GBK: save it as UTF-8, or let gewu plan start --file read it")
	case batch.TooDeep(text):
		return nil, unreadFile("嵌套过深", "it is nested too deeply")
	}
	if err := jsonThroughout(text); err != nil {
		return nil, err
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return nil, unreadFile("应为含多边形的 GeoJSON FeatureCollection", "it should be a GeoJSON FeatureCollection of polygons")
	}
	if err := statedCRS(all); err != nil {
		return nil, err
	}
	var list []plan.Imported
	for i, f := range all.Features {
		boundary, err := boundaryOf(i, f.Geometry, crs)
		if err != nil {
			return nil, err
		}
		list = append(list, plan.Imported{
			Code: wordOf(f.Properties["code"]), Name: wordOf(f.Properties["name"]), Area: geo.Area{Boundary: boundary},
		})
	}
	return list, nil
}

// wordOf is a property as text; codes are numbers in many files.
func wordOf(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return ""
}

// degreesNamed are the systems that a file may say it is in: degrees of CGCS2000 or of WGS 84.
var degreesNamed = regexp.MustCompile(`(?i)(CRS84|EPSG:+4490|EPSG:+4326)$`)

// statedCRS refuses a file that says it is in another coordinate system.
func statedCRS(all *geojson.FeatureCollection) error {
	crs, _ := all.ExtraMembers["crs"].(map[string]any)
	properties, _ := crs["properties"].(map[string]any)
	name, _ := properties["name"].(string)
	if name == "" || degreesNamed.MatchString(name) {
		return nil
	}
	return unknownCRS.because("文件的坐标系为%s：请转换为 CGCS2000 经纬度，或用 gewu plan start --file 读取。",
		"The file is in %s: convert it to degrees of CGCS2000, or let gewu plan start --file read it.", clip(name))
}

// boundaryOf reads the polygons of a feature.
func boundaryOf(i int, g orb.Geometry, crs geo.CRS) (orb.MultiPolygon, error) {
	var all orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		all = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		all = g
	}
	if len(all) == 0 {
		return nil, badFeature(i, nil, "不是多边形", "is no polygon")
	}
	for _, p := range all {
		for _, ring := range p {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return nil, badFeature(i, nil, "有一个环不闭合或少于四个点", "has a ring that is open or has fewer than four positions")
			}
			for k, at := range ring {
				lon, lat := crs.ToCGCS2000(at[0], at[1])
				if _, err := geo.PointAt(lon, lat); err != nil {
					return nil, badPosition(i, at)
				}
				ring[k] = orb.Point{lon, lat}
			}
		}
	}
	return all, nil
}

// badPosition says what a position that is none may be.
func badPosition(i int, at orb.Point) error {
	zh, en := "坐标似为投影坐标（米）：请转换为 CGCS2000 经纬度，或用 gewu plan start --file --crs EPSG:n 读取",
		"has positions in metres, as it seems: convert them to degrees of CGCS2000, or let gewu plan start --file --crs EPSG:n read them"
	if at[0] >= -90 && at[0] <= 90 && at[1] >= -180 && at[1] <= 180 {
		zh, en = "坐标似为纬度在前：应为[经度,纬度]", "has latitude first, as it seems: write [longitude, latitude]"
	}
	return badFeature(i, &at, zh, en)
}

// jsonThroughout refuses a text that is no JSON, with the place; none is passed. NaN and Infinity are no JSON.
func jsonThroughout(text []byte) error {
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); len(text) == 0 || !errors.As(err, &syntax) {
		return nil
	}
	before := text[:min(int(syntax.Offset), len(text))]
	line, column := 1+bytes.Count(before, []byte("\n")), len(before)-1-bytes.LastIndexByte(before, '\n')
	if errors.Is(endOf(text), io.ErrUnexpectedEOF) {
		return unreadFile(fmt.Sprintf("到第%d行第%d个字节就中断了，请核对文件是否完整", line, column),
			fmt.Sprintf("it breaks off at line %d, byte %d; look whether it is complete", line, column))
	}
	return unreadFile(fmt.Sprintf("第%d行第%d个字节处不是 JSON（NaN 和 Infinity 也不是）", line, column),
		fmt.Sprintf("line %d, byte %d is not JSON (neither are NaN and Infinity)", line, column))
}

// endOf tells io.ErrUnexpectedEOF of JSON that breaks off.
func endOf(text []byte) error {
	return json.NewDecoder(bytes.NewReader(text)).Decode(new(json.RawMessage))
}

// unreadFile is the problem of a file that cannot be read at all.
func unreadFile(zh, en string) *problem {
	return &problem{kind: badJSONKind, detail: district.Text{ZH: "文件无法读取：" + zh + "。", EN: "The file cannot be read: " + en + "."}}
}

// degreesText writes a number with at most seven decimals and no exponent.
func degreesText(n float64) string { return strconv.FormatFloat(math.Round(n*1e7)/1e7, 'f', -1, 64) }

// badFeature is the problem of a feature, which is counted from 1.
func badFeature(i int, at *orb.Point, zh, en string) error {
	var placeZH, placeEN string
	if at != nil {
		placeZH, placeEN = fmt.Sprintf("（%s, %s）", degreesText(at[0]), degreesText(at[1])), fmt.Sprintf(" (%s, %s)", degreesText(at[0]), degreesText(at[1]))
	}
	return badFile.because("%s", "%s", "").
		saying(fmt.Sprintf("要素%d%s：%s。", i+1, placeZH, zh), fmt.Sprintf("Feature %d%s %s.", i+1, placeEN, en)).with("feature", i+1)
}

// badFileWords say why no plan can begin from a file, and what to do.
var badFileWords = map[plan.BadFileKind]district.Text{
	plan.FileEmpty:     {ZH: "文件中没有边界。", EN: "There is no boundary in the file."},
	plan.FileTooMany:   {ZH: "文件中的边界超过2000个。", EN: "There are more than 2000 boundaries in the file."},
	plan.FileBadCode:   {ZH: "代码过长，或含有空格、非 ASCII 字符。", EN: "The code is too long, or has spaces or characters that are not ASCII."},
	plan.FileBadName:   {ZH: "名称过长，或含有不可见字符。", EN: "The name is too long, or has characters that cannot be seen."},
	plan.FileCodeTwice: {ZH: "代码重复；一个代码只属于一个网格。", EN: "The code is that of another feature, too. A code is one grid's."},
	plan.FileCodeTaken: {ZH: "代码已属于（或曾属于）其他社区；请更换代码，或留空由发布时编定。", EN: "The code is, or was, that of an area of another community. Give another one, or none: it gets one when it is published."},
	plan.FileCrossing:  {ZH: "边界自相交；请在绘制软件中修复。", EN: "The boundary crosses itself. Repair it where it was drawn."},
	plan.FileElsewhere: {ZH: "完全位于社区之外；请核对所选的坐标系（参数 crs），或去掉该要素。", EN: "It lies wholly outside of the community. Look whether it is in the coordinate system chosen (parameter crs), or leave it out."},
}

// refusedFile is the problem of boundaries that no plan can begin from; nil: err is about none.
func refusedFile(err error) error {
	var bad *plan.BadFile
	if !errors.As(err, &bad) {
		return nil
	}
	words := badFileWords[bad.Kind]
	zh, en := "", ""
	if bad.Feature > 0 {
		zh, en = fmt.Sprintf("要素%d", bad.Feature), fmt.Sprintf("Feature %d", bad.Feature)
		if bad.Code != "" {
			zh, en = zh+"（"+bad.Code+"）", en+" ("+bad.Code+")"
		}
		if bad.Other > 0 {
			zh, en = fmt.Sprintf("%s与要素%d", zh, bad.Other), fmt.Sprintf("%s and feature %d", en, bad.Other)
		}
		zh, en = zh+"：", en+": "
	}
	p := badFile.because("%s", "%s", "").saying(zh+words.ZH, en+words.EN).with("reason", string(bad.Kind))
	if bad.Feature > 0 {
		p = p.with("feature", bad.Feature)
	}
	if bad.At != (geo.Point{}) {
		p = p.with("at", position(bad.At))
	}
	return p
}

// saying returns the problem with a detail that is put together already.
func (p *problem) saying(zh, en string) *problem {
	return &problem{p.kind, district.Text{ZH: zh, EN: en}, p.members, p.retry}
}

// A startNoteAnswer tells of something that could not be taken as it was given.
type startNoteAnswer struct {
	Kind         plan.StartNoteKind `json:"kind"`
	Words        district.Text      `json:"words"`
	Grids        []string           `json:"grids"`
	At           *position          `json:"at"`
	SquareMetres metres             `json:"square_metres"`
}

// startNotes tells of what a plan could not take as it was given.
func (s *server) startNotes(r *http.Request, id int64) ([]startNoteAnswer, error) {
	notes, err := s.Plans.StartNotes(r.Context(), id)
	if err != nil {
		return nil, planProblem(err)
	}
	list := []startNoteAnswer{}
	for _, n := range notes {
		a := startNoteAnswer{Kind: n.Kind, Words: startNoteWords(n), Grids: listed(n.Grids), SquareMetres: metres(n.SquareMetres)}
		if n.At != (geo.Point{}) {
			a.At = new(position(n.At))
		}
		list = append(list, a)
	}
	return list, nil
}

// startNoteWords say what became of it.
func startNoteWords(n plan.StartNote) district.Text {
	say := func(zh, en string) district.Text {
		return district.Text{
			ZH: fmt.Sprintf(zh, strings.Join(n.Grids, "、"), n.SquareMetres), EN: fmt.Sprintf(en, strings.Join(n.Grids, ", "), n.SquareMetres),
		}
	}
	switch n.Kind {
	case plan.StartOverlap:
		return say("%s重叠%.0f平方米，归在前者。", "%s overlap by %.0f square metres: the first has them.")
	case plan.StartGap:
		if len(n.Grids) == 0 {
			return district.Text{
				ZH: fmt.Sprintf("社区有%.0f平方米不在任何边界内，留作未划入。", n.SquareMetres),
				EN: fmt.Sprintf("%.0f square metres of the community are in no boundary: they are in no grid.", n.SquareMetres),
			}
		}
		return say("%s之间或旁边有%.0f平方米不在任何边界内，留作未划入。", "Between or beside %s, %.0f square metres are in no boundary: they are in no grid.")
	case plan.StartOutside:
		return say("%s有%.0f平方米在社区之外，已裁去。", "%s reaches out of the community by %.0f square metres, which are cut off.")
	default:
		return say("%s的用地与所给边界相差%.0f平方米。", "The land of %s differs from what was given by %.0f square metres.")
	}
}
