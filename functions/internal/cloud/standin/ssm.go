package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// SSM serves parameters by name, and only to who asks for them in the clear.
type SSM map[string]string

// ServeHTTP implements http.Handler.
func (s SSM) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name           string
		WithDecryption bool
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	err := json.NewDecoder(r.Body).Decode(&in)
	value, ok := s[in.Name]
	if err != nil || !ok || !in.WithDecryption || !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".GetParameter") {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"ParameterNotFound"}`)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"Parameter": map[string]string{"Name": in.Name, "Value": value}}) // who asked has gone
}
