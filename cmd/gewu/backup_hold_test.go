package main

import (
	"os"
	"path/filepath"
	"testing"

	"gewu/store"
)

// What is removed after the moment of a backup is still read by it, and goes with it.
func TestAPictureThatIsRemovedMeanwhileIsInTheBackup(t *testing.T) {
	url, picture := newPlace(t)
	folder := filepath.Dir(filepath.Dir(picture))
	if err := os.MkdirAll(filepath.Join(folder, ".backup-left-behind"), 0o700); err != nil {
		t.Fatal(err)
	}
	held := newHold(folder)
	frozen, err := held.freeze(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer frozen.Close(t.Context())
	if err := os.Remove(picture); err != nil {
		t.Fatal(err)
	}
	file, err := held.open(frozen.Attachments[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if about, err := file.Stat(); err != nil || about.Size() != frozen.Attachments[0].Bytes {
		t.Errorf("the file: %v, %v", about, err)
	}
	missing, err := newHold(folder).takeAll(t.Context(), []store.AttachmentFile{frozen.Attachments[0]})
	if err != nil || missing == nil {
		t.Errorf("a file that is gone is held: %v, %v", missing, err)
	}
	if err := held.release(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".backup-*")); len(left) != 1 {
		t.Errorf("there are %v, want the second hold only", left)
	}
}
