package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"gewu/plan"
)

func TestEveryReasonOfARefusalHasItsOwnWordsInBothLanguages(t *testing.T) {
	said := map[string]plan.RefusalKind{}
	for _, kind := range refusalKinds(t) {
		words, is := refusalWords[kind]
		if !is || words.ZH == "" || words.EN == "" {
			t.Errorf("%s has the words %q and %q", kind, words.ZH, words.EN)
		}
		for _, text := range []string{words.ZH, words.EN} {
			if other, twice := said[text]; twice {
				t.Errorf("%s and %s are both said as %q", kind, other, text)
			}
			said[text] = kind
		}
	}
	if len(said) != 2*len(refusalWords) {
		t.Errorf("%d texts for %d reasons", len(said), len(refusalWords))
	}
}

// refusalKinds reads the reasons where they are named.
func refusalKinds(t *testing.T) (kinds []plan.RefusalKind) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../plan/operation.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		if named, is := spec.Type.(*ast.Ident); is && named.Name == "RefusalKind" {
			if text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value); err == nil {
				kinds = append(kinds, plan.RefusalKind(text))
			}
		}
		return true
	})
	return kinds
}
