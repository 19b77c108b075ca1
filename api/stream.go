package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"gewu/internal/batch"
)

// The formats of POST /v1/locate.
const (
	typeNDJSON = "application/x-ndjson"
	typeCSV    = "text/csv"
)

var streamTypes = []string{typeNDJSON, typeCSV}

// A format reads rows, locates them and writes them.
type format func(context.Context, io.Writer, io.Reader, batch.Locate, batch.Options) (batch.Stats, error)

// formatOf returns the format that the request's body is in and the type of the answer.
func formatOf(r *http.Request) (format, string, error) {
	unfit := badMedia.because("Content-Type 应为 %s，编码为 UTF-8，不压缩。", "The Content-Type must be %s, in UTF-8 and not compressed.",
		strings.Join(streamTypes, ", ")).with("choices", streamTypes)
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	encoding := strings.ToLower(r.Header.Get("Content-Encoding"))
	if err != nil || charset != "" && charset != "utf-8" && charset != "utf8" || encoding != "" && encoding != "identity" {
		return nil, "", unfit
	}
	switch media {
	case typeNDJSON, "application/ndjson", "application/jsonl":
		return batch.NDJSON, typeNDJSON, nil
	case typeCSV:
		return batch.CSV, typeCSV + "; charset=utf-8", nil
	default:
		return nil, "", unfit
	}
}

// locateStream answers POST /v1/locate[?crs=][&lon=][&lat=][&at=], where lon and lat name
// columns. Answers are written while the rows still come, so a client must read while it
// sends. An answer that is cut short is never ended properly.
func (s *server) locateStream(w http.ResponseWriter, r *http.Request) {
	out := newStream(w, s.StreamIdle)
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		s.fail(w, r, tooManyStreams())
		return
	}
	err := s.locateRows(out, w, r)
	switch {
	case err == nil:
	case !out.begun:
		s.fail(w, r, err)
	default:
		s.Log.WarnContext(r.Context(), "stream cut short", "request", requestID(r), "err", err)
		panic(http.ErrAbortHandler)
	}
}

func (s *server) locateRows(out *stream, w http.ResponseWriter, r *http.Request) error {
	locate, media, err := formatOf(r)
	if err != nil {
		return err
	}
	q, err := parseQuery(r, "crs", "lon", "lat", "at")
	if err != nil {
		return err
	}
	o := batch.Options{Lon: q.text("lon"), Lat: q.text("lat"), Flush: out.flush}
	if q.text("crs") != "" {
		if o.CRS, err = q.crs(); err != nil {
			return err
		}
	}
	snapshot, err := s.snapshot(r, q)
	if err != nil {
		return err
	}
	leave, err := s.enterDay(r, snapshot)
	if err != nil {
		return err
	}
	defer leave()
	if r.ContentLength > s.MaxStream {
		return bodyTooLarge(s.MaxStream)
	}
	body := out.reading(http.MaxBytesReader(w, r.Body, s.MaxStream))
	out.media = media
	if _, err := locate(r.Context(), out, body, batch.InPart(snapshot, seenOf(r)), o); err != nil {
		return streamProblem(err)
	}
	return out.flush()
}

func columnsOfObjects() *problem {
	return badParameter.because(
		"lon、lat 参数只用于指定 CSV 的列名；NDJSON 的成员名固定为 lon 和 lat。",
		"The parameters lon and lat name columns of CSV; the members of NDJSON are always lon and lat.",
	).with("parameters", []string{"lon", "lat"})
}

// streamProblem turns an error met before the first row into one for the client.
func streamProblem(err error) error {
	var header *batch.HeaderError
	switch {
	case errors.As(err, &header) && header.Twice:
		return badHeader.because("表头有两列名为 %s。", "The header has two columns named %s.", clip(header.Want)).with("columns", header.Columns)
	case errors.As(err, &header):
		return badHeader.because("表头没有 %s 列；可用 lon、lat 参数指定列名。", "The header has no column for %s. Name the columns with lon and lat.",
			clip(header.Want)).with("columns", header.Columns)
	case errors.Is(err, batch.ErrEmpty):
		return badHeader.because("请求体为空。", "The body is empty.")
	case errors.Is(err, batch.ErrLong):
		return badHeader.because("第一行过长，不是表头。", "The first line is too long for a header.")
	case errors.Is(err, batch.ErrCRS):
		return crsMissing()
	case errors.Is(err, batch.ErrNames):
		return columnsOfObjects()
	default:
		return err
	}
}

// A stream writes an answer while the request's body is still read. It begins with the first
// byte, so that an error before it can be answered with a status. Each read and write may take
// only so long.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	idle    time.Duration
	media   string // the type of the answer
	begun   bool
}

// newStream returns the stream of an answer. From then on an answer, also one that refuses,
// does not wait for the rest of the body: its client may be waiting for it. A connection that
// cannot do both at once goes without.
func newStream(w http.ResponseWriter, idle time.Duration) *stream {
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex()
	return &stream{w: w, control: control, idle: idle}
}

// begin sends the head of the answer. A connection that has no deadlines goes without.
func (s *stream) begin() {
	if s.begun {
		return
	}
	s.begun = true
	s.w.Header().Set("Content-Type", s.media)
	s.w.Header().Set("Cache-Control", "no-store")
	s.w.WriteHeader(http.StatusOK)
}

func (s *stream) Write(p []byte) (int, error) {
	s.begin()
	_ = s.control.SetWriteDeadline(time.Now().Add(s.idle))
	return s.w.Write(p)
}

// flush sends what is written.
func (s *stream) flush() error {
	s.begin()
	_ = s.control.SetWriteDeadline(time.Now().Add(s.idle))
	if err := s.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// reading returns body with a time limit for each read.
func (s *stream) reading(body io.Reader) io.Reader { return patient{s, body} }

type patient struct {
	stream *stream
	body   io.Reader
}

func (p patient) Read(buf []byte) (int, error) {
	_ = p.stream.control.SetReadDeadline(time.Now().Add(p.stream.idle))
	n, err := p.body.Read(buf)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &bodyError{err}
	}
	return n, err
}

// A bodyError says that the client's body cannot be read on: the fault is not the service's.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return "body: " + e.err.Error() }

func (e *bodyError) Unwrap() error { return e.err }
