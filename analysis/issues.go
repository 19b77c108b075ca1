package analysis

import (
	"iter"

	"gewu/geo"
	"gewu/hotspot"
)

// pageIssues is how many issues a page has but the last.
const pageIssues = 4096

// An Issue is one report.
type Issue struct {
	ID             int64
	At             geo.Point
	Kind           hotspot.Kind
	Opened, Closed hotspot.Day // Closed is −1 while it is open
	Piece          int32
	First          int32 // position of the issue that first reported the incident: its own for an incident; Void
}

// Void is First of an issue that turned out to be none: nothing counts it.
const Void = -1

// Incident reports whether the issue at a position is an incident's first report.
func (i Issue) Incident(position int) bool { return int(i.First) == position }

// Issues are all issues in the order in which they came to be known. They are kept in pages, so that a
// change copies one of them.
type Issues struct {
	Pages  []*IssuePage
	sorted int // how many of the first are in ascending order of ID
}

// An IssuePage has 4,096 issues, the last fewer.
type IssuePage struct {
	ID             []int64
	At             []geo.Point
	Kind           []hotspot.Kind
	Opened, Closed []hotspot.Day
	Piece, First   []int32
}

// Len returns how many issues a page has.
func (p *IssuePage) Len() int { return len(p.ID) }

// at returns an issue of the page.
func (p *IssuePage) at(i int) Issue {
	return Issue{p.ID[i], p.At[i], p.Kind[i], p.Opened[i], p.Closed[i], p.Piece[i], p.First[i]}
}

// add appends an issue.
func (p *IssuePage) add(i Issue) {
	p.ID, p.At, p.Kind = append(p.ID, i.ID), append(p.At, i.At), append(p.Kind, i.Kind)
	p.Opened, p.Closed = append(p.Opened, i.Opened), append(p.Closed, i.Closed)
	p.Piece, p.First = append(p.Piece, i.Piece), append(p.First, i.First)
}

// newPage returns a page with room for all its issues.
func newPage() *IssuePage {
	return &IssuePage{
		make([]int64, 0, pageIssues), make([]geo.Point, 0, pageIssues), make([]hotspot.Kind, 0, pageIssues),
		make([]hotspot.Day, 0, pageIssues), make([]hotspot.Day, 0, pageIssues),
		make([]int32, 0, pageIssues), make([]int32, 0, pageIssues),
	}
}

// clone returns a page with the same issues that can be written to.
func (p *IssuePage) clone() *IssuePage {
	next := newPage()
	next.ID, next.At, next.Kind = append(next.ID, p.ID...), append(next.At, p.At...), append(next.Kind, p.Kind...)
	next.Opened, next.Closed = append(next.Opened, p.Opened...), append(next.Closed, p.Closed...)
	next.Piece, next.First = append(next.Piece, p.Piece...), append(next.First, p.First...)
	return next
}

// set replaces an issue of the page.
func (p *IssuePage) set(at int, i Issue) {
	p.ID[at], p.At[at], p.Kind[at], p.Opened[at], p.Closed[at] = i.ID, i.At, i.Kind, i.Opened, i.Closed
	p.Piece[at], p.First[at] = i.Piece, i.First
}

// Len returns how many issues there are.
func (s *Issues) Len() int {
	if len(s.Pages) == 0 {
		return 0
	}
	last := len(s.Pages) - 1
	return last*pageIssues + s.Pages[last].Len()
}

// At returns the issue at a position.
func (s *Issues) At(position int) Issue {
	return s.Pages[position/pageIssues].at(position % pageIssues)
}

// All walks all issues with their positions.
func (s *Issues) All() iter.Seq2[int, Issue] {
	return func(yield func(int, Issue) bool) {
		for number, page := range s.Pages {
			for i := range page.Len() {
				if !yield(number*pageIssues+i, page.at(i)) {
					return
				}
			}
		}
	}
}

// add appends an issue to a page that nobody else has.
func (s *Issues) add(i Issue) {
	if n := s.Len(); n == s.sorted && (n == 0 || i.ID > s.id(n-1)) {
		s.sorted++
	}
	if s.Len() == len(s.Pages)*pageIssues {
		s.Pages = append(s.Pages, newPage())
	}
	s.Pages[len(s.Pages)-1].add(i)
}
