package demo

import (
	"fmt"

	"gewu/district"
)

// buildingRecords returns every house with its counts. Counts of self-built houses and of
// farmhouses are estimates.
func (t *town) buildingRecords() []district.Building {
	d := diceFor(t.seed, stageCounts, 1)
	var out []district.Building
	for _, b := range t.blocks {
		for _, h := range b.houses {
			n := len(out) + 1
			h.id = fmt.Sprintf("b%05d", n)
			out = append(out, district.Building{
				Origin: district.Origin{Row: int64(n), ID: h.id}, Name: h.title(), Address: h.address,
				Households: count(h.households, h.estimated),
				Residents:  count(h.residents(d), h.estimated),
				Floors:     district.Known(h.floors),
				Footprint:  polygonOf(h.ring),
				Attributes: district.Attributes{"use": h.kind.word()},
			})
		}
	}
	return out
}

func count(n int, estimated bool) district.Count {
	c := district.Known(n)
	c.Basis = district.Basis(estimated)
	return c
}

// residents draws the people of a house: 2.7 in a household, more in self-built ones.
func (h *house) residents(d dice) int {
	mean := d.between(2.3, 3.0)
	if h.estimated {
		mean = d.between(2.6, 4.1)
	}
	return int(float64(h.households)*mean + 0.5)
}

// title is the house's name on the map, empty for houses that are known by their address.
func (h *house) title() string {
	switch {
	case h.name != "":
		return h.block.name + h.name
	case h.number > 0 && h.block.name != "":
		return fmt.Sprintf("%s%d栋", h.block.name, h.number)
	}
	return ""
}

// word is the use of a building in the records.
func (k kind) word() string {
	return [...]string{"tower", "slab", "courtyard", "self_built", "shop", "office", "school", "hospital", "market", "shed", "station"}[k]
}

// estateRecords returns the walled estates. Towers stand behind closed gates, half of the others
// could be closed.
func (t *town) estateRecords() []district.Estate {
	var out []district.Estate
	for i, b := range t.blocks {
		if b.use != useTowers && b.use != useSlabs || len(b.houses) == 0 {
			continue
		}
		class := "closed"
		if d := diceFor(t.seed, stageCounts, 1000+i); b.use == useSlabs {
			class = pick(d, []string{"closed", "closable", "closable", "open"})
		}
		n := len(out) + 1
		out = append(out, district.Estate{
			Origin: district.Origin{Row: int64(n), ID: fmt.Sprintf("e%03d", n)},
			Name:   b.name, Class: class, Ground: polygonOf(b.ground()),
		})
	}
	n := len(out) + 1
	return append(out, district.Estate{
		Origin: district.Origin{Row: int64(n), ID: fmt.Sprintf("e%03d", n)},
		Name:   "东乾新苑", Class: "closed", Ground: t.boundary(t.resettlement.blocks),
	})
}
