package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gewu/analysis"
	"gewu/internal/report"
)

// reportWhat is what `gewu analyze` is asked for a page instead of an answer.
const reportWhat = "report"

// page makes the one-page report, the same that GET /v1/analysis/report is answered with.
func (a *analyzing) page(ctx context.Context, e *analysis.Evidence, values map[string][]string) ([]byte, error) {
	if a.format != string(analysis.JSON) {
		return nil, usage(errors.New("report is a PDF; it has no other format"))
	}
	delete(values, "format")
	if a.area != "" {
		id, err := areaWithCode(e, a.area)
		if err != nil {
			return nil, err
		}
		values["area"] = []string{strconv.FormatInt(int64(id), 10)}
	}
	language := report.English
	if a.language == "zh" {
		language = report.Chinese
	}
	q, err := report.Parse(language, values, e.Today)
	if err != nil {
		return nil, a.inWords(err)
	}
	font, err := readFont(a.font)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the district: %w", err)
	}
	r, err := report.Make(ctx, e, q.At(a.baseURL), zone)
	if err != nil {
		return nil, a.inWords(err)
	}
	return report.PDF(r, font)
}
