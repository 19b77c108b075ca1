package nation

import (
	"fmt"
	"strconv"
)

// BenchmarkGrids names the environment variable that says how many grids benchmarks draw.
const BenchmarkGrids = "GEWU_BENCH_GRIDS"

// Sized draws the nation of benchmarks: about as many grids as the text says, the value of
// [BenchmarkGrids], and 120,000, a tenth of a nation, where it is empty.
func Sized(grids string) (*Nation, error) {
	if grids == "" {
		return New(120_000, 1), nil
	}
	n, err := strconv.Atoi(grids)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("%s=%s is not a number of grids", BenchmarkGrids, grids)
	}
	return New(n, 1), nil
}
