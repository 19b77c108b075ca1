// Package geo is the ground of a district: positions in the coordinate systems that people
// really send, the index that says which area a point is in, and measures in metres. It does
// no input or output.
//
// # Coordinates
//
// Longitude comes before latitude, always. Inside the package a position is a [Point]: two
// integers of 1e-7 degree (about a centimetre) on CGCS2000, rounded once, where the point is
// made. Everything that decides on which side of a border a point lies is computed exactly in
// int64; there is no tolerance anywhere. What comes from outside is a [Fix] with its own
// coordinate system, see [CRS].
//
// # Who owns a point on a border
//
// A point belongs to the area it would be in if it stood a hair further east, and an
// infinitely smaller hair further north. So an area keeps its west and south borders and
// gives its east and north borders to its neighbours; where four areas meet, the one to the
// north-east owns the corner:
//
//	+-------+-------+
//	|       |       |          a: owned by D, the border is D's west border
//	|   C   a   D   |          b: owned by C, the border is C's south border
//	|       |       |          c: owned by D, the north-east of the four
//	+---b---c-------+          d: owned by B, see below
//	|       |       |
//	|   A   |   B   d
//	|       |       |          north up, east to the right
//	+-------+-------+
//
// Nothing lies east of d. A point that no area would own by this rule, but that lies on the
// boundary of some, is owned by the first of those in the order of the slice given to
// [NewIndex], or for [IndexAtlas], in the order of their IDs. So every point that an area
// covers (in the sense of PostGIS ST_Covers: interior or boundary) has exactly one owner.
// Where areas overlap, the first in that order owns the point, and [Index.Covering] names all.
// The rim of a hole is a border like any other.
package geo
