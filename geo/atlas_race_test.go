package geo_test

import (
	"sync"
	"testing"

	"gewu/geo"
)

// An atlas is read, changed and simplified by many at once; each gets what it would get alone.
func TestAnAtlasCanBeChangedByManyAtOnce(t *testing.T) {
	d := newDraft(7)
	a := newAtlas(t, d.filled())
	var wait sync.WaitGroup
	for _, group := range d.filled() {
		want := with(t, a, geo.Group{ID: group.ID})
		simple := want.Simplify()
		wait.Go(func() {
			for range 5 {
				got, err := a.With(geo.Group{ID: group.ID})
				if err != nil {
					t.Error(err)
					return
				}
				sameAtlas(t, want, got)
				sameAtlas(t, simple, got.Simplify())
				for s := range a.Meeting(geo.Box{Min: at(0, 0), Max: at(9000, 9000)}) {
					if other, ok := a.Sheet(s.Group); !ok || other != s {
						t.Errorf("group %d is found in another sheet", s.Group)
					}
				}
			}
		})
	}
	wait.Wait()
}
