package api

import (
	"sync"
	"sync/atomic"
	"time"

	"gewu/access"
	"gewu/district"
)

// A chain is the areas from the top down to a place, each with its posts and who holds them, as
// answers have it. It is empty for no place.
type chain struct {
	snapshot *district.Snapshot
	place    *district.Place
	links    *links       // what is written of places already; nil: nothing is kept
	posts    access.Scope // where also posts that are not on notice are told
}

// links keeps what chains say of each place, up to mostLinks bytes: the same few are asked for
// again and again. The zero value is ready. Safe for concurrent use.
type links struct {
	written sync.Map // *district.Place to its *link
	bytes   atomic.Int64
}

// A link is what chains say of one place, and the edition that it is of, both as JSON. It is never
// changed.
type link struct {
	place         *district.Place
	above         *link  // nil: the place is at the top
	text, edition string // with the posts that are on notice
	full          string // with all posts
}

// mostLinks is some 60,000 places.
const mostLinks = 32 << 20

func (l *links) find(p *district.Place) (*link, bool) {
	if l == nil {
		return nil, false
	}
	found, ok := l.written.Load(p)
	if !ok {
		return nil, false
	}
	return found.(*link), true
}

func (l *links) keep(p *district.Place, k *link) {
	if l != nil && l.bytes.Add(int64(len(k.text)+len(k.edition)+len(k.full))) <= mostLinks {
		l.written.Store(p, k)
	}
}

// MarshalJSON writes a list of areas.
func (c chain) MarshalJSON() ([]byte, error) { return c.last().appendChain(nil, c.posts), nil }

// last returns the link of the chain's place; nil for no place.
func (c chain) last() *link { return c.linkOf(c.place) }

func (c chain) linkOf(p *district.Place) *link {
	if p == nil {
		return nil
	}
	if k, ok := c.links.find(p); ok {
		return k
	}
	k := &link{p, c.linkOf(p.Parent), string(c.writeLink(nil, p, true)), string(editionOf(p).appendJSON(nil)), ""}
	k.full = k.text
	if c.snapshot.Withheld(p) {
		k.full = string(c.writeLink(nil, p, false))
	}
	c.links.keep(p, k)
	return k
}

// appendChain appends the list of the areas from the top down to a link; none for nil. All posts of
// areas in the scope are told.
func (k *link) appendChain(b []byte, posts access.Scope) []byte {
	return append(k.appendDown(append(b, '['), posts), ']')
}

func (k *link) appendDown(b []byte, posts access.Scope) []byte {
	if k == nil {
		return b
	}
	if k.above != nil {
		b = append(k.above.appendDown(b, posts), ',')
	}
	if !posts.None() && k.place.Within(posts) {
		return append(b, k.full...)
	}
	return append(b, k.text...)
}

// appendEdition appends the edition; null for nil.
func (k *link) appendEdition(b []byte) []byte {
	if k == nil {
		return append(b, "null"...)
	}
	return append(b, k.edition...)
}

// writeLink writes a place, with all its posts or those on notice.
func (c chain) writeLink(b []byte, p *district.Place, notice bool) []byte {
	b = refOf(p).appendMembers(append(b, '{'))
	b = appendMember(append(appendName(b, "level"), '{'), "key", p.Level.Key)
	b = appendBoth(appendName(b, "name"), p.Level.Name)
	b = append(appendMember(b, "role", string(p.Level.Role)), '}')
	b = append(appendName(b, "posts"), '[')
	for _, state := range c.snapshot.PostsOf(p) {
		if notice && !state.Post.Notice {
			continue
		}
		if b[len(b)-1] != '[' {
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
