package tiles

import (
	"math/bits"
	"strings"
)

// A Mask is a set of layers.
type Mask uint32

// AllLayers is every layer.
const AllLayers Mask = 1<<32 - 1

// concerns is the one table of which layers a write about a noun of the change log may alter. An
// area's households are in its grid and its label, so buildings alter these too.
var concerns = map[string]Mask{
	"level":    MaskOf("communities", "grids", "labels"),
	"area":     MaskOf("communities", "grids", "labels"),
	"building": MaskOf("buildings", "grids", "labels"),
	"estate":   MaskOf("estates"),
	"road":     MaskOf("roads"),
	"water":    MaskOf("water"),
	"facility": MaskOf("facilities", "greens"),
	"issue":    MaskOf("issues"),
	"code":     MaskOf("issues"),
	"visit":    0,
	"staff":    0,
	"holder":   0,
	"setting":  0,
}

// Dated are the layers that show another thing on another day; the others show what there is.
var Dated = MaskOf("communities", "grids", "labels")

// Concerned returns the layers that a write about a noun of the change log may alter: all, where
// the noun is not known.
func Concerned(noun string) Mask {
	if mask, known := concerns[noun]; known {
		return mask
	}
	return AllLayers
}

// Names returns the names of the layers in the order in which a map draws them.
func (m Mask) Names() []string {
	names := make([]string, 0, bits.OnesCount32(uint32(m)))
	for i, layer := range layers {
		if m&(1<<i) != 0 {
			names = append(names, layer.Name)
		}
	}
	return names
}

// MaskOf returns the set of the layers with these names. It is for tables: a name that is none
// makes it panic.
func MaskOf(names ...string) Mask {
	var m Mask
	for _, name := range names {
		i := numberOf(name)
		if i < 0 {
			panic("tiles: no layer " + name)
		}
		m |= 1 << i
	}
	return m
}

// numberOf returns where a layer stands in the table of layers, or -1.
func numberOf(name string) int {
	for i := range layers {
		if layers[i].Name == name {
			return i
		}
	}
	return -1
}

// A list names layers in the order in which a tile holds them: four bits each, the first lowest,
// each one more than where the layer stands in the table.
type list uint64

// parseList reads what ParseLayers reads, without garbage.
func parseList(text string) (list, Mask, error) {
	var l list
	var m Mask
	for shift, rest, more := 0, text, true; more; shift += 4 {
		var name string
		name, rest, more = strings.Cut(rest, ",")
		i := numberOf(name)
		if i < 0 || m&(1<<i) != 0 {
			_, err := ParseLayers(text) // says what is wrong
			return 0, 0, err
		}
		m |= 1 << i
		l |= list(i+1) << shift
	}
	return l, m, nil
}
