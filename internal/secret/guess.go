package secret

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// bits estimates how many bits it takes to guess a password: the least sum over all ways to cut it
// into words, runs of keys and single characters, where whole repetitions count once. The idea is
// that of Wheeler, zxcvbn: Low-Budget Password Strength Estimation, USENIX Security 2016; what is
// counted here is simpler, and errs towards refusing.
func bits(password string, known words) float64 {
	text := []rune(password)
	if period := periodOf(text); period < len(text) {
		return bits(string(text[:period]), known) + math.Log2(float64(len(text)/period))
	}
	least := make([]float64, len(text)+1) // by how much of the text is guessed
	for end := range text {
		least[end+1] = math.Inf(1)
	}
	for start := range text {
		reach := func(end int, cost float64) { least[end] = min(least[end], least[start]+cost) }
		reach(start+1, character(text[start]))
		reachRuns(text, start, reach)
		reachWords(text, start, known, reach)
	}
	return least[len(text)]
}

// periodOf is the length of the shortest text that makes up the whole when repeated.
func periodOf(text []rune) int {
	for period := 1; period <= len(text)/2; period++ {
		if len(text)%period == 0 && slices.Equal(text[period:], text[:len(text)-period]) {
			return period
		}
	}
	return len(text)
}

// character is how hard it is to guess one character that nothing else explains. Digits in
// passwords are mostly days, telephone numbers and numbers of identity cards: two bits, not three.
func character(r rune) float64 {
	switch {
	case '0' <= r && r <= '9':
		return 2
	case 'a' <= r && r <= 'z':
		return 4.7 // log2 26
	case 'A' <= r && r <= 'Z':
		return 5.7
	case strings.ContainsRune(" -_.@!", r):
		return 3
	case r <= unicode.MaxASCII:
		return 5
	default:
		return 7 // a character of Chinese, mostly one of a phrase
	}
}

// longestWord is how many characters are looked up as one word at most.
const longestWord = 64

func reachWords(text []rune, start int, known words, reach func(end int, cost float64)) {
	word := make([]rune, 0, longestWord)
	for end := start; end < len(text) && len(word) < longestWord; end++ {
		word = append(word, fold(text[end]))
		if cost, is := known[string(word)]; is {
			reach(end+1, cost+disguise(text[start:end+1]))
		}
	}
}

// disguise is what writing a word in other letters adds: a bit for capitals.
func disguise(word []rune) float64 {
	if slices.ContainsFunc(word, unicode.IsUpper) {
		return 1
	}
	return 0
}

// Keys that are pressed one after another, and the alphabet. They are also read backwards.
var rows = func() []string {
	ways := []string{
		"01234567890", "!@#$%^&*()", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
		"!qaz@wsx#edc$rfv%tgb^yhn&ujm", "147258369", "789456123", "qawsedrftgyhujikolp", "123qweasdzxc", "abc123", "qwe123asd456zxc789",
	}
	for _, way := range slices.Clone(ways) {
		back := []rune(way)
		slices.Reverse(back)
		ways = append(ways, string(back))
	}
	return ways
}()

// A run is at least three keys, and is guessed by where it begins, how long it is, and which way.
const (
	leastRun = 3
	runBits  = 8
)

// reachRuns reaches the ends of runs of keys and of one character again and again.
func reachRuns(text []rune, start int, reach func(end int, cost float64)) {
	for end := start + leastRun; end <= len(text); end++ {
		run := strings.ToLower(string(text[start:end]))
		same := strings.Trim(run, run[:len(string(unicode.ToLower(text[start])))]) == ""
		if !same && !slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, run) }) {
			return
		}
		reach(end, runBits)
	}
}
