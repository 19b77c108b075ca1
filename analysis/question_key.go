package analysis

import (
	"net/url"
	"slices"
	"strings"
)

// Key writes a question in its one canonical form, without its format: the same question has the same key.
// It is also the call that asks it.
func Key(q Question) string {
	var b strings.Builder
	b.WriteString("/v1/analysis/" + string(q.What))
	next := byte('?')
	for _, p := range parameters {
		if !slices.Contains(p.of, q.What) {
			continue
		}
		if text := p.write(&q); text != "" {
			b.WriteByte(next)
			b.WriteString(p.name + "=" + url.QueryEscape(text))
			next = '&'
		}
	}
	return b.String()
}
