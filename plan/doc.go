// Package plan is the engine behind redrawing a community's grids. A [Fabric] is the coverage of
// its cells, each border stored once; a [Plan] assigns every cell to a grid. An [Operation] makes
// the next plan from one, and never changes it: painting cells changes the assignment, a drawn
// line cuts the cells that it crosses, a moved border moves nodes and vertices that both sides
// share. So no operation can make a gap or an overlap. What an operation changed is a [Patch],
// whose inverse leads back to the same plan, bit for bit.
//
// The package does no input or output. Points are integers of 1e-7 degree, lengths metres, areas
// square metres.
package plan
