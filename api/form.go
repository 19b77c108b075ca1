package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gewu/district"
	"gewu/internal/batch"
	"gewu/plan"
)

// longestForm is how long a JSON body may be that is one object, bytes.
const longestForm = 64 << 10

// A form is a JSON object that a client sends: each member known and given at most once. What is
// wrong with its members is gathered, so that all of it can be told at once: see err.
type form struct {
	prefix string // of the names of its members, when it is a member itself
	values map[string]json.RawMessage
	faults *[]fieldFault
}

// A fieldFault says what is wrong with a member, and what it should be.
type fieldFault struct {
	Field  string        `json:"field"`
	Detail district.Text `json:"detail"`
}

// readForm reads the body of a request that takes no parameters.
func readForm(r *http.Request, known ...string) (*form, error) {
	return readFormUpTo(r, longestForm, known...)
}

// readFormUpTo reads a form of at most so many bytes.
func readFormUpTo(r *http.Request, most int64, known ...string) (*form, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	if err != nil || media != "application/json" || charset != "" && charset != "utf-8" {
		return nil, notJSON()
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, noCoding()
	}
	text, err := readAll(r, most)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(text) {
		return nil, badJSON("不是 UTF-8 文字", "it is not UTF-8")
	}
	if batch.TooDeep(text) {
		return nil, badJSON("嵌套过深", "it is nested too deeply")
	}
	return parseForm(text, "", &[]fieldFault{}, known)
}

// readAll reads a body of at most most bytes.
func readAll(r *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, most))
	if err != nil {
		return nil, &bodyError{err}
	}
	return body, nil
}

// parseForm reads an object. Package json by itself would take names in any case, take the last of
// several values, and ignore what follows.
func parseForm(text []byte, prefix string, faults *[]fieldFault, known []string) (*form, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, badJSON("应为一个对象", "it should be one object")
	}
	f := &form{prefix, map[string]json.RawMessage{}, faults}
	var unknown []string
	for decoder.More() {
		token, err := decoder.Token()
		name, isText := token.(string)
		var value json.RawMessage
		if err != nil || !isText || decoder.Decode(&value) != nil {
			return nil, badJSON("语法有误", "its syntax is wrong")
		}
		if _, twice := f.values[name]; twice {
			return nil, badJSON("成员重复："+clip(name), "a member is given twice: "+clip(name))
		}
		if !slices.Contains(known, name) {
			unknown = append(unknown, clip(prefix+name))
		}
		f.values[name] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, badJSON("语法有误", "its syntax is wrong")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, badJSON("对象之后还有内容", "something follows the object")
	}
	if len(unknown) > 0 {
		return nil, unknownFields(unknown, known)
	}
	return f, nil
}

// err returns the problem of the form, or nil when nothing is wrong with it.
func (f *form) err() error {
	if len(*f.faults) == 0 {
		return nil
	}
	var zh, en []string
	for _, fault := range *f.faults {
		zh, en = append(zh, fault.Detail.ZH), append(en, fault.Detail.EN)
	}
	p := &problem{kind: badField, detail: district.Text{ZH: strings.Join(zh, ""), EN: strings.Join(en, " ")}}
	return p.with("fields", *f.faults)
}

// fault notes what is wrong with a member: texts that go on after its name.
func (f *form) fault(name, zh, en string) {
	name = f.prefix + name
	*f.faults = append(*f.faults, fieldFault{name, district.Text{ZH: name + zh + "。", EN: name + en + "."}})
}

// has reports whether a member is given, be it as null.
func (f *form) has(name string) bool {
	_, given := f.values[name]
	return given
}

// null reports whether a member is null or not given.
func (f *form) null(name string) bool {
	value, given := f.values[name]
	return !given || string(value) == "null"
}

// read reads a member that must be there; what says what it should be.
func (f *form) read(name string, into any, zh, en string) bool {
	if f.null(name) {
		f.fault(name, " 必填："+zh, " is required: "+en)
		return false
	}
	if json.Unmarshal(f.values[name], into) != nil {
		f.fault(name, " 应为"+zh, " must be "+en)
		return false
	}
	return true
}

// text reads a line of least to most characters without space around it.
func (f *form) text(name string, least, most int) string {
	var text string
	zh, en := textRule(least, most)
	if !f.read(name, &text, zh, en) {
		return ""
	}
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n < least || n > most || strings.ContainsFunc(text, unseen) {
		f.fault(name, " 应为"+zh, " must be "+en)
		return ""
	}
	return text
}

// secret reads a password, as it stands.
func (f *form) secret(name string) string {
	const most = 1000
	var text string
	zh, en := textRule(1, most)
	if f.read(name, &text, zh, en) && utf8.RuneCountInString(text) > most {
		f.fault(name, " 应为"+zh, " must be "+en)
		return ""
	}
	return text
}

// flag reads true or false.
func (f *form) flag(name string) (v bool) {
	f.read(name, &v, " true 或 false", "true or false")
	return v
}

// day reads a date, at midnight UTC.
func (f *form) day(name string) time.Time {
	const zh, en = " YYYY-MM-DD 形式的日期", "a date as YYYY-MM-DD"
	var text string
	if !f.read(name, &text, zh, en) {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1900 || day.Year() > 2999 {
		f.fault(name, " 应为"+zh, " must be "+en)
		return time.Time{}
	}
	return day
}

// instant reads a time with its zone.
func (f *form) instant(name string) time.Time {
	const zh, en = "带时区的时间，如 2027-01-01T00:00:00+08:00", "a time with its zone such as 2027-01-01T00:00:00+08:00"
	var text string
	if !f.read(name, &text, zh, en) {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.Year() < 1900 || at.Year() > 2999 {
		f.fault(name, " 应为"+zh, " must be "+en)
		return time.Time{}
	}
	return at
}

// id reads a positive whole number.
func (f *form) id(name string) int64 {
	const zh, en = "正整数", "a positive whole number"
	var id int64
	if f.read(name, &id, zh, en) && id < 1 {
		f.fault(name, " 应为"+zh, " must be "+en)
		return 0
	}
	return id
}

// choice reads one of several words.
func (f *form) choice(name string, choices ...string) string {
	var text string
	list := strings.Join(choices, ", ")
	if f.read(name, &text, "以下之一："+list, "one of "+list) && !slices.Contains(choices, text) {
		f.fault(name, " 应为以下之一："+list, " must be one of "+list)
		return ""
	}
	return text
}

// object reads a member that is an object itself; nil when it is not one.
func (f *form) object(name string, known ...string) (*form, error) {
	if f.null(name) || f.values[name][0] != '{' {
		f.fault(name, " 应为对象", " must be an object")
		return nil, nil
	}
	return parseForm(f.values[name], f.prefix+name+".", f.faults, known)
}

// textRule says in both languages what text takes.
func textRule(least, most int) (zh, en string) {
	if least == 0 {
		return fmt.Sprintf("一行至多 %d 个字符的文字", most), fmt.Sprintf("a line of at most %d characters", most)
	}
	return fmt.Sprintf("一行 %d 到 %d 个字符的文字", least, most), fmt.Sprintf("a line of %d to %d characters", least, most)
}

// unseen reports whether a character does not belong in a line of text.
func unseen(c rune) bool { return plan.Unseen(c) }
