// Package cluster finds where incidents lie close together: DBSCAN in space and in space and time, to
// find places to send a crew to, and Kulldorff's scan, which says how surely there are too many.
//
// DBSCAN always finds something: it is no test. The scan is one, of a Poisson count, so it prints how
// much more than that incidents vary.
//
// The package does no input or output and reads no clock; the same call gives the same answer.
package cluster
