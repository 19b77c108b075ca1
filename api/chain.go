package api

import (
	"time"

	"gewu/district"
)

// A chain is the areas from the top down to a place, each with its posts and who holds them, as
// answers have it. It is empty for no place.
type chain struct {
	snapshot *district.Snapshot
	place    *district.Place
}

// MarshalJSON writes a list of areas.
func (c chain) MarshalJSON() ([]byte, error) { return c.appendJSON(nil), nil }

func (c chain) appendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, p := range c.snapshot.Chain(c.place) {
		if i > 0 {
			b = append(b, ',')
		}
		b = c.appendLink(b, p)
	}
	return append(b, ']')
}

func (c chain) appendLink(b []byte, p *district.Place) []byte {
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
