package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Text is words in both languages of the product.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Same returns a name that is not translated.
func Same(name string) Text { return Text{name, name} }

// Words returns a text in which both languages take the same arguments in the same order; of an argument that is a
// [Text] each takes its own.
func Words(zh, en string, args ...any) Text {
	chinese, english := slices.Clone(args), slices.Clone(args)
	for i, arg := range args {
		if text, both := arg.(Text); both {
			chinese[i], english[i] = text.ZH, text.EN
		}
	}
	return Text{fmt.Sprintf(zh, chinese...), fmt.Sprintf(en, english...)}
}

// Within names a place with what it lies in, where its own name does not begin with that: Chinese joins the two without a
// space, except after a name in other letters.
func Within(around, name Text) Text {
	if around.ZH == "" || strings.HasPrefix(name.ZH, around.ZH) {
		return name
	}
	between := " "
	if last, _ := utf8.DecodeLastRuneInString(around.ZH); unicode.Is(unicode.Han, last) {
		between = ""
	}
	return Text{around.ZH + between + name.ZH, around.EN + " " + name.EN}
}

// dayWords writes a day (YYYY-MM-DD) as sentences have it; what is none stays as it is.
func dayWords(day string) Text {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Same(day)
	}
	return Text{at.Format("2006年1月2日"), at.Format("Jan 2, 2006")}
}

// Grouped writes a count with its thousands apart.
func Grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// A Refusal is a question that has no answer, or a figure that cannot be tested, in words for who asked.
type Refusal struct {
	Field string // the parameter that is at fault; "": none is, the evidence does not suffice
	Words Text
}

// Error returns the English words.
func (r *Refusal) Error() string {
	if r.Field == "" {
		return r.Words.EN
	}
	return r.Field + ": " + r.Words.EN
}

// Refuse returns a refusal of a parameter; both languages take the same arguments in the same order.
func Refuse(field, zh, en string, args ...any) *Refusal {
	return &Refusal{field, Words(zh, en, args...)}
}

// NotTestable returns the refusal of a question that the evidence does not suffice for.
func NotTestable(zh, en string, args ...any) *Refusal {
	return &Refusal{"", Words("无法检验："+zh, "not testable: "+en, args...)}
}
