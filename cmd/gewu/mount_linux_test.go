package main

import (
	"os"
	"syscall"
	"testing"
)

// mount puts a small file system of its own on a directory, and reports whether it may.
func mount(t *testing.T, dir, options string) bool {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Logf("mount: %v; a full disk is played by a program", err)
		return false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return true
}
