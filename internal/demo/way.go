package demo

// A class ranks the lines of the mesh by how strongly they separate what lies on their sides.
type class uint8

const (
	inside class = iota // a line on no road: across the bank of the river
	path                // inside an estate or a park
	lane
	street
	arterial
	canal
	river
	outer // the outline of the district
)

// halfWidth is the distance from a centre line to the edge of the carriageway (or water).
func (c class) halfWidth() float64 {
	return [...]float64{inside: 0, path: 1.5, lane: 3.5, street: 8, arterial: 14, canal: 8, river: 45, outer: 1}[c]
}

// setback is the least distance from a centre line to a building.
func (c class) setback() float64 {
	return [...]float64{inside: 2, path: 3, lane: 4.8, street: 12, arterial: 21, canal: 13, river: 60, outer: 8}[c]
}

// word is the class of a road in the records; "" is no road.
func (c class) word() string {
	return [...]string{inside: "", path: "path", lane: "lane", street: "road", arterial: "arterial", canal: "", river: "", outer: ""}[c]
}

// A way is one line with one name, drawn through the town.
type way struct {
	class class
	name  string
	start vec // house numbers count from here
}
