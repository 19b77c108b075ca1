package interchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
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

// straighten takes such characters out of a feature. It reports whether there were any, and names the properties
// that would then be called as another one is and that have a number behind their name instead, as in a table whose
// columns are called alike.
func (f *Feature) straighten() (found bool, numbered []string) {
	if id := straight(f.ID); id != f.ID {
		f.ID, found = id, true
	}
	var turned []string
	for key, value := range f.Properties {
		now, changed := straightValue(value)
		if changed {
			f.Properties[key], found = now, true
		}
		if straight(key) != key {
			turned = append(turned, key)
		}
	}
	slices.Sort(turned)
	for _, key := range turned {
		name := straight(key)
		if free := freeName(name, f.Properties); free != name {
			name, numbered = free, append(numbered, free)
		}
		f.Properties[name] = f.Properties[key]
		delete(f.Properties, key)
	}
	return found || len(turned) > 0, numbered
}

// freeName is a name that no property has: the name itself, or with the first number from 2 that makes it one.
func freeName(name string, properties map[string]any) string {
	free := name
	for n := 2; ; n++ {
		if _, taken := properties[free]; !taken {
			return free
		}
		free = name + "_" + strconv.Itoa(n)
	}
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
		turned, _ = inside.straighten()
	}
	return value, turned
}

// A turning is what was taken out of a file.
type turning struct {
	rows     int64           // that had such characters
	numbered map[string]bool // names of properties that have a number for it; nil: none
}

// mostNumbered is how many names a notice tells.
const mostNumbered = 10

// straighten takes such characters out of a feature and remembers what there was.
func (t *turning) straighten(f *Feature) {
	found, numbered := f.straighten()
	if found {
		t.rows++
	}
	for _, name := range numbered {
		if t.numbered == nil {
			t.numbered = map[string]bool{}
		}
		if len(t.numbered) < mostNumbered {
			t.numbered[name] = true
		}
	}
}

// notices tell of rows in which something was turned, and of columns that are called otherwise for it.
func (t *turning) notices() (list []string) {
	if t.rows > 0 {
		list = append(list, fmt.Sprintf("%d rows had characters that turn the direction of text and are not seen (such as U+202E); they were taken out", t.rows))
	}
	if len(t.numbered) > 0 {
		list = append(list, fmt.Sprintf("without such characters several columns have the same name; they are read as %s: look whether the file is meant to have them",
			strings.Join(slices.Sorted(maps.Keys(t.numbered)), ", ")))
	}
	return list
}
