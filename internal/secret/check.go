package secret

import (
	_ "embed"
	"errors"
	"math"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Why a password is refused.
var (
	ErrShort  = errors.New("the password has fewer than 12 characters")
	ErrLong   = errors.New("the password has more than 128 characters")
	ErrCommon = errors.New("the password can be guessed: it is made of common words, numbers or keys side by side")
	ErrName   = errors.New("the password can be guessed from its owner's name")
)

// How many characters a password has.
const (
	LeastLength = 12
	MostLength  = 128
)

// enough is how many bits of guessing a password must withstand. At the cost of Hash a processor
// takes decades for 2^36 guesses.
const enough = 36

// Check returns why a password must be refused, one of the errors of this package, or nil. Which
// kinds of characters it has is not asked: what counts is how many, and that it cannot be guessed
// from common words, numbers, neighbouring keys, or the names of its owner.
func Check(password string, names ...string) error {
	password = norm.NFKC.String(password)
	switch n := len([]rune(password)); {
	case n < LeastLength:
		return ErrShort
	case n > MostLength:
		return ErrLong
	}
	if bits(password, commonWords()) <= enough {
		return ErrCommon
	}
	if own := wordsOfNames(names); bits(password, own) <= enough {
		return ErrName
	}
	return nil
}

//go:embed common.txt
var commonText string

// words are words by their folded letters, and how many bits it takes to guess one.
type words map[string]float64

// commonWords are those of common.txt, each as hard to guess as it is to tell them apart.
var commonWords = sync.OnceValue(func() words {
	w := words{}
	for line := range strings.Lines(commonText) {
		line, _, _ = strings.Cut(line, "#")
		for _, word := range strings.Fields(line) {
			w[folded(word)] = 0
		}
	}
	for word := range w {
		w[word] = math.Log2(float64(len(w)))
	}
	return w
})

// nameBits is how hard it is to guess a name when it is known whose password it is.
const nameBits = 2

// wordsOfNames are the common words, the names, their parts, and their parts together.
func wordsOfNames(names []string) words {
	own := words{}
	for _, name := range names {
		parts := strings.FieldsFunc(norm.NFKC.String(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, part := range append(parts, strings.Join(parts, "")) {
			own[folded(part)] = nameBits
		}
	}
	delete(own, "")
	for word, cost := range commonWords() {
		if _, is := own[word]; !is {
			own[word] = cost
		}
	}
	return own
}

// folded is a word in small letters, with digits and signs that stand for letters taken for them.
func folded(word string) string { return strings.Map(fold, word) }

func fold(r rune) rune {
	switch r = unicode.ToLower(r); r {
	case '0':
		return 'o'
	case '1', '!', 'l':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	default:
		return r
	}
}
