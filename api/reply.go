package api

import (
	"net/http"
)

// A reply is an answer with another status than 200 or with headers of its own. A call returns one
// instead of a mere body.
type reply struct {
	status int
	header http.Header // nil: none
	body   any         // nil: none
}

// done is the answer of a call that has nothing to tell.
var done = reply{status: http.StatusNoContent}

// made answers with what a call has made, and says where it is from now on; at may be "".
func made(at string, body any) reply {
	header := http.Header{}
	if at != "" {
		header.Set("Location", at)
	}
	return reply{http.StatusCreated, header, body}
}

// write sends the reply. What is told of people and to them is kept nowhere.
func (a reply) write(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	h.Set("Cache-Control", "no-store")
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	h["Content-Type"] = jsonType
	writeJSON(w, a.status, a.body)
}
