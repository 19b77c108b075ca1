package store

import (
	"context"
	"fmt"
	"iter"

	"gewu/district"
)

// ImportAreas takes over areas of one level and publishes the editions that follow from them,
// in force from the day of the import. An area is known again by level and code.
//
// An edition is of a scope: areas below a community, grids among them, share the edition of the
// community; communities and what is above them share that of their parent, or of the whole
// district. A scope gets a new edition when something in it changes, and keeps all that the file
// is not about: areas of its other levels and, above communities, areas that the file does not
// name. Below communities the file is complete: areas of its level and its communities that
// it does not name end. With Replace that is so above communities too.
//
// Areas below communities that state no parent, and get none from the import, belong to the
// community that they lie in.
//
// Editions are never changed. One whose date is before that of others answers for the days
// until the next, which stays as it is; a warning says so. Issues of the days from then on are
// located again.
func (db *DB) ImportAreas(ctx context.Context, in Import, records iter.Seq2[district.Area, error]) (Report, error) {
	return db.take(ctx, in, "area", func(ctx context.Context, k *intake) error {
		if err := k.gatherInForce(ctx); err != nil {
			return err
		}
		to, err := k.findLevel(ctx)
		if err != nil {
			return err
		}
		if err := stage(ctx, k, areas(to, k.defaultParent()), records); err != nil {
			return err
		}
		if err := k.siftAreas(ctx, to); err != nil {
			return err
		}
		return k.publish(ctx, to)
	})
}

// areaLevel is the level that areas are imported to.
type areaLevel struct {
	id        int64
	profile   string
	rank      int
	key       string
	role      district.Role
	community *int64 // the community that all are in; nil: not stated
}

// below reports whether areas of the level are parts of communities.
func (l areaLevel) below() bool {
	return l.role != district.RoleUpper && l.role != district.RoleCommunity
}

// areas is the cargo of areas of a level; parent is the code of those without a parent.
func areas(to areaLevel, parent string) cargo[district.Area] {
	return cargo[district.Area]{
		table:   "import_area_stage",
		columns: []string{"raw", "code", "name", "parent", "kind", "attributes"},
		origin: func(a *district.Area) district.Origin {
			if a.ID == "" {
				return district.Origin{Row: a.Row, ID: a.Code}
			}
			return a.Origin
		},
		values: func(a *district.Area, r *row) error {
			code, err := areaCode(a.Code, to.role)
			if err != nil {
				return err
			}
			if len(a.Boundary) == 0 {
				return refusef("area %s has no boundary", code)
			}
			return firstError(
				r.surface(a.Boundary),
				r.text(code, "code", maxID),
				r.text(or(a.Name, code), "name", maxText),
				r.text(or(a.Parent, parent), "parent", maxID),
				r.text(areaKind(a.Dedicated), "kind", maxID),
				r.attributes(a.Attributes),
			)
		},
	}
}

// areaCode checks the code of an area of a level with that role.
func areaCode(text string, role district.Role) (string, error) {
	if text == "" {
		return "", refusef("the area has no code; name the column that has it")
	}
	code, err := district.ParseCode(text)
	if err != nil {
		return "", refusef("%v", err)
	}
	fits := !code.Standard()
	switch role {
	case district.RoleUpper:
		fits = fits || code.Form() == district.CountyForm || code.Form() == district.StreetForm
	case district.RoleCommunity:
		fits = fits || code.Form() == district.CommunityForm
	case district.RoleGrid:
		fits = fits || code.Form() == district.GridForm
	default:
		fits = true
	}
	if !fits {
		return "", refusef("code %s is that of a %s by its form, not of a %s", code, code.Form(), role)
	}
	return code.String(), nil
}

func areaKind(dedicated bool) string {
	if dedicated {
		return "dedicated"
	}
	return "ordinary"
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// defaultParent is the code of the parent of areas that state none.
func (k *intake) defaultParent() string { return or(k.Parent, k.Community) }

// gatherInForce fills the table of areas in force on the day of the import.
func (k *intake) gatherInForce(ctx context.Context) error {
	if _, err := k.tx.Exec(ctx, query("import_area_division")); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("import_area_in_force"), args{"day": k.From}); err != nil {
		return err
	}
	for {
		tag, err := k.tx.Exec(ctx, query("import_area_bury"))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			break
		}
	}
	_, err := k.tx.Exec(ctx, query("import_area_analyse"))
	return err
}

// siftAreas takes out staged areas that cannot be part of an edition, and gives the others
// parent, scope and identity.
func (k *intake) siftAreas(ctx context.Context, to areaLevel) error {
	if err := k.mendOrReject(ctx, "import_reject_shape"); err != nil {
		return err
	}
	if k.Pieces {
		if _, err := k.tx.Exec(ctx, query("import_area_unite")); err != nil {
			return err
		}
	}
	for _, statement := range []string{"import_area_reject_twice", "import_reject_twice"} {
		if err := k.rejectStaged(ctx, statement, args{}); err != nil {
			return err
		}
	}
	_, err := k.tx.Exec(ctx, query("import_area_parent"), args{
		"rank": to.rank, "below": to.below(), "profile": to.profile, "community": to.community,
	})
	if err != nil {
		return err
	}
	if to.below() {
		_, err := k.tx.Exec(ctx, query("import_area_inside"), args{"profile": to.profile})
		if err != nil {
			return err
		}
	}
	if err := k.rejectStaged(ctx, "import_area_reject_parent", args{"below": to.below(), "day": k.From, "profile": to.profile}); err != nil {
		return err
	}
	if to.below() {
		if err := k.rejectStaged(ctx, "import_area_reject_reuse", args{"level": to.id}); err != nil {
			return err
		}
	}
	if err := k.allowed(); err != nil {
		return err
	}
	return k.identify(ctx, to)
}

func (k *intake) identify(ctx context.Context, to areaLevel) error {
	for _, statement := range []string{"import_area_identify", "import_area_identity"} {
		if _, err := k.tx.Exec(ctx, query(statement), args{"level": to.id}); err != nil {
			return err
		}
	}
	return k.warn(ctx, ForeignCode, "import_area_foreign", args{})
}

// warn adds a warning when a statement counts anything. The statement answers the number, the
// example, and between them the largest when it is about land.
func (k *intake) warn(ctx context.Context, kind WarningKind, statement string, arguments args) error {
	w := Warning{Kind: kind}
	answer := []any{&w.Count, &w.Example}
	if kind == OutsideParent {
		answer = []any{&w.Count, &w.Largest, &w.Example}
	}
	if err := k.tx.QueryRow(ctx, query(statement), arguments).Scan(answer...); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	if w.Count > 0 {
		k.report.Warnings = append(k.report.Warnings, w)
	}
	return nil
}
