package api

import (
	"net/http"
	"time"

	"gewu/district"
)

// readingPause is when to ask again while the evidence is being read.
const readingPause = 2 * time.Second

// The kinds of problems of analyses.
var (
	notTestable = kind{"not-testable", http.StatusUnprocessableEntity, district.Text{ZH: "无法检验", EN: "Not testable"}}
	askAsJob    = kind{"ask-as-job", http.StatusUnprocessableEntity, district.Text{ZH: "需作为后台任务提出", EN: "To be asked in the background"}}
	noJob       = kind{"no-such-job", http.StatusNotFound, district.Text{ZH: "没有该任务", EN: "No such job"}}
	jobNotDone  = kind{"job-not-done", http.StatusConflict, district.Text{ZH: "任务没有结果", EN: "The job has no result"}}
	tooManyJobs = kind{"too-many-jobs", http.StatusTooManyRequests, district.Text{ZH: "未完成的任务过多", EN: "Too many jobs are open"}}
)

// analysisProblems are all of them.
var analysisProblems = []kind{notTestable, askAsJob, noJob, jobNotDone, tooManyJobs}
