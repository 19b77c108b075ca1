package interchange

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gewu/geo"
)

// A CRS names a coordinate reference system: one of geo's four, or "EPSG:n".
type CRS string

// Choices lists what --crs accepts.
const Choices = "wgs84, cgcs2000, gcj02, bd09, EPSG:n"

// ErrCRSRequired is returned by Open for a file that does not state its coordinate system.
var ErrCRSRequired = errors.New("the file does not state its coordinate system, and a GCJ-02 point " +
	"taken for WGS 84 lands some 500 m away, in the wrong grid: give --crs, one of " + Choices)

// ErrCRSConflict is returned when --crs contradicts what the file states.
var ErrCRSConflict = errors.New("--crs contradicts the file")

// ParseCRS reads one of geo's names or aliases, or EPSG:n, or n alone.
func ParseCRS(s string) (CRS, error) {
	s = strings.TrimSpace(s)
	if known, err := geo.ParseCRS(s); err == nil {
		return CRS(known), nil
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(strings.ToUpper(s), "EPSG:")); err == nil && n > 0 && n < 1_000_000 {
		name := "EPSG:" + strconv.Itoa(n)
		if known, err := geo.ParseCRS(name); err == nil {
			return CRS(known), nil
		}
		return CRS(name), nil
	}
	return "", fmt.Errorf("coordinate system %q is unknown; the choices are %s", s, Choices)
}

// SRID is the identifier of the coordinates as they leave this package: 4490 for geo's four
// systems, n for EPSG:n.
func (c CRS) SRID() int {
	if n, found := strings.CutPrefix(string(c), "EPSG:"); found {
		srid, _ := strconv.Atoi(n) // ParseCRS allows nothing else
		return srid
	}
	return 4490
}

// known reports whether c is one of geo's four, which are converted while reading.
func (c CRS) known() bool { return c != "" && !strings.HasPrefix(string(c), "EPSG:") }

// geographic lists the EPSG codes, beside geo's four, whose coordinates are degrees and that
// are met in practice.
var geographic = map[int]bool{
	4214: true, 4610: true, 4555: true, 4269: true, 4267: true, 4258: true, 4283: true, 7844: true,
	4612: true, 6668: true, 3824: true, 3821: true, 4167: true, 4617: true, 4674: true, 4757: true,
	4611: true, 4737: true, 4166: true, 4301: true, 4230: true, 4277: true, 4314: true, 4171: true,
}

// degrees reports whether the coordinates of c are certainly degrees.
func (c CRS) degrees() bool { return c.known() || geographic[c.SRID()] }

// metres reports whether the coordinates of c are certainly metres: Gauss–Krüger zones of
// CGCS2000, Xi'an 1980 and Beijing 1954, UTM, Web Mercator.
func (c CRS) metres() bool {
	n := c.SRID()
	if c.known() {
		return false
	}
	for _, span := range [...][2]int{
		{4491, 4554}, {2327, 2390}, {2401, 2442}, {21413, 21463}, {32601, 32660}, {32701, 32760}, {3857, 3857}, {26901, 26923},
	} {
		if span[0] <= n && n <= span[1] {
			return true
		}
	}
	return false
}

// A statement is what a file says of its coordinate system.
type statement struct {
	crs     CRS    // "": nothing
	implied bool   // by the format's rule only, so that --crs may say otherwise
	unnamed string // the title of a system that is stated but has no EPSG code
}

// resolve decides the coordinate system from the file's statement and what the caller asked.
func (s statement) resolve(asked string) (CRS, error) {
	if asked == "" {
		if s.unnamed != "" {
			return "", fmt.Errorf("%w (it says %q, for which no EPSG code is known)", ErrCRSRequired, s.unnamed)
		}
		if s.crs == "" {
			return "", ErrCRSRequired
		}
		return s.crs, nil
	}
	crs, err := ParseCRS(asked)
	if err != nil {
		return "", err
	}
	if s.crs != "" && !s.implied && s.crs != crs {
		return "", fmt.Errorf("%w: the file says %s, --crs says %s; leave --crs out, or correct the file",
			ErrCRSConflict, s.crs, crs)
	}
	return crs, nil
}

var (
	crs84   = regexp.MustCompile(`(?i)^(urn:ogc:def:crs:OGC:[0-9.]*:CRS84h?|https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/CRS84h?|(OGC:)?CRS84h?)$`)
	epsgURN = regexp.MustCompile(`(?i)^(?:urn:(?:ogc|x-ogc):def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/|EPSG:+)([0-9]{1,6})$`)
)

// namedCRS reads the name of a GeoJSON crs member, in the forms met in files: CRS84 and EPSG
// codes, bare, as URN or as URL.
func namedCRS(name string) (CRS, error) {
	name = strings.TrimSpace(name)
	if crs84.MatchString(name) {
		return CRS("wgs84"), nil
	}
	if m := epsgURN.FindStringSubmatch(name); m != nil {
		return ParseCRS("EPSG:" + m[1])
	}
	if crs, err := ParseCRS(name); err == nil {
		return crs, nil
	}
	return "", fmt.Errorf("the crs member %q is unknown: correct it to EPSG:n or remove it and give --crs", name)
}
