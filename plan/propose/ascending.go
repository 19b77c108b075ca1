package propose

import "slices"

// fewKeys is how many keys are sorted as soon by comparing them.
const fewKeys = 128

// ascending sorts keys by their upper halves; of equal ones the first stays first. It counts digits, the lowest
// first, and needs as much memory again: spare, which it returns for the next time, as it may
// return either as the sorted one.
func ascending(keys, spare []uint64) (sorted, rest []uint64) {
	if len(keys) < fewKeys {
		slices.Sort(keys)
		return keys, spare
	}
	spare = resize(spare, len(keys))
	all := uint64(0)
	for _, k := range keys {
		all |= k
	}
	const digit = 9
	for shift := 32; shift < 64 && all>>shift != 0; shift += digit {
		var next [1 << digit]int32
		for _, k := range keys {
			next[k>>shift&(1<<digit-1)]++
		}
		at := int32(0)
		for i, n := range next {
			next[i], at = at, at+n
		}
		for _, k := range keys {
			i := k >> shift & (1<<digit - 1)
			spare[next[i]] = k
			next[i]++
		}
		keys, spare = spare, keys
	}
	return keys, spare
}
