package propose

import "fmt"

// A Part names a part of a request.
type Part string

// The parts of a request that can be wrong.
const (
	PartBand    Part = "band"
	PartCells   Part = "cells"
	PartBorders Part = "borders"
	PartCurrent Part = "current"
	PartMode    Part = "mode"
	PartScope   Part = "scope"
	PartParts   Part = "parts"
)

// A RequestError says what is wrong with a request. Nothing was computed.
type RequestError struct {
	Part   Part
	Index  int // of the cell, border or entry of Current or Scope; -1 when it is not about one
	Reason string
}

// Error says it in a line.
func (e *RequestError) Error() string {
	if e.Index < 0 {
		return fmt.Sprintf("%s: %s", e.Part, e.Reason)
	}
	return fmt.Sprintf("%s: %d: %s", e.Part, e.Index, e.Reason)
}
