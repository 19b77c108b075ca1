package api

import "slices"

// A class is a sort of requests that may take only so much of the service at once.
type class string

// The classes. What is unlimited answers at once from memory.
const (
	unlimited class = "-"
	lookUps   class = "look-ups"
	tileCalls class = "tiles"
	streaming class = "streams"  // bodies and answers of any length, with limits of their own
	uploads   class = "uploads"  // files; the call itself bounds them
	analysis  class = "analysis" // counts over many rows
	writes    class = "writes"
)

func (c class) known() bool {
	return slices.Contains([]class{unlimited, lookUps, tileCalls, streaming, uploads, analysis, writes}, c)
}

// boundsBody reports whether a request of the class has a short body.
func (c class) boundsBody() bool { return c != streaming && c != uploads }
