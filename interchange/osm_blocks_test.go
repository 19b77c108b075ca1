package interchange_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"gewu/interchange"
)

// data is the content of the block of data of a small map, by itself.
func (x *extract) data() []byte {
	whole := x.bytes()
	at := len(block("OSMHeader", osmHeader()))
	_, _, n := protowire.ConsumeField(whole[at+4:]) // the type of the block
	_, _, size := protowire.ConsumeField(whole[at+4+n:])
	body := whole[at+4+n+size:]
	content, _ := protowire.ConsumeBytes(body[1:])
	return content
}

func osmHeader() []byte {
	return field(field(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes"))
}

// readBlock reads a file that has one block of data.
func readBlock(t testing.TB, content []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.osm.pbf")
	if err := os.WriteFile(path, append(block("OSMHeader", osmHeader()), block("OSMData", content)...), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := interchange.Open(t.Context(), path, interchange.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for _, err := range f.Features() {
		if err != nil {
			return err
		}
	}
	return nil
}

func smallMap() *extract {
	x := &extract{}
	for i, at := range [][2]int64{{0, 0}, {10, 0}, {10, 10}, {0, 10}} {
		x.node(int64(i+1), 1_214_000_000+at[0], 312_000_000+at[1], "amenity", "clinic", "name", "诊所")
	}
	x.way(10, []int64{1, 2, 3, 4, 1}, "building", "yes")
	x.relation(20, []int64{10}, []string{"outer"}, "type", "multipolygon", "building", "yes")
	return x
}

// What a block states for sure is not taken for true: the library behind would end the program.
func TestABlockThatContradictsItselfIsRefused(t *testing.T) {
	table := field(nil, 1, field(field(nil, 1, nil), 1, []byte("building")))
	in := func(number protowire.Number, content []byte) []byte {
		return append(append([]byte{}, table...), field(nil, 2, field(nil, number, content))...)
	}
	id := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 7)
	if err := readBlock(t, smallMap().data()); err != nil {
		t.Fatalf("a sound block: %v", err)
	}
	for name, content := range map[string][]byte{
		"a text beyond the table":         in(3, field(field(id, 2, []byte{1}), 3, []byte{99})),
		"more keys than values":           in(3, field(field(id, 2, []byte{1, 1}), 3, []byte{1})),
		"references twice":                in(3, field(field(id, 8, []byte{2}), 8, []byte{2, 2, 2})),
		"roles without members":           in(4, field(field(field(id, 8, []byte{1, 1}), 9, []byte{2}), 10, []byte{1})),
		"plain nodes":                     in(1, id),
		"latitudes for half of the nodes": in(2, field(field(field(nil, 1, []byte{2, 2}), 8, []byte{2}), 9, []byte{2, 2})),
		"tags that do not end":            in(2, field(field(field(field(nil, 1, []byte{2}), 8, []byte{2}), 9, []byte{2}), 10, []byte{1, 1})),
		"a user beyond the table":         in(2, field(field(field(field(nil, 1, []byte{2}), 5, field(nil, 5, []byte{40})), 8, []byte{2}), 9, []byte{2})),
		"a user before the table":         in(2, field(field(field(field(nil, 1, []byte{2}), 5, field(nil, 5, []byte{3})), 8, []byte{2}), 9, []byte{2})),
		"no fields":                       {0xff, 0xff},
	} {
		err := readBlock(t, content)
		if err == nil || !strings.Contains(err.Error(), "the OpenStreetMap file is damaged in the block at byte") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzOSMBlock reads any bytes as a block of data.
func FuzzOSMBlock(f *testing.F) {
	f.Add(smallMap().data())
	f.Fuzz(func(t *testing.T, content []byte) { _ = readBlock(t, content) })
}
