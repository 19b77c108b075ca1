package api

import (
	"net/http"

	"golang.org/x/text/language"

	"gewu/district"
)

// A tongue is a language that the service speaks.
type tongue string

const (
	chinese tongue = "zh-CN"
	english tongue = "en"
)

// The first language is the default.
var tongues = language.NewMatcher([]language.Tag{language.MustParse(string(chinese)), language.English})

// languageOf returns the language that the request prefers.
func languageOf(r *http.Request) tongue {
	_, i := language.MatchStrings(tongues, r.Header.Get("Accept-Language"))
	if i == 1 {
		return english
	}
	return chinese
}

func (t tongue) of(text district.Text) string {
	if t == english {
		return text.EN
	}
	return text.ZH
}
