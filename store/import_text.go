package store

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// refusef makes a Reject whose row and ID are filled in by whoever knows them.
func refusef(format string, arguments ...any) *Reject {
	return &Reject{Reason: fmt.Sprintf(format, arguments...)}
}

// unfitText says why PostgreSQL cannot hold a text, "" when it can.
func unfitText(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "is not UTF-8 text; state the encoding of the file"
	case strings.ContainsRune(s, 0):
		return "has a NUL character"
	default:
		return ""
	}
}

// checkText returns an error if one of the texts of an import cannot be held.
func checkText(texts ...string) error {
	for _, s := range texts {
		if reason := unfitText(s); reason != "" {
			return fmt.Errorf("%w: %q %s", ErrImport, s, reason)
		}
	}
	return nil
}

// hasNUL reports whether JSON text holds a NUL character, which PostgreSQL cannot.
func hasNUL(text []byte) bool { return bytes.Contains(text, []byte(`\u0000`)) }
