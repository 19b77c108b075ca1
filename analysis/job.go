package analysis

import (
	"errors"
	"time"

	"gewu/geo"
)

// A JobState says how far a job has come.
type JobState string

// States of jobs.
const (
	JobWaiting   JobState = "waiting"
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobCancelled JobState = "cancelled"
	JobFailed    JobState = "failed"
)

// Open reports whether a job is not at its end yet.
func (s JobState) Open() bool { return s == JobWaiting || s == JobRunning }

// A Job is a question that is answered in the background.
type Job struct {
	ID       int64
	What     What
	Question string     // its [Key]
	Format   Format     // of the result
	Area     geo.AreaID // 0: the whole district
	State    JobState
	Done, Of int64  // steps of the work; Of is 0 until that is known
	Why      *Text  // it failed; nil: it did not
	Version  int64  // of the data that it was answered from; 0: it is not answered
	By       string // who asked
	Made     time.Time
	Began    *time.Time
	Ended    *time.Time
}

// A JobResult is the answer of a job.
type JobResult struct {
	Body    []byte
	Version int64 // of the data
}

// Refusals of jobs.
var (
	ErrNoJob       = errors.New("there is no such job")
	ErrJobNotDone  = errors.New("the job is not done")
	ErrTooManyJobs = errors.New("too many jobs are waiting already")
)

// A JobLimit says how many jobs may wait or run.
type JobLimit struct {
	Each int // of one person or token
	All  int
}
