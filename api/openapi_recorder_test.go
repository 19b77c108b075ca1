package api_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
)

// contracted returns a handler of the same that fails the test for every exchange that is not as the
// document of the interface has it. What was refused need not have been a valid request; the answer
// must be described all the same. Benchmarks and fuzz tests, which send too much, go without.
func contracted(tb testing.TB, h http.Handler) http.Handler {
	t, ok := tb.(*testing.T)
	if !ok {
		return h
	}
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	var over struct {
		sync.Mutex
		done bool
	}
	t.Cleanup(func() {
		over.Lock()
		over.done = true
		over.Unlock()
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := record(h, w, r)
		over.Lock()
		defer over.Unlock()
		if over.done { // a stream may outlive the test
			return
		}
		for _, fault := range c.faults(x) {
			t.Errorf("%s is not as api/openapi.yaml has it: %s", x, fault)
		}
	})
}

// record has a request answered, and returns what was exchanged. A handler that gives up, by a panic,
// has exchanged nothing.
func record(h http.Handler, w http.ResponseWriter, r *http.Request) *exchange {
	asked := r.Clone(r.Context()) // a handler may change the request
	out := &kept{ResponseWriter: w}
	in := &sniffed{}
	if r.Body != nil && r.Body != http.NoBody {
		in.ReadCloser = r.Body
		r.Body = in
	}
	h.ServeHTTP(out, r)
	x := &exchange{request: asked, sent: in.read.Bytes(), status: out.status, header: w.Header().Clone()}
	if x.status == 0 {
		x.status = http.StatusOK
	}
	if out.text.Len() <= mostKept {
		x.answer = plainly(x.header, out.text.Bytes())
	}
	return x
}

// mostKept is how much of a body is kept, bytes.
const mostKept = 1 << 20

// plainly returns a body that may be compressed as it was before; nil when that cannot be told.
func plainly(header http.Header, body []byte) []byte {
	switch header.Get("Content-Encoding") {
	case "":
		return append([]byte{}, body...)
	case "gzip":
		r, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil
		}
		return text
	}
	return nil
}

// A sniffed body keeps what is read of it.
type sniffed struct {
	io.ReadCloser
	read bytes.Buffer
}

func (s *sniffed) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if s.read.Len() <= mostKept {
		s.read.Write(p[:n])
	}
	return n, err
}

// kept keeps what is written.
type kept struct {
	http.ResponseWriter
	status int
	text   bytes.Buffer
}

// Unwrap is for http.ResponseController.
func (k *kept) Unwrap() http.ResponseWriter { return k.ResponseWriter }

func (k *kept) WriteHeader(status int) {
	if k.status == 0 && status >= 200 {
		k.status = status
	}
	k.ResponseWriter.WriteHeader(status)
}

func (k *kept) Write(p []byte) (int, error) {
	if k.status == 0 {
		k.status = http.StatusOK
	}
	if k.text.Len() <= mostKept {
		k.text.Write(p)
	}
	return k.ResponseWriter.Write(p)
}

// TestMain has the tests as a whole exercise every operation of the interface.
func TestMain(m *testing.M) {
	code := m.Run()
	if allWereRun() {
		code = max(code, reportOperations())
	}
	os.Exit(code)
}

// allWereRun reports whether no test was left out.
func allWereRun() bool {
	for _, name := range []string{"run", "skip", "list", "bench", "fuzz"} {
		if f := flag.Lookup("test." + name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}

func reportOperations() (code int) {
	c, err := theContract()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	operations := slices.Sorted(maps.Keys(c.operations()))
	exchanges := 0
	for _, o := range operations {
		exchanges += c.exercised[o]
		if c.exercised[o] == 0 {
			fmt.Fprintf(os.Stderr, "no test has %s answered\n", o)
			code = 1
		}
	}
	if testing.Verbose() {
		fmt.Printf("interface: %d operations, %d exchanges that were no problem\n", len(operations), exchanges)
	}
	return code
}
