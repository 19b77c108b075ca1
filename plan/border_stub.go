package plan

func (e *edit) redrawBorder(op Operation) *Refusal  { return refuse(UnknownKind) }
func (e *edit) followRoad(op Operation) *Refusal    { return refuse(UnknownKind) }
func (e *edit) moveNode(op Operation) *Refusal      { return refuse(UnknownKind) }
func (e *edit) moveVertex(op Operation) *Refusal    { return refuse(UnknownKind) }
func (e *edit) carveBuilding(op Operation) *Refusal { return refuse(UnknownKind) }
func (e *edit) healSlivers(op Operation) *Refusal   { return refuse(UnknownKind) }
