package plan

import "strconv"

// freeName makes the first name that no grid has of 第1网格, 第2网格, …, and takes it.
func freeName(taken map[string]bool) string {
	for n := 1; ; n++ {
		if name := "第" + strconv.Itoa(n) + "网格"; !taken[name] {
			taken[name] = true
			return name
		}
	}
}
