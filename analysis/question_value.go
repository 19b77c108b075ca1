package analysis

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gewu/geo"
)

// A parameter of a question: which questions have it, and how it is read and written. One that is written
// as nothing says nothing.
type parameter struct {
	name  string
	of    []What
	read  func(q *Question, text string) *Refusal
	write func(q *Question) string
}

// word is a parameter that is one of some words, or, without choices, any text.
func word[T ~string](name string, of []What, at func(*Question) *T, choices ...T) parameter {
	read := func(q *Question, text string) *Refusal {
		if len(choices) > 0 && !slices.Contains(choices, T(text)) {
			list := strings.Trim(strings.ReplaceAll(fmt.Sprint(choices), " ", ", "), "[]")
			return Refuse(name, "%s 应为下列之一：%s。", "%s must be one of %s.", name, list)
		}
		*at(q) = T(text)
		return nil
	}
	return parameter{name, of, read, func(q *Question) string { return string(*at(q)) }}
}

// tick is a parameter that is ticked or not.
func tick(name string, of []What, at func(*Question) *bool) parameter {
	read := func(q *Question, text string) *Refusal {
		if text != "yes" && text != "no" {
			return Refuse(name, "%s 应为 yes 或 no。", "%s must be yes or no.", name)
		}
		*at(q) = text == "yes"
		return nil
	}
	return parameter{name, of, read, func(q *Question) string {
		if *at(q) {
			return "yes"
		}
		return ""
	}}
}

// plainNumber is how a number may be written.
var plainNumber = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,12})?$`)

// number is a parameter that is a number between low and high.
func number(name string, of []What, low, high float64, at func(*Question) *float64) parameter {
	read := func(q *Question, text string) *Refusal {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !plainNumber.MatchString(text) || v < low || v > high {
			return Refuse(name, "%s 应为 %v 到 %v 的数。", "%s must be a number from %v to %v.", name, low, high)
		}
		*at(q) = v
		return nil
	}
	return parameter{name, of, read, func(q *Question) string { return strconv.FormatFloat(*at(q), 'f', -1, 64) }}
}

// whole is a parameter that is a whole number between low and high; 0 says nothing.
func whole(name string, of []What, low, high int, at func(*Question) *int) parameter {
	read := func(q *Question, text string) *Refusal {
		n, ok := wholeNumber(text)
		if !ok || n < int64(low) || n > int64(high) {
			return Refuse(name, "%s 应为 %d 到 %d 的整数。", "%s must be a whole number from %d to %d.", name, low, high)
		}
		*at(q) = int(n)
		return nil
	}
	return parameter{name, of, read, func(q *Question) string { return sayWhole(*at(q)) }}
}

func sayWhole(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// wholeNumber reads digits.
func wholeNumber(text string) (int64, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func readArea(q *Question, text string) *Refusal {
	n, ok := wholeNumber(text)
	if !ok {
		return Refuse("area", "area 应为辖区编号：“%s”。", "area must be the number of an area: “%s”.", clip(text))
	}
	q.Area = geo.AreaID(n)
	return nil
}

func writeArea(q *Question) string { return strconv.FormatInt(int64(q.Area), 10) }

func readCell(q *Question, text string) *Refusal {
	n, ok := wholeNumber(text)
	if !ok || !slices.Contains(CellSizes, int(n)) {
		sizes := strings.Trim(strings.ReplaceAll(fmt.Sprint(CellSizes), " ", ", "), "[]")
		return Refuse("cell", "cell 应为下列边长（米）之一：%s。", "cell must be one of these sides in metres: %s.", sizes)
	}
	q.Cell = int(n)
	return nil
}

func writeCell(q *Question) string { return sayWhole(q.Cell) }

// readSeed reads a seed that every program can hold exactly.
func readSeed(q *Question, text string) *Refusal {
	n, ok := wholeNumber(text)
	if !ok || n >= 1<<53 {
		return Refuse("seed", "seed 应为小于 2⁵³ 的整数。", "seed must be a whole number below 2⁵³.")
	}
	q.Seed = uint64(n)
	return nil
}

func writeSeed(q *Question) string { return strconv.FormatUint(q.Seed, 10) }

// readKinds reads codes between commas; a comma that belongs to a code stands behind a backslash.
func readKinds(q *Question, text string) *Refusal {
	if text == "" {
		return nil
	}
	var code strings.Builder
	quoted := false
	for _, r := range text + "," {
		switch {
		case quoted || r != ',' && r != '\\':
			code.WriteRune(r)
			quoted = false
		case r == '\\':
			quoted = true
		default:
			q.Kinds = append(q.Kinds, code.String())
			code.Reset()
		}
	}
	if code.Len() > 0 {
		return Refuse("kind", "kind 以反斜杠结束。", "kind ends with a backslash.")
	}
	slices.Sort(q.Kinds)
	q.Kinds = slices.Compact(q.Kinds)
	return nil
}

// writeKinds writes what readKinds reads as the same kinds.
func writeKinds(q *Question) string {
	if len(q.Kinds) == 1 && q.Kinds[0] == "" {
		return ","
	}
	quote := strings.NewReplacer(`\`, `\\`, ",", `\,`)
	quoted := make([]string, len(q.Kinds))
	for i, code := range q.Kinds {
		quoted[i] = quote.Replace(code)
	}
	return strings.Join(quoted, ",")
}
