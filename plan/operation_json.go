package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// MarshalJSON writes the kind, the members that it must have, and of the others those that are not
// zero: {"kind":"assign_cells","cells":[1,2],"grid":3}.
func (op Operation) MarshalJSON() ([]byte, error) {
	kind, err := json.Marshal(op.Kind)
	if err != nil {
		return nil, err
	}
	text := append([]byte(`{"kind":`), kind...)
	for _, m := range allMembers {
		if m.zero(&op) && !op.writesZero(m.name) {
			continue
		}
		value, err := json.Marshal(m.in(&op))
		if err != nil {
			return nil, err
		}
		text = append(text, `,"`+m.name+`":`...)
		text = append(text, value...)
	}
	return append(text, '}'), nil
}

// writesZero reports whether a member is written though it is zero.
func (op *Operation) writesZero(name string) bool {
	if op.Kind == AssignCells {
		return name == "grid" && !op.New
	}
	return slices.Contains(kindMembers[op.Kind].must, name)
}

// UnmarshalJSON reads what MarshalJSON writes, and nothing else: a member that is unknown or that
// the kind does not read, one that is missing, null or given twice, and a number that does not fit
// are refused with the member's name. Positions are rounded to 1e-7 degree. The error is a
// [*Refusal].
func (op *Operation) UnmarshalJSON(text []byte) error {
	given, r := objectMembers(text)
	if r != nil {
		return r
	}
	var read Operation
	if r := read.readKind(given); r != nil {
		return r
	}
	for _, m := range allMembers {
		value, there := given[m.name]
		if !there {
			continue
		}
		delete(given, m.name)
		if r := readMember(m.in(&read), value); r != nil {
			return r.ofMember(m.name)
		}
	}
	for _, name := range sortedKeys(given) {
		return refuse(NotAllowed).ofMember(name)
	}
	if read.Grids != nil && len(read.Grids) == 0 && !slices.Contains(kindMembers[read.Kind].must, "grids") {
		return refuse(BadMember).ofMember("grids") // no grid is not all grids
	}
	if r := read.check(); r != nil {
		return r
	}
	*op = read
	return nil
}

// readKind reads the kind, and refuses when a member is missing that the kind must have.
func (op *Operation) readKind(given map[string]json.RawMessage) *Refusal {
	value, there := given["kind"]
	if !there {
		return refuse(MissingMember).ofMember("kind")
	}
	delete(given, "kind")
	if r := readMember(&op.Kind, value); r != nil {
		return r.ofMember("kind")
	}
	reads, known := kindMembers[op.Kind]
	if !known {
		return refuse(UnknownKind)
	}
	for _, name := range reads.must {
		if _, there := given[name]; !there {
			return refuse(MissingMember).ofMember(name)
		}
	}
	_, grid := given["grid"]
	if _, fresh := given["new"]; op.Kind == AssignCells && !grid && !fresh {
		return refuse(MissingMember).ofMember("grid")
	}
	return nil
}

// readMember reads a value that is not null, nor a list with a null in it, which would be read as 0: lists are of
// numbers and positions.
func readMember(into any, value json.RawMessage) *Refusal {
	null := []byte("null")
	if bytes.Equal(value, null) || value[0] == '[' && bytes.Contains(value, null) {
		return refuse(BadMember)
	}
	if err := json.Unmarshal(value, into); err != nil {
		return refusalIn(err)
	}
	return nil
}

// refusalIn is the refusal that an error is about, or else that of a member of the wrong form.
func refusalIn(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return refuse(BadMember)
}

// objectMembers reads the members of an object, each once.
func objectMembers(text []byte) (map[string]json.RawMessage, *Refusal) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, refuse(BadMember)
	}
	given := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, refuse(BadMember)
		}
		key, _ := name.(string)
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, refuse(BadMember).ofMember(key)
		}
		if _, twice := given[key]; twice {
			return nil, refuse(BadMember).ofMember(key)
		}
		given[key] = value
	}
	return given, nil
}
