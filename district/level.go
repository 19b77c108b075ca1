// Package district holds the nouns of a district: its levels and areas, what stands on its
// ground, what is reported there and who answers for it. It does no input or output.
package district

import "fmt"

// Text is a name in both languages of the product.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// LevelID identifies a level within one database.
type LevelID int64

// A Role says what a level is to the product, whatever a district calls it.
type Role string

// The roles of levels, from the top of the tree down.
const (
	RoleUpper     Role = "upper"     // above the community: district, street
	RoleCommunity Role = "community" // its land is divided, planned and published as one
	RoleSection   Role = "section"   // between community and grid: station, 片区
	RoleGrid      Role = "grid"      // the duty area that a point is located to
	RoleBuilding  Role = "building"  // has no boundary of its own: its building's
	RoleUnit      Role = "unit"      // 单元: inherits its building's shape
)

// A Level is a rank of the tree of areas. Levels are data, grouped in profiles: a community
// and everything below it follow the levels of one profile.
type Level struct {
	ID      LevelID
	Profile string
	Rank    int // 1 is the top
	Key     string
	Name    Text
	Role    Role
	Band    *Band // nil: the level has none
}

// A Band is the allowed number of households of an area, both ends included.
type Band struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Holds reports whether n households are within the band.
func (b Band) Holds(n int) bool { return b.Min <= n && n <= b.Max }

// String writes the band as "300–500".
func (b Band) String() string { return fmt.Sprintf("%d–%d", b.Min, b.Max) }

// PostID identifies a post within one database.
type PostID int64

// A Post is a role that every area of a level must fill. Posts are data.
type Post struct {
	ID    PostID
	Level LevelID
	Key   string
	Name  Text
	First bool // 第一责任人: at most one holder at a time
	Rank  int  // order of display

	Notice bool // visitors see who holds it
}
