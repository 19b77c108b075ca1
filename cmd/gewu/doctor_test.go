package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheDoctorMakesNoDatabaseWhereThereIsNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mistyped")
	out, errs, code := gewu(t, "", "doctor", "--data", dir)
	if code != 0 || !strings.Contains(out, "none in "+dir+" yet") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is there now: %v", dir, err)
	}
}
