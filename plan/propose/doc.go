// Package propose draws grids: it divides a graph of cells into connected grids whose households
// lie in a band, with borders on roads and water, or repairs a division with as little change as
// will do. It does no input or output, and the same request gives the same proposals.
//
// # The problem
//
// Cells have households; borders between cells have a length and a class. A grid is a connected
// set of cells with Min to Max households. Of all such divisions those are good whose borders
// cost little (Class.Cost per metre), whose households are even, which have few grids, and which
// leave most households in the grid they are in today. These wishes pull apart, so Run answers
// with several plans of which none is better than another in everything.
//
// # The way
//
// Random spanning trees that prefer borders inside blocks to borders on roads are cut where both
// sides can still be divided within the band; the pieces of such a tree are connected by
// construction and end at roads. Groups of two to four neighbouring grids are then divided again
// and again under annealing; single cells, with whatever hangs on them alone, are moved at the
// end. A repair starts from the division of today, lets grids that are too full give to their
// neighbours or to a new grid among them, and pays for each household that moves. Where grids have few
// cells, it then looks among all the grids that there can be.
package propose
