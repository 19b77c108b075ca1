//go:build !data

package main

// killTries is how often a publication is killed; `make test-data` does it more often.
const killTries = 6
