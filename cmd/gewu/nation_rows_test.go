package main

import (
	"encoding/hex"
	"fmt"
	"io"

	"github.com/paulmach/orb/encoding/ewkb"

	"gewu/geo"
	"gewu/internal/nation"
)

// nationRows writes a nation in the text format of COPY. Levels are those of the profile
// street-grid, in the order of the migration: 2 is the street, 3 the community, 4 the grid.
type nationRows struct{ land *nation.Nation }

func (n nationRows) streetCode(i int) string {
	return fmt.Sprintf("%06d%03d", 110101+i/500, i%500+1)
}

func (n nationRows) codes() (communities []string) {
	used := make([]int, n.land.Streets())
	for i := range n.land.Communities() {
		street := n.land.StreetOf(i)
		used[street]++
		communities = append(communities, fmt.Sprintf("%s%03d", n.streetCode(street), used[street]))
	}
	return communities
}

func (n nationRows) areas(w io.Writer) {
	for i := range n.land.Streets() {
		fmt.Fprintf(w, "2\t%d\t%s\n", n.street(i), n.streetCode(i))
	}
	for i, code := range n.codes() {
		fmt.Fprintf(w, "3\t%d\t%s\n", n.community(i), code)
		each := n.land.Grids() / n.land.Communities()
		for g := range each {
			fmt.Fprintf(w, "4\t%d\t%s%03d\n", i*each+g+1, code, g+1)
		}
	}
}

// editions are one of the streets, one of the communities of each street, and one of the grids of
// each community.
func (n nationRows) editions(w io.Writer) {
	fmt.Fprintf(w, "1\t\\N\t1\t2026-01-01\n")
	for i := range n.land.Streets() {
		fmt.Fprintf(w, "%d\t%d\t1\t2026-01-01\n", 2+i, n.street(i))
	}
	for i := range n.land.Communities() {
		fmt.Fprintf(w, "%d\t%d\t1\t2026-01-01\n", n.edition(i), n.community(i))
	}
}

// community and street are identities, see package nation.
func (n nationRows) community(i int) geo.AreaID { return geo.AreaID(n.land.Grids() + 1 + i) }

func (n nationRows) street(i int) geo.AreaID {
	return geo.AreaID(n.land.Grids() + n.land.Communities() + 1 + i)
}

// edition is that of a community's grids.
func (n nationRows) edition(community int) int { return 2 + n.land.Streets() + community }

func (n nationRows) boundaries(w io.Writer) {
	for i := range n.land.Streets() {
		n.boundary(w, 1, n.land.StreetArea(i), 0, fmt.Sprintf("街道%d", i+1))
	}
	for i := range n.land.Communities() {
		community, street := n.land.CommunityArea(i), n.land.StreetOf(i)
		n.boundary(w, 2+street, community, n.street(street), fmt.Sprintf("社区%d", i+1))
		_, grids := n.land.Community(i)
		for g, grid := range grids {
			n.boundary(w, n.edition(i), grid, community.ID, fmt.Sprintf("第%d网格", g+1))
		}
	}
}

func (n nationRows) boundary(w io.Writer, edition int, area geo.Area, parent geo.AreaID, name string) {
	above := `\N`
	if parent != 0 {
		above = fmt.Sprint(parent)
	}
	box := area.Boundary.Bound()
	land, err := ewkb.Marshal(area.Boundary, 4490)
	if err != nil {
		panic(err)
	}
	label, err := ewkb.Marshal(box.Center(), 4490)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(w, "%d\t%d\t%s\t%s\tnation\t%s\t%s\n", edition, area.ID, above, name,
		hex.EncodeToString(land), hex.EncodeToString(label))
}
