package analysis

import "fmt"

// A Text is words in both languages of the product.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Same returns a name that is not translated.
func Same(name string) Text { return Text{name, name} }

// Words returns a text in which both languages take the same arguments in the same order.
func Words(zh, en string, args ...any) Text {
	return Text{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
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
