package report

import (
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"gewu/analysis"
	"gewu/hotspot"
)

// A Question is what a report is asked about. [Parse] makes one.
type Question struct {
	Language Language
	of       analysis.Question // area, period and kinds
	base     string            // under which the service is reached; "": the page tells paths alone
}

// Parameters are the names that a question takes, beside lang.
var Parameters = []string{"area", "days", "from", "kind", "until"}

// Parse reads a question as the interface and the command line give it. The error is an *[analysis.Refusal].
func Parse(language Language, values map[string][]string, today hotspot.Day) (Question, error) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(Parameters, name) {
			return Question{}, analysis.Refuse(name, "report 没有参数“%s”。可用：%s。", "report has no parameter “%s”. Known: %s.", name, strings.Join(Parameters, ", "))
		}
	}
	of, err := analysis.Parse(string(analysis.Load), values, today)
	of.Level = analysis.LevelGrid
	return Question{Language: language, of: of}, err
}

// Asked is the question of the analyses that a report begins with: its area and period.
func (q Question) Asked() analysis.Question { return q.of }

// In returns the question in a language.
func (q Question) In(l Language) Question {
	q.Language = l
	return q
}

// At returns the question with the address under which the service is reached. That of the computer itself means
// nothing to whom the page is sent, and is left out.
func (q Question) At(base string) Question {
	q.base = ""
	if u, err := url.Parse(base); err == nil && u.Host != "" && u.Hostname() != "localhost" {
		if ip, err := netip.ParseAddr(u.Hostname()); err != nil || !ip.IsLoopback() && !ip.IsUnspecified() {
			q.base = strings.TrimSuffix(base, "/")
		}
	}
	return q
}

// values are the area, period and kinds as parameters.
func (q Question) values() url.Values {
	_, query, _ := strings.Cut(analysis.Key(q.of), "?")
	all, err := url.ParseQuery(query)
	values := url.Values{}
	for _, name := range asked {
		if value := all.Get(name); value != "" && err == nil { // what was written can be read
			values.Set(name, value)
		}
	}
	return values
}

// asked are the parameters that a question is written with, in their order.
var asked = []string{"area", "from", "until", "kind"}

// Key is the call that has the same page for its answer, with all that was left open.
func (q Question) Key() string { return q.call() + "lang=" + string(q.Language) }

// call is the call up to the language, or the format.
func (q Question) call() string {
	values, call := q.values(), "/v1/analysis/report?"
	for _, name := range asked {
		if value := values.Get(name); value != "" {
			call += name + "=" + url.QueryEscape(value) + "&"
		}
	}
	return call
}

// Address is the call with where the service is reached.
func (q Question) Address() string { return q.base + q.Key() }

// Days names the first and the last day of the period, as a name of a file may have it.
func (q Question) Days() string {
	return analysis.DateOf(q.of.From).Format(time.DateOnly) + "-" + analysis.DateOf(q.of.Until-1).Format(time.DateOnly)
}
