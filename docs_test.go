package gewu_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A link of a page: [text](target) or [text](target#heading).
var links = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestEveryLinkOfThePagesLeadsSomewhere(t *testing.T) {
	for _, page := range pages(t) {
		text := read(t, page)
		for _, found := range links.FindAllStringSubmatch(text, -1) {
			target, heading, _ := strings.Cut(found[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			to := page
			if target != "" {
				to = path.Join(path.Dir(page), target)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: there is no %s", page, found[1])
				continue
			}
			if heading != "" && !slices.Contains(headings(read(t, to)), heading) {
				t.Errorf("%s: %s has no heading #%s", page, to, heading)
			}
		}
	}
}

func TestEveryPictureIsOnAPage(t *testing.T) {
	var all strings.Builder
	for _, page := range pages(t) {
		all.WriteString(read(t, page))
	}
	pictures, err := filepath.Glob("docs/images/*")
	if err != nil || len(pictures) == 0 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
	for _, picture := range pictures {
		if !strings.Contains(all.String(), "images/"+filepath.Base(picture)+")") {
			t.Errorf("%s is on no page", picture)
		}
	}
}

// A library that is needed by itself, not by another one, is one somebody chose.
func TestEveryLibraryHasItsReason(t *testing.T) {
	reasons := read(t, "docs/decisions/0001-libraries.md")
	for _, library := range slices.Concat(goLibraries(t), pageLibraries(t)) {
		if !strings.Contains(reasons, "`"+library+"`") {
			t.Errorf("docs/decisions/0001-libraries.md does not say why %s", library)
		}
	}
}

func TestTheArchitectureNamesEveryPackage(t *testing.T) {
	text := read(t, "docs/architecture.md")
	for name := range allowed {
		short := name
		if strings.HasPrefix(name, "hotspot/") {
			short = path.Base(name)
		}
		if !strings.Contains(text, short) {
			t.Errorf("docs/architecture.md does not tell of package %s", name)
		}
	}
}

// pages are the documents for people.
func pages(t *testing.T) []string {
	t.Helper()
	all, err := fs.Glob(os.DirFS("."), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(os.DirFS("."), "docs", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") {
			all = append(all, name)
		}
		return err
	})
	if err != nil || len(all) < 20 {
		t.Fatalf("%d pages, %v", len(all), err)
	}
	return all
}

// headings are those of a page as links name them.
func headings(page string) []string {
	var names []string
	for line := range strings.Lines(page) {
		title, is := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if is && strings.HasPrefix(line, "#") {
			names = append(names, anchor(strings.TrimSpace(title)))
		}
	}
	return names
}

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)

func anchor(title string) string {
	return strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(title), ""), " ", "-")
}

// goLibraries are the modules that go.mod requires for this module itself, without the host that they come from.
func goLibraries(t *testing.T) []string {
	t.Helper()
	var names []string
	for line := range strings.Lines(read(t, "go.mod")) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "\t") && len(fields) == 2 {
			names = append(names, strings.TrimPrefix(fields[0], "github.com/"))
		}
	}
	return names
}

// pageLibraries are the packages of npm that the page names.
func pageLibraries(t *testing.T) []string {
	t.Helper()
	var page struct {
		Used  map[string]string `json:"dependencies"`
		Built map[string]string `json:"devDependencies"`
	}
	if err := json.Unmarshal([]byte(read(t, "frontend/package.json")), &page); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, some := range []map[string]string{page.Used, page.Built} {
		for name := range some {
			names = append(names, name)
		}
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
