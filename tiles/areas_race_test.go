package tiles_test

import (
	"bytes"
	"sync"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
	"gewu/tiles"
)

func TestTilesAreDrawnAtOnceAsOneByOne(t *testing.T) {
	n := nation.District(1)
	atlas := atlasOf(t, n)
	label := func(geo.AreaID) geo.Point { return middle(n.Box()) }
	draw := func(a tiles.Address) []byte {
		return tiles.Encode(a, func(e *tiles.Encoder) {
			e.Layer("labels")
			e.Labels(a, atlas, label, func(geo.AreaID) bool { return true })
			e.Layer("areas")
			e.Areas(a, atlas, func(geo.AreaID) bool { return true })
		})
	}
	list := spread(tilesMeeting(n.Box(), 14), 24)
	var want [][]byte
	for _, a := range list {
		want = append(want, draw(a))
	}
	var drawing sync.WaitGroup
	for worker := range 8 {
		drawing.Go(func() {
			for i := range list {
				at := (i*7 + worker) % len(list)
				if !bytes.Equal(draw(list[at]), want[at]) {
					t.Errorf("tile %v is another one when others are drawn", list[at])
				}
			}
		})
	}
	drawing.Wait()
}
