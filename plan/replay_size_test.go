//go:build !data

package plan

// operations is how many random operations and undos are made in all.
const operations = 10_000
