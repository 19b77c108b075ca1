package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// In what is said of plans a blank stands beside a Chinese character only where a word in Latin letters
// begins or ends: counts and names of grids are set solid.
func TestNoBlankStandsBesideAChineseCharacter(t *testing.T) {
	blank := regexp.MustCompile(`(?:[\p{Han}，。；：、（）]|%[[\].\d]*[a-z]) (\S+)|(\S+) (?:[\p{Han}，。；：、（）]|%)`)
	latin := regexp.MustCompile(`^[^%\p{Han}]*[A-Za-z]`)
	said := 0
	for _, pattern := range []string{"plan*.go", "edition*.go", "kinds_plan.go", "order*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") }) {
			for _, text := range chinese(t, file) {
				said++
				for _, found := range blank.FindAllStringSubmatch(strings.TrimSpace(text), -1) {
					if beside := found[1] + found[2]; !latin.MatchString(beside) {
						t.Errorf("%s: %q has a blank beside %q", file, text, beside)
					}
				}
			}
		}
	}
	if said < 50 {
		t.Errorf("%d sentences were looked at", said)
	}
}

// chinese lists the texts of a source file that have Chinese characters.
func chinese(t *testing.T, file string) (texts []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	han := regexp.MustCompile(`\p{Han}`)
	ast.Inspect(parsed, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && han.MatchString(lit.Value) {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
