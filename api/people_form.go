package api

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gewu/access"
)

// signInName reads a name to sign in with.
func (f *form) signInName(name string) string {
	v, err := access.Name(f.text(name, 1, 100))
	if err != nil && !f.faulty(name) {
		f.fault(name, " 应为 2 到 64 个字符，仅限小写字母、数字、点、连字符和下划线", " must have 2 to 64 characters out of a–z, 0–9, dot, hyphen and underscore")
	}
	return v
}

// fullName reads a person's name, which may be empty.
func (f *form) fullName(name string) string { return f.text(name, 0, 200) }

// email reads an e-mail address, or none.
func (f *form) email(name string) string {
	v, err := access.Email(f.text(name, 0, 254))
	if err != nil && !f.faulty(name) {
		f.fault(name, " 应为电子邮箱地址，或留空", " must be an e-mail address, or empty")
	}
	return v
}

// faulty reports whether something is wrong with a member already.
func (f *form) faulty(name string) bool {
	return slices.ContainsFunc(*f.faults, func(fault fieldFault) bool { return fault.Field == f.prefix+name })
}

// line returns a parameter that is a short text.
func (q query) line(name string) (string, error) {
	text := q.text(name)
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > longestQuery || strings.ContainsFunc(text, unseen) {
		return "", badParameter.because("%s 应为至多 %d 个字符的 UTF-8 文字。", "%s must be UTF-8 text of at most %d characters.", name, longestQuery).with("parameter", name)
	}
	return text, nil
}

// id returns a parameter that is a positive whole number, or 0 when it is not given.
func (q query) id(name string) (int64, error) {
	text := q.text(name)
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, wrong(name, "不是正整数", "is not a positive whole number", text)
	}
	return id, nil
}

// choiceOf returns a parameter that is one of several words, or "" when it is not given.
func choiceOf[T ~string](q query, name string, choices []T) (T, error) {
	text := T(q.text(name))
	if text == "" || slices.Contains(choices, text) {
		return text, nil
	}
	var words []string
	for _, c := range choices {
		words = append(words, string(c))
	}
	list := strings.Join(words, ", ")
	return "", badParameter.because("%s 应为以下之一：%s。", "%s must be one of %s.", name, list).with("parameter", name).with("choices", words)
}
