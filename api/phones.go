package api

import (
	"context"
	"net/http"
	"time"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// Phones tells the phones of holders, those that are not for everybody too. *store.DB does, and adds
// to the audit trail whose were seen by whom.
type Phones interface {
	Phones(ctx context.Context, actor *access.Actor, area geo.AreaID, day time.Time, scope access.Scope) ([]access.Phone, error)
}

type phoneAnswer struct {
	Post  postRef `json:"post"`
	Name  string  `json:"name"`
	Phone string  `json:"phone"`
}

type postRef struct {
	Key  string        `json:"key"`
	Name district.Text `json:"name"`
}

// phones answers GET /v1/areas/{id}/phones: of who holds a post of the area today.
func (s *server) phones(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	v := viewOf(r)
	p, err := place(r, v.Snapshot)
	if err != nil {
		return nil, err
	}
	found, err := s.Phones.Phones(r.Context(), actorOf(r), p.ID, v.Day, scopeOf(r))
	if err != nil {
		return nil, err
	}
	posts := map[int64]district.Post{}
	for _, post := range v.Posts {
		posts[int64(post.ID)] = post
	}
	list := []phoneAnswer{}
	for _, phone := range found {
		post := posts[phone.Post]
		list = append(list, phoneAnswer{postRef{post.Key, post.Name}, phone.Name, phone.Number})
	}
	return reply{http.StatusOK, nil, map[string]any{"holders": list}}, nil
}
