//go:build unix && !linux

package pgcluster

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// syncsAtOnce: PostgreSQL has to write its files to the disk itself, one by one.
const syncsAtOnce = false

func syncAll(string) error { return nil }

// seesBackends: serversOf does not find backends whose server is gone.
const seesBackends = false

// tellWhenOrphaned does nothing where the kernel cannot: the next Start finds the orphan.
func tellWhenOrphaned(*syscall.SysProcAttr, syscall.Signal) {}

// serversOf returns the server that the data directory's pid file names, when that process is
// a PostgreSQL of this directory. Its backends are not found; the server waits for them itself.
func serversOf(data string) []int {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return nil
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return nil
	}
	command, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil || !strings.Contains(string(command), data) {
		return nil
	}
	return []int{pid}
}
