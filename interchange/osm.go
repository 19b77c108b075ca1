package interchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmgeojson"
	"github.com/paulmach/osm/osmpbf"
)

// osmRows reads an extract of OpenStreetMap in four passes: relations, ways (which nodes are
// needed), nodes, ways. It keeps the positions of the nodes that wanted ways use, 16 bytes each,
// and the wanted multipolygons with their ways; the rest streams.
//
// What an extract cuts off is not refused: a line keeps the parts whose nodes are in the file,
// a polygon or multipolygon with parts missing is left out and counted in a notice.
type osmRows struct {
	ctx       context.Context
	file      *os.File
	done      *counter
	noun      string
	row       int64
	nodes     nodeTable
	relations []*osm.Relation
	members   map[osm.WayID]*osm.Way // ways of the relations
	cut       int
	pull      func() (Feature, error, bool)
	stop      func()
}

func (f *File) openOSM(ctx context.Context, file *os.File) (statement, error) {
	o := &osmRows{ctx: ctx, file: file, done: &f.counter, noun: f.options.Noun, members: map[osm.WayID]*osm.Way{}}
	if o.noun == "areas" || o.noun == "grids" || o.noun == Issues || o.noun == Visits || o.noun == Duties || o.noun == Codes {
		return statement{}, fmt.Errorf("OpenStreetMap has no %s; it has buildings, estates, roads, water and facilities", o.noun)
	}
	if err := checkFrames(file, f.counter.total); err != nil {
		return statement{}, err
	}
	f.counter.total *= passes
	o.pull, o.stop = iter.Pull2(o.walk)
	f.rows, f.notices = o, o.notes
	return statement{crs: "wgs84"}, nil
}

const passes = 4

func (o *osmRows) Close() error {
	o.stop()
	return nil
}

func (o *osmRows) next() (Feature, error) {
	f, err, more := o.pull()
	if !more {
		return Feature{}, io.EOF
	}
	return f, err
}

func (o *osmRows) notes() []string {
	if o.cut == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d shapes are cut off at the edge of the extract and were left out", o.cut)}
}

// walk makes the passes.
func (o *osmRows) walk(yield func(Feature, error) bool) {
	stopped := errors.New("the caller has seen enough")
	emit := func(id string, t map[string]any, g orb.Geometry) error {
		o.row++
		if !yield(Feature{Row: o.row, ID: id, Geometry: g, Properties: t, tagged: true}, nil) {
			return stopped
		}
		return nil
	}
	for _, pass := range []func(emitter) error{o.relationsPass, o.nodesNeeded, o.nodesPass, o.waysPass, o.assemble} {
		if err := pass(emit); err != nil {
			if !errors.Is(err, stopped) {
				yield(Feature{}, err)
			}
			return
		}
	}
}

// An emitter gives a feature away; its error ends the walk.
type emitter func(id string, tags map[string]any, g orb.Geometry) error

// scan reads the file once. Configure says what to skip; each is called with what is left.
func (o *osmRows) scan(configure func(*osmpbf.Scanner), each func(osm.Object) error) error {
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	s := osmpbf.New(o.ctx, counted{o.file, o.done}, 2)
	defer func() { _ = s.Close() }() // it ends goroutines; the file is closed elsewhere
	configure(s)
	for s.Scan() {
		if err := each(s.Object()); err != nil {
			return err
		}
	}
	if err := o.ctx.Err(); err != nil {
		return err
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("the OpenStreetMap file is cut off or damaged after feature %d: %w", o.row, err)
	}
	return nil
}

// relationsPass finds the multipolygons that are wanted.
func (o *osmRows) relationsPass(emitter) error {
	return o.scan(func(s *osmpbf.Scanner) {
		s.SkipNodes, s.SkipWays = true, true
		s.FilterRelation = func(r *osm.Relation) bool {
			return r.Tags.Find("type") == "multipolygon" && concerns(properties(r.Tags), o.noun)
		}
	}, func(object osm.Object) error {
		r := object.(*osm.Relation)
		o.relations = append(o.relations, r)
		for _, m := range r.Members {
			if m.Type == osm.TypeWay {
				o.members[osm.WayID(m.Ref)] = nil
			}
		}
		return nil
	})
}

// wanted chooses ways by their tags or as parts of wanted relations. It may be called from
// several goroutines; nobody writes while the ways are scanned with it.
func (o *osmRows) wanted(w *osm.Way) bool {
	_, isMember := o.members[w.ID]
	return isMember || concerns(properties(w.Tags), o.noun)
}

