package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"gewu/interchange"
	"gewu/store"
)

// A noun is a kind of thing that a file can hold.
type noun struct {
	name  string
	load  func(ctx context.Context, db *store.DB, im *importing, rows Features) (store.Report, error)
	check func(im *importing) error // nil: nothing to check beforehand
}

// nounOf makes the noun whose rows are read by read and kept by keep.
func nounOf[T any](
	name string,
	read func(interchange.Mapping, Features) iter.Seq2[T, error],
	keep func(*store.DB, context.Context, store.Import, iter.Seq2[T, error]) (store.Report, error),
) noun {
	return noun{name: name, load: func(ctx context.Context, db *store.DB, im *importing, rows Features) (store.Report, error) {
		return keep(db, ctx, im.into, read(im.mapping, rows))
	}}
}

var nouns = []noun{
	areasNoun("areas", ""),
	areasNoun("grids", "grid"),
	nounOf("buildings", interchange.Mapping.Buildings, (*store.DB).ImportBuildings),
	nounOf("estates", interchange.Mapping.Estates, (*store.DB).ImportEstates),
	nounOf("roads", interchange.Mapping.Roads, (*store.DB).ImportRoads),
	nounOf("water", interchange.Mapping.Waters, (*store.DB).ImportWaters),
	nounOf("facilities", interchange.Mapping.Facilities, (*store.DB).ImportFacilities),
	issuesNoun(),
	nounOf("visits", interchange.Mapping.Visits, (*store.DB).ImportVisits),
	nounOf("staff", interchange.Mapping.Duties, (*store.DB).ImportDuties),
	codesNoun(),
}

// areasNoun is the noun of areas; level is the level they are at unless --level says otherwise.
func areasNoun(name, level string) noun {
	n := nounOf(name, interchange.Mapping.Areas, (*store.DB).ImportAreas)
	n.check = func(im *importing) error {
		if im.into.Level == "" {
			im.into.Level = level
		}
		if im.into.Level == "" {
			return errors.New("--level is missing: the key of the areas' level, such as district, street, community or grid")
		}
		return nil
	}
	return n
}

// issuesNoun is the noun of issues, whose kinds may be codes of a table.
func issuesNoun() noun {
	n := nounOf("issues", interchange.Mapping.Issues, (*store.DB).ImportIssues)
	n.check = func(im *importing) error {
		if (im.code.standard == "") != (im.code.version == "") {
			return errors.New("--standard and --version-of belong together: the kinds of issues are codes of a version of a standard")
		}
		if im.code.standard != "" {
			im.into.Codes = im.code.table()
		}
		return nil
	}
	return n
}

func codesNoun() noun {
	return noun{
		name: "codes",
		load: func(ctx context.Context, db *store.DB, im *importing, rows Features) (store.Report, error) {
			return db.ImportCodes(ctx, im.into, im.code.table(), im.mapping.Codes(rows))
		},
		check: func(im *importing) error {
			if im.code.standard == "" || im.code.version == "" {
				return errors.New("--standard and --version-of are missing: codes belong to a version of a standard, " +
					"such as --standard \"GB/T 47678.5\" --version-of 2026")
			}
			return nil
		},
	}
}

func nounNames() []string {
	names := make([]string, len(nouns))
	for i, n := range nouns {
		names[i] = n.name
	}
	return names
}

func nounCalled(name string) (noun, error) {
	for _, n := range nouns {
		if n.name == name {
			return n, nil
		}
	}
	return noun{}, fmt.Errorf("there is no noun %q; a file holds %s", name, strings.Join(nounNames(), ", "))
}
