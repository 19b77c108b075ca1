package interchange

import (
	"fmt"
	"strings"
	"unicode"
)

// Characters that turn the direction of text are seen by nobody and make a name read as another one: a
// reader takes them out of texts, names of columns and identifiers, and says of how many rows.

// turns reports whether a character turns the direction of text, such as U+202E.
func turns(c rune) bool { return unicode.Is(unicode.Bidi_Control, c) }

// straight returns a text without characters that turn it.
func straight(s string) string {
	// All of them begin with one of these bytes, which few texts have.
	if strings.IndexByte(s, 0xe2) < 0 && strings.IndexByte(s, 0xd8) < 0 || !strings.ContainsFunc(s, turns) {
		return s
	}
	return strings.Map(func(c rune) rune {
		if turns(c) {
			return -1
		}
		return c
	}, s)
}

// straighten takes such characters out of a feature, and reports whether there were any.
func (f *Feature) straighten() (found bool) {
	if id := straight(f.ID); id != f.ID {
		f.ID, found = id, true
	}
	for key, value := range f.Properties {
		name := straight(key)
		now, turned := straightValue(value)
		if turned {
			f.Properties[key], found = now, true
		}
		if name != key {
			delete(f.Properties, key)
			f.Properties[name], found = now, true
		}
	}
	return found
}

// straightValue is a value of a property, and all that lies in it.
func straightValue(value any) (now any, turned bool) {
	switch v := value.(type) {
	case string:
		s := straight(v)
		return s, s != v
	case []any:
		for i := range v {
			var one bool
			if v[i], one = straightValue(v[i]); one {
				turned = true
			}
		}
	case map[string]any:
		inside := Feature{Properties: v}
		turned = inside.straighten()
	}
	return value, turned
}

// turnedNotice tells of rows in which something was turned.
func turnedNotice(rows int64) string {
	return fmt.Sprintf("%d rows had characters that turn the direction of text and are not seen (such as U+202E); they were taken out", rows)
}
