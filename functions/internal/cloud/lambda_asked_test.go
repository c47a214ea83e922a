package cloud

import (
	"net/http"
	"slices"
	"testing"

	"greenroom/functions/internal/web"
)

// routes are those of the server, to tell which one an address is of.
func routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range new(web.Server).Routes() {
		mux.Handle(route.Method+" "+route.Path, http.NotFoundHandler())
	}
	return mux
}

// neverAsked are routes that this test has no use for. They do what those
// beside them do, on the same items.
func neverAsked() []string {
	return []string{
		"GET /me/applications/{id}/edit", "POST /api/me/applications/{id}/edit", "POST /api/me/applications/{id}/answer",
		"POST /api/desk/vetting/{id}/begin", "POST /api/desk/vetting/{id}/skip",
		"POST /api/desk/programs/{slug}/extend", "POST /api/desk/programs/{slug}/run", "POST /api/desk/programs/{slug}/cancel",
		"POST /api/desk/programs/{slug}/approve", "POST /api/desk/applications/{id}/unshortlist", "POST /api/desk/applications/{id}/ask",
		"POST /api/desk/applications/{id}/promote", "POST /api/desk/applications/{id}/let-go", "POST /api/desk/mails/{id}/edit",
	}
}

// note remembers which route was asked and answered well.
func (d *deployment) note(t *testing.T, method, path string, status int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, pattern := d.routes.Handler(r); status < http.StatusBadRequest {
		d.asked[pattern] = true
	}
}

// checkAsked wants every route to have been asked and answered well: one that
// was not may need a right that its function does not have.
func (d *deployment) checkAsked(t *testing.T) {
	t.Helper()
	for _, route := range new(web.Server).Routes() {
		if pattern := route.Method + " " + route.Path; d.asked[pattern] == slices.Contains(neverAsked(), pattern) {
			t.Errorf("%s was asked: %v", pattern, d.asked[pattern])
		}
	}
}
