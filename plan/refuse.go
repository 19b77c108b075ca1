package plan

import "gewu/geo"

// refuse is a refusal of nothing in particular; its methods say more.
func refuse(kind RefusalKind) *Refusal { return &Refusal{Kind: kind} }

func (r *Refusal) at(p geo.Point) *Refusal { r.At, r.Where = p, true; return r }

func (r *Refusal) ofGrid(id GridID) *Refusal { r.Grid = id; return r }

func (r *Refusal) ofCell(id CellID) *Refusal { r.Cell = id; return r }

func (r *Refusal) ofMember(name string) *Refusal { r.Member = name; return r }
