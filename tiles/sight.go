package tiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"time"

	"gewu/access"
)

// ErrHidden is wrapped by the error about a layer that is there, but not for who asks.
var ErrHidden = errors.New("layer is not for everybody")

// A Sight says what of the layers is seen by who asks. It is made by NewSight and never changed.
type Sight struct {
	Day    time.Time    // by whose areas it is decided where a thing lies; zero: today
	Layers Mask         // that may be asked for
	Areas  access.Scope // of which areas there are shown grids, labels, and what is built there
	Counts access.Scope // in which areas the households and floors of buildings are told
	Issues access.Scope // of which areas issues are shown and counted

	variants [1 << 3]string // by what of the three decides: see variant
}

// Which layers what decides about.
var (
	placed  = MaskOf("communities", "grids", "labels", "greens", "estates", "facilities", "buildings")
	counted = MaskOf("buildings")
	issued  = MaskOf("issues")
)

// countFields are the fields of buildings that Counts is about.
var countFields = []string{"households", "floors", "estimated"}

// NewSight returns a sight.
func NewSight(day time.Time, layers Mask, areas, counts, issues access.Scope) *Sight {
	s := &Sight{Day: day, Layers: layers, Areas: areas, Counts: counts, Issues: issues}
	for i := range s.variants {
		var name string
		if i&1 != 0 && !areas.All {
			name += "a" + scopeName(areas)
		}
		if i&2 != 0 && !counts.None() {
			name += "c" + scopeName(counts)
		}
		if i&4 != 0 {
			name += "i" + scopeName(issues)
		}
		s.variants[i] = name
	}
	return s
}

// Everyone is what is seen of a district that shows its grids by who is not signed in.
var Everyone = NewSight(time.Time{}, AllLayers&^issued, access.Everything, access.Scope{}, access.Scope{})

// FullSight sees everything.
var FullSight = NewSight(time.Time{}, AllLayers, access.Everything, access.Everything, access.Everything)

// scopeName names a scope by at most 24 letters and digits.
func scopeName(s access.Scope) string {
	if s.All {
		return "all"
	}
	var text []byte
	for _, id := range s.Areas {
		text = append(strconv.AppendInt(text, int64(id), 10), ',')
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// variant names what is seen of some layers: "" is what everyone sees.
func (s *Sight) variant(layers Mask) string {
	i := 0
	if layers&placed != 0 {
		i |= 1
	}
	if layers&counted != 0 {
		i |= 2
	}
	if layers&issued != 0 {
		i |= 4
	}
	return s.variants[i]
}

// partial reports whether only a part of the district is seen in some of the layers.
func (s *Sight) partial(layers Mask) bool {
	return layers&placed != 0 && !s.Areas.All ||
		layers&counted != 0 && !s.Counts.All && !s.Counts.None() ||
		layers&issued != 0 && !s.Issues.All
}

// Same reports whether two sights see the same.
func (s *Sight) Same(o *Sight) bool {
	if s == nil || o == nil {
		return s == o
	}
	return s.Layers == o.Layers && s.variants == o.variants
}

// allow returns nil when all of the layers may be asked for.
func (s *Sight) allow(layers Mask) error {
	if s == nil || layers&^s.Layers != 0 {
		return ErrHidden
	}
	return nil
}

// seen returns the set of the layers of a list, which must be one, when all may be asked for.
func (s State) seen(layers string) (Mask, error) {
	_, mask, err := parseList(layers)
	if err == nil {
		err = s.Sight.allow(mask)
	}
	return mask, err
}

// of returns a layer with the fields that are seen.
func (s *Sight) of(l Layer) Layer {
	if l.Name != "buildings" || !s.Counts.None() {
		return l
	}
	var fields []Field
	for _, f := range l.Fields {
		if !isCount(f.Name) {
			fields = append(fields, f)
		}
	}
	l.Fields = fields
	return l
}

func isCount(field string) bool { return slices.Contains(countFields, field) }

// IsCount reports whether a field of a layer is seen only where a sight has Counts.
func IsCount(layer, field string) bool { return layer == "buildings" && isCount(field) }
