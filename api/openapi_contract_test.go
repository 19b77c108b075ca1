package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"gewu/api"
)

// A contract is the document of the interface, ready to check exchanges against. Objects in it are
// closed, but for those that say they are open: a member that the document does not know is a fault.
type contract struct {
	tree     map[string]any
	router   routers.Router
	compiler *jsonschema.Compiler

	mu        sync.Mutex
	schemas   map[string]*jsonschema.Schema // by pointer
	exercised map[string]int                // operations, by how often they did not end in a problem
}

const documentAddress = "https://gewu.example/openapi.json"

// theContract is read once for all tests.
var theContract = sync.OnceValues(readContract)

func readContract() (*contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(api.InterfaceDocument())
	if err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.InterfaceDocument()))
	if err != nil {
		return nil, err
	}
	closeObjects(read)
	tree, _ := read.(map[string]any)
	c := &contract{
		tree: tree, router: router, compiler: jsonschema.NewCompiler(),
		schemas: map[string]*jsonschema.Schema{}, exercised: map[string]int{},
	}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	c.compiler.AssertFormat()
	return c, c.compiler.AddResource(documentAddress, read)
}

// closeObjects has schemas of objects allow no other members than they name.
func closeObjects(node any) {
	switch n := node.(type) {
	case map[string]any:
		_, named := n["properties"].(map[string]any)
		if _, said := n["additionalProperties"]; named && !said && n["type"] == "object" {
			n["additionalProperties"] = false
		}
		for _, v := range n {
			closeObjects(v)
		}
	case []any:
		for _, v := range n {
			closeObjects(v)
		}
	}
}

// at returns what a pointer ("#/components/…") leads to, through references, and where that is.
func (c *contract) at(pointer string) (map[string]any, string) {
	var node any = c.tree
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "#/"), "/") {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		switch n := node.(type) {
		case map[string]any:
			node = n[part]
		case []any:
			i, _ := strconv.Atoi(part)
			node = n[i]
		}
	}
	found, _ := node.(map[string]any)
	if ref, ok := found["$ref"].(string); ok {
		return c.at(ref)
	}
	return found, pointer
}

