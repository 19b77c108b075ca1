package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"gewu/geo"
)

// A teller writes a result for a planner.
type teller struct {
	out   io.Writer
	words words
	all   bool
}

// mostTold is how many problems of a kind are told one by one.
const mostTold = 20

func (t teller) tell(r result) {
	if len(r.problems) == 0 {
		fmt.Fprintf(t.out, t.words.sound+"\n", len(r.areas))
	} else {
		fmt.Fprintf(t.out, t.words.found+"\n", len(r.areas), len(r.problems))
	}
	for _, kind := range geo.ProblemKinds() {
		var some []geo.Problem
		for _, p := range r.problems {
			if p.Kind == kind {
				some = append(some, p)
			}
		}
		if len(some) > 0 {
			t.tellKind(r, kind, some)
		}
	}
	if r.healing != nil {
		t.tellHealing(r)
	}
}

func (t teller) tellKind(r result, kind geo.ProblemKind, problems []geo.Problem) {
	w := t.words.kinds[kind]
	total := 0.0
	for _, p := range problems {
		total += p.SquareMetres
	}
	fmt.Fprintf(t.out, "\n%s (%s): %d", w.name, kind, len(problems))
	if total > 0 {
		fmt.Fprintf(t.out, ", "+t.words.together, total)
	}
	fmt.Fprintf(t.out, "\n  %s\n  %s\n", w.means, w.todo)
	slices.SortStableFunc(problems, func(p, q geo.Problem) int { return cmp.Compare(q.SquareMetres, p.SquareMetres) })
	for i, p := range problems {
		if i == mostTold && !t.all {
			fmt.Fprintf(t.out, "  "+t.words.more+"\n", len(problems)-i)
			break
		}
		fmt.Fprintf(t.out, "  - %s\n", t.line(r, p))
	}
}

// mostNamed is how many areas of a problem are named.
const mostNamed = 6

// line is one problem: who, how much and where.
func (t teller) line(r result, p geo.Problem) string {
	var parts []string
	if p.Thing != "" {
		parts = append(parts, p.Thing)
	}
	if names := r.namesOf(p); len(names) > mostNamed {
		parts = append(parts, strings.Join(names[:mostNamed], t.words.and)+t.words.and+"…")
	} else if len(names) > 0 {
		parts = append(parts, strings.Join(names, t.words.and))
	}
	if p.SquareMetres > 0 {
		parts = append(parts, fmt.Sprintf("%.2f m²", p.SquareMetres))
	}
	if p.Metres > 0 {
		parts = append(parts, fmt.Sprintf(t.words.wide, p.Metres))
	}
	if p.Places > 1 {
		parts = append(parts, fmt.Sprintf(t.words.places, p.Places))
	}
	parts = append(parts, fmt.Sprintf(t.words.at, p.Place[0], p.Place[1]))
	return strings.Join(parts, t.words.comma)
}

func (t teller) tellHealing(r result) {
	h := r.healing
	if !h.heals {
		fmt.Fprintf(t.out, "\n"+t.words.stays+"\n", h.tolerance, len(h.remain))
		return
	}
	fmt.Fprintf(t.out, "\n"+t.words.heals+"\n", h.tolerance, len(h.changes))
	changes := slices.Clone(h.changes)
	slices.SortStableFunc(changes, func(a, b geo.Change) int {
		return cmp.Compare(max(b.SquareMetres, -b.SquareMetres), max(a.SquareMetres, -a.SquareMetres))
	})
	for i, c := range changes {
		if i == mostTold && !t.all {
			fmt.Fprintf(t.out, "  "+t.words.more+"\n", len(changes)-i)
			break
		}
		fmt.Fprintf(t.out, "  - %s%s%+.2f m²\n", r.names[c.Area], t.words.comma, c.SquareMetres)
	}
}
