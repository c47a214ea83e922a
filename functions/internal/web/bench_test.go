package web_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// A comment taken in: parsed, checked, kept with its event and its mail, and
// on disk.
func BenchmarkSubmitComment(b *testing.B) {
	o := open(b)
	var n atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := with("key", strconv.FormatInt(n.Add(1), 10)).Encode()
			r := httptest.NewRequest("POST", "/api/comments", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			o.handler.ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther {
				b.Fatalf("status %d", w.Code)
			}
		}
	})
}

// A form that comes back with its faults: no disk, all templates.
func BenchmarkFormWithFaults(b *testing.B) {
	o := open(b)
	body := with("email", "a@b").Encode()
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("POST", "/api/comments", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		if w.Code != http.StatusUnprocessableEntity {
			b.Fatalf("status %d", w.Code)
		}
	}
}
