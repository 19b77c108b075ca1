package tiles_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

// A fixture is a tile of the suite that decoders of vector tiles share.
type fixture struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Valid       bool   `json:"valid"`
	Tile        []byte `json:"tile"`
}

func fixtures(t testing.TB) []fixture {
	t.Helper()
	data, err := os.ReadFile("testdata/mvt-fixtures.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []fixture
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// The suite calls one of each of these pairs valid and the other not, though they are the same
// but for the id of the layer or a coordinate. Our decoder takes the first pair, whose features
// have no type, and refuses the second, whose geometry ends long before it says.
var contradictions = map[string]bool{"003": true, "016": true, "051": false, "057": false}

func TestTheDecoderAgreesWithTheSharedSuite(t *testing.T) {
	valid := 0
	for _, f := range fixtures(t) {
		want, contradicted := contradictions[f.ID]
		if !contradicted {
			want = f.Valid
		}
		_, err := decode(f.Tile)
		if (err == nil) != want || err != nil && !errors.Is(err, errTile) {
			t.Errorf("%s: %s: got %v", f.ID, f.Description, err)
		}
		if err == nil {
			valid++
		}
	}
	if valid < 45 {
		t.Errorf("only %d tiles of the suite are valid", valid)
	}
}

func TestTilesWithoutATypeContradictEachOther(t *testing.T) {
	byID := map[string]fixture{}
	for _, f := range fixtures(t) {
		byID[f.ID] = f
	}
	if !bytes.Equal(byID["003"].Tile, byID["016"].Tile) || byID["003"].Valid == byID["016"].Valid {
		t.Error("they no longer do")
	}
}

func FuzzDecode(f *testing.F) {
	for _, fixture := range fixtures(f) {
		f.Add(fixture.Tile)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := decode(data)
		if err != nil && !errors.Is(err, errTile) {
			t.Error(err)
		}
		if validate(data) == nil && err != nil {
			t.Error("a tile is valid but cannot be decoded")
		}
	})
}
