package cloud

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net/http"
)

// originHeader is the header in which CloudFront proves that a request came
// through it. An HTTP API can be called directly by whoever knows its address,
// around the cache, its headers and its firewall.
const originHeader = "X-Origin-Verify"

// minOriginSecret is the least length of the secret, in bytes.
const minOriginSecret = 32

// checkOrigin refuses a secret that could be guessed.
func checkOrigin(secret string) error {
	if len(secret) < minOriginSecret {
		return fmt.Errorf("origin secret has %d bytes: it needs at least %d", len(secret), minOriginSecret)
	}
	return nil
}

// throughOrigin refuses whatever does not carry the secret.
func throughOrigin(secret string, log *slog.Logger, next http.Handler) (http.Handler, error) {
	if err := checkOrigin(secret); err != nil {
		return nil, err
	}
	want := sha256.Sum256([]byte(secret)) // equal lengths, so that comparing takes equal time
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(originHeader)))
		r.Header.Del(originHeader)
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			log.WarnContext(r.Context(), "request came around the site's own address")
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "This address answers through the site only.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}
