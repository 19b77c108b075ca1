package api

// mostDepth is how deep objects and arrays of a body may lie in one another.
const mostDepth = 32

// depthOf returns how deep the objects and arrays of a JSON text lie in one another. Of what is no JSON
// it returns some number.
func depthOf(text []byte) int {
	depth, deepest := 0, 0
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
