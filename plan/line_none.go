package plan

// performLine does what an operation asks for that cuts cells or moves borders.
func (e *edit) performLine(Operation) *Refusal { return refuse(UnknownKind) }
