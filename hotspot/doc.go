// Package hotspot tells where incidents cluster, how surely, and where nobody looks.
//
// A place is what is counted: a square of a lattice or a grid. The figure tested is a rate or a
// residual, never a raw count: with constant risk a count is highest where most people live.
// Nothing here is ever NaN or infinite: a place that cannot be tested says why (Untested).
//
// The package does no input or output and reads no clock; seeds are arguments, so the same call
// gives the same numbers.
package hotspot
