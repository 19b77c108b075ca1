package api

import (
	"net/http"
	"net/netip"
	"strings"
)

// traced finds out where a request comes from. What it says itself of that counts only when it comes
// from a trusted proxy.
func (s *server) traced(next http.Handler) http.Handler {
	base := strings.HasPrefix(s.BaseURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := requestOf(r)
		q.secure = base || r.TLS != nil
		if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
			q.from = peer.Addr().Unmap()
		}
		if len(s.Proxies) > 0 && isAmong(s.Proxies, q.from) {
			q.secure = q.secure || lastOf(r, "X-Forwarded-Proto") == "https"
			q.from = s.forwardedFor(r, q.from)
		}
		if q.secure {
			w.Header()["Strict-Transport-Security"] = onlyTLS
		}
		next.ServeHTTP(w, r)
	})
}

// onlyTLS has a browser come by TLS alone for a year. It is never changed.
var onlyTLS = []string{"max-age=31536000"}

// forwardedFor returns the last address in X-Forwarded-For that is no trusted proxy's: each proxy
// adds where it was asked from, and what stands in front of that anybody may have written.
func (s *server) forwardedFor(r *http.Request, peer netip.Addr) netip.Addr {
	list := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	from := peer
	for i := len(list) - 1; i >= 0; i-- {
		address, err := netip.ParseAddr(strings.TrimSpace(list[i]))
		if err != nil {
			return from
		}
		from = address.Unmap().WithZone("")
		if !isAmong(s.Proxies, from) {
			return from
		}
	}
	return from
}

// lastOf returns the last of the values of a header that are listed between commas.
func lastOf(r *http.Request, header string) string {
	values := r.Header[header]
	if len(values) == 0 {
		return ""
	}
	last := values[len(values)-1]
	return strings.ToLower(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:]))
}

func isAmong(networks []netip.Prefix, address netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// clientOf returns the address that a request comes from; "" when it is not known.
func clientOf(r *http.Request) string {
	if from := requestOf(r).from; from.IsValid() {
		return from.String()
	}
	return ""
}

// origin is where a request comes from, for the log: the other end of the connection, or for whom a
// trusted proxy asks.
func (s *server) origin(r *http.Request) string {
	if len(s.Proxies) > 0 {
		return clientOf(r)
	}
	return r.RemoteAddr
}

// passedOn are the headers by which a server in front says that it asks for somebody else.
var passedOn = []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via"}

// isLocal reports whether a request comes from a program on this machine that did not pass it on
// for somebody else.
func isLocal(r *http.Request) bool {
	for _, header := range passedOn {
		if len(r.Header[header]) > 0 {
			return false
		}
	}
	return requestOf(r).from.IsLoopback()
}
