package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// SES takes mail and keeps what was asked of it.
type SES struct {
	Mu     sync.Mutex
	sent   []Mail
	Fail   int  // how many of the next requests are refused
	broken bool // the next request is answered with a fault of its own
}

// BreakOnce has the next request answered with a fault.
func (s *SES) BreakOnce() {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.broken = true
}

// Mail is what SES was asked to send.
type Mail struct {
	FromEmailAddress, ConfigurationSetName string
	Destination                            struct{ ToAddresses, CcAddresses, BccAddresses []string }
	Content                                struct{ Raw struct{ Data []byte } }
}

// ServeHTTP implements http.Handler.
func (s *SES) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	if r.Method != http.MethodPost || r.URL.Path != "/v2/email/outbound-emails" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if s.broken {
		s.broken = false
		http.Error(w, `{"message":"no"}`, http.StatusInternalServerError)
		return
	}
	if s.Fail > 0 {
		s.Fail--
		w.Header().Set("X-Amzn-ErrorType", "MessageRejected")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"message":"address is on the suppression list"}`)
		return
	}
	var request Mail
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.sent = append(s.sent, request)
	fmt.Fprintf(w, `{"MessageId":"%d"}`, len(s.sent))
}

// Taken is what was sent.
func (s *SES) Taken() []Mail {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.sent
}
