package store

// Straighten is straighten.
var Straighten = straighten
