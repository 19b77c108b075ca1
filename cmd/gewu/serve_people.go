package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/api"
	"gewu/store"
)

// providerKey names the OpenID provider in addresses: /v1/sign-in/oidc.
const providerKey = "oidc"

// A reception is the settings of `gewu serve` about who signs in, and where pictures are kept that
// they add.
type reception struct {
	idle, life  time.Duration
	attachments string

	issuer, clientID, secretFile, name string
	secret                             string // that the file holds
}

func (p *reception) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.DurationVar(&p.idle, "session-idle", 12*time.Hour, "how long a session may stand unused")
	f.DurationVar(&p.life, "session-life", 7*24*time.Hour, "how long a session lasts at most")
	f.StringVar(&p.attachments, "attachments", "", "directory of the pictures that are attached (default attachments in --data)")
	f.StringVar(&p.issuer, "oidc-issuer", "", "address of an OpenID provider whose people may sign in")
	f.StringVar(&p.clientID, "oidc-client-id", "", "under which the provider knows this service")
	f.StringVar(&p.secretFile, "oidc-client-secret-file", "", "file with the secret that the provider gave this service")
	f.StringVar(&p.name, "oidc-name", "", "what people call the provider (default its host)")
}

// settle checks the settings, and reads the secret.
func (p *reception) settle() error {
	var wrong mistakes
	if p.idle < time.Minute || p.life < p.idle {
		wrong.add(fmt.Errorf("--session-idle is %s and --session-life %s; the first should be a minute at least, the second no less", p.idle, p.life))
	}
	if p.issuer == "" && p.clientID+p.secretFile+p.name == "" {
		return errors.Join(wrong...)
	}
	issuer, err := url.Parse(p.issuer)
	if err != nil || issuer.Host == "" || issuer.Scheme != "https" && (issuer.Scheme != "http" || !isLoopback(issuer.Hostname())) {
		wrong.add(fmt.Errorf("--oidc-issuer is %q, and should be an https address, as the provider writes it", p.issuer))
	} else if p.name == "" {
		p.name = issuer.Host
	}
	if p.clientID == "" {
		wrong.add(errors.New("--oidc-client-id is missing: under which name does the provider know this service?"))
	}
	wrong.add(p.readSecret())
	return errors.Join(wrong...)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (p *reception) readSecret() error {
	if p.secretFile == "" {
		return nil
	}
	text, err := os.ReadFile(p.secretFile)
	if err != nil {
		return fmt.Errorf("--oidc-client-secret-file: %w", err)
	}
	if p.secret = strings.TrimSpace(string(text)); p.secret == "" {
		return fmt.Errorf("--oidc-client-secret-file: %s is empty", p.secretFile)
	}
	return nil
}

// folder opens the directory of the pictures.
func (p *reception) folder(data string) (*api.Folder, error) {
	dir := p.attachments
	if dir == "" {
		dir = filepath.Join(data, "attachments")
	}
	return api.OpenFolder(dir)
}

// furnish adds to c who may sign in and what they do. files is where pictures lie.
func (p *reception) furnish(c *api.Config, db *store.DB, files *api.Folder) {
	c.People, c.Trail, c.Settings, c.Phones, c.IssueCounts = db, db, db, db, db
	c.Attachments, c.Files, c.SessionLife = db, files, p.life
	if p.issuer != "" {
		c.Providers = []api.Provider{{
			Key: providerKey, Name: p.name, Issuer: p.issuer, ClientID: p.clientID, ClientSecret: p.secret,
		}}
	}
}
