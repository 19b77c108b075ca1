package interchange

import (
	"errors"
	"iter"
	"regexp"
	"strconv"
	"strings"

	"gewu/district"
)

// Facilities makes service points of points and grounds. Of OpenStreetMap it takes the kinds
// listed at facilityKinds.
func (m Mapping) Facilities(seq Features) iter.Seq2[district.Facility, error] {
	return records(m, Facilities, seq, func(rec *record) (district.Facility, error) {
		f := district.Facility{
			Kind: rec.text("kind"), Name: rec.text("name"), Address: rec.address(),
			Ground: ground(rec.Geometry), Point: pointOf(rec.Geometry), Attributes: rec.attributes,
		}
		if rec.tagged {
			if f.Kind = facilityKind(tags(rec.Properties)); f.Kind == "" {
				return f, errSkip
			}
		}
		f.Origin = rec.origin()
		switch {
		case f.Ground == nil && f.Point == nil && rec.tagged:
			return f, errSkip
		case f.Ground == nil && f.Point == nil:
			return f, rec.wrongShape("a facility", "a point or a polygon")
		case f.Kind == "":
			return f, errors.New("the facility has no kind; name its column with --field kind=COLUMN")
		}
		return f, nil
	})
}

// Issues makes issues of points with a time.
func (m Mapping) Issues(seq Features) iter.Seq2[district.Issue, error] {
	return records(m, Issues, seq, func(rec *record) (district.Issue, error) {
		i := district.Issue{
			Origin: rec.origin(), Kind: rec.text("kind"), Title: rec.text("title"), Address: rec.address(),
			OpenedAt: rec.when("opened"), DueAt: rec.moment("due"), ClosedAt: rec.moment("closed"),
			Status: rec.word("status", statusWords), Accuracy: rec.metres("accuracy"), Attributes: rec.attributes,
			Duplicate: rec.flag("duplicate"), DuplicateOf: rec.text("duplicate_of"),
		}
		i.Duplicate = i.Duplicate || i.DuplicateOf != ""
		point := pointOf(rec.Geometry)
		switch {
		case point == nil:
			return i, rec.wrongShape("an issue", "a point")
		case rec.text("opened") == "":
			return i, errors.New("the issue has no opening time; name its column with --field opened=COLUMN")
		case i.ClosedAt != nil && rec.fault == nil && i.ClosedAt.Before(i.OpenedAt):
			return i, errors.New("the issue was closed before it was opened")
		}
		i.Point = *point
		return i, nil
	})
}

// Visits makes visits of rows with a building and a time. Columns without a meaning are left out: what
// was said, and to whom, is not recorded.
func (m Mapping) Visits(seq Features) iter.Seq2[district.Visit, error] {
	return records(m, Visits, seq, func(rec *record) (district.Visit, error) {
		v := district.Visit{
			Origin: rec.origin(), Building: rec.text("building"), From: rec.text("building_source"), Address: rec.text("address"),
			At: rec.when("visited"), Staff: rec.text("staff"),
		}
		switch {
		case v.Building == "" && v.Address == "":
			return v, errors.New("the visit names no building; name its column with --field building=COLUMN, or that of addresses")
		case rec.text("visited") == "":
			return v, errors.New("the visit does not say when it was; name its column with --field visited=COLUMN")
		}
		return v, nil
	})
}

// metres reads a length of at least 0, nil when the row does not have it.
func (rec *record) metres(name string) *float64 {
	s := rec.text(name)
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x >= 0 && x < 1e7) {
		rec.fail("%s is %q, which is not a length in metres", name, s)
		return nil
	}
	return &x
}

// Duties makes rows of a staff file. Whoever has no identifier of his own is known by name and
// work phone.
func (m Mapping) Duties(seq Features) iter.Seq2[district.Duty, error] {
	return records(m, Duties, seq, func(rec *record) (district.Duty, error) {
		d := district.Duty{
			Name: rec.text("name"), WorkPhone: rec.text("work_phone"), Public: rec.flag("public"),
			Area: rec.text("area"), Post: rec.text("post"), Task: rec.text("task"), From: rec.day("from"),
		}
		d.Origin = district.Origin{Row: rec.Row, ID: rec.text("id")}
		if d.ID == "" {
			d.ID = strings.TrimSpace(d.Name + " " + d.WorkPhone)
		}
		if until := rec.day("until"); !until.IsZero() {
			d.Until = &until
		}
		return d, badDuty(d)
	})
}

var phoneForm = regexp.MustCompile(`^[0-9+() -]*$`)

func badDuty(d district.Duty) error {
	switch {
	case d.Name == "":
		return errors.New("the row has no name of a member of staff")
	case !phoneForm.MatchString(d.WorkPhone):
		return errors.New("the work phone has characters other than digits, +, -, brackets and blanks")
	case (d.Area == "") != (d.Post == ""):
		return errors.New("the row has an area without a post, or a post without an area")
	case d.Until != nil && !d.Until.After(d.From):
		return errors.New("the duty ends before it begins")
	}
	return nil
}
