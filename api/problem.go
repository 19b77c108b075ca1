package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gewu/district"
	"gewu/tiles"
)

// A problem is an error that the client is told about, in its language, as RFC 9457 has it.
type problem struct {
	kind    kind
	detail  district.Text
	members map[string]any // further members of the answer
	retry   time.Duration  // after which to try again; 0: not stated
}

// Error is for the log.
func (p *problem) Error() string { return p.kind.slug + ": " + p.detail.EN }

// with adds a member to the answer.
func (p *problem) with(name string, value any) *problem {
	members := maps.Clone(p.members)
	if members == nil {
		members = map[string]any{}
	}
	members[name] = value
	return &problem{p.kind, p.detail, members, p.retry}
}

// A kind of problem has a stable name, a status and a title.
type kind struct {
	slug   string
	status int
	title  district.Text
}

// address is the URI reference that names the kind.
func (k kind) address() string { return "/problems/" + k.slug }

// because returns a problem of the kind with a detail in both languages, which take the same
// arguments in the same order.
func (k kind) because(zh, en string, args ...any) *problem {
	return &problem{kind: k, detail: district.Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}}
}

// statusGone is for the log: the client did not wait for the answer.
const statusGone = 499

// problemOf is the one place where an error becomes an answer. What is not known to be meant
// for the client is an internal error, and says nothing of what happened.
func problemOf(err error) *problem {
	var p *problem
	var tooLarge *http.MaxBytesError
	var broken *bodyError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &tooLarge):
		return bodyTooLarge(tooLarge.Limit)
	case errors.As(err, &broken):
		return brokenBody.because("请求体在结束前中断，或等待过久。", "The body broke off before its end, or did not go on in time.")
	case errors.Is(err, tiles.ErrAddress):
		return badTile()
	case errors.Is(err, context.Canceled):
		return clientGone.because("客户端已断开。", "The client has gone.")
	case errors.Is(err, context.DeadlineExceeded):
		p := timedOut.because("处理时间过长，请稍后再试。", "This took too long. Try again later.")
		p.retry = 5 * time.Second
		return p
	case isManyDays(err):
		return tooManyDays()
	case isAway(err):
		return databaseAway()
	default:
		return internal.because("服务内部出错，已记入日志。", "Something went wrong inside the service. It has been logged.")
	}
}

// isAway reports whether an error says that the database cannot be reached, starts or stops: it
// passes by itself. By PostgreSQL's classes 08 (connection) and 57P (operator intervention).
func isAway(err error) bool {
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		code := state.SQLState()
		return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P")
	}
	var connection *net.OpError
	return errors.As(err, &connection) || errors.Is(err, io.ErrUnexpectedEOF)
}

// fail answers an error.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.kind.status >= http.StatusInternalServerError && p.kind != notReady && p.kind != behind && p.kind != tooBusy && p.kind != noFont {
		s.Log.ErrorContext(r.Context(), "request failed", "request", requestID(r), "path", r.URL.Path, "err", err)
	}
	s.noteRefusal(r, p)
	if strings.HasPrefix(r.URL.Path, tilesRoute) {
		w.Header()["Access-Control-Allow-Origin"] = anyOrigin
	}
	answerProblem(w, r, ofToken(r, p))
}

// anyOrigin has pages of all sites read the answer. It is never changed.
var anyOrigin = []string{"*"}

func answerProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	language := languageOf(r)
	body := maps.Clone(p.members)
	if body == nil {
		body = map[string]any{}
	}
	body["type"] = p.kind.address()
	body["title"] = language.of(p.kind.title)
	body["status"] = p.kind.status
	body["detail"] = language.of(p.detail)
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", string(language))
	h.Add("Vary", "Accept-Language")
	h.Set("Cache-Control", "no-store")
	if p.kind.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="gewu"`)
	}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(p.retry.Seconds())))
	}
	writeJSON(w, p.kind.status, body)
}
