package plan

import "slices"

// A member is one of an operation's, by its name in JSON.
type member struct {
	name string
	in   func(*Operation) any // where it is kept, in a type with its JSON form
	zero func(*Operation) bool

	// mayBeZero says that zero is a value like any other: the first node has the number 0.
	mayBeZero bool
}

// allMembers lists the members in the order of the JSON form.
var allMembers = []member{
	{"cells", func(o *Operation) any { return &o.Cells }, func(o *Operation) bool { return len(o.Cells) == 0 }, false},
	{"grid", func(o *Operation) any { return &o.Grid }, func(o *Operation) bool { return o.Grid == 0 }, false},
	{"grids", func(o *Operation) any { return &o.Grids }, func(o *Operation) bool { return len(o.Grids) == 0 }, false},
	{"new", func(o *Operation) any { return &o.New }, func(o *Operation) bool { return !o.New }, false},
	{"parts", func(o *Operation) any { return &o.Parts }, func(o *Operation) bool { return o.Parts == 0 }, false},
	{"seed", func(o *Operation) any { return &o.Seed }, func(o *Operation) bool { return o.Seed == 0 }, true},
	{"node", func(o *Operation) any { return &o.Node }, func(o *Operation) bool { return o.Node == 0 }, true},
	{"arc", func(o *Operation) any { return &o.Arc }, func(o *Operation) bool { return o.Arc == 0 }, true},
	{"at", func(o *Operation) any { return (*position)(&o.At) }, func(o *Operation) bool { return o.At == zeroPoint }, true},
	{"to", func(o *Operation) any { return (*position)(&o.To) }, func(o *Operation) bool { return o.To == zeroPoint }, true},
	{"line", func(o *Operation) any { return (*positions)(&o.Line) }, func(o *Operation) bool { return len(o.Line) == 0 }, false},
	{"building", func(o *Operation) any { return &o.Building }, func(o *Operation) bool { return o.Building == 0 }, true},
	{"name", func(o *Operation) any { return &o.Name }, func(o *Operation) bool { return o.Name == "" }, true},
	{"code", func(o *Operation) any { return &o.Code }, func(o *Operation) bool { return o.Code == "" }, false},
	{"grid_kind", func(o *Operation) any { return &o.GridKind }, func(o *Operation) bool { return o.GridKind == "" }, false},
	{"reason", func(o *Operation) any { return &o.Reason }, func(o *Operation) bool { return o.Reason == "" }, false},
	{"cut_buildings", func(o *Operation) any { return &o.CutBuildings }, func(o *Operation) bool { return !o.CutBuildings }, false},
}

// The members of a kind: those that it must have, and those that it may.
type members struct{ must, may []string }

func (m members) reads(name string) bool {
	return slices.Contains(m.must, name) || slices.Contains(m.may, name)
}

// kindMembers lists what each kind reads.
var kindMembers = map[Kind]members{
	AssignCells:      {must: []string{"cells"}, may: []string{"grid", "new"}},
	AssignUnassigned: {may: []string{"cells"}},
	MergeGrids:       {must: []string{"grids", "grid"}},
	SplitByLine:      {must: []string{"grid", "line"}, may: []string{"cut_buildings"}},
	SplitInto:        {must: []string{"grid", "parts"}, may: []string{"seed"}},
	RedrawBorder:     {must: []string{"grid", "line"}, may: []string{"cut_buildings"}},
	MoveNode:         {must: []string{"node", "to"}, may: []string{"cut_buildings"}},
	MoveVertex:       {must: []string{"arc", "at", "to"}, may: []string{"cut_buildings"}},
	FollowRoad:       {must: []string{"grid", "at", "to"}, may: []string{"line", "cut_buildings"}},
	CarveBuilding:    {must: []string{"building", "grid"}, may: []string{"cut_buildings"}},
	HealSliver:       {must: []string{"cells"}},
	LockGrids:        {may: []string{"grids"}},
	UnlockGrids:      {may: []string{"grids"}},
	RenameGrid:       {must: []string{"grid", "name"}, may: []string{"code"}},
	SetKind:          {must: []string{"grid", "grid_kind"}, may: []string{"reason"}},
	Exempt:           {must: []string{"grid"}, may: []string{"reason"}},
}

// check refuses an operation of an unknown kind, one that lacks a member that cannot be zero, and
// one with a member that its kind does not read.
func (op *Operation) check() *Refusal {
	reads, known := kindMembers[op.Kind]
	if !known {
		return refuse(UnknownKind)
	}
	for _, m := range allMembers {
		switch zero := m.zero(op); {
		case zero && !m.mayBeZero && slices.Contains(reads.must, m.name):
			return refuse(MissingMember).ofMember(m.name)
		case !zero && !reads.reads(m.name):
			return refuse(NotAllowed).ofMember(m.name)
		}
	}
	if op.New && op.Grid != NoGrid {
		return refuse(NotAllowed).ofMember("grid")
	}
	return nil
}
