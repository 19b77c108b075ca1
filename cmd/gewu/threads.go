package main

import (
	"os"
	"runtime"
)

// On how many threads requests are answered. The system takes a thread off its processor for
// milliseconds whenever others want to run, and the requests that wait for that thread wait as
// long: with one thread for each of two processors that is half of all. With more threads fewer
// wait for each, the system shares the processors out among them, and the slowest answers come
// sooner. From mostThreads on nothing is gained, and threads in search of work cost time.
const (
	threadsPerProcessor = 4
	mostThreads         = 8
)

// spread answers requests on more threads than there are processors where those are few, unless
// GOMAXPROCS is set or the service may not use all processors: it must not use up in a moment what
// it is given for a while. Loading the district needs memory for each thread, so it comes before.
func spread() {
	if n := runtime.NumCPU(); os.Getenv("GOMAXPROCS") == "" && runtime.GOMAXPROCS(0) == n {
		runtime.GOMAXPROCS(threadsOf(n))
	}
}

// threadsOf returns on how many threads to run on so many processors.
func threadsOf(processors int) int {
	return max(processors, min(threadsPerProcessor*processors, mostThreads))
}
