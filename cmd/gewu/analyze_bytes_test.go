package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// questions are all that can be asked, with parameters beside the usual ones.
var questions = map[string]url.Values{
	"load": {"days": {"30"}}, "rate": {"days": {"60"}, "level": {"community"}}, "hot": {"robust": {"yes"}}, "change": {}, "ended": {},
	"compare": {"days": {"30"}, "level": {"cell"}, "cell": {"200"}}, "clusters": {"metres": {"80"}, "within": {"30"}},
	"scan": {"replicates": {"99"}, "seed": {"7"}}, "silence": {}, "reach": {"minutes": {"5"}}, "balance": {}, "coverage": {"days": {"30"}}, "score": {},
}

// An asker asks a service with a token.
type asker struct {
	*service
	token string
}

// first signs the first administrator in, whose password the service has told, and makes a token.
func (s *service) first() *asker {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	told := oneTime.FindString(s.said)
	send := func(method, path, body string) []byte {
		s.t.Helper()
		status, answer := s.send(browser, "", method, path, body)
		if status >= http.StatusBadRequest {
			s.t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
		return answer
	}
	const own = "七月流火 九月授衣 2026"
	send(http.MethodPost, "/v1/session", `{"name":"admin","password":"`+told+`"}`)
	send(http.MethodPut, "/v1/me/password", `{"old":"`+told+`","new":"`+own+`"}`)
	var made struct{ Secret string }
	expires := time.Now().AddDate(0, 0, 7).UTC().Format(time.RFC3339)
	answer := send(http.MethodPost, "/v1/tokens", `{"name":"t","role":"leader","area":null,"expires_at":"`+expires+`"}`)
	if err := json.Unmarshal(answer, &made); err != nil || made.Secret == "" {
		s.t.Fatalf("no token: %v %s", err, answer)
	}
	return &asker{s, made.Secret}
}

// send sends a request as a browser does, or a program with a token.
func (s *service) send(client *http.Client, token, method, path, body string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if req.Header.Set("Accept-Language", "en"); body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, text
}

// ask asks until the service has read what analyses are made of.
func (a *asker) ask(method, path string) (int, []byte) {
	a.t.Helper()
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		status, body := a.send(http.DefaultClient, a.token, method, path, "")
		if status != http.StatusServiceUnavailable {
			return status, body
		}
		select {
		case <-again.C:
		case <-deadline.C:
			a.t.Fatalf("%s %s: %s", method, path, body)
		}
	}
}

// answersAsTheProgram compares what the command line and the service answer to every question in every format:
// the same bytes, or the same words of refusal. It returns the calls by which answers can be had again.
func (a *asker) answersAsTheProgram() map[string][]byte {
	a.t.Helper()
	calls := map[string][]byte{}
	for what, values := range questions {
		for _, format := range []string{"json", "geojson", "csv", "provenance"} {
			args := []string{"analyze", what, "--format", format, "--language", "en"}
			for name := range values {
				args = append(args, "--"+name, values.Get(name))
			}
			out, errs, code := gewu(a.t, "", args...)
			status, body := a.ask(http.MethodGet, "/v1/analysis/"+what+"?"+values.Encode()+"&format="+format)
			if code != exitDone {
				var problem struct{ Detail string }
				if err := json.Unmarshal(body, &problem); err != nil || status < http.StatusBadRequest || !strings.Contains(errs, problem.Detail) {
					a.t.Errorf("%s as %s: the program says %q, the service %d %s", what, format, errs, status, body)
				}
				continue
			}
			if status != http.StatusOK || string(body) != out {
				a.t.Errorf("%s as %s: %d, %d bytes; the program writes %d", what, format, status, len(body), len(out))
			}
			if format == "json" {
				calls[queryOf(a.t, body)] = body
			}
		}
	}
	return calls
}

// reportsAsTheProgram compares the page that the command line and the service make: the same bytes.
func (a *asker) reportsAsTheProgram() {
	a.t.Helper()
	for _, format := range []string{"pdf", "json"} {
		page := must(a.t, "", "analyze", "report", "--days", "30", "--language", "en", "--format", format)
		status, body := a.ask(http.MethodGet, "/v1/analysis/report?days=30&lang=en&format="+format)
		if status != http.StatusOK || string(body) != page {
			a.t.Errorf("the report as %s: %d, %d bytes; the program writes %d", format, status, len(body), len(page))
		}
	}
}

// queryOf returns the call that an answer says it can be had again by.
func queryOf(t *testing.T, body []byte) string {
	t.Helper()
	var answer struct{ Provenance struct{ Query string } }
	if err := json.Unmarshal(body, &answer); err != nil || answer.Provenance.Query == "" {
		t.Fatalf("%v: %.200s", err, body)
	}
	return answer.Provenance.Query
}

// answersAgain asks the calls again, which must have the same bytes.
func (a *asker) answersAgain(calls map[string][]byte) {
	a.t.Helper()
	for call, want := range calls {
		if status, got := a.ask(http.MethodGet, call); status != http.StatusOK || string(got) != string(want) {
			a.t.Errorf("%s: %d, %d bytes, before %d", call, status, len(got), len(want))
		}
	}
}

// The service answers the bytes of the program, the call of the provenance has them again, and so it does after
// a restart.
func answersAreTheSameEverywhere(t *testing.T) {
	t.Helper()
	s := serve(t)
	a := s.first()
	calls := a.answersAsTheProgram()
	if len(calls) < 5 { // the rest cannot be tested with so little
		t.Errorf("%d questions are answered", len(calls))
	}
	a.answersAgain(calls)
	a.reportsAsTheProgram()
	s.stop()
	a.service = serve(t)
	a.answersAgain(calls)
	a.stop()
}
