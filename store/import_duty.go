package store

import (
	"context"
	"iter"
	"regexp"
	"time"

	"gewu/district"
)

// workPhone is what a phone number is written with.
var workPhone = regexp.MustCompile(`^[0-9+() -]*$`)

// ImportDuties takes over members of staff, by source and ID, and the posts they hold. A duty is
// about a holding that is there when area, post, member of staff and time agree; one without a
// beginning is about that of the day of the import, or begins on it. A duty that would make a
// second first holder at the same time is rejected. A phone that is not public stays when a row
// states none. With Replace that phone goes, and holdings of the source that the file does not
// have any more end on the day of the import; staff stay, for the record.
//
// Level and Profile choose among areas of several levels that have the same code.
func (db *DB) ImportDuties(ctx context.Context, in Import, records iter.Seq2[district.Duty, error]) (Report, error) {
	return db.take(ctx, in, "staff", func(ctx context.Context, k *intake) error {
		if err := stage(ctx, k, duties, records); err != nil {
			return err
		}
		if err := k.siftDuties(ctx); err != nil {
			return err
		}
		m, err := k.mergeDuties(ctx)
		if err != nil {
			return err
		}
		return k.counted(ctx, m)
	})
}

var duties = cargo[district.Duty]{
	table:   "import_duty_stage",
	columns: []string{"name", "work_phone", "phone_public", "area", "post", "duty", "from_date", "until"},
	origin:  func(d *district.Duty) district.Origin { return d.Origin },
	values: func(d *district.Duty, r *row) error {
		if d.Name == "" {
			return refusef("the member of staff has no name")
		}
		if !workPhone.MatchString(d.WorkPhone) {
			return refusef("work phone %q: it is written with digits, spaces and + ( ) -", d.WorkPhone)
		}
		if !d.From.IsZero() && d.Until != nil && !dateOf(*d.Until).After(dateOf(d.From)) {
			return refusef("the duty ends on %s, not after its beginning on %s",
				d.Until.Format(time.DateOnly), d.From.Format(time.DateOnly))
		}
		err := firstError(
			r.text(d.Name, "name", maxText),
			r.text(d.WorkPhone, "work phone", maxID),
		)
		r.add(d.Public)
		return firstError(
			err,
			r.text(d.Area, "area", maxID),
			r.text(d.Post, "post", maxID),
			r.text(d.Task, "task", maxText),
			r.date(&d.From, "beginning"),
			r.date(d.Until, "end"),
		)
	},
}

// date adds the date of a time, or null for none.
func (r *row) date(t *time.Time, what string) error {
	if t == nil || t.IsZero() {
		r.add(nil)
		return nil
	}
	return r.moment(t, what)
}

// siftDuties takes out staged duties that contradict what is known or one another, and finds the
// holdings that the others are about.
func (k *intake) siftDuties(ctx context.Context) error {
	if err := k.rejectStaged(ctx, "import_duty_reject_person", args{}); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("import_duty_find"), args{"level": k.Level, "profile": k.Profile}); err != nil {
		return err
	}
	if err := k.rejectStaged(ctx, "import_duty_reject_post", args{}); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("import_duty_match"), args{"source": k.Source, "day": k.From}); err != nil {
		return err
	}
	if err := k.rejectStaged(ctx, "import_duty_reject_period", args{}); err != nil {
		return err
	}
	err := k.rejectStaged(ctx, "import_duty_reject_overlap", args{"source": k.Source, "day": k.From, "replace": k.Replace})
	if err != nil {
		return err
	}
	return k.allowed()
}

// mergeDuties takes over the staged duties.
func (k *intake) mergeDuties(ctx context.Context) (m merged, err error) {
	if !k.Replace {
		if _, err := k.tx.Exec(ctx, query("import_duty_phone"), args{"source": k.Source}); err != nil {
			return m, err
		}
	}
	if _, err := k.tx.Exec(ctx, query("import_duty_state"), args{"source": k.Source}); err != nil {
		return m, err
	}
	if err := k.tx.QueryRow(ctx, query("import_duty_count")).Scan(&m.staged, &m.added, &m.changed); err != nil {
		return m, err
	}
	ended := args{"source": k.Source, "day": k.From, "replace": k.Replace}
	if err := k.tx.QueryRow(ctx, query("import_duty_end"), ended).Scan(&m.removed); err != nil {
		return m, err
	}
	if _, err := k.tx.Exec(ctx, query("import_duty_staff"), args{"source": k.Source}); err != nil {
		return m, err
	}
	if _, err := k.tx.Exec(ctx, query("import_duty_change")); err != nil {
		return m, err
	}
	_, err = k.tx.Exec(ctx, query("import_duty_add"), args{"source": k.Source})
	return m, err
}