func (o *osmRows) waysOnly(s *osmpbf.Scanner) {
	s.SkipNodes, s.SkipRelations = true, true
	s.FilterWay = o.wanted
}

func (o *osmRows) nodesNeeded(emitter) error {
	err := o.scan(o.waysOnly, func(object osm.Object) error {
		for _, n := range object.(*osm.Way).Nodes {
			o.nodes.ids = append(o.nodes.ids, n.ID)
		}
		return nil
	})
	o.nodes.settle()
	return err
}

// nodesPass keeps the positions needed and gives the nodes that are wanted for themselves.
func (o *osmRows) nodesPass(emit emitter) error {
	return o.scan(func(s *osmpbf.Scanner) { s.SkipWays, s.SkipRelations = true, true }, func(object osm.Object) error {
		n := object.(*osm.Node)
		o.nodes.set(n.ID, n.Lon, n.Lat)
		if len(n.Tags) == 0 || o.noun != "" && o.noun != Facilities {
			return nil
		}
		t := properties(n.Tags)
		if facilityKind(t) == "" {
			return nil
		}
		return emit(fmt.Sprintf("node/%d", n.ID), t, n.Point())
	})
}

func (o *osmRows) waysPass(emit emitter) error {
	ways := map[osm.WayID]*osm.Way{}
	err := o.scan(o.waysOnly, func(object osm.Object) error {
		w := object.(*osm.Way)
		missing := o.nodes.locate(w)
		if _, isMember := o.members[w.ID]; isMember {
			ways[w.ID] = w
		}
		t := properties(w.Tags)
		if !concerns(t, o.noun) {
			return nil
		}
		g := o.shape(w, missing)
		if g == nil {
			return nil
		}
		return emit(fmt.Sprintf("way/%d", w.ID), t, g)
	})
	o.members = ways
	return err
}

// shape makes a polygon or lines of a way, nil when the extract has too little of it.
func (o *osmRows) shape(w *osm.Way, missing bool) orb.Geometry {
	if w.Polygon() {
		if missing {
			o.cut++
			return nil
		}
		return orb.Polygon{orb.Ring(w.LineString())}
	}
	parts := present(w)
	switch len(parts) {
	case 0:
		o.cut++
		return nil
	case 1:
		return parts[0]
	}
	return parts
}

// present returns the runs of at least two nodes of a way that are in the file.
func present(w *osm.Way) orb.MultiLineString {
	var parts orb.MultiLineString
	var run orb.LineString
	end := func() {
		if len(run) > 1 {
			parts = append(parts, run)
		}
		run = nil
	}
	for _, n := range w.Nodes {
		if n.Version == absent {
			end()
			continue
		}
		run = append(run, n.Point())
	}
	end()
	return parts
}

// assemble builds the multipolygons of the wanted relations.
func (o *osmRows) assemble(emit emitter) error {
	for _, r := range o.relations {
		g := o.multipolygon(r)
		if g == nil {
			o.cut++
			continue
		}
		if err := emit(fmt.Sprintf("relation/%d", r.ID), properties(r.Tags), g); err != nil {
			return err
		}
	}
	return nil
}

// multipolygon joins the ways of r into rings; nil when a part is missing or a ring stays open.
func (o *osmRows) multipolygon(r *osm.Relation) orb.Geometry {
	data := &osm.OSM{Relations: osm.Relations{r}}
	for _, m := range r.Members {
		if m.Type != osm.TypeWay || m.Role != "inner" && m.Role != "outer" {
			continue
		}
		w := o.members[osm.WayID(m.Ref)]
		if w == nil || slices.ContainsFunc(w.Nodes, func(n osm.WayNode) bool { return n.Version == absent }) {
			return nil
		}
		data.Ways = append(data.Ways, w)
	}
	collection, err := osmgeojson.Convert(data, osmgeojson.NoMeta(true), osmgeojson.NoRelationMembership(true))
	if err != nil {
		return nil
	}
	for _, f := range collection.Features {
		if f.ID == fmt.Sprintf("relation/%d", r.ID) && ringsClosed(f.Geometry) {
			return f.Geometry
		}
	}
	return nil
}

func ringsClosed(g orb.Geometry) bool {
	return !slices.ContainsFunc(lines(g), func(ring []orb.Point) bool {
		return len(ring) < 4 || ring[0] != ring[len(ring)-1]
	})
}

func properties(list osm.Tags) tags {
	t := make(tags, len(list))
	for _, tag := range list {
		t[tag.Key] = tag.Value
	}
	return t
}
