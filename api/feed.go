package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// waitingNews is how many news a subscriber may be behind.
const waitingNews = 64

// A news is what a write changed, as it is sent to those who see as much.
type news struct {
	version int64
	event   []byte
}

// A feed tells its subscribers what changes. The zero value is ready.
type feed struct {
	mu          sync.Mutex
	subscribers map[*subscriber]struct{}
}

// A subscriber is told news until it is too slow.
type subscriber struct {
	eyes eyes
	news chan news
	slow chan struct{} // closed when news were lost
}

// subscribe returns a subscriber, or nil when there are most already.
func (f *feed) subscribe(most int, e eyes) *subscriber {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.subscribers) >= most {
		return nil
	}
	if f.subscribers == nil {
		f.subscribers = map[*subscriber]struct{}{}
	}
	one := &subscriber{e, make(chan news, waitingNews), make(chan struct{})}
	f.subscribers[one] = struct{}{}
	return one
}

func (f *feed) unsubscribe(one *subscriber) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.subscribers, one)
}

// count returns how many subscribers there are.
func (f *feed) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.subscribers)
}

// changed tells the subscribers of changes, and lets go of who is too slow.
func (f *feed) changed(changes []district.Change, view *View) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.subscribers) == 0 {
		return
	}
	written := map[*tiles.Sight][]news{}
	for one := range f.subscribers {
		list, ok := written[one.eyes.sight]
		if !ok {
			list = newsOf(changes, view.Snapshot, one.eyes)
			written[one.eyes.sight] = list
		}
		if !one.tell(list) {
			close(one.slow)
			delete(f.subscribers, one)
		}
	}
}

// tell gives the subscriber news to send, and reports whether they have room.
func (one *subscriber) tell(list []news) bool {
	for _, n := range list {
		select {
		case one.news <- n:
		default:
			return false
		}
	}
	return true
}

// newsOf writes changes as news, one for each version in which something changed that is seen.
func newsOf(changes []district.Change, s *district.Snapshot, e eyes) []news {
	var list []news
	answers := changeAnswers(changes, s, e)
	for i, answer := range answers {
		if n := len(list); n == 0 || list[n-1].version != answer.Version {
			list = append(list, news{version: answer.Version})
		}
		last := i == len(answers)-1 || answers[i+1].Version != answer.Version
		n := &list[len(list)-1]
		n.event = append(n.event, eventOf("change", answer.Version, last, answer)...)
	}
	return list
}

// eventOf writes an event of a stream. Only the last of a version has it for id, so that a client
// that was cut off in between is told all of the version again.
func eventOf(name string, version int64, last bool, data any) []byte {
	var out bytes.Buffer
	if last {
		fmt.Fprintf(&out, "id: %d\n", version)
	}
	text, err := json.Marshal(data)
	if err != nil {
		panic(err) // numbers, texts and lists of them
	}
	fmt.Fprintf(&out, "event: %s\ndata: %s\n\n", name, text)
	return out.Bytes()
}

// A changeAnswer is one change as it is answered.
type changeAnswer struct {
	Version   int64         `json:"version"`
	Noun      string        `json:"noun"`
	Community geo.AreaID    `json:"community,omitempty"`
	Bbox      *[4]float64   `json:"bbox"` // null: not known, or not a thing of the map
	At        string        `json:"at,omitempty"`
	Tiles     []touchAnswer `json:"tiles"`
}

// A touchAnswer says which layers of tiles were altered and where.
type touchAnswer struct {
	Layers []string    `json:"layers"`
	Bbox   *[4]float64 `json:"bbox"` // null: anywhere
}

// changeAnswers writes the changes that are seen.
func changeAnswers(changes []district.Change, s *district.Snapshot, e eyes) []changeAnswer {
	answers := make([]changeAnswer, 0, len(changes))
	for i, c := range changes {
		touches := touchesOfOne(c, s, i >= len(changes)-mostSpread)
		c, touches, seen := e.see(c, touches, s)
		if !seen {
			continue
		}
		a := changeAnswer{Version: c.Version, Noun: c.Noun, Community: c.Community, Tiles: []touchAnswer{}}
		if c.OnMap {
			a.Bbox = bboxOf(c.Box)
		}
		if !c.At.IsZero() {
			a.At = c.At.UTC().Format(time.RFC3339)
		}
		for _, t := range touches {
			a.Tiles = append(a.Tiles, touchAnswer{t.Layers.Names(), bboxOf(t.Box)})
		}
		answers = append(answers, a)
	}
	return answers
}

// bboxOf returns west, south, east and north in degrees, or nil for everywhere.
func bboxOf(b geo.Box) *[4]float64 {
	if b == tiles.Everywhere {
		return nil
	}
	o := b.Orb()
	return &[4]float64{o.Min[0], o.Min[1], o.Max[0], o.Max[1]}
}
