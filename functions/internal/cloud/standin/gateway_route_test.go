package standin

import (
	"testing"
)

// TestGatewayRoute is which route a path takes
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
func TestGatewayRoute(t *testing.T) {
	t.Parallel()
	g := Gateway{Routes: map[string]string{}}
	for _, route := range []string{"/desk", "/desk/{proxy+}", "/apply/{program}", "/me/{proxy+}", "/me/{id}", "/me/channels",
		"/me/{id}/notes", "/me/channels/{proxy+}", "/c/{id+}"} {
		g.Routes[route] = "f"
	}
	tests := []struct{ path, want string }{
		{"/desk", "/desk"},
		{"/desk/", "/desk"},
		{"/desk/a/b/", "/desk/{proxy+}"},
		{"/Desk", ""},
		{"/", ""},
		{"/apply/autumn", "/apply/{program}"},
		{"/apply/autumn/", "/apply/{program}"},
		{"/apply/", ""},
		{"/apply//", ""},
		{"/apply/a/b", ""},
		{"/apply/a%2Fb", "/apply/{program}"},
		{"/apply/%67", "/apply/{program}"},
		{"/%64esk", "/desk"},
		{"/me/channels", "/me/channels"},
		{"/me/7", "/me/{id}"},
		{"/me/7/x", "/me/{proxy+}"},
		{"/me/7/notes", "/me/{id}/notes"},
		{"/me/channels/notes", "/me/channels/{proxy+}"},
		{"/c", ""},
		{"/c/", ""},
		{"/c/1/", "/c/{id+}"},
		{"//desk", ""},
	}
	for _, tt := range tests {
		if got, _ := g.choose(tt.path); got != tt.want {
			t.Errorf("%s takes %q, want %q", tt.path, got, tt.want)
		}
	}
}
