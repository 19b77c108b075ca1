package testdb

import "syscall"

// memoryDisk is where Linux has a file system in memory.
const memoryDisk = "/dev/shm"

// What statfs(2) tells: the kind of a file system that is in memory, and whether programs may not
// be run from it.
const (
	inMemory   = 0x01021994
	noPrograms = 0x8
)

// roomy is how many bytes must be free in memory.
const roomy = 2 << 30

// inMemoryDir returns the directory of a file system in memory that has room and from which
// programs can be run, or "" when there is none.
func inMemoryDir() string {
	var about syscall.Statfs_t
	if err := syscall.Statfs(memoryDisk, &about); err != nil {
		return ""
	}
	if about.Type != inMemory || about.Flags&noPrograms != 0 || about.Bavail*uint64(about.Bsize) < roomy {
		return ""
	}
	return memoryDisk
}
