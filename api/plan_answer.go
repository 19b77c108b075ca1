package api

import (
	"net/http"
	"time"

	"gewu/geo"
	"gewu/plan"
)

type planAnswer struct {
	ID          int64         `json:"id"`
	Title       string        `json:"title"`
	Note        string        `json:"note"`
	State       plan.State    `json:"state"`
	Revision    int64         `json:"revision"`
	Communities []areaRef     `json:"communities"`
	Author      authorAnswer  `json:"author"`
	CreatedAt   time.Time     `json:"created_at"`
	ChangedAt   time.Time     `json:"changed_at"`
	From        plan.Origin   `json:"from"`
	CopyOf      *int64        `json:"copy_of"` // null: no copy
	Base        []baseAnswer  `json:"base"`    // the editions it began from
	Stale       bool          `json:"stale"`   // there is a newer one
	Editions    []int64       `json:"editions"`
	May         mayAnswer     `json:"may"`
	Undo        *bool         `json:"undo"`    // whether something can be taken back; null: not told here
	Redo        *bool         `json:"redo"`    // whether something that was taken back can be done again; the same
	Metrics     *plan.Metrics `json:"metrics"` // null: not measured here

	Notes []startNoteAnswer `json:"notes"` // what it could not take as it was given; null: not told here
}

type authorAnswer struct {
	ID       *int64  `json:"id"` // null: no person
	Name     string  `json:"name"`
	FullName *string `json:"full_name"` // null: not known, or not for who asks
}

// authorOf names who did something, with the full name if who asks works on plans there too.
func authorOf(id int64, name, fullName string, colleague bool) authorAnswer {
	a := authorAnswer{ID: idOrNull(id), Name: name}
	if colleague && fullName != "" {
		a.FullName = &fullName
	}
	return a
}

// colleague reports whether who asks works on plans of some communities, and so is told who else does.
func colleague(r *http.Request, communities []geo.AreaID) bool {
	return covering(r, draftReaders, communities)
}

type baseAnswer struct {
	ID        int64      `json:"id"`
	Community geo.AreaID `json:"community"`
	Number    int        `json:"number"`
	From      string     `json:"from"`
	Title     string     `json:"title"`
}

// A mayAnswer says what who asks may do with a plan as it stands.
type mayAnswer struct {
	Change  bool `json:"change"`
	Publish bool `json:"publish"`
}

func planOf(r *http.Request, p plan.Record) planAnswer {
	a := planAnswer{
		ID: p.ID, Title: p.Title, Note: p.Note, State: p.State, Revision: p.Revision, Communities: []areaRef{},
		Author: authorOf(p.AuthorID, p.Author, p.AuthorFullName, colleague(r, p.Communities)), CreatedAt: p.CreatedAt.UTC(), ChangedAt: p.ChangedAt.UTC(),
		From: p.From, CopyOf: idOrNull(p.CopyOf), Base: []baseAnswer{}, Stale: p.Stale, Editions: append([]int64{}, p.Editions...),
	}
	for _, id := range p.Communities {
		a.Communities = append(a.Communities, communityRef(viewOf(r), id))
	}
	for _, e := range p.Base {
		a.Base = append(a.Base, baseAnswer{e.ID, e.Community, e.Number, date(e.From), e.Title})
	}
	writer := covering(r, planWriters, p.Communities)
	a.May = mayAnswer{writer && p.State.Open(), writer && p.State != plan.StatePublished && p.State != plan.StateDropped}
	return a
}

// communityRef names a community as it is called today; of one that is no more, only the number is
// known.
func communityRef(v *View, id geo.AreaID) areaRef {
	if p, ok := v.Place(id); ok {
		return refOf(p)
	}
	return areaRef{ID: id}
}

func idOrNull(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}
