package interchange_test

import (
	"encoding/binary"
	"maps"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// An extract is a small map to be written as OpenStreetMap PBF.
type extract struct {
	strings   []string
	nodes     []osmThing
	ways      []osmThing
	relations []osmThing
}

type osmThing struct {
	id       int64
	lon, lat int64 // in units of 1e-7 degree
	refs     []int64
	roles    []string // of a relation, whose members are ways
	tags     map[string]string
}

func (x *extract) node(id, lon, lat int64, tags ...string) {
	x.nodes = append(x.nodes, osmThing{id: id, lon: lon, lat: lat, tags: tagged(tags)})
}

func (x *extract) way(id int64, refs []int64, tags ...string) {
	x.ways = append(x.ways, osmThing{id: id, refs: refs, tags: tagged(tags)})
}

func (x *extract) relation(id int64, members []int64, roles []string, tags ...string) {
	x.relations = append(x.relations, osmThing{id: id, refs: members, roles: roles, tags: tagged(tags)})
}

func tagged(list []string) map[string]string {
	t := map[string]string{}
	for i := 0; i < len(list); i += 2 {
		t[list[i]] = list[i+1]
	}
	return t
}

func (x *extract) text(s string) uint64 {
	if len(x.strings) == 0 {
		x.strings = []string{""}
	}
	i := slices.Index(x.strings, s)
	if i < 0 {
		i = len(x.strings)
		x.strings = append(x.strings, s)
	}
	return uint64(i)
}

// bytes encodes the extract: a header block and one block of data, not compressed.
func (x *extract) bytes() []byte {
	group := field(nil, 2, x.denseNodes())
	for _, w := range x.ways {
		group = field(group, 3, field(x.identity(w), 8, deltas(w.refs)))
	}
	for _, r := range x.relations {
		var roles, types []byte
		for _, role := range r.roles {
			roles = protowire.AppendVarint(roles, x.text(role))
			types = protowire.AppendVarint(types, 1)
		}
		group = field(group, 4, field(field(field(x.identity(r), 8, roles), 9, deltas(r.refs)), 10, types))
	}
	var table []byte
	for _, s := range x.strings {
		table = field(table, 1, []byte(s))
	}
	header := field(field(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes"))
	return append(block("OSMHeader", header), block("OSMData", field(field(nil, 1, table), 2, group))...)
}

func (x *extract) denseNodes() []byte {
	var ids, lons, lats []int64
	var tags []byte
	for _, n := range x.nodes {
		ids, lons, lats = append(ids, n.id), append(lons, n.lon), append(lats, n.lat)
		for _, key := range slices.Sorted(maps.Keys(n.tags)) {
			tags = protowire.AppendVarint(protowire.AppendVarint(tags, x.text(key)), x.text(n.tags[key]))
		}
		tags = protowire.AppendVarint(tags, 0)
	}
	return field(field(field(field(nil, 1, deltas(ids)), 8, deltas(lats)), 9, deltas(lons)), 10, tags)
}

// identity encodes the id and tags of a way or relation.
func (x *extract) identity(thing osmThing) []byte {
	b := protowire.AppendTag(nil, 1, protowire.VarintType)
	b = protowire.AppendVarint(b, uint64(thing.id))
	var keys, values []byte
	for _, key := range slices.Sorted(maps.Keys(thing.tags)) {
		keys = protowire.AppendVarint(keys, x.text(key))
		values = protowire.AppendVarint(values, x.text(thing.tags[key]))
	}
	return field(field(b, 2, keys), 3, values)
}

func deltas(list []int64) []byte {
	var b []byte
	var before int64
	for _, n := range list {
		b = protowire.AppendVarint(b, protowire.EncodeZigZag(n-before))
		before = n
	}
	return b
}

func field(b []byte, number protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), content)
}

func block(kind string, content []byte) []byte {
	body := field(nil, 1, content)
	header := field(nil, 1, []byte(kind))
	header = protowire.AppendVarint(protowire.AppendTag(header, 3, protowire.VarintType), uint64(len(body)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(header)))
	return append(append(out, header...), body...)
}
