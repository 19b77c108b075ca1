package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"gewu/analysis"
	"gewu/internal/report"
)

// reportWhat is what `gewu analyze` is asked for a page instead of an answer.
const reportWhat = "report"

// The formats of a report.
const (
	reportPDF  = "pdf"
	reportJSON = "json"
)

// page makes the one-page report, the same bytes that GET /v1/analysis/report is answered with.
func (a *analyzing) page(ctx context.Context, e *analysis.Evidence, values map[string][]string) ([]byte, error) {
	format := cmp.Or(a.format, reportPDF)
	if format != reportPDF && format != reportJSON {
		return nil, usage(fmt.Errorf("--format of the report must be pdf or json, not %q", format))
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
	found, err := a.found(ctx, e, q.At(a.baseURL))
	if err != nil {
		return nil, err
	}
	if format == reportJSON {
		return json.Marshal(found.Told())
	}
	font, err := readFont(a.font)
	if err != nil {
		return nil, err
	}
	return report.PDF(found.In(language), font)
}

// found is what the analyses of a report say.
func (a *analyzing) found(ctx context.Context, e *analysis.Evidence, q report.Question) (*report.Findings, error) {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the district: %w", err)
	}
	found, err := report.Ask(ctx, e, q, zone)
	if err != nil {
		return nil, a.inWords(err)
	}
	return found, nil
}
