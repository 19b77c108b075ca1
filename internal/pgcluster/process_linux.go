package pgcluster

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// syncsAtOnce: syncAll writes what one system call for each file would take seconds to write.
const syncsAtOnce = true

// syncAll writes everything of the file system that holds dir to its disk, and waits.
func syncAll(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return onPath(dir, err)
	}
	defer d.Close()
	return onPath(dir, unix.Syncfs(int(d.Fd())))
}

// seesBackends: serversOf finds backends whose server is gone.
const seesBackends = true

// tellWhenOrphaned has the kernel signal a process when the thread that started it ends.
func tellWhenOrphaned(attributes *syscall.SysProcAttr, signal syscall.Signal) {
	attributes.Pdeathsig = signal
}

// serversOf returns the PostgreSQL processes that work in a data directory. A server and its
// backends have it as their working directory, whatever their pid file says.
func serversOf(data string) []int {
	about, err := os.Stat(data)
	if err != nil {
		return nil
	}
	processes, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	var pids []int
	for _, process := range processes {
		where, err := os.Stat(filepath.Join(process, "cwd"))
		if err != nil || !os.SameFile(about, where) {
			continue // gone, another's, or elsewhere
		}
		name, err := os.ReadFile(filepath.Join(process, "comm"))
		if pid, _ := strconv.Atoi(filepath.Base(process)); err == nil && strings.TrimSpace(string(name)) == "postgres" {
			pids = append(pids, pid)
		}
	}
	return pids
}
