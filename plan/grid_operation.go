package plan

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mergeGrids puts all cells of some grids in one of them.
func (e *edit) mergeGrids(op Operation) *Refusal {
	if !slices.Contains(op.Grids, op.Grid) {
		return refuse(BadMember).ofMember("grid").ofGrid(op.Grid)
	}
	merged := map[GridID]bool{}
	for _, id := range op.Grids {
		if r := e.openGrid(id); r != nil {
			return r
		}
		merged[id] = true
	}
	for i, id := range e.before.grid.each {
		if merged[id] && id != op.Grid {
			e.assigned.set(i, op.Grid)
		}
	}
	return nil
}

// lockGrids locks or unlocks some grids, or all.
func (e *edit) lockGrids(op Operation, locked bool) *Refusal {
	ids := op.Grids
	if len(ids) == 0 {
		for id := range e.before.Grids() {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if _, alive := e.before.Grid(id); !alive {
			return refuse(UnknownGrid).ofGrid(id)
		}
		e.amend(id, func(g *Grid) { g.Locked = locked })
	}
	return nil
}

// amend changes what is known of a grid.
func (e *edit) amend(id GridID, change func(*Grid)) {
	was := e.grids.at(int32(id))
	is := was
	change(&is)
	if is != was {
		e.grids.set(int32(id), is)
	}
}

// renameGrid gives a grid another name, and another code, which no other grid may have.
func (e *edit) renameGrid(op Operation) *Refusal {
	if _, alive := e.before.Grid(op.Grid); !alive {
		return refuse(UnknownGrid).ofGrid(op.Grid)
	}
	if !isLabel(op.Name) {
		return refuse(BadText).ofMember("name")
	}
	if op.Code != "" && !isCode(op.Code) {
		return refuse(BadText).ofMember("code")
	}
	for id, g := range e.before.Grids() {
		if op.Code != "" && id != op.Grid && g.Code == op.Code {
			return refuse(CodeTaken).ofGrid(id)
		}
	}
	e.amend(op.Grid, func(g *Grid) {
		g.Name = op.Name
		if op.Code != "" {
			g.Code = op.Code
		}
	})
	return nil
}

// setKind makes a grid ordinary or dedicated. What takes it out of the band needs a reason.
func (e *edit) setKind(op Operation) *Refusal {
	if _, alive := e.before.Grid(op.Grid); !alive {
		return refuse(UnknownGrid).ofGrid(op.Grid)
	}
	switch {
	case op.GridKind != Ordinary && op.GridKind != Dedicated:
		return refuse(BadMember).ofMember("grid_kind")
	case op.GridKind == Dedicated && strings.TrimSpace(op.Reason) == "":
		return refuse(ReasonMissing).ofMember("reason")
	case op.GridKind == Ordinary && op.Reason != "":
		return refuse(NotAllowed).ofMember("reason")
	case !isReason(op.Reason):
		return refuse(BadText).ofMember("reason")
	}
	e.amend(op.Grid, func(g *Grid) { g.Kind, g.Exempt = op.GridKind, op.Reason })
	return nil
}

// exempt takes a grid out of the band, with a reason, or puts it back.
func (e *edit) exempt(op Operation) *Refusal {
	if _, alive := e.before.Grid(op.Grid); !alive {
		return refuse(UnknownGrid).ofGrid(op.Grid)
	}
	if !isReason(op.Reason) {
		return refuse(BadText).ofMember("reason")
	}
	e.amend(op.Grid, func(g *Grid) { g.Exempt = op.Reason })
	return nil
}

// The longest texts, in characters.
const (
	longestName   = 100
	longestCode   = 40
	longestReason = 500
)

// isLabel reports whether a text can be a name: some characters in one line.
func isLabel(s string) bool { return s != "" && s == strings.TrimSpace(s) && isText(s, longestName) }

// isCode reports whether a text can be a code: printable ASCII without spaces.
func isCode(s string) bool {
	return isText(s, longestCode) && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

func isReason(s string) bool { return isText(s, longestReason) }

// isText reports whether a text is UTF-8 of so many characters at most, in one line, all of them seen.
func isText(s string, longest int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= longest && !strings.ContainsFunc(s, Unseen)
}

// Unseen reports whether a character does not belong in a line of text: a control, one that ends the
// line, one that turns the direction of what follows, or one that stands for what could not be read.
func Unseen(c rune) bool {
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029' || c == utf8.RuneError
}
