package access

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is wrong with what is said of a person.
var (
	ErrName     = errors.New("a sign-in name has 2 to 64 of the characters a–z, 0–9, dot, hyphen and underscore")
	ErrFullName = errors.New("a full name has at most 200 characters, on one line")
	ErrEmail    = errors.New("an e-mail address has an @ and at most 254 characters, none of them a space")
)

// Name returns a sign-in name as it is kept, in small letters and without spaces around it, or
// ErrName.
func Name(text string) (string, error) {
	name := strings.Map(small, strings.TrimSpace(text))
	if len(name) < 2 || len(name) > 64 || strings.ContainsFunc(name, notOfName) {
		return "", fmt.Errorf("%q: %w", shortened(text), ErrName)
	}
	return name, nil
}

// ofName are the characters of a sign-in name.
const ofName = "abcdefghijklmnopqrstuvwxyz0123456789._-"

// small is the small letter of one of A–Z. Others stay: a sign for Kelvin is no k.
func small(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

func notOfName(r rune) bool {
	return !strings.ContainsRune(ofName, r)
}

// shortened is a text that is not longer than what an error may tell.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 64 {
		return string(runes[:64]) + "…"
	}
	return text
}

// FullName returns a person's full name as it is kept, without spaces around it, or ErrFullName.
func FullName(text string) (string, error) {
	text = strings.TrimSpace(text)
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 200 || strings.ContainsFunc(text, unseen) {
		return "", ErrFullName
	}
	return text, nil
}

// unseen reports whether r is not seen, or changes how others are: a control character, an end of
// a line, or one that turns the direction of writing.
func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// Email returns an e-mail address as it is kept, or ErrEmail. "" is none.
func Email(text string) (string, error) {
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, '@')
	switch {
	case text == "":
		return "", nil
	case at < 1 || at == len(text)-1 || len(text) > 254 || !utf8.ValidString(text):
		return "", ErrEmail
	case strings.ContainsFunc(text, func(r rune) bool { return unseen(r) || unicode.IsSpace(r) }):
		return "", ErrEmail
	}
	return text, nil
}
