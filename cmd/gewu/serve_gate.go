package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gewu/api"
)

// A door is the settings of `gewu serve` about how it is reached.
type door struct {
	certFile, keyFile string
	proxies           []string
	rateLimit         float64

	networks []netip.Prefix
	certs    *certificates // nil: without TLS
}

func (d *door) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&d.certFile, "tls-cert", "", "file of the certificate, and those above it, in PEM; read again when it changes")
	f.StringVar(&d.keyFile, "tls-key", "", "file of the certificate's private key in PEM")
	f.StringSliceVar(&d.proxies, "trusted-proxy", nil, "address or network of a server in front that tells where requests come from; may be repeated")
	f.Float64Var(&d.rateLimit, "rate-limit", 300, "requests a second that each client may send in the long run, ten times as many at once; 0: no limit")
}

// settle checks the settings.
func (d *door) settle(wrong *mistakes) {
	for _, text := range d.proxies {
		network, err := networkOf(text)
		if err != nil {
			wrong.add(fmt.Errorf("--trusted-proxy is %q, and should be an address or a network such as 10.0.0.0/8", text))
		}
		d.networks = append(d.networks, network)
	}
	if d.rateLimit < 0 {
		wrong.add(fmt.Errorf("--rate-limit is %v, and should be 0 or more", d.rateLimit))
	}
	switch {
	case (d.certFile == "") != (d.keyFile == ""):
		wrong.add(errors.New("--tls-cert and --tls-key go together"))
	case d.certFile != "":
		d.certs = &certificates{certFile: d.certFile, keyFile: d.keyFile}
		if err := d.certs.load(); err != nil {
			wrong.add(fmt.Errorf("--tls-cert: %w", err))
		}
	}
}

// networkOf reads an address or a network.
func networkOf(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	return network.Masked(), err
}

// scheme is how addresses of the service begin.
func (d *door) scheme() string {
	if d.certs != nil {
		return "https://"
	}
	return "http://"
}

// guard returns the listener behind TLS, if that is wished.
func (d *door) guard(listener net.Listener) net.Listener {
	if d.certs == nil {
		return listener
	}
	return tls.NewListener(listener, &tls.Config{
		GetCertificate: d.certs.current, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
	})
}

// furnish fills in what the handler must know of it.
func (d *door) furnish(c *api.Config) { c.Proxies, c.RateLimit = d.networks, d.rateLimit }

// certificates hold the certificate of the service, and look for another one now and then, as
// certificates are renewed while it runs. Safe for concurrent use.
type certificates struct {
	certFile, keyFile string

	mu      sync.Mutex
	loaded  *tls.Certificate
	changed time.Time // when the file was that is loaded
	looked  time.Time
}

// lookAgain is how long a certificate is used before the file is looked at again.
const lookAgain = 10 * time.Second

// load reads the files.
func (c *certificates) load() error {
	info, err := os.Stat(c.certFile)
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.loaded, c.changed = &pair, info.ModTime()
	return nil
}

// current returns the certificate as it is. While a new one cannot be read, the old one stays.
func (c *certificates) current(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.looked) >= lookAgain {
		c.looked = now
		if info, err := os.Stat(c.certFile); err == nil && !info.ModTime().Equal(c.changed) {
			if err := c.load(); err != nil {
				slog.WarnContext(hello.Context(), "the new certificate cannot be used; the old one stays", "err", err)
			}
		}
	}
	return c.loaded, nil
}