// below returns the pointer of a member.
func below(pointer string, names ...string) string {
	for _, name := range names {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	return pointer
}

// fits returns what is wrong with a value by the schema at a pointer.
func (c *contract) fits(pointer string, value any) error {
	c.mu.Lock()
	schema, err := c.schemas[pointer], error(nil)
	if schema == nil {
		if schema, err = c.compiler.Compile(documentAddress + pointer); err == nil {
			c.schemas[pointer] = schema
		}
	}
	c.mu.Unlock()
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// fitsText returns what is wrong with a text that should be JSON.
func (c *contract) fitsText(pointer string, text []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return c.fits(pointer, value)
}

// An exchange is a request and its answer.
type exchange struct {
	request *http.Request
	sent    []byte // as much of the body as was read
	status  int
	header  http.Header
	answer  []byte // decoded; nil: too long to be kept, or without an end
}

func (x *exchange) String() string {
	return fmt.Sprintf("%s %s → %d", x.request.Method, x.request.URL.RequestURI(), x.status)
}

// faults says where an exchange is not as the document has it.
func (c *contract) faults(x *exchange) []string {
	method := x.request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if x.status == http.StatusNotFound && path.Clean(x.request.URL.Path) != x.request.URL.Path {
		return c.strayFaults(x) // a path with detours is none of those described
	}
	asked := x.request.URL
	route, variables, err := c.router.FindRoute(&http.Request{Method: method, URL: &url.URL{Path: asked.Path, RawPath: asked.RawPath}})
	if err != nil {
		return c.strayFaults(x)
	}
	o := operation{c, below("#/paths", route.Path, strings.ToLower(method)), below("#/paths", route.Path), nil}
	o.node, _ = c.at(o.pointer)
	if x.status < 400 {
		c.mu.Lock()
		c.exercised[method+" "+route.Path]++
		c.mu.Unlock()
		return append(o.requestFaults(x, variables), o.answerFaults(x)...)
	}
	return append(o.answerFaults(x), o.problemFaults(x)...)
}

// strayFaults is about requests for what the document does not describe: under the paths of the
// interface these are problems.
func (c *contract) strayFaults(x *exchange) []string {
	top, _, _ := strings.Cut(strings.TrimPrefix(x.request.URL.Path, "/"), "/")
	if top != "v1" && top != "tiles" && top != "problems" || x.request.Method == http.MethodOptions {
		return nil
	}
	if x.status < 400 {
		return []string{"the interface describes no such operation"}
	}
	if x.request.Method == http.MethodHead {
		return nil
	}
	if err := c.fitsText("#/components/schemas/Problem", x.answer); err != nil {
		return []string{err.Error()}
	}
	return nil
}

// An operation is one of the document.
type operation struct {
	c                 *contract
	pointer, pathItem string
	node              map[string]any
}

// parameters returns the parameters of the operation by "in name", as pointers.
func (o operation) parameters() map[string]string {
	all := map[string]string{}
	for _, list := range []string{o.pathItem, o.pointer} {
		holder, _ := o.c.at(list)
		items, _ := holder["parameters"].([]any)
		for i := range items {
			p, pointer := o.c.at(below(list, "parameters", strconv.Itoa(i)))
			all[fmt.Sprint(p["in"], " ", p["name"])] = pointer
		}
	}
	return all
}

// requestFaults is about requests that were done: they must be as the document says.
func (o operation) requestFaults(x *exchange, variables map[string]string) (faults []string) {
	known := o.parameters()
	values := map[string]string{}
	for name, v := range variables {
		values["path "+name], _ = url.PathUnescape(v)
	}
	for name, v := range x.request.URL.Query() {
		values["query "+name] = v[0]
		if _, ok := known["query "+name]; !ok && o.node["x-gewu-any-parameter"] != true {
			faults = append(faults, "a parameter that is not described: "+name)
		}
	}
	for key, pointer := range known {
		in, name, _ := strings.Cut(key, " ")
		if h := x.request.Header.Get(name); in == "header" && h != "" {
			values[key] = h
		}
		faults = append(faults, o.parameterFaults(key, pointer, values)...)
	}
	return append(faults, o.bodyFaults(x)...)
}

func (o operation) parameterFaults(key, pointer string, values map[string]string) []string {
	text := values[key]
	p, _ := o.c.at(pointer)
	switch {
	case text == "" && p["required"] == true:
		return []string{key + " is required"}
	case text == "":
		return nil
	case p["x-gewu-any-case"] == true:
		text = strings.ToLower(text)
	}
	schema, where := o.c.at(below(pointer, "schema"))
	var value any = strings.TrimSpace(text)
	if schema["type"] == "integer" || schema["type"] == "number" {
		value = json.Number(strings.TrimPrefix(strings.TrimSpace(text), "+"))
	}
	if err := o.c.fits(where, value); err != nil {
		return []string{fmt.Sprintf("%s %q: %v", key, text, err)}
	}
	return nil
}

func (o operation) bodyFaults(x *exchange) []string {
	body, where := o.c.at(below(o.pointer, "requestBody"))
	if body == nil {
		if len(x.sent) > 0 {
			return []string{"a body is read that is not described"}
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(x.request.Header.Get("Content-Type"))
	content, _ := body["content"].(map[string]any)
	if err != nil || content[media] == nil {
		return []string{"a body of a type that is not described: " + media}
	}
	if media != "application/json" {
		return nil
	}
	if err := o.c.fitsText(below(where, "content", media, "schema"), x.sent); err != nil {
		return []string{"body: " + err.Error()}
	}
	return nil
}

// clientGone is a status that nobody is told.
const clientGone = 499

// answerFaults is about the status, the headers and the body of the answer.
func (o operation) answerFaults(x *exchange) []string {
	if x.status == clientGone {
		return nil
	}
	answer, where := o.c.at(below(o.pointer, "responses", strconv.Itoa(x.status)))
	if answer == nil {
		return []string{"a status that is not described: " + string(x.answer)}
	}
	content, _ := answer["content"].(map[string]any)
	if x.request.Method == http.MethodHead || x.answer == nil {
		return nil
	}
	if content == nil {
		if len(x.answer) > 0 {
			return []string{"a body that is not described"}
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(x.header.Get("Content-Type"))
	if err != nil || content[media] == nil {
		return []string{"an answer of a type that is not described: " + media}
	}
	return o.textFaults(below(where, "content", media), media, x.answer)
}

func (o operation) textFaults(where, media string, text []byte) (faults []string) {
	described, _ := o.c.at(where)
	note := func(err error) {
		if err != nil {
			faults = append(faults, err.Error())
		}
	}
	switch {
	case described["x-gewu-line"] != nil:
		for line := range bytes.Lines(text) {
			note(o.c.fitsText(fmt.Sprint(described["x-gewu-line"]), line))
		}
	case described["x-gewu-events"] != nil:
		events, _ := described["x-gewu-events"].(map[string]any)
		for event := range strings.SplitSeq(string(text), "\n\n") {
			_, rest, _ := strings.Cut(event, "event: ")
			name, data, whole := strings.Cut(rest, "\ndata: ")
			if pointer := events[name]; whole && pointer == nil {
				note(fmt.Errorf("an event that is not described: %q", name))
			} else if whole {
				note(o.c.fitsText(fmt.Sprint(pointer), []byte(data)))
			}
		}
	case strings.HasSuffix(media, "json"):
		note(o.c.fitsText(below(where, "schema"), text))
	}
	return faults
}

// problemFaults is about whether the operation may answer the problem that it does.
func (o operation) problemFaults(x *exchange) []string {
	if x.header.Get("Content-Type") != "application/problem+json" || x.request.Method == http.MethodHead || x.status == clientGone {
		return nil
	}
	var p struct {
		Type   string
		Status int
	}
	if err := json.Unmarshal(x.answer, &p); err != nil {
		return []string{err.Error()}
	}
	own, _ := o.node["x-gewu-problems"].([]any)
	common, _ := o.c.tree["x-gewu-common-problems"].([]any)
	if slug := strings.TrimPrefix(p.Type, "/problems/"); !slices.Contains(slices.Concat(own, common), any(slug)) {
		return []string{"a problem that is not described here: " + slug}
	}
	if p.Status != x.status {
		return []string{fmt.Sprintf("a status of %d in the body", p.Status)}
	}
	return nil
}
