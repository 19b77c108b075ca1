package interchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/valyala/fastjson"
)

// members calls f for each member of the JSON object raw, in order. The slices share raw's
// memory; a key with escapes is decoded first.
func members(raw []byte, f func(key, value []byte) error) error {
	rest, found := bytes.CutPrefix(bytes.TrimLeft(raw, " \t\r\n"), []byte("{"))
	if !found {
		return fmt.Errorf("%s is not a JSON object", brief(raw))
	}
	for more := false; ; more = true {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) > 0 && rest[0] == '}' && !more {
			return trailing(rest[1:])
		}
		key, value, after, err := member(rest)
		if err != nil {
			return err
		}
		if err := f(key, value); err != nil {
			return err
		}
		rest = bytes.TrimLeft(after, " \t\r\n")
		if len(rest) > 0 && rest[0] == '}' {
			return trailing(rest[1:])
		}
		if len(rest) == 0 || rest[0] != ',' {
			return errors.New("a comma or closing brace is missing in a JSON object")
		}
		rest = rest[1:]
	}
}

// member cuts one `"key": value` from the front of b.
func member(b []byte) (key, value, rest []byte, err error) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, nil, errors.New("a JSON object has a member without a name")
	}
	key, b = cutValue(b)
	b = bytes.TrimLeft(b, " \t\r\n")
	if len(b) == 0 || b[0] != ':' {
		return nil, nil, nil, fmt.Errorf("a colon is missing after %s", brief(key))
	}
	value, rest = cutValue(bytes.TrimLeft(b[1:], " \t\r\n"))
	if len(value) == 0 {
		return nil, nil, nil, fmt.Errorf("the value of %s is missing", brief(key))
	}
	key, err = unquoteKey(key)
	return key, value, rest, err
}

func cutValue(b []byte) (value, rest []byte) {
	var f frame
	n, _ := f.scan(b)
	return b[:n], b[n:]
}

func unquoteKey(quoted []byte) ([]byte, error) {
	if len(quoted) < 2 || quoted[len(quoted)-1] != '"' {
		return nil, io.ErrUnexpectedEOF
	}
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1], nil
	}
	s, err := text(quoted)
	return []byte(s), err
}

func trailing(b []byte) error {
	if b = bytes.TrimLeft(b, " \t\r\n"); len(b) > 0 {
		return fmt.Errorf("%s stands after the end of a JSON object", brief(b))
	}
	return nil
}

// text decodes a JSON string.
func text(raw []byte) (string, error) {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", fmt.Errorf("%s is not a JSON string", brief(raw))
	}
	return s, nil
}

// brief quotes the beginning of b for a message.
func brief(b []byte) string {
	const most = 40
	if len(b) > most {
		return strconv.Quote(strings.ToValidUTF8(string(b[:most]), "")) + "…"
	}
	return strconv.Quote(string(b))
}

// goValue turns a parsed JSON value into strings, int64, float64, json.Number (for integers
// that int64 cannot hold), booleans, maps and slices. NaN and infinities, which some programs
// write although JSON has none, become nil: they say that nothing is known.
func goValue(v *fastjson.Value) (any, error) {
	switch v.Type() {
	case fastjson.TypeString:
		s, err := v.StringBytes()
		return string(s), err
	case fastjson.TypeNumber:
		return number(string(v.MarshalTo(nil)))
	case fastjson.TypeTrue:
		return true, nil
	case fastjson.TypeFalse:
		return false, nil
	case fastjson.TypeArray:
		return goSlice(v)
	case fastjson.TypeObject:
		return goMap(v)
	}
	return nil, nil
}

func goSlice(v *fastjson.Value) (any, error) {
	items, err := v.Array()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(items))
	for i, item := range items {
		if out[i], err = goValue(item); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func goMap(v *fastjson.Value) (map[string]any, error) {
	object, err := v.Object()
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, object.Len())
	object.Visit(func(key []byte, item *fastjson.Value) {
		value, bad := goValue(item)
		if bad != nil && err == nil {
			err = bad
		}
		out[string(key)] = value
	})
	return out, err
}

func number(s string) (any, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case x != x || x-x != 0: // NaN or infinite
		return nil, nil
	case err != nil || strings.ContainsAny(s, "xX_"):
		return nil, fmt.Errorf("%q is not a number", s)
	case strings.ContainsAny(s, ".eE"):
		return x, nil
	}
	return json.Number(s), nil
}
