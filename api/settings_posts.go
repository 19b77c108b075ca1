package api

import (
	"encoding/json"
	"fmt"
	"slices"

	"gewu/district"
)

// notices reads which posts are to be put on notice, of those there are.
func (f *form) notices(posts []district.Post) (map[district.PostID]bool, error) {
	if !f.has("posts") {
		return nil, nil
	}
	var items []json.RawMessage
	if !f.read("posts", &items, "数组", "an array") {
		return nil, nil
	}
	notices := map[district.PostID]bool{}
	for i, item := range items {
		one, err := f.item("posts", i, item, "id", "notice")
		if err != nil {
			return nil, err
		}
		if one == nil {
			continue
		}
		id, notice := district.PostID(one.id("id")), one.flag("notice")
		if !slices.ContainsFunc(posts, func(p district.Post) bool { return p.ID == id }) && !one.faulty("id") {
			one.fault("id", "：没有该岗位", " names no post")
		}
		notices[id] = notice
	}
	return notices, nil
}

// item reads a member of an array that must be an object; nil when it is none.
func (f *form) item(name string, i int, text json.RawMessage, known ...string) (*form, error) {
	if len(text) == 0 || text[0] != '{' {
		f.fault(fmt.Sprintf("%s[%d]", name, i), " 应为对象", " must be an object")
		return nil, nil
	}
	return parseForm(text, fmt.Sprintf("%s%s[%d].", f.prefix, name, i), f.faults, known)
}
