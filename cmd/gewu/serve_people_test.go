package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSettingsOfAProviderAreChecked(t *testing.T) {
	dir := t.TempDir()
	secret, empty := filepath.Join(dir, "secret"), filepath.Join(dir, "empty")
	for name, text := range map[string]string{secret: "s3cret\n", empty: " \n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	whole := func(alter func(*reception)) *reception {
		p := &reception{idle: time.Hour, life: 2 * time.Hour, issuer: "https://id.example.org/city", clientID: "gewu", secretFile: secret}
		alter(p)
		return p
	}
	for want, p := range map[string]*reception{
		"":                   whole(func(*reception) {}),
		" ":                  whole(func(p *reception) { p.issuer, p.secretFile = "http://127.0.0.1:9000/oidc", "" }),
		"  ":                 {idle: time.Hour, life: time.Hour},
		"--oidc-issuer is":   whole(func(p *reception) { p.issuer = "http://id.example.org" }),
		`--oidc-issuer is "`: whole(func(p *reception) { p.issuer = "" }),
		"--oidc-client-id":   whole(func(p *reception) { p.clientID = "" }),
		"no such file":       whole(func(p *reception) { p.secretFile = secret + "s" }),
		"is empty":           whole(func(p *reception) { p.secretFile = empty }),
		"--session-idle":     whole(func(p *reception) { p.life = time.Minute }),
	} {
		err := p.settle()
		switch want = strings.TrimSpace(want); {
		case want == "" && err != nil:
			t.Errorf("refused: %v", err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%v, want %s", err, want)
		}
	}
	p := whole(func(*reception) {})
	if err := p.settle(); err != nil || p.secret != "s3cret" || p.name != "id.example.org" {
		t.Errorf("%+v, %v", p, err)
	}
}
