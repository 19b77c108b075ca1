package main

import (
	"strings"
	"testing"

	"gewu/internal/testdb"
)

// Attack: texts from files and browsers that would command the operator's terminal, or forge a line of
// what it shows. No command writes a control character that somebody else chose.
func TestAttackTheOperatorsTerminal(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	const evil = `\u001b[2J\u001b]0;evil\u0007\r\nforged\u202e`
	areas := strings.ReplaceAll(oneCommunity, "三路社区", evil)
	_, _, _ = gewu(t, "", "import", "areas", write(t, "c.geojson", areas), "--level", "community")
	_, _, _ = gewu(t, "", "import", "staff", write(t, "s.csv", "id,name,area,post\n1,\"x\x1b[2J\",C,manager\n"))
	must(t, "", "user", "add", "eve", "--full-name", "eve")
	for _, args := range [][]string{
		{"user", "list"},
		{"user", "add", "bad\x1b[2J"},
		{"user", "add", "ann", "--full-name", "x\x1b[2J"},
		{"user", "disable", "\x1b[2J"},
		{"audit", "list"},
		{"audit", "verify"},
		{"audit", "verify", "--head", "1:\x1b[2J"},
		{"check", "C"},
	} {
		out, errs, _ := gewu(t, "", args...)
		if strings.ContainsAny(out+errs, "\x1b\x07\u202e") {
			t.Errorf("gewu %q writes %q %q", args, out, errs)
		}
	}
}
