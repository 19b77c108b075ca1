package api

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"
	"time"

	"gewu/analysis"
	"gewu/internal/report"
)

// A reportAsked is a report that somebody may have, with what it is printed with.
type reportAsked struct {
	evidence *analysis.Evidence
	question report.Question
	format   string
	font     []byte // of the PDF
}

// The formats of a report.
const (
	reportPDF  = "pdf"
	reportJSON = "json"
)

// report answers GET /v1/analysis/report[?area=][&from=][&until=][&days=][&kind=][&lang=][&format=]: an area on one
// page, as PDF in a language or as JSON in both.
func (s *server) report(w http.ResponseWriter, r *http.Request) {
	a, err := s.reportAsked(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if unchanged(w, r, a.tag(), "Accept-Language") {
		return
	}
	h := w.Header()
	body, err := s.reportMade(r, a)
	if err != nil {
		h.Del("ETag")
		s.fail(w, r, err)
		return
	}
	h.Set("Content-Type", "application/json")
	if a.format == reportPDF {
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Disposition", `inline; filename="report-`+a.question.Days()+`.pdf"`)
	}
	_, _ = w.Write(body) // the client has gone, if it fails
}

// reportAsked reads what is asked. It must be about an area in which who asks may see issues.
func (s *server) reportAsked(r *http.Request) (reportAsked, error) {
	given, err := parseQuery(r, append([]string{"format", "lang"}, report.Parameters...)...)
	if err != nil {
		return reportAsked{}, err
	}
	values := map[string][]string{}
	for _, p := range given.parameters {
		if p.name != "lang" && p.name != "format" {
			values[p.name] = append(values[p.name], p.value)
		}
	}
	q, err := report.Parse("", values, analysis.DayOf(requestOf(r).view.Day, time.UTC))
	if err != nil {
		return reportAsked{}, analysisProblem(err)
	}
	e, err := s.evidence(r.Context())
	if err != nil {
		return reportAsked{}, err
	}
	if err := mayAnalyse(r, e, q.Asked()); err != nil {
		return reportAsked{}, err
	}
	language, err := orderLanguage(r, given)
	if err != nil {
		return reportAsked{}, err
	}
	a := reportAsked{evidence: e, question: q.In(report.Language(language)).At(s.BaseURL)}
	switch a.format = cmp.Or(given.text("format"), reportPDF); a.format {
	case reportJSON:
	case reportPDF:
		a.font, err = s.printFont(r)
	default:
		return reportAsked{}, wrong("format", "应为 pdf 或 json", "must be pdf or json", a.format).with("choices", []string{reportPDF, reportJSON})
	}
	return a, err
}

// tag is the ETag of the page: the same question of the same evidence, printed with the same font, has the same.
func (a reportAsked) tag() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%x", a.evidence.Program, a.question.Address(), a.format, crc32.ChecksumIEEE(a.font)))
	return fmt.Sprintf(`"%d.%d.%x"`, a.evidence.Version, a.evidence.Today, sum[:12])
}

// reportMade makes the page in the format that is asked for.
func (s *server) reportMade(r *http.Request, a reportAsked) ([]byte, error) {
	zone, err := time.LoadLocation(a.evidence.Zone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the district: %w", err)
	}
	found, err := report.Ask(r.Context(), a.evidence, a.question, zone)
	if err != nil {
		return nil, analysisProblem(err)
	}
	if a.format == reportJSON {
		return json.Marshal(found.Told())
	}
	pdf, err := report.PDF(found.In(a.question.Language), a.font)
	if errors.Is(err, report.ErrFont) {
		s.Log.WarnContext(r.Context(), "the font cannot be printed with", "err", err)
		return nil, noFontHere()
	}
	return pdf, err
}
