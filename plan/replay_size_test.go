//go:build !data

package plan

// operations is how many random operations and undos are made in all.
const operations = 2_000
