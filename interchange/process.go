package interchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// A process is a running ogr2ogr.
type process struct {
	cancelled func() error
	cancel    context.CancelFunc
	cmd       *exec.Cmd
	out       io.Reader
	complaint *bytes.Buffer
	source    gdalSource
	ended     bool
	result    error
}

// start runs ogr2ogr with arguments. The process ends with ctx, or when it is stopped.
func (s gdalSource) start(ctx context.Context, arguments ...string) (*process, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &process{complaint: &bytes.Buffer{}, source: s, cancelled: ctx.Err, cancel: cancel}
	p.cmd = exec.CommandContext(ctx, "ogr2ogr", arguments...)
	p.cmd.Stderr = &limited{p.complaint, 64 << 10}
	p.cmd.Env = gdalEnvironment()
	p.cmd.WaitDelay = 5 * time.Second
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.cancel()
		return nil, err
	}
	p.out = out
	if err := p.cmd.Start(); err != nil {
		p.cancel()
		if errors.Is(err, exec.ErrNotFound) {
			return nil, errNoGDAL
		}
		return nil, err
	}
	return p, nil
}

// gdalEnvironment keeps GDAL from following a file to other places (virtual formats and the
// network are off) and from guessing at names in archives.
func gdalEnvironment() []string {
	return append(os.Environ(), "LC_ALL=C.UTF-8", "CPL_ZIP_ENCODING=UTF-8", "CPL_DEBUG=OFF", "OGR_SKIP=OGR_VRT,HTTP,WFS,OAPIF,CSW",
		"GDAL_SKIP=VRT", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS={none}")
}

// wait waits for the process, whose output has been read to its end, and returns its complaint
// when it did not end well.
func (p *process) wait() error {
	if p.ended {
		return p.result
	}
	p.ended = true
	err := p.cmd.Wait()
	cancelled := p.cancelled()
	p.cancel()
	switch {
	case cancelled != nil:
		p.result = cancelled
	case err != nil, errorLine.Match(p.complaint.Bytes()):
		// A file that is cut off ends well for ogr2ogr, with rows that lack their geometry.
		p.result = errors.New(p.source.explain(p.complaint.Bytes(), nil))
	}
	return p.result
}

// stop ends the process, whatever it is at.
func (p *process) stop() {
	if p.ended {
		return
	}
	p.cancel()
	p.ended, p.result = true, context.Canceled
	_ = p.cmd.Wait() // its end was asked for
}

var errorLine = regexp.MustCompile(`(?m)^(?:ERROR [0-9]+: |FAILURE:\s*)(.+)$`)

// explain makes one line of what GDAL wrote, without the paths of this machine.
func (s gdalSource) explain(complaint, out []byte) string {
	text := string(complaint) + "\n" + string(out)
	if strings.Contains(text, "Unable to open datasource") && !strings.Contains(text, "ERROR ") {
		return "GDAL does not know its format"
	}
	message := "GDAL cannot read it"
	if m := errorLine.FindStringSubmatch(text); m != nil {
		message = "GDAL: " + strings.TrimSpace(m[1])
	}
	for _, path := range []string{s.name, s.path, filepath.Dir(s.path) + string(filepath.Separator)} {
		short := filepath.Base(s.path)
		if strings.HasSuffix(path, string(filepath.Separator)) {
			short = ""
		}
		message = strings.ReplaceAll(message, path, short)
	}
	return message
}

// limited keeps the first bytes written to it and drops the rest.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if keep := min(len(p), l.left); keep > 0 {
		l.left -= keep
		if _, err := l.w.Write(p[:keep]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
