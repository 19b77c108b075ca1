package store

import (
	"encoding/json"
	"errors"
	"math"
)

// idRuns are identities, each once and rising, which JSON has as how many numbers to skip and how many to take, in
// turn from 0: [3, 2, 1, 1] is 3, 4, 6. What changes 20,000 cells changes most of them in runs.
type idRuns[ID ~int32] []ID

// MarshalJSON writes them.
func (r idRuns[ID]) MarshalJSON() ([]byte, error) {
	runs, next := []int64{}, int64(0)
	for _, id := range r {
		if skip := int64(id) - next; skip > 0 || len(runs) == 0 {
			runs = append(runs, skip, 0)
		}
		runs[len(runs)-1]++
		next = int64(id) + 1
	}
	return json.Marshal(runs)
}

var errRuns = errors.New("runs of identities that are none")

// UnmarshalJSON reads them.
func (r *idRuns[ID]) UnmarshalJSON(text []byte) error {
	var runs []int64
	if err := json.Unmarshal(text, &runs); err != nil {
		return err
	}
	if len(runs)%2 != 0 {
		return errRuns
	}
	*r = (*r)[:0]
	next := int64(0)
	for i := 0; i < len(runs); i += 2 {
		skip, take := runs[i], runs[i+1]
		if skip < 0 || take < 0 || skip > math.MaxInt32 || take > math.MaxInt32 || next+skip+take > math.MaxInt32+1 {
			return errRuns
		}
		for next += skip; take > 0; take-- {
			*r = append(*r, ID(next))
			next++
		}
	}
	return nil
}
