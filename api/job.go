package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

// Jobs keeps analyses that are answered in the background.
type Jobs interface {
	// AddJob adds a job for who asks, or finds the one that asks the same of the same data. The error
	// wraps analysis.ErrTooManyJobs.
	AddJob(ctx context.Context, actor *access.Actor, job analysis.Job, version int64, limit analysis.JobLimit) (analysis.Job, error)
	// Job returns a job of an area in a scope. The error wraps analysis.ErrNoJob.
	Job(ctx context.Context, scope access.Scope, id int64) (analysis.Job, error)
	// JobsAsking returns the jobs of who asks that have the question, format and area of a job, of areas in a scope:
	// the newest first.
	JobsAsking(ctx context.Context, scope access.Scope, actor *access.Actor, job analysis.Job) ([]analysis.Job, error)
	// JobResult returns the result of a job of an area in a scope. The error wraps analysis.ErrNoJob or
	// analysis.ErrJobNotDone.
	JobResult(ctx context.Context, scope access.Scope, id int64) (analysis.JobResult, analysis.Format, error)
	// CancelJob cancels or removes a job of an area in a scope. The error wraps analysis.ErrNoJob.
	CancelJob(ctx context.Context, scope access.Scope, id int64) error
}

// jobLimit is how many jobs may be open.
var jobLimit = analysis.JobLimit{Each: 5, All: 100}

type jobAnswer struct {
	ID      int64             `json:"id"`
	What    analysis.What     `json:"what"`
	Query   string            `json:"query"` // the call that asks the same
	Format  analysis.Format   `json:"format"`
	State   analysis.JobState `json:"state"`
	Done    int64             `json:"done"`
	Of      int64             `json:"of"`      // 0: not known yet
	Result  *string           `json:"result"`  // where it is; null: there is none
	Why     *analysis.Text    `json:"why"`     // it failed; null: it did not
	Version *int64            `json:"version"` // of the data
	By      string            `json:"by"`
	Made    time.Time         `json:"made_at"`
	Began   *time.Time        `json:"began_at"`
	Ended   *time.Time        `json:"ended_at"`
}

func jobOf(j analysis.Job) jobAnswer {
	answer := jobAnswer{
		ID: j.ID, What: j.What, Query: j.Question, Format: j.Format, State: j.State, Done: j.Done, Of: j.Of, Why: j.Why,
		By: j.By, Made: j.Made.UTC(), Began: inUTC(j.Began), Ended: inUTC(j.Ended),
	}
	if j.State == analysis.JobDone {
		answer.Result, answer.Version = new(jobAddress(j.ID)+"/result"), new(j.Version)
	}
	return answer
}

func inUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return new(at.UTC())
}

func jobAddress(id int64) string { return "/v1/analysis/jobs/" + strconv.FormatInt(id, 10) }

// addJob answers POST /v1/analysis/{what}/jobs: the question is that of GET /v1/analysis/{what}, and so is
// who may ask it.
func (s *server) addJob(r *http.Request) (any, error) {
	a, err := s.analysisAsked(r, variable(r, "what"))
	if err != nil {
		return nil, err
	}
	if _, err := analysis.Examine(a.evidence, a.question); err != nil {
		return nil, analysisProblem(err)
	}
	job, err := s.Jobs.AddJob(r.Context(), actorOf(r), a.job(), a.evidence.Version, jobLimit)
	if err != nil {
		return nil, jobProblem(err)
	}
	return reply{http.StatusAccepted, http.Header{"Location": {jobAddress(job.ID)}}, jobOf(job)}, nil
}

// jobsAsking answers GET /v1/analysis/{what}/jobs: what who asks has asked in the background before, with the same
// question, the newest first.
func (s *server) jobsAsking(r *http.Request) (any, error) {
	a, err := s.analysisAsked(r, variable(r, "what"))
	if err != nil {
		return nil, err
	}
	jobs, err := s.Jobs.JobsAsking(r.Context(), scopeBy(r, seeIssues), actorOf(r), a.job())
	if err != nil {
		return nil, err
	}
	answer := struct {
		Jobs []jobAnswer `json:"jobs"`
	}{make([]jobAnswer, len(jobs))}
	for i, job := range jobs {
		answer.Jobs[i] = jobOf(job)
	}
	return answer, nil
}

// job is the question as one that is answered in the background.
func (a asked) job() analysis.Job {
	return analysis.Job{What: a.question.What, Question: analysis.Key(a.question), Format: a.question.Format, Area: a.area()}
}

// area is the area that a question is about; 0: the whole district.
func (a asked) area() geo.AreaID {
	if a.question.Area == 0 && len(a.evidence.Areas) > 0 {
		return a.evidence.Areas[0].ID
	}
	return a.question.Area
}

// job answers GET /v1/analysis/jobs/{id}.
func (s *server) job(r *http.Request) (any, error) {
	id, err := jobID(r)
	if err != nil {
		return nil, err
	}
	job, err := s.Jobs.Job(r.Context(), scopeBy(r, seeIssues), id)
	if err != nil {
		return nil, jobProblem(err)
	}
	return reply{http.StatusOK, nil, jobOf(job)}, nil
}

// cancelJob answers DELETE /v1/analysis/jobs/{id}: a job that is open is cancelled, another is removed.
func (s *server) cancelJob(r *http.Request) (any, error) {
	id, err := jobID(r)
	if err != nil {
		return nil, err
	}
	if err := s.Jobs.CancelJob(r.Context(), scopeBy(r, seeIssues), id); err != nil {
		return nil, jobProblem(err)
	}
	return done, nil
}

// jobResult answers GET /v1/analysis/jobs/{id}/result.
func (s *server) jobResult(w http.ResponseWriter, r *http.Request) {
	id, err := jobID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	result, format, err := s.Jobs.JobResult(r.Context(), scopeBy(r, seeIssues), id)
	if err != nil {
		s.fail(w, r, jobProblem(err))
		return
	}
	h := w.Header()
	h["Cache-Control"] = ownOnly
	h.Set("Content-Type", format.MediaType())
	_, _ = w.Write(result.Body) // the client has gone, if it fails
}

func jobID(r *http.Request) (int64, error) {
	if _, err := parseQuery(r); err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(variable(r, "id"), 10, 64)
	if err != nil || id < 1 {
		return 0, jobProblem(analysis.ErrNoJob)
	}
	return id, nil
}

// jobProblem turns the refusals of jobs into problems. Other errors are returned as they are.
func jobProblem(err error) error {
	switch {
	case errors.Is(err, analysis.ErrNoJob):
		return noJob.because("没有该任务，或已过保留期。", "There is no such job, or it is no longer kept.")
	case errors.Is(err, analysis.ErrJobNotDone):
		return jobNotDone.because("该任务没有结果：尚未完成、已取消或未成功。", "The job has no result: it is not done yet, was cancelled, or failed.")
	case errors.Is(err, analysis.ErrTooManyJobs):
		p := tooManyJobs.because("未完成的任务过多，请等其中一个完成或取消它。", "Too many jobs are open. Wait for one, or cancel it.")
		p.retry = jobPause
		return p
	}
	return err
}

// jobPause is when to try again while too many jobs are open.
const jobPause = 30 * time.Second
