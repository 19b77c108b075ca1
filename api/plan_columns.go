package api

import (
	"encoding/json"
	"slices"
	"strconv"
)

// columns writes the columns of a table as members of an object.
type columns struct {
	b    []byte
	rows int
}

func (c *columns) name(name string) { c.b = append(appendName(c.b, name), '[') }

func (c *columns) number(v int64) { c.b = appendPart(c.b, v) }

// appendPart appends a number of a column. Most have one digit.
func appendPart(b []byte, v int64) []byte {
	if 0 <= v && v <= 9 {
		return append(b, byte('0'+v), ',')
	}
	return append(appendNumber(b, v), ',')
}

// end ends a column, or one without rows.
func (c *columns) end() {
	if last := len(c.b) - 1; c.b[last] == ',' {
		c.b = c.b[:last]
	}
	c.b = append(c.b, ']')
}

func (c *columns) ids(runs []int64) { c.list("ids", runs) }

func (c *columns) list(name string, numbers []int64) {
	c.name(name)
	for _, n := range numbers {
		c.number(n)
	}
	c.end()
}

// values writes a column of values as they are.
func (c *columns) values(name string, value func(i int) int64) {
	c.name(name)
	b := c.b
	for i := range c.rows {
		b = appendPart(b, value(i))
	}
	c.b = b
	c.end()
}

// steps writes a column of values each less the one before.
func (c *columns) steps(name string, before int64, value func(i int) int64) {
	c.name(name)
	b := c.b
	for i := range c.rows {
		v := value(i)
		b = appendPart(b, v-before)
		before = v
	}
	c.b = b
	c.end()
}

// runsOf writes ids, which must rise, as how many to skip and how many to take, in turn from 0.
func runsOf[ID ~int32](ids []ID) []int64 {
	runs := []int64{}
	next := int64(0)
	for i := 0; i < len(ids); {
		first, n := int64(ids[i]), 1
		for i+n < len(ids) && int64(ids[i+n]) == first+int64(n) {
			n++
		}
		runs = append(runs, first-next, int64(n))
		next, i = first+int64(n), i+n
	}
	return slices.Clip(runs)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func appendNumber[N ~int32 | ~int64](b []byte, n N) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendValue appends a value as package json writes it.
func appendValue(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers, texts and lists of them
	}
	return append(b, text...)
}
