package api

import (
	"net/url"
)

// pageSecurity is what the page tells a browser beside its policy. All answers share the values.
var pageSecurity = map[string][]string{
	"Referrer-Policy":            {"same-origin"},
	"X-Frame-Options":            {"SAMEORIGIN"},
	"Permissions-Policy":         {"geolocation=(self), camera=(self), microphone=()"},
	"Cross-Origin-Opener-Policy": {"same-origin"},
}

// pagePolicy is the Content-Security-Policy of the page. MapLibre runs its worker from a blob
// and draws images from data and blobs; the base map comes from its own host.
func pagePolicy(v *View) string {
	host := ""
	if v != nil && v.Settings.BaseMap != nil {
		host = originOf(v.Settings.BaseMap.URL)
	}
	return "default-src 'self'; script-src 'self'; worker-src 'self' blob:; child-src 'self' blob:; " +
		"style-src 'self'; img-src 'self' data: blob:" + host + "; connect-src 'self'" + host +
		"; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
}

// originOf returns a space and the origin of an address, or nothing when it has none that may
// stand in a policy.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	for _, c := range u.Host {
		if c == ';' || c == ',' || c == ' ' || c == '\'' || c == '{' {
			return ""
		}
	}
	return " " + u.Scheme + "://" + u.Host
}
