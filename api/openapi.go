package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the interface
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/goccy/go-yaml"
)

// openAPI describes every route under /v1, the tiles and the service's own routes, as OpenAPI 3.1.
//
//go:embed openapi.yaml
var openAPI []byte

// interfaceFile is openAPI as a file of JSON, its members in the same order. It is made once, for
// who asks first.
var interfaceFile = sync.OnceValue(func() *pageFile {
	var body bytes.Buffer
	text, err := yaml.YAMLToJSON(openAPI)
	if err == nil {
		err = json.Compact(&body, text)
	}
	if err != nil {
		panic(fmt.Sprintf("api: openapi.yaml: %v", err)) // it is part of the program, and tested
	}
	sum := sha256.Sum256(body.Bytes())
	return &pageFile{
		body: body.Bytes(), mediaType: "application/json", tag: hex.EncodeToString(sum[:8]),
		zipped: sync.OnceValue(func() []byte { return zip(body.Bytes()) }),
	}
})

// describe answers GET /v1/openapi.json.
func (s *server) describe(w http.ResponseWriter, r *http.Request) {
	if _, err := parseQuery(r); err != nil {
		s.fail(w, r, err)
		return
	}
	interfaceFile().serve(w, r, false)
}
