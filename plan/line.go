package plan

// performLine does what an operation that cuts cells or moves borders asks for.
func (e *edit) performLine(op Operation) *Refusal {
	return refuse(UnknownKind)
}
