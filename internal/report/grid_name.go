package report

import (
	"regexp"
	"strconv"
	"strings"
)

// numbered is a grid whose name is its number in its community.
var numbered = regexp.MustCompile(` ?第([零一二三四五六七八九十百]+|\d+)网格`)

// withGridsInEnglish writes grids that have a number for a name, and no other in English, as the screen does: Grid 5.
func withGridsInEnglish(text string) string {
	if !strings.Contains(text, "网格") {
		return text
	}
	return strings.TrimLeft(numbered.ReplaceAllStringFunc(text, func(name string) string {
		return " Grid " + strconv.Itoa(numberOf(numbered.FindStringSubmatch(name)[1]))
	}), " ")
}

// numberOf reads a Chinese number below a thousand, or one in digits.
func numberOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	sum, digit := 0, 0
	for _, r := range text {
		switch r {
		case '十', '百':
			sum += max(digit, 1) * map[rune]int{'十': 10, '百': 100}[r]
			digit = 0
		default:
			digit = strings.Index("零一二三四五六七八九", string(r)) / len("零")
		}
	}
	return sum + digit
}
