package tiles

import (
	"strconv"
	"strings"
)

// A path is what the path of a request asks for.
type path struct {
	layers    string
	document  bool // TileJSON
	versioned bool
	version   int64
	address   string // "z/x/y"
}

// parsePath reads /tiles/{layers}.json, /tiles/{layers}/{z}/{x}/{y}.mvt and
// /tiles/{layers}/v{n}/{z}/{x}/{y}.mvt. What stands for layers and address is not looked at. It
// returns false for a path that is of no such form.
func parsePath(text string) (p path, ok bool) {
	rest, ok := strings.CutPrefix(text, "/tiles/")
	if !ok {
		return p, false
	}
	p.layers, rest, ok = strings.Cut(rest, "/")
	if !ok {
		p.layers, p.document = strings.CutSuffix(p.layers, ".json")
		return p, p.document && p.layers != ""
	}
	if strings.HasPrefix(rest, "v") {
		var number string
		number, rest, _ = strings.Cut(rest[1:], "/")
		if p.version, p.versioned = parseVersion(number); !p.versioned {
			return p, false
		}
	}
	p.address, ok = strings.CutSuffix(rest, ".mvt")
	return p, ok && p.layers != "" && strings.Count(p.address, "/") == 2
}

// parseVersion reads a version, which has one spelling.
func parseVersion(text string) (int64, bool) {
	n, err := strconv.ParseUint(text, 10, 63)
	return int64(n), err == nil && (text[0] != '0' || text == "0")
}
