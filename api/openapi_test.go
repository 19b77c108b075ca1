package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"gewu/api"
)

// operations are those of the document ("GET /v1/areas/{id}"), by their pointers.
func (c *contract) operations() map[string]string {
	all := map[string]string{}
	paths, _ := c.tree["paths"].(map[string]any)
	for path, item := range paths {
		methods, _ := item.(map[string]any)
		for method := range methods {
			if method != "parameters" {
				all[strings.ToUpper(method)+" "+path] = below("#/paths", path, method)
			}
		}
	}
	return all
}

func contractOf(t *testing.T) *contract {
	t.Helper()
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The schema is that of the OpenAPI Initiative for documents of version 3.1.
func TestTheInterfaceIsAnOpenAPIDocument(t *testing.T) {
	const address = "https://spec.openapis.org/oas/3.1/schema"
	text, err := os.ReadFile("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	official, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(address, official); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.InterfaceDocument()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile(address).Validate(document); err != nil {
		t.Error(err)
	}
	read, err := openapi3.NewLoader().LoadFromData(api.InterfaceDocument())
	if err != nil {
		t.Fatal(err)
	}
	// Examples are recorded answers, which are held to the document as it is tested.
	if err := read.Validate(t.Context(), openapi3.DisableExamplesValidation()); err != nil {
		t.Error(err)
	}
}

func TestTheInterfaceIsServedWithAnETag(t *testing.T) {
	h := townOf(t).handler()
	w := ask(t, h, "GET", "/v1/openapi.json")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" || !bytes.HasPrefix(w.Body.Bytes(), []byte(`{"openapi":"3.1.`)) {
		t.Fatalf("got %d %s %.40s", w.Code, w.Header(), w.Body)
	}
	if w := ask(t, h, "GET", "/v1/openapi.json", "If-None-Match", w.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("got %d for what is known", w.Code)
	}
}

// ruleFor is the operation of the access table that an operation of the document goes by.
func ruleFor(operation string) string {
	if strings.HasPrefix(operation, "GET /tiles/") && !strings.HasPrefix(operation, "GET /tiles/heat/") && !strings.HasPrefix(operation, "GET /tiles/analysis/") {
		return "GET /tiles/"
	}
	return operation
}

func TestEveryRuleOfARouteIsDescribedAndNothingElse(t *testing.T) {
	described := map[string]bool{"GET /": true} // the page, which is no part of the interface
	for operation := range contractOf(t).operations() {
		described[ruleFor(operation)] = true
	}
	ruled := map[string]bool{}
	for operation := range api.RuleLines() {
		if !strings.HasPrefix(operation, "see ") {
			ruled[operation] = true
		}
	}
	if diff := cmp.Diff(ruled, described); diff != "" {
		t.Errorf("-access table, +openapi.yaml:\n%s", diff)
	}
}

func TestTheInterfaceSaysWhoMayAsTheAccessTableDoes(t *testing.T) {
	c := contractOf(t)
	lines := api.RuleLines()
	for operation, pointer := range c.operations() {
		node, _ := c.at(pointer)
		text, err := json.Marshal(node["x-gewu-access"])
		if err != nil {
			t.Fatal(err)
		}
		said := api.RuleLine{Roles: map[string]string{}}
		if err := json.Unmarshal(text, &said); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
		if diff := cmp.Diff(lines[ruleFor(operation)], said); diff != "" {
			t.Errorf("%s: -access table, +openapi.yaml:\n%s", operation, diff)
		}
		if got, want := securityOf(c, node), wantedSecurity(said); got != want {
			t.Errorf("%s: security is %s, want %s", operation, got, want)
		}
	}
}

func securityOf(c *contract, operation map[string]any) string {
	security, own := operation["security"]
	if !own {
		security = c.tree["security"]
	}
	return fmt.Sprint(security)
}

// wantedSecurity is nothing where it makes no difference who asks or nobody is signed in yet, the
// cookie of a session for one's own account, and else both.
func wantedSecurity(r api.RuleLine) string {
	const either = "map[session:[]] map[token:[]]]"
	switch {
	case r.Signed != "":
		return "[map[session:[]]]"
	case r.Class == "writes" && r.Visitors == "always":
		return "[map[]]"
	case r.Visitors != "":
		return "[map[] " + either
	default:
		return "[" + either
	}
}

func TestTheInterfaceNamesEveryKindOfProblem(t *testing.T) {
	c := contractOf(t)
	kinds, _ := c.at("#/components/schemas/ProblemType")
	var named []string
	for _, k := range kinds["enum"].([]any) {
		named = append(named, k.(string))
	}
	slices.Sort(named)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(api.ProblemStatuses())), named); diff != "" {
		t.Errorf("-kinds.go, +openapi.yaml:\n%s", diff)
	}
}

// Whatever problem an operation names, it describes the status of; and each kind is named somewhere.
func TestOperationsDescribeTheStatusesOfTheirProblems(t *testing.T) {
	c := contractOf(t)
	statuses := api.ProblemStatuses()
	named := map[string]bool{}
	slugs := func(list any) (types []string) {
		items, _ := list.([]any)
		for _, item := range items {
			types = append(types, "/problems/"+item.(string))
			named[types[len(types)-1]] = true
		}
		return types
	}
	slugs(c.tree["x-gewu-common-problems"])
	for operation, pointer := range c.operations() {
		node, _ := c.at(pointer)
		for _, kind := range slugs(node["x-gewu-problems"]) {
			responses, _ := node["responses"].(map[string]any)
			if status := statuses[kind]; status == 0 || responses[strconv.Itoa(status)] == nil {
				t.Errorf("%s names %s but not its status %d", operation, kind, status)
			}
		}
	}
	elsewhere := []string{"/problems/client-gone", "/problems/method-not-allowed", "/problems/no-page", "/problems/no-such-post"} // of no operation
	for kind := range statuses {
		if !named[kind] && !slices.Contains(elsewhere, kind) {
			t.Errorf("no operation names %s", kind)
		}
	}
}

func TestEveryOperationIsToldInBothLanguages(t *testing.T) {
	c := contractOf(t)
	ids := map[any]string{}
	for operation, pointer := range c.operations() {
		node, _ := c.at(pointer)
		zh, _ := node["x-gewu-zh"].(string)
		summary, _ := node["summary"].(string)
		if zh == "" || summary == "" || strings.ContainsFunc(summary, func(r rune) bool { return r > 0x2e80 }) {
			t.Errorf("%s: %q, %q", operation, summary, zh)
		}
		if other := ids[node["operationId"]]; other != "" || node["operationId"] == nil {
			t.Errorf("%s and %s are both called %v", operation, other, node["operationId"])
		}
		ids[node["operationId"]] = operation
	}
}

// The examples of the document are answers that other tests hold the service to.
func TestExamplesAreAnswersOfTheService(t *testing.T) {
	examples := 0
	eachExample(contractOf(t).tree, func(name string, value any) {
		examples++
		text, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Error(err)
			return
		}
		recorded, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if diff := cmp.Diff(recorded, value); err != nil || diff != "" {
			t.Errorf("%s: %v, -recorded, +openapi.yaml:\n%s", name, err, diff)
		}
	})
	if examples < 20 {
		t.Errorf("%d examples", examples)
	}
}

// eachExample visits the examples below a node by their names.
func eachExample(node any, visit func(name string, value any)) {
	switch n := node.(type) {
	case map[string]any:
		examples, _ := n["examples"].(map[string]any)
		for name, e := range examples {
			example, _ := e.(map[string]any)
			visit(name, example["value"])
		}
		for name, v := range n {
			if name != "examples" {
				eachExample(v, visit)
			}
		}
	case []any:
		for _, v := range n {
			eachExample(v, visit)
		}
	}
}
