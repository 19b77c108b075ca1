package tiles_test

import (
	"errors"
	"strings"
	"testing"

	"gewu/tiles"
)

func TestEveryLayerIsFoundByItsName(t *testing.T) {
	var names []string
	for _, layer := range tiles.Layers() {
		names = append(names, layer.Name)
		if layer.MinZoom > layer.MaxZoom || layer.MaxZoom > tiles.MaxZoom || len(layer.Fields) == 0 {
			t.Errorf("layer %+v makes no sense", layer)
		}
		if layer.At(layer.MinZoom-1) || !layer.At(layer.MinZoom) || !layer.At(layer.MaxZoom) || layer.At(layer.MaxZoom+1) {
			t.Errorf("layer %s is not from zoom %d to %d", layer.Name, layer.MinZoom, layer.MaxZoom)
		}
	}
	found, err := tiles.ParseLayers(strings.Join(names, ","))
	if err != nil || len(found) != len(names) {
		t.Fatalf("found %d of %d layers, %v", len(found), len(names), err)
	}
}

func TestAWrongListOfLayersIsRefused(t *testing.T) {
	for _, list := range []string{"", "grid", "grids,", "grids,grids", "grids, labels", "GRIDS"} {
		if found, err := tiles.ParseLayers(list); !errors.Is(err, tiles.ErrLayer) {
			t.Errorf("ParseLayers(%q) = %v, %v", list, found, err)
		}
	}
}
