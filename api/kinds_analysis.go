package api

import (
	"net/http"
	"time"

	"gewu/district"
)

// readingPause is when to ask again while the evidence is being read.
const readingPause = 2 * time.Second

// The kinds of problems of analyses.
var notTestable = kind{"not-testable", http.StatusUnprocessableEntity, district.Text{ZH: "无法检验", EN: "Not testable"}}

// analysisProblems are all of them.
var analysisProblems = []kind{notTestable}
