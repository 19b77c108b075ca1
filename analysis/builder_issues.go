package analysis

import (
	"sort"

	"gewu/hotspot"
)

// Unknown is First of a further report of an incident whose first report is not known.
const Unknown = -2

// First returns which issue first reported the incident of another, as it was set.
func (b *Builder) First(position int32) int32 {
	return b.e.Issues.Pages[position/pageIssues].First[position%pageIssues]
}

// Position returns where the issue with an ID is; ok is false where there is none. Issues must have been
// added in ascending order of ID.
func (b *Builder) Position(id int64) (position int32, ok bool) {
	return b.e.Issues.ascending(id, b.e.Issues.Len())
}

// SetKinds gives the kinds of the issues that were added their names: number says of each kind that was
// added, by its number until now, which of kinds it is.
func (b *Builder) SetKinds(kinds []Kind, number []hotspot.Kind) {
	b.e.Kinds = kinds
	for _, page := range b.e.Issues.Pages {
		for i, k := range page.Kind {
			page.Kind[i] = number[k]
		}
	}
	b.e.index.nameKinds(kinds)
}

// nameKinds finds kinds by their codes.
func (x *index) nameKinds(kinds []Kind) {
	x.kinds = make(map[string]int32, len(kinds))
	for i := range kinds {
		x.kinds[kinds[i].Code] = int32(i)
	}
}

// ascending looks for an ID among the first issues, which are in ascending order of it.
func (s *Issues) ascending(id int64, among int) (position int32, ok bool) {
	at := sort.Search(among, func(i int) bool { return s.id(i) >= id })
	return int32(at), at < among && s.id(at) == id
}

func (s *Issues) id(position int) int64 { return s.Pages[position/pageIssues].ID[position%pageIssues] }
