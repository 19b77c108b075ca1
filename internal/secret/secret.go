// Package secret keeps what only its owner may know: it hashes passwords so that they cannot be
// read back, judges whether one can be guessed, and makes tokens, keys of sessions and passwords
// for one use.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// TokenPrefix begins every token of a machine, so that one that leaked is known for what it is.
const TokenPrefix = "gewu_"

// keyBytes is how many random bytes a token and the key of a session have: 256 bits.
const keyBytes = 32

// Token returns a new token of a machine, TokenPrefix and 43 characters of base64url, and its Sum,
// which is all that is to be kept.
func Token() (text string, sum [sha256.Size]byte) {
	text = TokenPrefix + random()
	return text, Sum(text)
}

// Key returns a new key of a session, 43 characters of base64url, and its Sum, which is all that is
// to be kept.
func Key() (text string, sum [sha256.Size]byte) {
	text = random()
	return text, Sum(text)
}

// Sum is what is kept of a token or a key. A plain hash is enough: nobody guesses 256 random bits.
func Sum(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

func random() string {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails: see its documentation
	return base64.RawURLEncoding.EncodeToString(key)
}

// legible are 32 letters and digits that are not taken for one another, spoken or written.
const legible = "abcdefghijkmnpqrstuvwxyz23456789"

// OneTime returns a new password that is told once: 20 letters and digits in groups of four, such
// as bq7k-…, of 100 random bits.
func OneTime() string {
	const groups, group = 5, 4
	key := make([]byte, groups*group)
	_, _ = rand.Read(key) // never fails: see its documentation
	var text strings.Builder
	for i, b := range key {
		if i > 0 && i%group == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(legible[int(b)%len(legible)]) // 256 is a multiple of 32: no letter is likelier
	}
	return text.String()
}
