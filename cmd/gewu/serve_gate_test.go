package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gewu/api"
)

// certify writes a certificate with a number, and its key, that look as if written at a time.
func certify(t *testing.T, dir string, number int64, at time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(number), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	body, err := x509.CreateCertificate(rand.Reader, of, of, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: body}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestARenewedCertificateIsTakenWithoutARestart(t *testing.T) {
	dir := t.TempDir()
	var d door
	d.certFile, d.keyFile = certify(t, dir, 1, time.Now().Add(-time.Hour))
	var wrong mistakes
	if d.settle(&wrong); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.Proto))
	})}
	go func() { _ = server.Serve(d.guard(listener)) }()
	t.Cleanup(func() { _ = server.Close() })
	number := func() int64 {
		conn, err := (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}}).DialContext(t.Context(), "tcp", listener.Addr().String()) //nolint:gosec // it is the certificate that is looked at
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	if got := number(); got != 1 {
		t.Errorf("certificate %d at first", got)
	}
	certify(t, dir, 2, time.Now())
	d.certs.looked = time.Time{} // as if a while had passed
	if got := number(); got != 2 {
		t.Errorf("certificate %d after it was renewed", got)
	}
	if err := os.WriteFile(d.keyFile, []byte("half a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(d.certFile, time.Now(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	d.certs.looked = time.Time{}
	if got := number(); got != 2 {
		t.Errorf("certificate %d after a broken one was put there", got)
	}
}

func TestMistakesAboutTheDoorAreAllTold(t *testing.T) {
	d := door{certFile: "cert.pem", proxies: []string{"10.0.0.0/33", "127.0.0.1", "fd00::/8"}, rateLimit: -1}
	var wrong mistakes
	d.settle(&wrong)
	var text strings.Builder
	for _, err := range wrong {
		text.WriteString(err.Error())
	}
	for _, want := range []string{"10.0.0.0/33", "--rate-limit", "go together"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in: %s", want, text.String())
		}
	}
	var c api.Config
	d.furnish(&c)
	if len(c.Proxies) != 3 || c.Proxies[1].String() != "127.0.0.1/32" {
		t.Errorf("proxies: %v", c.Proxies)
	}
}
