// Package archive is the container of a backup: a tar file whose every byte is accounted for.
//
// Its members are, in this order:
//
//	gewu-backup.json    what the backup is of; begins with the version of this format
//	attachments/…       the files of attachments, each under its own SHA-256
//	database/…          what pg_dump wrote, in pieces, to be put together in order
//	SHA256SUMS          the SHA-256 and the name of every member before it, as sha256sum writes them
//
// Names ascend from the second member to the last but one, so none comes twice. Headers hold a name
// and a length and nothing else that varies: two archives with the same members are the same file.
// A reader compares every byte that it does not hash, so that no change goes unnoticed.
//
// The sums show damage, not who made the archive: what is restored is run by the database.
package archive

import (
	"errors"
	"fmt"
	"strings"
)

// Format is the version of the format that this package writes, and the newest that it reads.
const Format = 1

// The names of the first member and the last.
const (
	AboutName = "gewu-backup.json"
	sumsName  = "SHA256SUMS"
)

// What can be wrong with a file that is to be read as an archive.
var (
	ErrForeign   = errors.New("this is no backup of gewu")
	ErrDamaged   = errors.New("the backup is damaged")
	ErrTruncated = fmt.Errorf("%w: its end is missing", ErrDamaged)
	ErrNewer     = errors.New("the backup was made by a newer version of gewu")
)

// An About says what a backup is of. It is the first member, as JSON.
type About struct {
	Format      int              `json:"format"`
	Made        string           `json:"made"` // time in UTC, RFC 3339
	Program     string           `json:"program"`
	Postgres    int              `json:"postgres"` // major version of the server
	Dump        int              `json:"dump"`     // major version of pg_dump
	Schema      []string         `json:"schema"`   // the migrations that had run
	Version     int64            `json:"version"`  // of the data
	People      int64            `json:"people"`
	Audit       string           `json:"audit"` // the last entry of the audit trail, N:HASH
	Attachments int64            `json:"attachments"`
	Bytes       int64            `json:"attachment_bytes"`
	Rows        map[string]int64 `json:"rows"` // of each table
}

// A Member is a file in an archive.
type Member struct {
	Name  string
	Bytes int64
}

// block is the unit of a tar file.
const block = 512

// maxMember is what fits into the eleven octal digits of a header.
const maxMember = 1<<33 - 1

// header returns the only header that a member with this name and length may have: a plain file
// that its owner may read and write, as POSIX ustar.
func header(m Member) (h [block]byte) {
	copy(h[0:100], m.Name)
	copy(h[100:], "0000600\x00")
	copy(h[108:], "0000000\x00")
	copy(h[116:], "0000000\x00")
	copy(h[124:], fmt.Sprintf("%011o\x00", m.Bytes))
	copy(h[136:], "00000000000\x00")
	copy(h[148:], "        ")
	h[156] = '0'
	copy(h[257:], "ustar\x0000")
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

// padding is how many zeros follow n bytes of a member.
func padding(n int64) int64 { return -n & (block - 1) }

// checkName refuses a name that is none for a member between the first and the last. So none leads
// out of a directory, and none is anything special to a program.
func checkName(name string) error {
	kind, rest, _ := strings.Cut(name, "/")
	if kind != "attachments" && kind != "database" || rest == "" || len(name) > 100 {
		return fmt.Errorf("%q is no name of a member", name)
	}
	for part := range strings.SplitSeq(rest, "/") {
		if part == "" || strings.Trim(part, "0123456789abcdef") != "" {
			return fmt.Errorf("%q is no name of a member", name)
		}
	}
	return nil
}
