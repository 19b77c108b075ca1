package api

import (
	"context"
	"net/http"

	"gewu/district"
	"gewu/tiles"
)

// eyes say which changes somebody is told of.
type eyes struct{ sight *tiles.Sight }

func eyesOf(r *http.Request) eyes { return eyes{sightOf(r)} }

// offMap are the nouns of changes that alter no tiles but are known to all who see areas.
var offMap = map[string]bool{"staff": true, "holder": true, "setting": true}

// see returns what is told of a change and the tiles that it altered, or false for nothing. Who sees
// only some areas is told of those alone; of what is of no community, or of one that they see a part
// of, only that there was something.
func (e eyes) see(c district.Change, touches []tiles.Touch, s *district.Snapshot) (district.Change, []tiles.Touch, bool) {
	if e.sight == nil {
		return c, nil, false
	}
	scope := e.sight.Areas
	if tiles.Concerned(c.Noun) == issueLayer {
		scope = e.sight.Issues
	}
	var seen []tiles.Touch
	for _, t := range touches {
		if t.Layers &= e.sight.Layers; t.Layers != 0 {
			seen = append(seen, t)
		}
	}
	if len(seen) == 0 && !offMap[c.Noun] {
		return c, nil, false
	}
	if scope.All {
		return c, seen, true
	}
	p, ok := s.Place(c.Community)
	if ok && p.Within(scope) {
		return c, seen, true
	}
	c.OnMap = false
	return c, anywhere(seen), c.Community == 0 || s.Over(scope)[c.Community]
}

// anywhere returns touches of the same layers without saying where.
func anywhere(touches []tiles.Touch) []tiles.Touch {
	var layers tiles.Mask
	var version int64
	for _, t := range touches {
		layers, version = layers|t.Layers, t.Version
	}
	if layers == 0 {
		return nil
	}
	return []tiles.Touch{{Version: version, Layers: layers, Box: tiles.Everywhere}}
}

// stillSees reports whether who began to ask may see just as much now.
func (s *server) stillSees(ctx context.Context, r *http.Request, e eyes) bool {
	asked := s.askedAgain(ctx, r)
	return asked != nil && s.allow(asked, changesRule) == nil && e.sight.Same(sightOf(asked))
}

// askedAgain returns a request that began a while ago as if it came now, from who it came from; nil
// when they are nobody any more.
func (s *server) askedAgain(ctx context.Context, r *http.Request) *http.Request {
	now := requestOf(r)
	again := &request{Context: ctx, asking: asking{from: now.from}, view: s.Districts.Today()}
	if now.who != nil {
		one := s.Callers.find(now.key)
		if one == nil {
			var err error
			if one, err = s.Callers.look(ctx, now.key); err != nil {
				return nil
			}
		}
		if one.who == nil {
			return nil
		}
		again.who, again.caller = one.who, one
	}
	return r.WithContext(again) //nolint:contextcheck // it holds that of the request
}

var changesRule = ruleOf("GET /v1/changes")
