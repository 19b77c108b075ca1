package api

import (
	"fmt"
	"slices"
	"strings"

	"gewu/access"
)

// accessTable is the one place that says who may do what, and where. Nothing is answered that it
// does not name. A line is a route ("GET /v1/areas/{id}"), or an operation that routes ask for
// beside ("see issues"). Its columns:
//
//	class     what it counts as for limits
//	visitors  from which visibility of the district on anybody may; "always": whatever it is; "-": never;
//	          "local": whoever asks from the service's own machine
//	signed    whoever is signed in, with any role or none: "self": a person, about his own account;
//	          "first": the same, also before a password that was given once is changed
//	roles     "part": in the areas of the role, which the call must keep to: see scopeOf
//	          "path": in the area that the path names as {id}
//	          "whole": only with the role on the whole district
const accessTable = `
operation                                 class      visitors  signed  viewer  patrol  planner  leader  administrator
GET     /healthz                          -          always    -       -       -       -        -       -
GET     /readyz                           -          always    -       -       -       -        -       -
GET     /metrics                          -          local     -       -       -       -        -       whole
GET     /problems/{kind}                  look-ups   always    -       -       -       -        -       -
GET     /                                 look-ups   always    -       -       -       -        -       -
GET     /tiles/                           tiles      grids     -       part    part    part     part    part
GET     /v1/locate                        look-ups   grids     -       part    part    part     part    part
POST    /v1/locate                        streams    grids     -       part    part    part     part    part
GET     /v1/district                      look-ups   grids     -       part    part    part     part    part
GET     /v1/communities                   look-ups   grids     -       part    part    part     part    part
GET     /v1/communities/{id}/grids        look-ups   grids     -       part    part    part     part    part
GET     /v1/areas/{id}                    look-ups   grids     -       part    part    part     part    part
GET     /v1/search                        look-ups   grids     -       part    part    part     part    part
GET     /v1/changes                       streams    grids     -       part    part    part     part    part
GET     /v1/openapi.json                  look-ups   always    -       -       -       -        -       -

GET     /v1/session                       look-ups   always    -       -       -       -        -       -
POST    /v1/session                       writes     always    -       -       -       -        -       -
DELETE  /v1/session                       writes     -         first   -       -       -        -       -
GET     /v1/sign-in/{provider}            writes     always    -       -       -       -        -       -
GET     /v1/sign-in/{provider}/callback   writes     always    -       -       -       -        -       -
PUT     /v1/me/password                   writes     -         first   -       -       -        -       -
GET     /v1/me/sessions                   look-ups   -         self    -       -       -        -       -
DELETE  /v1/me/sessions                   writes     -         self    -       -       -        -       -
DELETE  /v1/me/sessions/{id}              writes     -         self    -       -       -        -       -
GET     /v1/people                        look-ups   -         -       -       -       -        -       part
POST    /v1/people                        writes     -         -       -       -       -        -       part
GET     /v1/people/{id}                   look-ups   -         -       -       -       -        -       part
PATCH   /v1/people/{id}                   writes     -         -       -       -       -        -       part
POST    /v1/people/{id}/password          writes     -         -       -       -       -        -       part
DELETE  /v1/people/{id}/sessions          writes     -         -       -       -       -        -       part
POST    /v1/people/{id}/grants            writes     -         -       -       -       -        -       part
DELETE  /v1/people/{id}/grants/{grant}    writes     -         -       -       -       -        -       part
GET     /v1/tokens                        look-ups   -         -       -       -       -        -       part
POST    /v1/tokens                        writes     -         -       -       -       -        -       part
DELETE  /v1/tokens/{id}                   writes     -         -       -       -       -        -       part
GET     /v1/settings                      look-ups   -         -       -       -       -        -       whole
PATCH   /v1/settings                      writes     -         -       -       -       -        -       whole
GET     /v1/audit                         analysis   -         -       -       -       -        -       part
GET     /v1/areas/{id}/phones             look-ups   -         -       -       path    path     path    path
GET     /v1/communities/{id}/issue-counts analysis   counts    -       part    part    part     part    part
GET     /v1/areas/{id}/attachments        look-ups   -         -       path    path    path     path    path
POST    /v1/areas/{id}/attachments        uploads    -         -       -       path    path     -       path
GET     /v1/attachments/{id}              look-ups   -         -       part    part    part     part    part
DELETE  /v1/attachments/{id}              writes     -         -       -       part    part     -       part

GET     /v1/communities/{id}/plans        look-ups   -         -       path    -       path     path    path
POST    /v1/communities/{id}/plans        edits      -         -       -       -       path     -       path
GET     /v1/plans/{id}                    analysis   -         -       part    -       part     part    part
PATCH   /v1/plans/{id}                    writes     -         -       -       -       part     -       part
GET     /v1/plans/{id}/topology           analysis   -         -       part    -       part     part    part
GET     /v1/plans/{id}/order.pdf          analysis   -         -       part    -       part     part    part
GET     /v1/plans/{id}/grids.geojson      analysis   -         -       part    -       part     part    part
POST    /v1/plans/{id}/operations         edits      -         -       -       -       part     -       part
POST    /v1/plans/{id}/undo               edits      -         -       -       -       part     -       part
POST    /v1/plans/{id}/redo               edits      -         -       -       -       part     -       part
GET     /v1/plans/{id}/log                look-ups   -         -       part    -       part     part    part
GET     /v1/plans/{id}/problems           analysis   -         -       part    -       part     part    part
GET     /v1/plans/{id}/compare            analysis   -         -       part    -       part     part    part
POST    /v1/plans/{id}/pick               edits      -         -       -       -       part     -       part
POST    /v1/plans/{id}/rebase             edits      -         -       -       -       part     -       part
POST    /v1/plans/{id}/proposals          proposals  -         -       -       -       part     -       part
GET     /v1/plans/{id}/moves              proposals  -         -       -       -       part     -       part
GET     /v1/plans/{id}/live               streams    -         -       part    -       part     part    part
POST    /v1/plans/{id}/publish            edits      -         -       -       -       part     -       part
GET     /v1/communities/{id}/editions     look-ups   grids     -       part    part    part     part    part
GET     /v1/editions/{id}                 look-ups   grids     -       part    part    part     part    part
GET     /v1/editions/{id}/order.pdf       analysis   -         -       part    -       part     part    part
POST    /v1/editions/{id}/restore         edits      -         -       -       -       part     -       part

GET     /tiles/heat/{z}/{x}/{y}.png       tiles      -         -       part    part    part     part    part
GET     /tiles/analysis/{what}/{z}/{x}/{y}.mvt tiles      -         -       part    part    part     part    part
GET     /v1/analysis/kinds                look-ups   -         -       part    part    part     part    part
GET     /v1/analysis/issues               analysis   -         -       part    part    part     part    part
GET     /v1/analysis/load                 analysis   counts    -       part    part    part     part    part
GET     /v1/analysis/rate                 analysis   counts    -       part    part    part     part    part
GET     /v1/analysis/report               analysis   -         -       part    part    part     part    part
GET     /v1/analysis/{what}               analysis   -         -       part    part    part     part    part
POST    /v1/analysis/{what}/jobs          analysis   -         -       part    part    part     part    part
GET     /v1/analysis/{what}/jobs          look-ups   -         -       part    part    part     part    part
GET     /v1/analysis/jobs/{id}            look-ups   -         -       part    part    part     part    part
DELETE  /v1/analysis/jobs/{id}            writes     -         -       part    part    part     part    part
GET     /v1/analysis/jobs/{id}/result     analysis   -         -       part    part    part     part    part

see     grids                             -          grids     -       part    part    part     part    part
see     ground                            -          grids     -       part    part    part     part    part
see     buildings                         -          -         -       part    part    part     part    part
see     issues                            -          -         -       part    part    part     part    part
see     posts                             -          -         -       part    part    part     part    part
see     drafts                            -          -         -       -       -       part     -       part
`

