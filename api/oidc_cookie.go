package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// An attempt is a way to sign in that somebody has set out on with a provider. Their browser
// keeps it until they come back: nobody else can come back for them, and the service remembers
// nothing of those who never do.
type attempt struct {
	Provider string `json:"p"`
	State    string `json:"s"` // comes back with the browser
	Nonce    string `json:"n"` // comes back in the provider's statement
	Verifier string `json:"v"` // proves to the provider who asked (PKCE, RFC 7636)
	To       string `json:"t"` // the page to show in the end
	Until    int64  `json:"u"` // seconds since 1970
}

// attemptLife is how long a person may take with the provider.
const attemptLife = 10 * time.Minute

var errAttempt = errors.New("no attempt to sign in that was made here, or too old a one")

// A sealer writes attempts so that they cannot be altered.
type sealer struct{ key []byte }

// newSealer returns a sealer whose key comes from a secret: every server with the same secret
// reads what another wrote.
func newSealer(secret string) sealer {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("gewu: attempts to sign in"))
	return sealer{mac.Sum(nil)}
}

func (s sealer) sum(text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func (s sealer) seal(a attempt) string {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // texts and a number can always be written
	}
	body := base64.RawURLEncoding.EncodeToString(text)
	return body + "." + base64.RawURLEncoding.EncodeToString(s.sum(body))
}

// open returns what seal was given, unless that is over by now.
func (s sealer) open(sealed string, now time.Time) (attempt, error) {
	body, mark, _ := strings.Cut(sealed, ".")
	sum, err := base64.RawURLEncoding.DecodeString(mark)
	if err != nil || !hmac.Equal(sum, s.sum(body)) {
		return attempt{}, errAttempt
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return attempt{}, errAttempt
	}
	var a attempt
	if err := json.Unmarshal(text, &a); err != nil || now.Unix() >= a.Until {
		return attempt{}, errAttempt
	}
	return a, nil
}
