package access

import (
	"encoding/json"
	"errors"
	"time"

	"gewu/geo"
)

// An Entry is one line of the audit trail: what was done, by whom, from where. The database gives
// it number, time and hash; writing it, the actor and the operation are those of the call.
type Entry struct {
	ID            int64
	At            time.Time
	Kind          Kind
	Actor         int64           // id of the person or token; 0: neither
	Name          string          // of the actor, as it was then
	From          string          // the address; "": the server's own machine
	Operation     string          // "POST /v1/people", "gewu import grids"
	Noun          string          // what was acted on: "person", "grid"
	Object        string          // which: an id, a code or a file
	Area          geo.AreaID      // 0: of no area, or of the whole district
	Before, After json.RawMessage // nil: nothing to tell. Never a password, token or phone
	Hash          []byte          // SHA-256 of the entry and of the hash before it
}

// MostEntries is how many entries one answer holds at most.
const MostEntries = 1000

// An AuditFilter says which entries are asked for. Its zero value asks for none: it has no scope.
type AuditFilter struct {
	From, Until time.Time // until, exclusive; zero: open
	Actor       int64     // of Kind; 0: any
	Kind        Kind      // "": any
	Operation   string    // "": any
	Noun        string    // "": any
	Text        string    // part of operation, object, name, address or of what is told; "": any
	Area        geo.AreaID
	Before      int64 // entries with a smaller number; 0: from the newest
	Limit       int   // 1 to MostEntries; 0: 100
	Scope       Scope // entries of areas in it; those of no area only in Everything
}

// ErrNoPost says that there is no such post.
var ErrNoPost = errors.New("there is no such post")

// A Phone is the work phone of who holds a post.
type Phone struct {
	Post   int64
	Name   string
	Number string
	Public bool
}

// IssueCounts are how many issues were opened in a community in a time.
type IssueCounts struct {
	From, Until time.Time // days in the district's time zone; until, exclusive
	Least       int       // smaller numbers are hidden; 0: none is
	Total       *int      // nil: hidden
	Grids       []GridIssues
}

// GridIssues is how many of them were in a grid.
type GridIssues struct {
	ID     geo.AreaID
	Issues *int // nil: hidden
}

// ErrNoAttachment says that there is no such attachment, or not for who asks.
var ErrNoAttachment = errors.New("there is no such attachment")

// An Attachment is a picture of an area. Its bytes lie in a file named after their hash.
type Attachment struct {
	ID            string // 32 hexadecimal digits, not to be guessed
	Area          geo.AreaID
	Kind          string // "image/jpeg", "image/png" or "image/webp"
	Bytes         int64
	SHA256        [32]byte
	Width, Height int
	Created       time.Time
	Person        int64  // who added it; 0: a program
	By            string // their name then
}
