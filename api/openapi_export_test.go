package api

import (
	"slices"

	"gewu/access"
)

// A RuleLine is a line of the access table, in its own words.
type RuleLine struct {
	Class, Visitors, Signed string
	Roles                   map[string]string
}

// RuleLines are the lines of the access table that are about routes, by operation.
func RuleLines() map[string]RuleLine {
	lines := map[string]RuleLine{}
	for operation, r := range rules {
		line := RuleLine{Class: string(r.class), Roles: map[string]string{}}
		switch {
		case r.visitors == local:
			line.Visitors = "local"
		case r.visitors == always:
			line.Visitors = "always"
		case r.visitors != never:
			line.Visitors = string(access.Visibilities[r.visitors])
		}
		if r.signed != noneMay {
			line.Signed = string(r.signed)
		}
		for where, roles := range r.roles {
			for _, role := range roles {
				line.Roles[string(role)] = string(where)
			}
		}
		lines[operation] = line
	}
	return lines
}

// ProblemStatuses are the statuses of the kinds of problems by their types.
func ProblemStatuses() map[string]int {
	statuses := map[string]int{}
	for _, k := range slices.Concat(kinds, peopleKinds, planKinds, analysisProblems) {
		statuses[k.address()] = k.status
	}
	return statuses
}

// InterfaceDocument is what GET /v1/openapi.json answers.
func InterfaceDocument() []byte { return interfaceFile().body }
