package main

import (
	"fmt"
	"io"
	"time"

	"gewu/store"
)

// tell prints what an import did: nothing when it was refused before a row was read.
func tell(out io.Writer, n noun, r store.Report, took time.Duration) {
	if r.Read == 0 && r.Version == 0 {
		return
	}
	fmt.Fprintf(out, "%s: %d read, %d added, %d changed, %d unchanged, %d removed, %d refused, in %s\n",
		n.name, r.Read, r.Added, r.Changed, r.Unchanged, r.Removed, r.Rejected, took.Round(time.Millisecond))
	fmt.Fprintf(out, "the data are at version %d\n", r.Version)
	tellEditions(out, r.Editions)
	if r.Repaired > 0 {
		fmt.Fprintf(out, "%d polygons repaired, %d of them moved more than 1 m²\n", r.Repaired, len(r.Repairs))
	}
	for _, fix := range r.Repairs {
		fmt.Fprintf(out, "repaired: row %d (%s) moved %.1f m²: %s\n", fix.Row, fix.ID, fix.MovedMetres, fix.Reason)
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(out, "warning: %s\n", w)
	}
}

// listed is how many editions are told one by one.
const listed = 5

func tellEditions(out io.Writer, made []store.EditionMade) {
	areas := 0
	for i, e := range made {
		areas += e.Areas
		if i < listed {
			fmt.Fprintf(out, "edition %d of %s, in force from %s, with %d areas\n", e.Number, scope(e), e.From.Format(time.DateOnly), e.Areas)
		}
	}
	if len(made) > listed {
		fmt.Fprintf(out, "and %d more: %d editions with %d areas in all\n", len(made)-listed, len(made), areas)
	}
}

func scope(e store.EditionMade) string {
	if e.ScopeCode == "" {
		return "the district"
	}
	return e.ScopeCode
}
