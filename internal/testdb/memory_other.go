//go:build !linux

package testdb

// inMemoryDir returns "": where a file system in memory is, this system does not say.
func inMemoryDir() string { return "" }
