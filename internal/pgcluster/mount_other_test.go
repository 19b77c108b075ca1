//go:build !linux

package pgcluster_test

import "testing"

// mount reports that this system gives no small file system to a test.
func mount(*testing.T, string, string) bool { return false }
