package api

import (
	"context"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// Attachments keeps what is known of the pictures of areas. *store.DB does; their files lie in a
// Folder.
type Attachments interface {
	AddAttachment(ctx context.Context, actor *access.Actor, a access.Attachment) (access.Attachment, error)
	// Attachment returns access.ErrNoAttachment for one that is not in the scope.
	Attachment(ctx context.Context, id string, scope access.Scope) (access.Attachment, error)
	Attachments(ctx context.Context, area geo.AreaID, scope access.Scope) ([]access.Attachment, error)
	// RemoveAttachment reports whether no other attachment has the same file.
	RemoveAttachment(ctx context.Context, actor *access.Actor, id string) (last bool, err error)
}

type attachmentAnswer struct {
	ID      string      `json:"id"`
	Kind    string      `json:"kind"` // its media type
	Bytes   int64       `json:"bytes"`
	Width   int         `json:"width"`
	Height  int         `json:"height"`
	Area    *leveledRef `json:"area"`
	Created time.Time   `json:"created_at"`
	By      string      `json:"by"`
}

func attachmentOf(v *View, a access.Attachment) attachmentAnswer {
	return attachmentAnswer{a.ID, a.Kind, a.Bytes, a.Width, a.Height, areaOf(v, a.Area), a.Created.UTC(), a.By}
}

// attach answers POST /v1/areas/{id}/attachments, whose body is a picture.
func (s *server) attach(r *http.Request) (any, error) {
	p, err := plainPlace(r)
	if err != nil {
		return nil, err
	}
	drawn, err := s.readPicture(r)
	if err != nil {
		return nil, err
	}
	a := access.Attachment{Area: p.ID, Kind: drawn.kind, Bytes: int64(len(drawn.file)), Width: drawn.width, Height: drawn.height}
	if _, err := hex.Decode(a.SHA256[:], []byte(drawn.sum)); err != nil {
		return nil, err
	}
	s.Files.changing.Lock()
	defer s.Files.changing.Unlock()
	if err := s.Files.keep(drawn.sum, drawn.file); err != nil {
		return nil, err
	}
	if a, err = s.Attachments.AddAttachment(r.Context(), actorOf(r), a); err != nil {
		return nil, err
	}
	return made("/v1/attachments/"+a.ID, attachmentOf(viewOf(r), a)), nil
}

// plainPlace returns the area that the path of a call without parameters names.
func plainPlace(r *http.Request) (*district.Place, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	return place(r, viewOf(r).Snapshot)
}

// readPicture reads the body of a request and draws it anew. One picture is drawn at a time, for
// the memory it takes.
func (s *server) readPicture(r *http.Request) (*picture, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	coded := r.Header.Get("Content-Encoding")
	switch {
	case err != nil || !strings.HasPrefix(media, "image/"):
		return nil, unknownPicture()
	case coded != "" && coded != "identity":
		return nil, noCoding()
	case r.ContentLength > mostPictureBytes:
		return nil, bodyTooLarge(mostPictureBytes)
	}
	file, err := readAll(r, mostPictureBytes)
	if err != nil {
		return nil, err
	}
	if format, _ := pictureFormat(file); format == "" || pictureTypes[format] != media {
		return nil, unknownPicture()
	}
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return redraw(file)
}

// attachments answers GET /v1/areas/{id}/attachments.
func (s *server) attachments(r *http.Request) (any, error) {
	p, err := plainPlace(r)
	if err != nil {
		return nil, err
	}
	found, err := s.Attachments.Attachments(r.Context(), p.ID, scopeOf(r))
	if err != nil {
		return nil, err
	}
	list := []attachmentAnswer{}
	for _, a := range found {
		list = append(list, attachmentOf(viewOf(r), a))
	}
	return reply{http.StatusOK, nil, map[string]any{"attachments": list}}, nil
}

// findAttachment returns the attachment that the path names, where who asks may see it.
func (s *server) findAttachment(r *http.Request) (access.Attachment, error) {
	id := variable(r, "id")
	missing := noAttachment.because("没有附件 %s，或不在您的负责范围内。", "There is no attachment %s among those you may see.", clip(id))
	if _, err := parseQuery(r); err != nil {
		return access.Attachment{}, err
	}
	if b, err := hex.DecodeString(id); err != nil || len(b) != 16 || hex.EncodeToString(b) != id {
		return access.Attachment{}, missing
	}
	a, err := s.Attachments.Attachment(r.Context(), id, scopeOf(r))
	if errors.Is(err, access.ErrNoAttachment) {
		return a, missing
	}
	return a, err
}

// What a browser may do with a picture when somebody opens it by itself: show it.
const picturePolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

// attachment answers GET /v1/attachments/{id} with the picture.
func (s *server) attachment(w http.ResponseWriter, r *http.Request) {
	a, err := s.findAttachment(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sum := hex.EncodeToString(a.SHA256[:])
	file, err := s.Files.open(sum)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }()
	h := w.Header()
	h.Set("Content-Type", a.Kind)
	h.Set("Content-Disposition", "inline; filename="+a.ID+strings.Replace(a.Kind, "image/", ".", 1))
	h.Set("Content-Security-Policy", picturePolicy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+sum[:32]+`"`)
	http.ServeContent(w, r, "", time.Time{}, file)
}

// detach answers DELETE /v1/attachments/{id}. Patrols remove what they added themselves.
func (s *server) detach(r *http.Request) (any, error) {
	a, err := s.findAttachment(r)
	if err != nil {
		return nil, err
	}
	who := actorOf(r)
	p, _ := viewOf(r).Place(a.Area)
	others := who.Scope(viewOf(r).Day, access.Planner, access.Administrator)
	if own := who.Kind == access.Person && who.ID == a.Person; !own && !covers(others, p) {
		return nil, mayNot()
	}
	s.Files.changing.Lock()
	defer s.Files.changing.Unlock()
	last, err := s.Attachments.RemoveAttachment(r.Context(), who, a.ID)
	if err != nil {
		return nil, err
	}
	if last {
		err = s.Files.remove(hex.EncodeToString(a.SHA256[:]))
	}
	return done, err
}
