package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
)

// An AuditMark is the hash of an entry, noted outside of the database at an earlier time. Only
// that shows a trail that was made anew as a whole.
type AuditMark struct {
	ID   int64
	Hash [sha256.Size]byte
}

// An AuditReport says whether the audit trail is as it was written.
type AuditReport struct {
	Entries  int64 // that there are
	Head     AuditMark
	Findings []AuditFinding // in the order of the entries, the first MaxAuditFindings; none: it is sound
	Found    int64          // how many findings there are in all
}

// MaxAuditFindings is how many findings an AuditReport lists.
const MaxAuditFindings = 100

// An AuditFinding is something wrong with the trail at an entry.
type AuditFinding struct {
	ID     int64 // of the entry
	Kind   AuditFindingKind
	Detail string
}

// An AuditFindingKind says what is wrong.
type AuditFindingKind string

// The kinds of findings.
const (
	Altered    AuditFindingKind = "altered"      // the entry's hash is not that of what it says
	Missing    AuditFindingKind = "removed"      // the entry is not there, though later ones are
	OutOfOrder AuditFindingKind = "out of order" // the entry was written behind another than the one before it
	CutOff     AuditFindingKind = "cut off"      // the end of the trail is not the one that the database noted
	Foreign    AuditFindingKind = "other trail"  // the entry has another hash than was noted earlier
)

// VerifyAudit reads the whole trail and computes every hash anew, by rules of its own and not by
// those of the database. Marks are hashes that entries must have.
func (db *DB) VerifyAudit(ctx context.Context, marks ...AuditMark) (AuditReport, error) {
	v := verifier{marks: map[int64][sha256.Size]byte{}}
	for _, mark := range marks {
		v.marks[mark.ID] = mark.Hash
	}
	err := db.readIn(ctx, access.Everything, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, query("audit_patience")); err != nil {
			return err
		}
		if err := v.readAll(ctx, tx); err != nil {
			return err
		}
		return v.readHead(ctx, tx)
	})
	if err != nil {
		return v.report, fmt.Errorf("verify the audit trail: %w", explain(err))
	}
	return v.report, nil
}

// A verifier follows the chain from its beginning.
type verifier struct {
	report AuditReport
	marks  map[int64][sha256.Size]byte // not come to yet
	last   int64                       // the number of the entry before
	hash   [sha256.Size]byte           // its hash; before the first, zero
	entry  storedEntry
	text   []byte // buffer
}

// A storedEntry is an entry as the database keeps it.
type storedEntry struct {
	id             int64
	at             time.Time
	kind           string
	actor, area    *int64
	texts          [5]string // name, address, operation, noun, object
	before, after  *string
	previous, hash []byte
}

func (v *verifier) find(id int64, kind AuditFindingKind, detail string, a ...any) {
	v.report.Found++
	if len(v.report.Findings) < MaxAuditFindings {
		v.report.Findings = append(v.report.Findings, AuditFinding{id, kind, fmt.Sprintf(detail, a...)})
	}
}

func (v *verifier) readAll(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, query("audit_verify"))
	if err != nil {
		return err
	}
	e := &v.entry
	_, err = pgx.ForEachRow(rows, []any{
		&e.id, &e.at, &e.kind, &e.actor, &e.texts[0], &e.texts[1], &e.texts[2], &e.texts[3], &e.texts[4], &e.area,
		&e.before, &e.after, &e.previous, &e.hash,
	}, func() error { v.follow(); return nil })
	return err
}

// follow checks an entry against the one before it, and goes on from what it says of itself, so
// that one fault is told once.
func (v *verifier) follow() {
	e := &v.entry
	v.report.Entries++
	switch {
	case e.id == v.last+2:
		v.find(v.last+1, Missing, "it is not there")
	case e.id != v.last+1:
		v.find(v.last+1, Missing, "entries %d to %d are not there", v.last+1, e.id-1)
	case !bytes.Equal(e.previous, v.hash[:]):
		v.find(e.id, OutOfOrder, "it was not written behind entry %d as that is now", v.last)
	}
	v.text = e.append(v.text[:0])
	sum := sha256.New()
	sum.Write(e.previous)
	sum.Write(v.text)
	if !bytes.Equal(sum.Sum(nil), e.hash) {
		v.find(e.id, Altered, "what it says is not what was written")
	}
	if mark, ok := v.marks[e.id]; ok && !bytes.Equal(mark[:], e.hash) {
		v.find(e.id, Foreign, "its hash is not the one that was noted")
	}
	delete(v.marks, e.id)
	v.last = e.id
	v.hash = [sha256.Size]byte{}
	copy(v.hash[:], e.hash)
}

// readHead compares the end of the trail with what the database noted of it.
func (v *verifier) readHead(ctx context.Context, tx pgx.Tx) error {
	var id int64
	var hash []byte
	err := tx.QueryRow(ctx, query("audit_head")).Scan(&id, &hash)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		v.find(v.last, CutOff, "the database does not say any more which entry is the last")
	case err != nil:
		return err
	case id != v.last:
		v.find(min(id, v.last)+1, CutOff, "the last entry is %d, and %d was noted as the last", v.last, id)
	case !bytes.Equal(hash, v.hash[:]):
		v.find(id, CutOff, "the last entry is not the one that was noted as the last")
	}
	for id := range v.marks {
		v.find(id, CutOff, "it is not there, and its hash was noted")
	}
	v.report.Head = AuditMark{v.last, v.hash}
	return nil
}

// append appends the text of which the entry's hash is taken, as docs/operations.md tells: its
// parts as netstrings, a hyphen for one that is null.
func (e *storedEntry) append(to []byte) []byte {
	id, at := strconv.FormatInt(e.id, 10), e.at.UTC().Format("2006-01-02T15:04:05.000000Z")
	to = netstrings(to, &id, &at, &e.kind, decimal(e.actor))
	for i := range e.texts {
		to = netstrings(to, &e.texts[i])
	}
	return netstrings(to, decimal(e.area), e.before, e.after)
}

func decimal(n *int64) *string {
	if n == nil {
		return nil
	}
	text := strconv.FormatInt(*n, 10)
	return &text
}

func netstrings(to []byte, parts ...*string) []byte {
	for _, part := range parts {
		if part == nil {
			to = append(to, '-')
			continue
		}
		to = strconv.AppendInt(to, int64(len(*part)), 10)
		to = append(to, ':')
		to = append(to, *part...)
		to = append(to, ',')
	}
	return to
}

// String is a mark as people note it: the number of the entry, a colon, and its hash.
func (m AuditMark) String() string { return fmt.Sprintf("%d:%x", m.ID, m.Hash) }

// ParseAuditMark reads what String wrote.
func ParseAuditMark(text string) (m AuditMark, err error) {
	id, digits, _ := strings.Cut(text, ":")
	m.ID, err = strconv.ParseInt(id, 10, 64)
	hash, wrong := hex.DecodeString(digits)
	if err != nil || wrong != nil || copy(m.Hash[:], hash) != sha256.Size || len(hash) != sha256.Size || m.ID < 1 {
		return m, fmt.Errorf("%q is not the number of an entry, a colon, and its hash of 64 hexadecimal digits", text)
	}
	return m, nil
}
