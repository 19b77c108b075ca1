package interchange

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// Blanks pack to a thousandth of their size.
func TestABombIsNotUnpacked(t *testing.T) {
	for name, c := range map[string]struct {
		size int
		ends bool
	}{
		"as much as is free": {freeBytes, true},
		"a little more":      {freeBytes + 1<<20, false},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := unpack(t, strings.Repeat(" ", c.size))
			if c.ends && (err != nil || n != int64(c.size)) {
				t.Errorf("%d bytes, %v", n, err)
			}
			if !c.ends && (err == nil || !strings.Contains(err.Error(), "250 times") || n > freeBytes) {
				t.Errorf("%d bytes, %v", n, err)
			}
		})
	}
}

// unpack packs a text and reads as much of it as the guard lets pass.
func unpack(t *testing.T, text string) (int64, error) {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := gunzip(&meter{r: &packed}, defaultMaxUnpacked)
	if err != nil {
		t.Fatal(err)
	}
	return io.Copy(io.Discard, r)
}
