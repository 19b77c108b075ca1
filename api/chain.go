package api

import (
	"sync"
	"sync/atomic"
	"time"

	"gewu/district"
)

// A chain is the areas from the top down to a place, each with its posts and who holds them, as
// answers have it. It is empty for no place.
type chain struct {
	snapshot *district.Snapshot
	place    *district.Place
	links    *links // what is written of places already; nil: nothing is kept
}

// links keeps what chains say of each place, up to mostLinks bytes: the same few are asked for
// again and again. The zero value is ready. Safe for concurrent use.
type links struct {
	written sync.Map // *district.Place to its link, a string
	bytes   atomic.Int64
}

// mostLinks is some 60,000 places.
const mostLinks = 32 << 20

func (l *links) find(p *district.Place) (string, bool) {
	if l == nil {
		return "", false
	}
	text, ok := l.written.Load(p)
	if !ok {
		return "", false
	}
	return text.(string), true
}

func (l *links) keep(p *district.Place, text []byte) {
	if l != nil && l.bytes.Add(int64(len(text))) <= mostLinks {
		l.written.Store(p, string(text))
	}
}

// MarshalJSON writes a list of areas.
func (c chain) MarshalJSON() ([]byte, error) { return c.appendJSON(nil), nil }

func (c chain) appendJSON(b []byte) []byte {
	b = append(b, '[')
	b = c.appendDown(b, c.place)
	return append(b, ']')
}

// appendDown appends the links from the top down to p.
func (c chain) appendDown(b []byte, p *district.Place) []byte {
	if p == nil {
		return b
	}
	if p.Parent != nil {
		b = append(c.appendDown(b, p.Parent), ',')
	}
	return c.appendLink(b, p)
}

func (c chain) appendLink(b []byte, p *district.Place) []byte {
	if text, ok := c.links.find(p); ok {
		return append(b, text...)
	}
	begin := len(b)
	b = c.writeLink(b, p)
	c.links.keep(p, b[begin:])
	return b
}

func (c chain) writeLink(b []byte, p *district.Place) []byte {
	b = refOf(p).appendMembers(append(b, '{'))
	b = appendMember(append(appendName(b, "level"), '{'), "key", p.Level.Key)
	b = appendBoth(appendName(b, "name"), p.Level.Name)
	b = append(appendMember(b, "role", string(p.Level.Role)), '}')
	b = append(appendName(b, "posts"), '[')
	for i, state := range c.snapshot.PostsOf(p) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPost(b, state)
	}
	return append(b, "]}"...)
}

// appendPost appends a post with its holders; without any it is vacant.
func appendPost(b []byte, state district.PostState) []byte {
	b = appendMember(append(b, '{'), "key", state.Post.Key)
	b = appendBoth(appendName(b, "name"), state.Post.Name)
	b = appendTruth(appendName(b, "first"), state.Post.First)
	b = append(appendName(b, "holders"), '[')
	for i, h := range state.Holders {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendHolder(b, h)
	}
	return append(b, "]}"...)
}

// appendHolder appends the phone only of those who may be called by anyone.
func appendHolder(b []byte, h district.Holding) []byte {
	b = appendMember(append(b, '{'), "name", h.Name)
	if h.WorkPhone != "" {
		b = appendMember(b, "phone", h.WorkPhone)
	}
	b = appendMember(b, "duty", h.Duty)
	b = append(h.From.AppendFormat(append(appendName(b, "since"), '"'), time.DateOnly), '"')
	return append(b, '}')
}

// appendBoth appends a text in both languages.
func appendBoth(b []byte, t district.Text) []byte {
	return append(appendMember(appendMember(append(b, '{'), "zh", t.ZH), "en", t.EN), '}')
}

func appendTruth(b []byte, v bool) []byte {
	if v {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}