// rules are the lines of the table by their operation.
var rules = mustReadRules(accessTable)

// Operations that are no routes. What they show beyond the rest, they show of areas in their scope.
var (
	seeGrids     = ruleOf("see grids")     // areas and what lies in them
	seeGround    = ruleOf("see ground")    // layers of the map that belong to no area
	seeBuildings = ruleOf("see buildings") // households and floors of single buildings
	seeIssues    = ruleOf("see issues")    // issues, each and counted
	seePosts     = ruleOf("see posts")     // posts that are not put on notice, and who holds them
)

// A rule is a line of the table.
type rule struct {
	operation string
	class     class
	visitors  opening
	signed    bearing
	roles     map[bearing][]access.Role // who may, by where
}

// An opening is from which visibility on visitors may.
type opening int8

const (
	local  opening = -2
	never  opening = -1
	always opening = 0 // and up: places in access.Visibilities
)

// A bearing is where, or for what, somebody may.
type bearing string

const (
	noneMay   bearing = "-"
	selfMay   bearing = "self"
	firstMay  bearing = "first"
	inPart    bearing = "part"
	inPath    bearing = "path"
	wholeOnly bearing = "whole"
)

// ruleOf returns the rule of an operation. It panics when the table has none.
func ruleOf(operation string) *rule {
	r := rules[operation]
	if r == nil {
		panic("api: no rule says who may " + operation)
	}
	return r
}

func mustReadRules(table string) map[string]*rule {
	all := map[string]*rule{}
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "operation" {
			continue
		}
		r, err := readRule(fields)
		if err != nil || all[r.operation] != nil {
			panic(fmt.Sprintf("api: rule %q: twice, or %v", line, err))
		}
		all[r.operation] = r
	}
	return all
}

// readRule reads the fields of a line.
func readRule(fields []string) (*rule, error) {
	const before = 5 // columns in front of the roles
	if len(fields) != before+len(access.Roles) {
		return nil, fmt.Errorf("%d columns", len(fields))
	}
	r := &rule{
		operation: fields[0] + " " + fields[1], class: class(fields[2]),
		signed: bearing(fields[4]), roles: map[bearing][]access.Role{},
	}
	var err error
	if r.visitors, err = readOpening(fields[3]); err != nil {
		return nil, err
	}
	if !r.class.known() || !slices.Contains([]bearing{noneMay, selfMay, firstMay}, r.signed) {
		return nil, fmt.Errorf("class %q, signed %q", r.class, r.signed)
	}
	for i, role := range access.Roles {
		where := bearing(fields[before+i])
		if !slices.Contains([]bearing{noneMay, inPart, inPath, wholeOnly}, where) {
			return nil, fmt.Errorf("%s: %q", role, where)
		}
		r.roles[where] = append(r.roles[where], role)
	}
	delete(r.roles, noneMay)
	return r, nil
}

func readOpening(text string) (opening, error) {
	switch text {
	case "-":
		return never, nil
	case "local":
		return local, nil
	case "always":
		return always, nil
	}
	i := slices.Index(access.Visibilities, access.Visibility(text))
	if i < 1 {
		return never, fmt.Errorf("visitors: %q", text)
	}
	return opening(i), nil
}
