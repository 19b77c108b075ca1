package api_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gewu/access"
)

// A matrix gathers who was allowed what.
type matrix struct {
	cells   map[string]map[string]bool // by operation, and who asks
	allowed map[string]int             // by operation
	denied  map[string]int
	groups  map[string]*[2]int // allowed and denied, by group of those who ask
}

func newMatrix() *matrix {
	return &matrix{map[string]map[string]bool{}, map[string]int{}, map[string]int{}, map[string]*[2]int{}}
}

func (x *matrix) note(m meaning, a *player, code string, v access.Visibility, allowed bool) {
	if x.cells[m.operation] == nil {
		x.cells[m.operation] = map[string]bool{}
	}
	if x.groups[a.group] == nil {
		x.groups[a.group] = &[2]int{}
	}
	if allowed {
		x.allowed[m.operation]++
		x.groups[a.group][0]++
	} else {
		x.denied[m.operation]++
		x.groups[a.group][1]++
	}
	cells := x.cells[m.operation]
	switch {
	case a.group == "visitor":
		cells["visitor "+string(v)] = allowed
		if m.open == "" || m.open == "always" {
			cells["visitor "+string(access.Nothing)], cells["visitor "+string(access.Counts)] = allowed, allowed
		}
	case a.group == "signed in" && v == access.Grids:
		cells[a.group] = allowed
	case slices.Contains(access.Roles, access.Role(a.group)) && v == roleVisibility(m):
		cells[a.group+" "+whereOf(a, code, m)] = allowed
	}
}

// roleVisibility is the visibility at which a role makes most of a difference to a route.
func roleVisibility(m meaning) access.Visibility {
	if m.open == "grids" {
		return access.Nothing
	}
	return access.Grids
}

// whereOf says where the thing asked about lies for who asks.
func whereOf(a *player, code string, m meaning) string {
	switch {
	case a.code == "":
		return "whole"
	case m.reach != inside:
		return "own" // they ask without naming a place: see text
	case strings.HasPrefix(code, a.code):
		return "own"
	default:
		return "other"
	}
}

const matrixHead = `# Who may ask what

What the service answered when every route was asked by everybody: ● it did what was asked, · it refused.
The test TestEachRouteAnswersThoseForWhomItIsMeantAndNobodyElse writes this page and fails when it is not
current; the rules themselves are in api/access.go.

Visitors: when the district shows nothing | grids | counts of issues to them. Signed in: a person without any
role. Roles: held in the area that the thing asked about lies in | in another area | on the whole district;
a route that names no thing has no other area, and answers only with what lies in the areas of the role. For
routes that visitors may ask when grids are shown, the columns of roles tell of a district that shows nothing.
Patrols remove the pictures that they added themselves, and no others.

`

func (x *matrix) text() string {
	var b strings.Builder
	b.WriteString(matrixHead)
	b.WriteString("| Route | visitors | signed in |")
	for _, role := range access.Roles {
		b.WriteString(" " + string(role) + " |")
	}
	b.WriteString(" allowed | denied |\n|---|---|---|---|---|---|---|---|--:|--:|\n")
	var allowed, denied int
	for _, m := range meanings {
		x.line(&b, m)
		allowed, denied = allowed+x.allowed[m.operation], denied+x.denied[m.operation]
	}
	fmt.Fprintf(&b, "| **%d routes and layers** | | | | | | | | **%d** | **%d** |\n\n", len(meanings), allowed, denied)
	b.WriteString("| Asked by | allowed | denied |\n|---|--:|--:|\n")
	for _, group := range slices.Sorted(maps.Keys(x.groups)) {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", group, x.groups[group][0], x.groups[group][1])
	}
	return b.String()
}

func (x *matrix) line(b *strings.Builder, m meaning) {
	cells := x.cells[m.operation]
	marks := func(keys ...string) string {
		var list []string
		for _, key := range keys {
			allowed, asked := cells[key]
			list = append(list, map[bool]string{true: "●", false: "·"}[allowed])
			if !asked {
				list[len(list)-1] = " "
			}
		}
		return strings.Join(list, " ")
	}
	fmt.Fprintf(b, "| %s | %s | %s |", m.operation, marks("visitor nothing", "visitor grids", "visitor counts"), marks("signed in"))
	for _, role := range access.Roles {
		fmt.Fprintf(b, " %s |", marks(string(role)+" own", string(role)+" other", string(role)+" whole"))
	}
	fmt.Fprintf(b, " %d | %d |\n", x.allowed[m.operation], x.denied[m.operation])
}
