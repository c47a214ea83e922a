package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
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

// The desk of a moderator for whom 500 comments wait: the page shows the first
// 25 of them.
func BenchmarkQueueOfComments(b *testing.B) {
	o := open(b)
	for n := range 500 {
		body := with("key", strconv.Itoa(n)).Encode()
		r := httptest.NewRequest("POST", "/api/comments", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther {
			b.Fatalf("status %d", w.Code)
		}
	}
	request, err := o.web.Accounts.Ask(b.Context(), "tess@greenroom.example", "")
	if err != nil {
		b.Fatal(err)
	}
	opened, err := o.web.Accounts.ByCode(b.Context(), request, o.web.Accounts.Proofs.Code(request))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("GET", "/desk/comments/", nil)
		r.AddCookie(&http.Cookie{Name: "session", Value: opened.Secret})
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK || strings.Count(w.Body.String(), "</h3>") != 25 {
			b.Fatalf("status %d\n%s", w.Code, w.Body)
		}
	}
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

// An application taken in: account, receipt, promise and all.
func BenchmarkApply(b *testing.B) {
	h := furnished(b)
	var n atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			who := "p" + strconv.FormatInt(n.Add(1), 10)
			body := url.Values{"program": {"rolling"}, "name": {who}, "email": {who + "@example.com"}, "channel": {"https://example.com/" + who},
				"angle": {"The night the soup won."}, "answer1": {"Soup"}, "sponsored": {"none"}, "available": {"yes"}, "rule1": {"yes"}}.Encode()
			r := httptest.NewRequest("POST", "/api/applications", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther {
				b.Fatalf("status %d\n%s", w.Code, w.Body)
			}
		}
	})
}

// The desk of somebody who reads, with 500 applications in one program of which
// 100 have been read twice.
func BenchmarkDesk(b *testing.B) {
	h := furnished(b)
	for i := range 500 {
		a := h.apply("rolling", "p"+strconv.Itoa(i))
		if i%5 == 0 {
			h.score(a.ID, 3, "Rita", "Remo")
		}
	}
	for _, page := range []string{"/desk/", "/desk/vetting/", "/desk/programs/rolling"} {
		b.Run(page, func(b *testing.B) {
			session := h.session("fay@greenroom.example")
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("GET", page, nil)
				r.AddCookie(&http.Cookie{Name: "session", Value: session})
				w := httptest.NewRecorder()
				h.handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("status %d\n%s", w.Code, w.Body)
				}
			}
		})
	}
}
