package interchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// rows is what every format's reader offers: next returns the next feature, a *RowError after
// which it may be called again, io.EOF at the end, or a final error.
type rows interface {
	next() (Feature, error)
	Close() error
}

// geojsonRows reads a GeoJSON text of any size: a FeatureCollection with its members in any
// order, a single Feature or geometry, or several such texts one after another.
type geojsonRows struct {
	in      stream
	parser  featureParser
	row     int64
	inArray bool // between the brackets of "features"
	begun   bool // one item of the array has been read
	top     parts
	fresh   bool // top holds a text that has been read to its end and not looked at
	had     bool // the text in hand had a "features" member
	stated  statement
	used    CRS // how the coordinates are being taken; set once Open has decided
}

// open reads the first text up to its features, so that a crs member before them is known.
func (g *geojsonRows) open() error { return g.located(g.text()) }

func (g *geojsonRows) Close() error { return nil }

// located names the row at which a text breaks off.
func (g *geojsonRows) located(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file ends too early, after row %d; it is cut off: %w", g.row, err)
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ErrCRSConflict) {
		return fmt.Errorf("not valid JSON after row %d: %w", g.row, err)
	}
	return err
}

func (g *geojsonRows) next() (Feature, error) {
	for {
		switch {
		case g.inArray:
			more, err := g.more()
			if err != nil {
				return Feature{}, g.located(err)
			}
			if more {
				return g.item()
			}
			if err := g.members(true); err != nil {
				return Feature{}, g.located(err)
			}
		case g.fresh:
			g.fresh = false
			if f, err, is := g.single(); is {
				return f, err
			}
		default:
			if err := g.text(); err != nil {
				return Feature{}, g.located(err)
			}
		}
	}
}

// text begins the next GeoJSON text; io.EOF when there is none.
func (g *geojsonRows) text() error {
	if c, err := g.in.token(); err != nil {
		return err
	} else if c == recordSeparator {
		if _, err := g.in.r.Discard(1); err != nil {
			return err
		}
	}
	if err := g.in.take('{'); err != nil {
		return err
	}
	g.top, g.had = parts{}, false
	return g.members(false)
}

// members reads members of the object in hand until its features begin or it ends.
func (g *geojsonRows) members(begun bool) error {
	for ; ; begun = true {
		c, err := g.in.token()
		if err != nil {
			return unexpected(err)
		}
		if c == '}' {
			g.fresh = true
			return errors.Join(g.in.take('}'), g.crsMember())
		}
		if begun {
			if err := g.in.take(','); err != nil {
				return err
			}
		}
		if err := g.member(); err != nil || g.inArray {
			return err
		}
	}
}

// member reads one member. Those that are not GeoJSON's are passed over.
func (g *geojsonRows) member() error {
	name, err := g.in.value()
	if err != nil {
		return err
	}
	key, err := unquoteKey(name)
	if err != nil {
		return err
	}
	key = slices.Clone(key)
	if err := g.in.take(':'); err != nil {
		return err
	}
	if string(key) == "features" {
		g.had, g.inArray, g.begun = true, true, false
		return errors.Join(g.in.take('['), g.crsMember())
	}
	if !slices.Contains([]string{"type", "id", "geometry", "properties", "coordinates", "geometries", "crs"}, string(key)) {
		return g.in.skip()
	}
	raw, err := g.in.value()
	if err != nil {
		return err
	}
	g.top.set(key, slices.Clone(raw))
	return nil
}

// crsMember judges the crs member seen so far. One that comes after features which have been
// read otherwise is an error: they have been given away already.
func (g *geojsonRows) crsMember() error {
	stated, err := crsOf(g.top.crs)
	if err != nil {
		return err
	}
	if g.used != "" && !stated.implied && stated.crs != g.used {
		return fmt.Errorf("%w: its crs member, which comes after the features, says %s, "+
			"and they have been read as %s; give --crs %s", ErrCRSConflict, stated.crs, g.used, stated.crs)
	}
	g.stated = stated
	return nil
}

// crsOf reads a crs member of GeoJSON 2008. Without one the rule of RFC 7946 holds: WGS 84.
func crsOf(raw []byte) (statement, error) {
	implied := statement{crs: "wgs84", implied: true}
	if len(raw) == 0 || string(raw) == "null" {
		return implied, nil
	}
	var name []byte
	err := members(raw, func(key, value []byte) error {
		if string(key) != "properties" {
			return nil
		}
		return members(value, func(key, value []byte) error {
			if string(key) == "name" {
				name = value
			}
			return nil
		})
	})
	if err != nil {
		return statement{}, fmt.Errorf("the crs member: %w", err)
	}
	s, err := text(name)
	if err != nil {
		return statement{}, fmt.Errorf("the crs member %s has no name", brief(raw))
	}
	crs, err := namedCRS(s)
	return statement{crs: crs}, err
}

// more reports whether the array of features goes on, and takes what stands between its items.
func (g *geojsonRows) more() (bool, error) {
	c, err := g.in.token()
	if err != nil {
		return false, unexpected(err)
	}
	if c == ']' {
		g.inArray = false
		return false, g.in.take(']')
	}
	if g.begun {
		return true, g.in.take(',')
	}
	g.begun = true
	return true, nil
}

// item reads one feature of the array.
func (g *geojsonRows) item() (Feature, error) {
	raw, err := g.in.value()
	if errors.Is(err, errTooLong) || errors.Is(err, errTooDeep) {
		g.row++
		return Feature{}, g.refuse(Feature{}, err)
	}
	if err != nil {
		return Feature{}, g.located(err)
	}
	g.row++
	if len(raw) == 0 {
		return Feature{}, g.located(errors.New("a feature is missing between two commas"))
	}
	f, err := g.parser.parse(raw)
	return g.numbered(f, err)
}

func (g *geojsonRows) numbered(f Feature, err error) (Feature, error) {
	f.Row = g.row
	if err != nil {
		return Feature{}, g.refuse(f, err)
	}
	return f, nil
}

func (g *geojsonRows) refuse(f Feature, err error) error {
	f.Row = g.row
	if errors.Is(err, errTooLong) {
		return f.refuse("the row is longer than %s", bytesText(g.in.max))
	}
	return f.refuse("%v", err)
}

// single gives the Feature or geometry that a whole text is. A text with features gave its own.
func (g *geojsonRows) single() (Feature, error, bool) {
	if g.had {
		return Feature{}, nil, false
	}
	if bytes.Equal(g.top.kind, []byte(`"FeatureCollection"`)) {
		return Feature{}, errors.New(`the FeatureCollection has no "features"`), true
	}
	g.row++
	f, err := g.parser.assemble(g.top)
	if err != nil && len(g.top.kind) == 0 {
		return Feature{}, errors.New(`this JSON is not GeoJSON: it has neither "type" nor "features"`), true
	}
	f, err = g.numbered(f, err)
	return f, err, true
}

// outline reads the object in hand to its end without its features, for its other members.
func (g *geojsonRows) outline() error {
	for {
		if err := g.members(g.had); err != nil {
			return err
		}
		if !g.inArray {
			return nil
		}
		for {
			more, err := g.more()
			if err != nil {
				return err
			}
			if !more {
				break
			}
			if err := g.in.skip(); err != nil {
				return err
			}
		}
	}
}
