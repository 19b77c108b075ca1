//go:build data

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"gewu/internal/testdb"
)

// serveAsProcess starts the service in a process of its own.
func serveAsProcess(t *testing.T) (*service, *exec.Cmd) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, url := untilReady(out)
	if url == "" {
		t.Fatalf("the service says %q", said)
	}
	return &service{t: t, url: url, said: said}, cmd
}

type jobState struct {
	ID     int64
	State  string
	Done   int64
	Result *string
}

// jobUntil asks for a job until it is as is wanted.
func (a *asker) jobUntil(id int64, wanted func(jobState) bool) jobState {
	a.t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		var job jobState
		status, body := a.ask(http.MethodGet, fmt.Sprint("/v1/analysis/jobs/", id))
		if err := json.Unmarshal(body, &job); err != nil || status != http.StatusOK {
			a.t.Fatalf("%d %v: %s", status, err, body)
		}
		if wanted(job) {
			return job
		}
		select {
		case <-again.C:
		case <-deadline.C:
			a.t.Fatalf("the job is %+v", job)
		}
	}
}

// A job whose server is killed with signal 9 while it runs is answered by the next one, with the bytes of the answer
// that nobody disturbed. All questions about the same district have the same bytes from everywhere.
func TestAJobOutlivesAServerThatIsKilled(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "demo")
	s, process := serveAsProcess(t)
	a := s.first()
	status, body := a.ask(http.MethodPost, "/v1/analysis/scan/jobs?replicates=999&seed=3")
	var job jobState
	if err := json.Unmarshal(body, &job); err != nil || status != http.StatusAccepted {
		t.Fatalf("%d %v: %s", status, err, body)
	}
	before := a.jobUntil(job.ID, func(j jobState) bool { return j.State == "running" && j.Done > 0 })
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // it was killed
	a.service, process = serveAsProcess(t)
	after := a.jobUntil(job.ID, func(j jobState) bool { return j.State != "running" && j.State != "waiting" })
	if before.Result != nil || after.State != "done" || after.Result == nil {
		t.Fatalf("the job was %+v and is %+v", before, after)
	}
	_, got := a.ask(http.MethodGet, *after.Result)
	status, want := a.ask(http.MethodGet, "/v1/analysis/scan?replicates=999&seed=3")
	if status != http.StatusOK || !bytes.Equal(got, want) || len(got) == 0 {
		t.Errorf("%d: the job has %d bytes, the answer %d", status, len(got), len(want))
	}
	a.answersAgain(a.answersAsTheProgram())
	if err := process.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	_ = process.Wait() // it was told to end
}
