package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// What hashing costs: 19 MiB of memory, two passes, one lane. Source: OWASP Password Storage Cheat
// Sheet, its second configuration of argon2id; the salt and the length are those of RFC 9106 §4.
var costs = parameters{memoryKiB: 19 << 10, passes: 2, lanes: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

// atOnce is how many passwords are hashed at the same time, so that many sign-ins do not take all
// of the memory: the others wait for a seat.
const atOnce = 2

var seats = make(chan struct{}, atOnce)

type parameters struct {
	memoryKiB uint32
	passes    uint32
	lanes     uint8
}

// A sealed password is what is kept of it.
type sealed struct {
	parameters
	salt, hash []byte
}

// Hash returns what is to be kept of a password: argon2id with a new salt, as a PHC string.
func Hash(password string) string {
	s := sealed{parameters: costs, salt: make([]byte, saltBytes)}
	_, _ = rand.Read(s.salt) // never fails: see its documentation
	s.hash = s.derive(password, hashBytes)
	return s.String()
}

// Match reports whether a password is the one that encoded was made of by Hash, and whether it was
// made at another cost than today's, so that a new Hash should take its place. What is no such
// text matches nothing, and takes as long to find out as a wrong password does: pass "" for a
// person who does not exist.
func Match(encoded, password string) (ok, stale bool) {
	s, err := parse(encoded)
	if err != nil {
		decoy := sealed{parameters: costs, salt: make([]byte, saltBytes)}
		decoy.derive(password, hashBytes)
		return false, false
	}
	got := s.derive(password, len(s.hash))
	ok = subtle.ConstantTimeCompare(got, s.hash) == 1
	return ok, ok && (s.parameters != costs || len(s.salt) != saltBytes || len(s.hash) != hashBytes)
}

// derive hashes a password when there is a seat. Characters that look and mean the same, such as
// full-width digits, count as the same (NFKC, as NIST SP 800-63B §3.1.1.2 has it).
func (s *sealed) derive(password string, length int) []byte {
	seats <- struct{}{}
	defer func() { <-seats }()
	return argon2.IDKey([]byte(norm.NFKC.String(password)), s.salt, s.passes, s.memoryKiB, s.lanes, uint32(length))
}

// String is the PHC string: https://github.com/P-H-C/phc-string-format.
func (s *sealed) String() string {
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf(format, argon2.Version, s.memoryKiB, s.passes, s.lanes) + "$" + text(s.salt) + "$" + text(s.hash)
}

const format = "$argon2id$v=%d$m=%d,t=%d,p=%d"

// What a kept hash may cost at most, so that a bad row does not take all of the memory or time.
const (
	mostMemoryKiB = 256 << 10
	mostPasses    = 16
	mostLanes     = 16
	mostBytes     = 64
	leastBytes    = 8
)

var errEncoding = errors.New("not a password hash of argon2id")

// parse reads what String writes, and nothing else.
func parse(encoded string) (*sealed, error) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 {
		return nil, errEncoding
	}
	var s sealed
	var version int
	head := strings.Join(parts[:4], "$")
	if _, err := fmt.Sscanf(head, format, &version, &s.memoryKiB, &s.passes, &s.lanes); err != nil || version != argon2.Version {
		return nil, errEncoding
	}
	for i, part := range []*[]byte{&s.salt, &s.hash} {
		var err error
		if *part, err = base64.RawStdEncoding.Strict().DecodeString(parts[4+i]); err != nil {
			return nil, errEncoding
		}
	}
	if !s.bearable() || s.String() != encoded {
		return nil, errEncoding
	}
	return &s, nil
}

// bearable reports whether s costs no more than it may, and holds what argon2 asks for.
func (s *sealed) bearable() bool {
	return 1 <= s.passes && s.passes <= mostPasses && 1 <= s.lanes && s.lanes <= mostLanes &&
		8*uint32(s.lanes) <= s.memoryKiB && s.memoryKiB <= mostMemoryKiB &&
		leastBytes <= len(s.salt) && len(s.salt) <= mostBytes &&
		leastBytes <= len(s.hash) && len(s.hash) <= mostBytes
}
