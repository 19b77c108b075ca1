package geo

import (
	"fmt"
	"strings"
)

// A CRS names the coordinate system of a position in degrees. There is no default: a position
// without its system is refused, because one taken for another lies up to 700 m away.
type CRS string

// The systems that positions arrive in. WGS84 is taken for CGCS2000 as it stands: they differ
// by decimetres at most, less than the noise of a phone. GCJ02 (Amap, Tencent, WeChat) and
// BD09 (Baidu) are shifted on purpose inside China, see [CRS.ToCGCS2000].
const (
	WGS84    CRS = "wgs84"
	CGCS2000 CRS = "cgcs2000"
	GCJ02    CRS = "gcj02"
	BD09     CRS = "bd09"
)

// crsNames are the accepted spellings, without case, spaces, hyphens and underscores.
var crsNames = map[string]CRS{
	"wgs84": WGS84, "wgs1984": WGS84, "epsg:4326": WGS84, "crs84": WGS84, "ogc:crs84": WGS84,
	"urn:ogc:def:crs:ogc:1.3:crs84": WGS84, "urn:ogc:def:crs:ogc::crs84": WGS84,
	"urn:ogc:def:crs:epsg::4326": WGS84, "gps": WGS84,
	"cgcs2000": CGCS2000, "epsg:4490": CGCS2000, "urn:ogc:def:crs:epsg::4490": CGCS2000,
	"gcj02": GCJ02, "gcj02ll": GCJ02,
	"bd09": BD09, "bd09ll": BD09,
}

// crsSeparators are dropped from a name before it is looked up.
var crsSeparators = strings.NewReplacer("-", "", "_", "", " ", "")

// ParseCRS reads the name of a coordinate system: wgs84, cgcs2000, gcj02 or bd09 in any case,
// and common other spellings such as "GCJ-02", "bd09ll", "EPSG:4490" and "EPSG:4326". The
// error lists the choices.
func ParseCRS(name string) (CRS, error) {
	key := crsSeparators.Replace(strings.ToLower(strings.TrimSpace(name)))
	if crs, ok := crsNames[key]; ok {
		return crs, nil
	}
	return "", fmt.Errorf("unknown coordinate system %q: choose wgs84, cgcs2000, gcj02 or bd09", clip(name))
}

// clip shortens a foreign text for an error message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Known reports whether c is one of the four systems.
func (c CRS) Known() bool { return c == WGS84 || c == CGCS2000 || c == GCJ02 || c == BD09 }

// ToCGCS2000 converts a position in degrees from c. WGS84 and CGCS2000 are returned as they
// are, and so is every position that the shift does not apply to.
//
// The shift of GCJ02 and BD09 applies to positions of the box 72.004–137.8347° E,
// 0.8293–55.8271° N and stops at its border, so near the border a shifted position may have
// left the box, or an unshifted one may look like a shifted one. A position is taken for a
// shifted one when it, or the place that its shift is undone to, is in the box. So
// FromCGCS2000 then ToCGCS2000 is the same position to 1 mm everywhere in the box, and the
// conversion is continuous across its border; only outside, within 1.5 km of the border, may
// a position that was never shifted be moved.
func (c CRS) ToCGCS2000(lon, lat float64) (float64, float64) {
	switch c {
	case GCJ02:
		return unshift(gcj02, lon, lat)
	case BD09:
		return unshift(bd09, lon, lat)
	default:
		return lon, lat
	}
}

// FromCGCS2000 converts a position in degrees to c. Outside the box that ToCGCS2000 describes
// a position is returned as it is.
func (c CRS) FromCGCS2000(lon, lat float64) (float64, float64) {
	switch {
	case !inShiftedBox(lon, lat):
		return lon, lat
	case c == GCJ02:
		return gcj02(lon, lat)
	case c == BD09:
		return bd09(lon, lat)
	default:
		return lon, lat
	}
}
