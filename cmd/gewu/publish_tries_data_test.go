//go:build data

package main

// killTries is how often a publication is killed.
const killTries = 200
