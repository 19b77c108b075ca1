package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"gewu/analysis"
	"gewu/district"
	"gewu/tiles"
)

// Evidences knows what analyses are made of. The evidence is made in the background.
type Evidences interface {
	// Evidence returns the newest. The error wraps [ErrNoEvidence] while there is none yet, and an
	// [analysis.Refusal] where the district cannot be analysed.
	Evidence(ctx context.Context) (*analysis.Evidence, error)
}

// ErrNoEvidence says that the evidence is still being read.
var ErrNoEvidence = errors.New("the evidence is not read yet")

// An asked is a question and what it is asked of.
type asked struct {
	evidence *analysis.Evidence
	question analysis.Question
}

// analysis answers GET /v1/analysis/{what}.
func (s *server) analysis(w http.ResponseWriter, r *http.Request) {
	what := path.Base(r.URL.Path)
	if s.onlyPublic(r, what) {
		s.publicAnalysis(w, r, what)
		return
	}
	a, err := s.analysisAsked(r, what)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if unchanged(w, r, a.tag(), "Accept") {
		return
	}
	h := w.Header()
	body, err := a.answer(r.Context())
	if err != nil {
		h.Del("ETag")
		s.fail(w, r, err)
		return
	}
	h.Set("Content-Type", a.question.Format.MediaType())
	if a.question.Format == analysis.CSV {
		h.Set("Content-Disposition", `attachment; filename="`+string(a.question.What)+`.csv"`)
	}
	_, _ = w.Write(body) // the client has gone, if it fails
}

// unchanged names what is to be answered by a tag, for its asker alone, and answers 304 when they hold it already. It
// returns whether it did. Vary is the header of the request, beside the question, that the answer goes by.
func unchanged(w http.ResponseWriter, r *http.Request, tag, vary string) bool {
	h := w.Header()
	h.Set("ETag", tag)
	h["Cache-Control"] = ownOnly
	h.Add("Vary", vary)
	if !tiles.Holds(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// analysisAsked reads a question. It must be about an area in which who asks may see issues.
func (s *server) analysisAsked(r *http.Request, what string) (asked, error) {
	values, err := analysisValues(r, analysis.What(what))
	if err != nil {
		return asked{}, err
	}
	if _, given := values["format"]; !given {
		values["format"] = []string{string(analysisFormat(r))}
	}
	q, err := analysis.Parse(what, values, analysis.DayOf(requestOf(r).view.Day, time.UTC))
	if err != nil {
		return asked{}, analysisProblem(err)
	}
	e, err := s.evidence(r.Context())
	if err != nil {
		return asked{}, err
	}
	return asked{e, q}, mayAnalyse(r, e, q)
}

// analysisValues returns the parameters of a question, each known. What nobody can ask is refused later.
func analysisValues(r *http.Request, what analysis.What) (map[string][]string, error) {
	known := analysis.ParametersOf(what)
	if len(known) <= len(analysis.ParametersOf("")) {
		return map[string][]string{}, nil
	}
	q, err := parseQuery(r, known...)
	values := map[string][]string{}
	for _, p := range q.parameters {
		values[p.name] = append(values[p.name], p.value)
	}
	return values, err
}

// evidence returns what analyses are made of.
func (s *server) evidence(ctx context.Context) (*analysis.Evidence, error) {
	if s.Evidence == nil {
		return nil, stillReading()
	}
	e, err := s.Evidence.Evidence(ctx)
	if errors.Is(err, ErrNoEvidence) {
		return nil, stillReading()
	}
	return e, analysisProblem(err)
}

func stillReading() *problem {
	p := notReady.because("正在读取事件数据，请稍后再试。", "The issues are still being read. Try again in a moment.")
	p.retry = readingPause
	return p
}

// analysisFormat returns the format that a request accepts; JSON unless it names another.
func analysisFormat(r *http.Request) analysis.Format {
	for _, f := range []analysis.Format{analysis.GeoJSON, analysis.CSV} {
		media, _, _ := strings.Cut(f.MediaType(), ";")
		if strings.Contains(r.Header.Get("Accept"), media) {
			return f
		}
	}
	return analysis.JSON
}

// mayAnalyse returns nil when the area of a question lies in the scope of who asks.
func mayAnalyse(r *http.Request, e *analysis.Evidence, q analysis.Question) error {
	scope := scopeBy(r, seeIssues)
	if scope.All {
		return nil
	}
	id := q.Area
	if id == 0 && len(e.Areas) > 0 {
		id = e.Areas[0].ID
	}
	p, ok := viewOf(r).Place(id)
	if !ok || !covers(scope, p) {
		return mayNot()
	}
	return nil
}

// tag is the ETag of the answer: the same question of the same evidence has the same.
func (a asked) tag() string {
	sum := sha256.Sum256([]byte(a.evidence.Program + "\n" + analysis.Key(a.question) + "\n" + string(a.question.Format)))
	return fmt.Sprintf(`"%d.%d.%x"`, a.evidence.Version, a.evidence.Today, sum[:12])
}

// answer asks the question.
func (a asked) answer(ctx context.Context) ([]byte, error) {
	answer, err := a.atOnce(ctx)
	if err != nil {
		return nil, analysisProblem(err)
	}
	return answer.Encode(a.question.Format)
}

// atOnce asks the question, unless it is foreseen to take longer than anybody can wait.
func (a asked) atOnce(ctx context.Context) (*analysis.Answer, error) {
	s, err := analysis.Examine(a.evidence, a.question)
	if err != nil {
		return nil, err
	}
	if why, instead := s.Long(); why != (analysis.Text{}) {
		return nil, longProblem(why, instead, s.Question)
	}
	return s.Answer(ctx, nil)
}

// longProblem refuses a question that is to be asked in the background, with the call that does.
func longProblem(why, instead analysis.Text, q analysis.Question) *problem {
	job := strings.Replace(analysis.Key(q), "?", "/jobs?", 1)
	if q.Format != analysis.JSON {
		job += "&format=" + string(q.Format)
	}
	words := analysis.Words("%s：请以 POST %s 作为后台任务提出，或%s。",
		"%s. Ask for it in the background with POST %s, or %s.", why, job, instead)
	return (&problem{kind: askAsJob, detail: district.Text(words)}).with("job", job)
}

// analysisProblem turns a refusal into a problem that names the parameter at fault. Other errors are
// returned as they are.
func analysisProblem(err error) error {
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	detail := district.Text(refusal.Words)
	switch refusal.Field {
	case "":
		return &problem{kind: notTestable, detail: detail}
	case "what":
		return &problem{kind: noRoute, detail: detail}
	case "area":
		return (&problem{kind: noArea, detail: detail}).with("parameter", refusal.Field)
	default:
		return (&problem{kind: badParameter, detail: detail}).with("parameter", refusal.Field)
	}
}
