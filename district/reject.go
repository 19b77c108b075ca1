package district

import (
	"errors"
	"fmt"
)

// A Reject is a record of a file that is refused while the rest goes on: it does not say
// enough, contradicts another record, or has a shape that is none. Row counts from 1 and is 0
// when it is not known; ID is the source's own identifier, if it has one.
type Reject struct {
	Row    int64
	ID     string
	Reason string
}

// Error says which record is refused and why.
func (r *Reject) Error() string {
	switch {
	case r.Row == 0 && r.ID == "":
		return r.Reason
	case r.Row == 0:
		return fmt.Sprintf("%s: %s", r.ID, r.Reason)
	case r.ID == "":
		return fmt.Sprintf("row %d: %s", r.Row, r.Reason)
	default:
		return fmt.Sprintf("row %d (%s): %s", r.Row, r.ID, r.Reason)
	}
}

// RowReject returns the row, the source's identifier and the reason. An error type of another
// package that has this method is taken for a Reject too, see RejectOf.
func (r *Reject) RowReject() (row int64, id, reason string) { return r.Row, r.ID, r.Reason }

// RejectOf finds the Reject in err's tree: a *Reject, or any error with the method RowReject.
// It returns false for an error that ends the reading of a file.
func RejectOf(err error) (Reject, bool) {
	var rejected interface {
		error
		RowReject() (row int64, id, reason string)
	}
	if !errors.As(err, &rejected) {
		return Reject{}, false
	}
	row, id, reason := rejected.RowReject()
	return Reject{Row: row, ID: id, Reason: reason}, true
}
