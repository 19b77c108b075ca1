package access_test

import (
	"errors"
	"strings"
	"testing"

	"gewu/access"
)

func TestSignInNames(t *testing.T) {
	for text, want := range map[string]string{
		"chen": "chen", " Chen.Zhi-Qiang_2 ": "chen.zhi-qiang_2", "李": "", "c": "", "": "", "chen li": "", "chen\n": "chen",
		"chen\x00": "", "chén": "", strings.Repeat("a", 64): strings.Repeat("a", 64), strings.Repeat("a", 65): "", "../chen": "",
		"K\u212a": "", // the sign of Kelvin, which is a k in small letters
	} {
		got, err := access.Name(text)
		if want == "" && !errors.Is(err, access.ErrName) || want != "" && (got != want || err != nil) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{"chen", "K\u212a", "\xff", " a b ", "İx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, err := access.Name(text)
		if err != nil {
			return
		}
		if again, err := access.Name(name); err != nil || again != name {
			t.Errorf("%q is kept as %q, which is %q, %v", text, name, again, err)
		}
		for _, r := range name {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789._-", r) {
				t.Errorf("%q is kept as %q", text, name)
			}
		}
	})
}
