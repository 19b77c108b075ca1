package api

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"gewu/access"
	"gewu/internal/secret"
)

type tokenAnswer struct {
	ID       int64       `json:"id"`
	Name     string      `json:"name"`
	Role     access.Role `json:"role"`
	Area     *leveledRef `json:"area"` // null: the whole district
	Created  time.Time   `json:"created_at"`
	By       maker       `json:"created_by"`
	Expires  time.Time   `json:"expires_at"`
	LastUsed *string     `json:"last_used"` // a day; null: never
	Revoked  bool        `json:"revoked"`
	Limited  bool        `json:"limited"` // who made it may less now, and so may it
}

// A maker is who made something; 0 and "" on the server's machine.
type maker struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func tokenOf(v *View, t access.Token) tokenAnswer {
	answer := tokenAnswer{
		ID: t.ID, Name: t.Name, Role: t.Role, Area: areaOf(v, t.Area), Created: t.Created.UTC(),
		By: maker{t.Maker, t.MakerName}, Expires: t.Expires.UTC(), Revoked: t.Revoked, Limited: t.Limited,
	}
	if !t.Used.IsZero() {
		answer.LastUsed = new(date(t.Used))
	}
	return answer
}

// tokens answers GET /v1/tokens: those of the areas that who asks administers.
func (s *server) tokens(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	found, err := s.People.Tokens(r.Context(), scopeOf(r))
	if err != nil {
		return nil, err
	}
	list := []tokenAnswer{}
	for _, t := range found {
		list = append(list, tokenOf(viewOf(r), t))
	}
	return reply{http.StatusOK, nil, map[string]any{"tokens": list}}, nil
}

// makeToken answers POST /v1/tokens. The secret is told this once.
func (s *server) makeToken(r *http.Request) (any, error) {
	f, err := readForm(r, "name", "role", "area", "expires_at")
	if err != nil {
		return nil, err
	}
	t := access.Token{Name: f.text("name", 1, 200), Role: f.role("role"), Area: f.area("area", viewOf(r)), Expires: f.instant("expires_at")}
	if err := f.err(); err != nil {
		return nil, err
	}
	text, sum := secret.Token()
	t, err = s.People.AddToken(r.Context(), actorOf(r), t, sum)
	if errors.Is(err, access.ErrPeriod) {
		return nil, oneFault("expires_at", "应晚于现在，且不超过两年", "must be later than now, and at most two years away")
	}
	if err != nil {
		return nil, refusal(err, nil)
	}
	body := map[string]any{"token": tokenOf(viewOf(r), t), "secret": text}
	return made("/v1/tokens/"+strconv.FormatInt(t.ID, 10), body), nil
}

// revokeToken answers DELETE /v1/tokens/{id}.
func (s *server) revokeToken(r *http.Request) (any, error) {
	missing := noToken.because("没有编号为 %s 的令牌，或不在您的管理范围内。", "There is no token %s among those you may see.", clip(variable(r, "id")))
	id, err := numbered(r, "id", missing)
	if err != nil {
		return nil, err
	}
	err = s.People.RevokeToken(r.Context(), actorOf(r), id)
	if errors.Is(err, access.ErrBeyond) {
		return nil, missing
	}
	if err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return done, nil
}
