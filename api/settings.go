package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gewu/access"
	"gewu/district"
)

// Settings keeps what is true of the district as a whole. *store.DB does, and adds each change to
// the audit trail.
type Settings interface {
	Settings(ctx context.Context) (district.Settings, error)
	SetSettings(ctx context.Context, actor *access.Actor, s district.Settings) error
	SetNotice(ctx context.Context, actor *access.Actor, post int64, notice bool) error
}

type settingsAnswer struct {
	Name        district.Text     `json:"name"`
	TimeZone    string            `json:"time_zone"`
	Attribution string            `json:"attribution"`
	BaseMap     *district.BaseMap `json:"base_map"`
	Visibility  access.Visibility `json:"visibility"`
	Posts       []noticeAnswer    `json:"posts"`
}

type noticeAnswer struct {
	ID     district.PostID `json:"id"`
	Level  noticeLevel     `json:"level"`
	Key    string          `json:"key"`
	Name   district.Text   `json:"name"`
	Notice bool            `json:"notice"` // visitors see who holds it
}

type noticeLevel struct {
	Key     string        `json:"key"`
	Name    district.Text `json:"name"`
	Profile string        `json:"profile"`
}

// settings answers GET /v1/settings.
func (s *server) settings(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	return s.settingsAnswer(r, nil)
}

// settingsAnswer tells the settings as they are kept. The view may not have come to the posts that
// were changed a moment ago.
func (s *server) settingsAnswer(r *http.Request, changed map[district.PostID]bool) (any, error) {
	kept, err := s.Settings.Settings(r.Context())
	if err != nil {
		return nil, err
	}
	answer := settingsAnswer{kept.Name, kept.TimeZone, kept.Attribution, kept.BaseMap, kept.Visibility, []noticeAnswer{}}
	v := viewOf(r)
	levels := map[district.LevelID]district.Level{}
	for _, l := range v.Levels {
		levels[l.ID] = l
	}
	for _, p := range v.Posts {
		notice, given := changed[p.ID]
		if !given {
			notice = p.Notice
		}
		l := levels[p.Level]
		answer.Posts = append(answer.Posts, noticeAnswer{p.ID, noticeLevel{l.Key, l.Name, l.Profile}, p.Key, p.Name, notice})
	}
	return reply{http.StatusOK, nil, answer}, nil
}

// changeSettings answers PATCH /v1/settings: what is not given stays as it is. Of posts, only their
// id and whether they are put on notice are taken.
func (s *server) changeSettings(r *http.Request) (any, error) {
	f, err := readForm(r, "name", "time_zone", "attribution", "base_map", "visibility", "posts")
	if err != nil {
		return nil, err
	}
	s.amending.Lock()
	defer s.amending.Unlock()
	kept, err := s.Settings.Settings(r.Context())
	if err != nil {
		return nil, err
	}
	if err := f.settings(&kept); err != nil {
		return nil, err
	}
	notices, err := f.notices(viewOf(r).Posts)
	if err != nil {
		return nil, err
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	if err := s.Settings.SetSettings(r.Context(), actorOf(r), kept); err != nil {
		return nil, err
	}
	for post, notice := range notices {
		if err := s.Settings.SetNotice(r.Context(), actorOf(r), int64(post), notice); err != nil {
			return nil, err
		}
	}
	return s.settingsAnswer(r, notices)
}

// settings reads the members that are given into s.
func (f *form) settings(s *district.Settings) error {
	if f.has("name") {
		if err := f.districtName(&s.Name); err != nil {
			return err
		}
	}
	if f.has("time_zone") {
		s.TimeZone = f.text("time_zone", 1, 100)
		if _, err := time.LoadLocation(s.TimeZone); (err != nil || s.TimeZone == "Local") && !f.faulty("time_zone") {
			f.fault("time_zone", " 应为 IANA 时区名，如 Asia/Shanghai", " must be the IANA name of a time zone such as Asia/Shanghai")
		}
	}
	if f.has("attribution") {
		s.Attribution = f.text("attribution", 0, 500)
	}
	if f.has("visibility") {
		var choices []string
		for _, v := range access.Visibilities {
			choices = append(choices, string(v))
		}
		s.Visibility = access.Visibility(f.choice("visibility", choices...))
	}
	if f.has("base_map") {
		return f.baseMap(s)
	}
	return nil
}

// districtName reads the name in one language or in both.
func (f *form) districtName(name *district.Text) error {
	n, err := f.object("name", "zh", "en")
	if err != nil || n == nil {
		return err
	}
	if n.has("zh") {
		name.ZH = n.text("zh", 0, 100)
	}
	if n.has("en") {
		name.EN = n.text("en", 0, 100)
	}
	if name.ZH == "" && name.EN == "" {
		f.fault("name", " 至少应有一种语言的名称", " must be given in one language at least")
	}
	return nil
}

// baseMap reads the address and attribution of a base map; null is none.
func (f *form) baseMap(s *district.Settings) error {
	if f.null("base_map") {
		s.BaseMap = nil
		return nil
	}
	b, err := f.object("base_map", "url", "attribution")
	if err != nil || b == nil {
		return err
	}
	m := district.BaseMap{URL: b.text("url", 1, 1000)}
	if b.has("attribution") {
		m.Attribution = b.text("attribution", 0, 500)
	}
	if !isBaseMap(m.URL) && !b.faulty("url") {
		b.fault("url", " 应为含 {z}、{x}、{y} 的 http 或 https 地址", " must be an http or https address with {z}, {x} and {y}")
	}
	s.BaseMap = &m
	return nil
}

func isBaseMap(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return strings.Contains(address, "{z}") && strings.Contains(address, "{x}") && strings.Contains(address, "{y}")
}
