package cloud

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func TestThroughOrigin(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("s", minOriginSecret)
	seen := tell(func(r *http.Request) string { return "served " + r.Header.Get(originHeader) })
	h, err := throughOrigin(secret, slog.New(slog.DiscardHandler), seen)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		value []string
		want  int
	}{
		{"the secret", []string{secret}, http.StatusOK},
		{"no header", nil, http.StatusForbidden},
		{"empty", []string{""}, http.StatusForbidden},
		{"a beginning of it", []string{secret[:31]}, http.StatusForbidden},
		{"more than it", []string{secret + "s"}, http.StatusForbidden},
		{"joined with another", []string{"x," + secret}, http.StatusForbidden},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := event(t, "headers")
			for _, v := range tt.value {
				e.Headers["x-origin-verify"] = v
			}
			got, _ := serveEvent(t, h, e)
			if got.StatusCode != tt.want {
				t.Errorf("got %d, want %d", got.StatusCode, tt.want)
			}
			if tt.want == http.StatusOK && got.Body != "served " {
				t.Errorf("got %q, want the secret taken out of the request", got.Body)
			}
		})
	}
}

func TestThroughOriginNeedsSecret(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"", strings.Repeat("s", minOriginSecret-1)} {
		if _, err := throughOrigin(secret, slog.New(slog.DiscardHandler), http.NotFoundHandler()); err == nil {
			t.Errorf("got no error for a secret of %d bytes", len(secret))
		}
	}
}
