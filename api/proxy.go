package api

import (
	"net"
	"net/http"
)

// clientOf returns the address that a request comes from.
func clientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// isLocal reports whether a request comes from a program on this machine that did not pass it on
// for somebody else.
func isLocal(r *http.Request) bool {
	if len(r.Header["X-Forwarded-For"]) > 0 || len(r.Header["Forwarded"]) > 0 {
		return false
	}
	ip := net.ParseIP(clientOf(r))
	return ip != nil && ip.IsLoopback()
}
