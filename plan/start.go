package plan

import (
	"fmt"

	"gewu/geo"
)

// A StartNote tells of something that a plan could not take as it was given when it began.
type StartNote struct {
	Kind         StartNoteKind `json:"kind"`
	Grids        []string      `json:"grids"` // codes, or names, of those concerned
	At           geo.Point     `json:"at"`
	SquareMetres float64       `json:"square_metres"` // of the land concerned
}

// A StartNoteKind says what a note is about.
type StartNoteKind string

// The kinds of notes of a start.
const (
	StartOverlap StartNoteKind = "overlap"  // land that two boundaries of the file claim: the first has it
	StartGap     StartNoteKind = "gap"      // land of the community in no boundary of the file: it is unassigned
	StartOutside StartNoteKind = "outside"  // land of a boundary beyond the community: it is cut off
	StartOther   StartNoteKind = "reshaped" // a grid has other land than it was given, by 1 m² or more
)

// A BadFile is the error of boundaries that no plan can begin from.
type BadFile struct {
	Kind    BadFileKind
	Feature int       // from 1; 0: about none alone
	Other   int       // another feature concerned
	Code    string    // of the feature, if it is about that
	At      geo.Point // the zero Point: nowhere in particular
}

// A BadFileKind is a reason why no plan can begin from boundaries.
type BadFileKind string

// The reasons.
const (
	FileEmpty     BadFileKind = "no_boundaries"
	FileTooMany   BadFileKind = "too_many_boundaries"
	FileBadCode   BadFileKind = "bad_code"
	FileBadName   BadFileKind = "bad_name"
	FileCodeTwice BadFileKind = "code_twice"
	FileCodeTaken BadFileKind = "code_taken" // by an area of another community, now or before
	FileCrossing  BadFileKind = "crosses_itself"
	FileElsewhere BadFileKind = "elsewhere" // all of a boundary lies outside of the communities
)

// MostBoundaries is how many boundaries a plan can begin from.
const MostBoundaries = 2000

var badFileWords = map[BadFileKind]string{
	FileEmpty:     "there is no boundary in it",
	FileTooMany:   "there are more than 2000 boundaries in it",
	FileBadCode:   "its code is too long, or has spaces or characters that are not ASCII",
	FileBadName:   "its name is too long, or has characters that cannot be seen",
	FileCodeTwice: "it has the code of another feature; a code is one grid's",
	FileCodeTaken: "its code is, or was, that of an area of another community; give it another code, or none",
	FileCrossing:  "its boundary crosses itself; repair it where it was drawn",
	FileElsewhere: "it lies wholly outside of the community; look whether the file is in the coordinate system that it says, or leave the feature out",
}

// Error says it in English, with what to do.
func (e *BadFile) Error() string {
	words := badFileWords[e.Kind]
	if e.Feature == 0 {
		return words
	}
	text := fmt.Sprintf("feature %d", e.Feature)
	if e.Code != "" {
		text += fmt.Sprintf(" (%s)", e.Code)
	}
	if e.Other != 0 {
		text += fmt.Sprintf(" and feature %d", e.Other)
	}
	if e.At != zeroPoint {
		text += " at " + e.At.String()
	}
	return text + ": " + words
}

// CheckImported finds what of boundaries needs no look at the ground: how many there are, their codes
// and names. The error is a [*BadFile].
func CheckImported(list []Imported) error {
	switch {
	case len(list) == 0:
		return &BadFile{Kind: FileEmpty}
	case len(list) > MostBoundaries:
		return &BadFile{Kind: FileTooMany}
	}
	first := map[string]int{}
	for i, in := range list {
		switch {
		case in.Code != "" && !isCode(in.Code):
			return &BadFile{Kind: FileBadCode, Feature: i + 1}
		case in.Name != "" && !isLabel(in.Name):
			return &BadFile{Kind: FileBadName, Feature: i + 1, Code: in.Code}
		case in.Code != "" && first[in.Code] > 0:
			return &BadFile{Kind: FileCodeTwice, Feature: i + 1, Other: first[in.Code], Code: in.Code}
		}
		first[in.Code] = i + 1
	}
	return nil
}
